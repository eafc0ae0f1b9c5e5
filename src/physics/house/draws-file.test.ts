import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawsOutside, fileDraws, parseDrawsFile } from './draws-file.ts'

const texts = (text: string) => parseDrawsFile(text).problems.map(problem => problem.text)
const read = (text: string, offset?: (second: number) => number) => {
  const { value, problems } = parseDrawsFile(text, offset)
  expect(problems).toEqual([])
  if (value === undefined) throw new Error('nothing was read')
  return value
}
const july = Date.UTC(2026, 6, 1, 6, 30) / 1000

describe('a file of draws', () => {
  it('has litres or gallons, a flow or a duration, at the tank unless it says at a tap', () => {
    expect(read('start,litres,flow_l_min\n6:30,45,9').draws).toEqual([
      { line: 2, start: 23_400, seconds: 300, litres: 45, at: 'tank' },
    ])
    expect(read('start,gallons,flow_gal_min,at\n390,10,2,tap').draws[0]).toMatchObject({
      start: 23_400,
      seconds: expect.closeTo(300, 9),
      litres: expect.closeTo(37.854, 3),
      at: 'tap',
    })
    expect(read('start,litres,duration_min\n06:30:30,45,5').draws[0]).toMatchObject({ start: 23_430, seconds: 300 })
    expect(read('start,litres,duration_s,at\n0,45,300,').draws[0]).toMatchObject({ start: 0, seconds: 300, at: 'tank' })
  })

  it('has dates by its own clocks, or with an offset', () => {
    const rows = ['2026-07-01T06:30', '2026-07-01 06:30:00', '2026-07-01T13:30Z', '2026-07-01T15:30+02:00']
    const { daily, draws } = read(
      ['start,litres,duration_s', ...rows.map(row => `${row},1,10`)].join('\n'),
      () => -7 * 3600,
    )
    expect(daily).toBe(false)
    expect(draws.map(({ start }) => start)).toEqual(rows.map(() => july + 7 * 3600))
  })

  it('may have comments, empty lines, a byte order mark, quotes and lines of any system', () => {
    const file = read(
      '\uFEFF# mine\r\n"Start","Litres","duration_s"\r\n\r\n"06:30",12,60\r\n# more\r\n07:30, 6 ,60\r\n',
    )
    expect(file.draws.map(({ line, litres }) => [line, litres])).toEqual([
      [4, 12],
      [6, 6],
    ])
    expect(fileDraws(file).litresBetween(0, 86_400).litres).toBeCloseTo(18, 9)
    expect(fileDraws(file).litresBetween(0, 864_000).litres).toBeCloseTo(180, 9)
  })

  // biome-ignore format: a case is a line
  it.each([
    ['', 'line 1: the file is empty; its first line names start, litres, gallons, flow_l_min, flow_gal_min, duration_s, duration_min, at'],
    ['start,litres,flow_l_min', 'line 1: no row follows the names of the columns'],
    ['start,liters,flow_l_min', 'line 1: there is no column liters; columns are separated by commas, and known are start, litres, gallons, flow_l_min, flow_gal_min, duration_s, duration_min, at'],
    ['start,litres,litres', 'line 1: the column litres is there twice'],
    ['start,litres\n0,1', 'line 1: there must be one column of flow_l_min, flow_gal_min, duration_s, duration_min'],
    ['start,litres,gallons,duration_s\n0,1,1,1', 'line 1: there must be one column of litres, gallons'],
    ['litres,duration_s\n1,1', 'line 1: there must be a column start'],
    ['start,litres,duration_s\n0,1,60,9', 'line 2: it has 4 cells; the header names 3 columns'],
    ['start,litres,duration_s\n0,NaN,60', 'line 2: litres is NaN; it must be 0.01 to 1900 L'],
    ['start,litres,duration_s\n0,,60', 'line 2: litres is empty; it must be 0.01 to 1900 L'],
    ['start,litres,duration_s\n0,0x10,60', 'line 2: litres is 0x10; it must be 0.01 to 1900 L'],
    ['start,gallons,flow_gal_min\n0,1000,3', 'line 2: gallons is 1000 gal; it must be 0.002642 to 501.9 gal'],
    ['start,litres,duration_s\n0,-5,60', 'line 2: litres is -5 L; it must be 0.01 to 1900 L'],
    ['start,litres,flow_l_min\n0,5,0', 'line 2: flow_l_min is 0 L/min; it must be 0.001 to 100 L/min'],
    ['start,litres,flow_l_min\n0,1500,0.5', 'line 2: at that flow the draw’s duration is 180000 s; it must be 1 to 86400 s'],
    ['start,litres,duration_s\n0,500,60', 'line 2: in that time the draw’s flow is 500 L/min; it must be 0.001 to 100 L/min'],
    ['start,litres,duration_s,at\n0,5,60,sink', 'line 2: at is sink; it must be tank or tap'],
    ['start,litres,duration_s\n0,5,60\n2026-07-01T06:30,5,60', 'line 3: start is 2026-07-01T06:30; all must be dates, or all times of a day'],
  ])('%j is told as %j', (text, sentence) => expect(texts(text)).toEqual([sentence]))

  it.each([
    '24:00',
    '6:75',
    '1440',
    '-5',
    '2026-06-31T06:30',
    '2026-13-01T00:00',
    '2026-07-01T25:00',
    '2026-07-01T06:30+99:00',
    'noon',
    '',
  ])('%j is no start', start => {
    expect(texts(`start,litres,duration_s\n${start},5,60`)).toEqual([
      expect.stringMatching(/^line 2: start is .+; it must be 2026-07-01T06:30 .*, 06:30, or a minute of the day/),
    ])
  })

  it('tells of all that is wrong, but not without end', () => {
    expect(texts('start,litres,duration_s,at\nx,y,z,q')).toHaveLength(4)
    const many = texts(`start,litres,duration_s\n${'0,-1,60\n'.repeat(500)}`)
    expect(many).toHaveLength(21)
    expect(many.at(-1)).toBe('line 22: 480 more problems from here on')
  })

  it('loses no draw that it takes', () => {
    const row = fc.record({
      minute: fc.integer({ min: 0, max: 1439 }),
      litres: fc.integer({ min: 2, max: 1900 }),
      seconds: fc.integer({ min: 1200, max: 86_400 }),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), rows => {
        const lines = rows.map(({ minute, litres, seconds }) => `${minute},${litres},${seconds}`)
        const file = read(['start,litres,duration_s', ...lines].join('\n'))
        const { litres } = fileDraws(file).litresBetween(0, 5 * 86_400)
        const day = rows.reduce((sum, draw) => sum + draw.litres, 0)
        expect(litres).toBeGreaterThanOrEqual(5 * day - 1e-6)
      }),
    )
  })
})

describe('a span', () => {
  const file = read('start,litres,duration_s\n2026-07-01T06:30,10,600\n2026-07-02T06:30,10,600')

  it('has room for each draw, or the line of the one it has not is told', () => {
    expect(drawsOutside(file, { from: july, to: july + 86_400 + 600 })).toEqual([])
    expect(drawsOutside(file, { from: july, to: july + 86_400 + 300 })).toEqual([
      {
        line: 3,
        text: 'line 3: the draw from 2026-07-02T06:30Z to 2026-07-02T06:40Z must lie within the span from 2026-07-01T06:30Z to 2026-07-02T06:35Z',
      },
    ])
    expect(drawsOutside(file, { from: july + 60, to: july + 1e6 }).map(({ line }) => line)).toEqual([2])
  })

  it('has room for draws of every day', () => {
    expect(drawsOutside(read('start,litres,duration_s\n6:30,10,600'), { from: july, to: july + 60 })).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { LocalTime } from '../schedule/local-time.ts'
import { parseWeatherFile, weatherMissing } from './weather-file.ts'

const texts = (text: string) => parseWeatherFile(text).problems.map(problem => problem.text)
const read = (text: string, offset?: (second: number) => number) => {
  const { value, problems } = parseWeatherFile(text, offset)
  expect(problems).toEqual([])
  if (value === undefined) throw new Error('nothing was read')
  return value
}
const [hour, day] = [3600, 86_400]
const july = Date.UTC(2026, 6, 1) / 1000

describe('a file of the weather', () => {
  it('goes in straight lines from time to time, each column by itself', () => {
    const { weather, span, steps } = read(
      'time,air_c,inlet_f,humidity\n2026-07-01T00:00,10,50,40\n2026-07-01T01:00,,,\n2026-07-01T02:00,20,68,60',
    )
    expect(weather.air?.at(july + hour)).toBeCloseTo(15, 9)
    expect(weather.inlet?.at(july)).toBeCloseTo(10, 9)
    expect(weather.inlet?.at(july + 2 * hour)).toBeCloseTo(20, 9)
    expect(weather.humidity?.at(july + 0.5 * hour)).toBeCloseTo(45, 9)
    expect(span).toEqual({ from: july, to: july + 2 * hour })
    expect(steps).toEqual([hour, hour])
  })

  it('may tell one thing alone, and one day for all', () => {
    const { weather, span } = read('time,air_f\n06:00,50\n18:00,86', () => -8 * hour)
    expect(Object.keys(weather)).toEqual(['air'])
    expect(weather.air?.at(july + 14 * hour)).toBeCloseTo(10, 9)
    expect(weather.air?.at(july + 8 * hour)).toBeCloseTo(20, 9)
    expect(span).toBeUndefined()
  })

  // biome-ignore format: a case is a line
  it.each([
    ['time\n06:00', 'line 1: there must be a column time and one of air_c, air_f, inlet_c, inlet_f, humidity'],
    ['air_c\n20', 'line 1: there must be a column time and one of air_c, air_f, inlet_c, inlet_f, humidity'],
    ['time,air_c,air_f\n06:00,20,68', 'line 1: air_c and air_f tell the same; there must be one of them'],
    ['time,air_c\n06:00,-40', 'line 2: air_c is -40 °C; it must be -30 to 50 °C'],
    ['time,air_f\n06:00,-40', 'line 2: air_f is -40 °F; it must be -22 to 122 °F'],
    ['time,air_c\n06:00,NaN', 'line 2: air_c is NaN; it must be -30 to 50 °C'],
    ['time,inlet_c\n06:00,45', 'line 2: inlet_c is 45 °C; it must be 0 to 40 °C'],
    ['time,humidity\n06:00,101', 'line 2: humidity is 101 %; it must be 0 to 100 %'],
    ['time,air_c\n06:00,', 'line 1: the column air_c is empty'],
    ['time,air_c\n06:00,20\n06:00,21', 'line 3: time is 06:00, which is not after line 2; times must rise'],
    ['time,air_c\n06:00,20\n2026-07-01T06:30,21', 'line 3: time is 2026-07-01T06:30; all must be dates, or all times of a day'],
    ['time,air_c\nnoon,20', 'line 2: time is noon; it must be 2026-07-01T06:30 (with Z or +02:00 when it is not local), 06:30, or a minute of the day up to 1439'],
  ])('%j is told as %j', (text, sentence) => expect(texts(text)).toEqual([sentence]))

  it('says that clocks are changed where its times go back for that alone', () => {
    const spring = 'time,air_c\n2026-03-08T01:59,5\n2026-03-08T02:00,5\n2026-03-08T03:00,5\n2026-03-08T03:00,5'
    const losAngeles = new LocalTime('America/Los_Angeles')
    const { problems } = parseWeatherFile(spring, second => losAngeles.offsetAt(second * 1000) / 1000)
    expect(problems.map(({ text }) => text)).toEqual([
      'line 4: time is 2026-03-08T03:00, which is not after line 3; clocks are changed there, so write times with Z or an offset',
      'line 5: time is 2026-03-08T03:00, which is not after line 4; times must rise',
    ])
  })

  it('says when it does not reach', () => {
    const file = read('time,air_c\n2026-07-01T00:00,20\n2026-07-01T01:00,21\n2026-07-01T02:00,21')
    expect(weatherMissing(file, { from: july, to: july + 3 * hour })).toBeUndefined()
    expect(weatherMissing(file, { from: july, to: july + 4 * hour })).toBe(
      'the weather goes from 2026-07-01T00:00Z to 2026-07-01T02:00Z; it must reach from 2026-07-01T00:00Z to 2026-07-01T04:00Z',
    )
    expect(weatherMissing(read('time,air_c\n06:00,20'), { from: july, to: july + 1e9 })).toBeUndefined()
    // What it lacks in between says nothing about how far it goes.
    const gap = read('time,air_c\n2026-05-01T00:00,20\n2026-05-01T01:00,21\n2026-06-30T22:00,21\n2026-07-01T00:00,21')
    expect(weatherMissing(gap, { from: july - day, to: july + 2 * hour })).toBeUndefined()
    expect(weatherMissing(gap, { from: july - day, to: july + 3 * hour })).toMatch(/^the weather goes from/)
    const months = read('time,air_c\n2026-01-01,5\n2026-06-01,20')
    expect(weatherMissing(months, { from: july - 20 * day, to: july + day })).toBeUndefined()
    expect(weatherMissing(months, { from: july - 20 * day, to: july + 2 * day })).toMatch(/^the weather goes from/)
  })
})

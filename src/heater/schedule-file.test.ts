import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecirculation, recirculationFields } from '#schema/recirculation'
import { type ReservationSchedule, readReservations, reservationFields } from '#schema/reservation'
import { type Schedule, sameSchedule } from '#schema/schedule'
import { differenceLines } from '#schema/schedule-difference'
import { readTou, type TouSchedule, touFields } from '#schema/tou'
import type { TextFormat } from './marked-text.ts'
import { fileDifference, parseScheduleFile, type ScheduleFile, scheduleText } from './schedule-file.ts'

const schedule: ReservationSchedule = {
  enabled: true,
  entries: [
    { enabled: false, days: ['sat', 'sun'], time: '22:00', mode: 'off' },
    { enabled: true, days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '06:30', mode: 'heat-pump', temperature: 55.5 },
  ],
}
const tou: TouSchedule = {
  enabled: true,
  periods: [
    {
      months: [6, 7, 8, 9],
      days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      start: '16:00',
      end: '20:59',
      priceMin: '0.36261',
      priceMax: '0.46',
    },
    {
      months: [1, 2, 3, 4, 5, 10, 11, 12],
      days: ['sat', 'sun'],
      start: '00:00',
      end: '23:59',
      priceMin: '0.20',
      priceMax: '0.20',
    },
  ],
}

describe('a file that is written', () => {
  it('reads as a person would have written it', async () => {
    expect(await scheduleText({ kind: 'reservations', schedule })).toBe(`\
# Reservations of a water heater, by its own clock. Without \`enabled\` its schedule stays on or off as it is.
kind: reservations
enabled: true
entries:
  - days: mon-fri
    time: "06:30"
    mode: heat-pump
    temperature_c: 55.5
  - days: sat sun
    time: "22:00"
    mode: "off"
    enabled: false
`)
    const text = await scheduleText({
      kind: 'tou',
      schedule: tou,
      name: 'Peak',
      utility: 'Example Power',
      zipCode: '02101',
    })
    expect(text.split('\n').slice(1).join('\n')).toBe(
      `\
kind: tou
name: Peak
utility: Example Power
zip_code: "02101"
enabled: true
periods:
  - months: jan-may oct-dec
    days: sat sun
    start: "00:00"
    end: "23:59"
    price: 0.2
  - months: jun-sep
    days: mon-fri
    start: "16:00"
    end: "20:59"
    price_min: 0.36261
    price_max: 0.46
`.replace('jan-may oct-dec', 'oct-may'),
    )
  })

  it('is JSON when that is wanted, and in °F', async () => {
    expect(JSON.parse(await scheduleText({ kind: 'reservations', schedule }, { format: 'json', units: 'us' }))).toEqual(
      {
        kind: 'reservations',
        enabled: true,
        entries: [
          { days: 'mon-fri', time: '06:30', mode: 'heat-pump', temperature_f: 131.9 },
          { days: 'sat sun', time: '22:00', mode: 'off', enabled: false },
        ],
      },
    )
  })

  const byte = fc.integer({ min: 0, max: 255 })
  const week = fc.record({ enable: byte, week: byte, hour: byte, min: byte, mode: byte, param: byte })
  const usual = fc.record({
    enable: fc.constantFrom(1, 2),
    week: fc.integer({ min: 1, max: 127 }).map(days => days * 2),
    hour: fc.integer({ min: 0, max: 23 }),
    min: fc.integer({ min: 0, max: 59 }),
    mode: fc.integer({ min: 1, max: 4 }),
    param: fc.integer({ min: 70, max: 131 }),
  })
  const anything = fc.oneof(
    usual,
    usual,
    week,
    fc.constantFrom('odd', null, { enable: 'x' }, [1], { ...{ unreadable: 1 } }),
  )
  const listed = fc.record({
    reservationUse: fc.constantFrom(1, 2, 0, 7),
    reservation: fc.array(anything, { maxLength: 8 }),
  })
  const interval = fc.record({
    season: fc.integer({ min: 0, max: 65_535 }),
    week: byte,
    startHour: byte,
    startMinute: byte,
    endHour: byte,
    endMinute: byte,
    priceMin: fc.integer({ min: -10, max: 2 ** 32 }),
    priceMax: fc.integer({ min: -10, max: 2 ** 32 }),
    decimalPoint: fc.integer({ min: 0, max: 12 }),
  })
  const kinds = [
    ['reservations', listed, readReservations, reservationFields],
    ['recirculation', listed, readRecirculation, recirculationFields],
    [
      'tou',
      fc.record({ reservationUse: fc.constantFrom(1, 2), reservation: fc.array(interval, { maxLength: 6 }) }),
      readTou,
      touFields,
    ],
  ] as const

  it.each(kinds)('of %s gives the same when it is read, whatever a heater held', async (kind, bodies, read, write) => {
    const ways = fc.record({
      format: fc.constantFrom<TextFormat>('yaml', 'json'),
      units: fc.constantFrom('us', 'metric'),
    })
    await fc.assert(
      fc.asyncProperty(bodies, ways, async (body, { format, units }) => {
        const held = read(body) as Schedule
        const text = await scheduleText({ kind, schedule: held } as ScheduleFile, { format, units: units as 'us' })
        const { value, problems } = await parseScheduleFile(text, {
          kind,
          limits: kind === 'reservations' ? { held: held as ReservationSchedule } : {},
        })
        expect(problems).toEqual([])
        const back = value?.schedule as Schedule
        expect(sameSchedule(back, held)).toBe(true)
        const wire = (given: Schedule) =>
          [...write(given as never).reservation].map(entry => JSON.stringify(entry)).sort()
        if (kind !== 'tou') expect(wire(back)).toEqual(wire(held))
      }),
      { numRuns: 150 },
    )
  })
})

describe('a file that is read', () => {
  it('may be written in several ways', async () => {
    const { value, problems } = await parseScheduleFile(`
kind: reservations
entries:
  - {days: [mon, tue], time: 6:30, mode: Heat Pump, temperature_f: 125}
  - days: weekend
    time: 22:00
    mode: off
`)
    expect(problems).toEqual([])
    expect(value).toEqual({
      kind: 'reservations',
      schedule: {
        entries: [
          { enabled: true, days: ['mon', 'tue'], time: '06:30', mode: 'heat-pump', temperature: 51.5 },
          { enabled: true, days: ['sat', 'sun'], time: '22:00', mode: 'off' },
        ],
      },
    })
  })

  it('may be JSON with tabs, and without its master switch', async () => {
    const text = JSON.stringify(
      { kind: 'recirculation', entries: [{ days: 'every day', time: '06:00', pump: 'on' }] },
      null,
      '\t',
    )
    const { value, warnings } = await parseScheduleFile(text)
    expect(value?.schedule).toMatchObject({ entries: [{ pump: 'on' }] })
    expect(value?.schedule && 'enabled' in value.schedule).toBe(false)
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining('line 3: entries have a flaw: Nothing switches the pump off'),
    ])
  })

  it('takes the ZIP code for a text, also where YAML takes it for a number', async () => {
    const text = `kind: tou\nzip_code: 02101\nname: Peak\nperiods:\n  - {months: all year, days: daily, start: 00:00, end: 23:59, price: .2}`
    expect((await parseScheduleFile(text)).value).toMatchObject({
      zipCode: '02101',
      name: 'Peak',
      schedule: { periods: [{ priceMin: '0.2', priceMax: '0.2' }] },
    })
  })

  it('reads numbers as they stand there, also where it says that it is YAML 1.1', async () => {
    const text = `%YAML 1.1\n---\nkind: tou\nzip_code: 02101\nperiods:\n  - {months: all year, days: daily, start: 00:00, end: 23:59, price: 0.010}`
    const { value, problems } = await parseScheduleFile(text)
    expect(problems).toEqual([])
    expect(value).toMatchObject({ zipCode: '02101', schedule: { periods: [{ start: '00:00', priceMin: '0.01' }] } })
    const answer = '%YAML 1.1\n---\nkind: reservations\nentries:\n  - {days: daily, time: 06:30, mode: no}'
    expect((await parseScheduleFile(answer)).problems[0]?.text).toContain('line 5: entries[0].mode is no')
  })

  it.each([
    [
      'kind: reservations\nentries:\n  - days: mon\n    time: 6:00\n    mode: electric\n    temperature_f: "120"',
      ['line 6: entries[0].temperature_f is 120; it must be a number, 95 °F to 150 °F'],
    ],
    [
      'kind: reservations\nentries:\n  - days: mon\n    time: 25:00\n    mode: off',
      ['line 4: entries[0].time is 25:00; it must be 00:00 to 23:59'],
    ],
    [
      'kind: reservations\nentries:\n  - days: mon\n    time: 6:00\n    mode: electric\n    temperature: 50',
      ['line 6: entries[0].temperature has no unit; write temperature_c or temperature_f'],
    ],
    [
      'kind: reservations\nentries:\n  - days: mon\n    time: 6:00\n    mode: electric\n    temperature_f: 160',
      ['line 6: entries[0].temperature_f is 160 °F; it must be 95 °F to 150 °F'],
    ],
    [
      'kind: reservations\nentries:\n  - days: mon\n    time: 6:00\n    mode: electric',
      ['line 3: entries[0].temperature is missing; it must be a number of °C, 35 °C to 65.5 °C'],
    ],
    [
      'kind: reservations\nentries:\n  - unreadable: x\n  - days: never\n    time: 6:00\n    mode: off\n    color: red',
      [
        "line 7: entries[1].color isn't known; known are enabled, days, time, mode, temperature_c, temperature_f, raw",
        'line 4: entries[1].days is never',
      ],
    ],
    ['kind: reservations\nenabled: maybe\nentries: []', ['line 2: enabled is maybe; it must be true or false']],
    ['kind: reservations\nentries:', ['line 2: entries is null']],
    ['kind: reservations', ['line 1: entries is missing']],
    ['kind: washing', ['line 1: kind is washing; it must be reservations, recirculation or tou']],
    ['entries: []', ['line 1: kind is missing']],
    ['', ['line 1: the file must have']],
    ['- 1', ['line 1: the file must have']],
    [
      'kind: tou\nzip_code: 1234x\nname: [1]\nperiods:\n  - {months: jun, days: mon, start: 16:00, end: 15:59, price_min: .4, price_max: .3}',
      [
        'line 3: name is [1]',
        'line 2: zip_code is 1234x',
        'line 5: periods[0].end is 15:59',
        'line 5: periods[0].price_max is 0.3',
      ],
    ],
    ['kind: reservations\nkind: tou', ["line 2: the text can't be read"]],
    ['kind: reservations\nentries: [', ["the text can't be read"]],
  ] as const)('that says %j is refused with its line', async (text, expected) => {
    const { value, problems } = await parseScheduleFile(text)
    expect(value).toBeUndefined()
    expect(problems.map(problem => problem.text)).toEqual(expected.map(words => expect.stringContaining(words)))
    for (const { line, text } of problems) expect(text.startsWith(`line ${line}: `)).toBe(true)
  })

  it('is refused when it is of another kind, or of another heater’s limits', async () => {
    const text = await scheduleText({ kind: 'reservations', schedule })
    expect((await parseScheduleFile(text, { kind: 'tou' })).problems[0]?.text).toBe(
      'line 2: kind is reservations; it must be tou',
    )
    const limited = await parseScheduleFile(text, { limits: { highest: 50 } })
    expect(limited.problems[0]?.text).toBe('line 8: entries[0].temperature_c is 55.5 °C; it must be 35 °C to 50 °C')
  })

  it('never takes long, or throws, for what is no file', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[i]}`)}]`)
      .join('\n')}`
    expect((await parseScheduleFile(bomb)).problems[0]?.text).toContain("the text can't be read")
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async text => {
        const { value, problems } = await parseScheduleFile(text)
        expect(value !== undefined || problems.length > 0).toBe(true)
      }),
    )
  })
})

it('says what applying a file would change', async () => {
  const { value } = await parseScheduleFile('kind: reservations\nentries:\n  - {days: weekend, time: 22:00, mode: off}')
  if (value?.kind !== 'reservations') throw new Error('It is none.')
  expect(differenceLines(fileDifference(value.schedule, schedule))).toEqual([
    '- mon–fri 06:30 heat pump 55.5 °C',
    '~ sat sun 22:00 off (disabled) → sat sun 22:00 off',
  ])
})

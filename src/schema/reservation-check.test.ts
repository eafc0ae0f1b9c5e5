import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBytes, someBody, someBytes, someReservations } from '../../test/fixtures/schedules.ts'
import { type Reservation, readReservation, readReservations, reservationFields } from './reservation.ts'
import { checkReservation, checkReservations, type ReservationLimits } from './reservation-check.ts'

const morning = { days: ['mon', 'tue'], time: '06:30', mode: 'heat-pump', temperature: 55 }
const entry: Reservation = { enabled: true, days: ['mon', 'tue'], time: '06:30', mode: 'heat-pump', temperature: 55 }
const texts = (found: readonly { readonly text: string }[]) => found.map(({ text }) => text)
const problems = (given: unknown, limits?: ReservationLimits) => texts(checkReservation(given, limits).problems)
const warnings = (given: unknown, limits?: ReservationLimits) => texts(checkReservation(given, limits).warnings)

describe('one reservation', () => {
  it('is taken as people write it', () => {
    for (const given of [
      morning,
      { ...morning, enabled: true, days: 'mon, tue', time: '6:30', mode: 'Heat pump' },
      { ...morning, days: ['tuesday', 'mon', 'tue'], mode: 'HEAT_PUMP' },
    ])
      expect(checkReservation(given)).toEqual({ value: entry, problems: [], warnings: [] })
    expect(checkReservation({ days: 'weekend', time: '22:00', mode: false }).value).toEqual({
      enabled: true,
      days: ['sat', 'sun'],
      time: '22:00',
      mode: 'off',
    })
  })

  it.each([
    [{ ...morning, time: '25:00' }, 'time is 25:00; it must be 00:00 to 23:59'],
    [{ ...morning, time: undefined }, 'time is missing; it must be 00:00 to 23:59'],
    [{ ...morning, days: [] }, 'days is []; it must be one or more days such as [mon, tue], mon-fri or every day'],
    [
      { ...morning, days: 'someday' },
      'days is someday; it must be one or more days such as [mon, tue], mon-fri or every day',
    ],
    [{ ...morning, enabled: 'yes' }, 'enabled is yes; it must be true or false'],
    [
      { ...morning, mode: 'vacation' },
      'mode is vacation; it must be heat-pump, electric, energy-saver, high-demand or off',
    ],
    [{ ...morning, mode: 6 }, 'mode is 6; it must be heat-pump, electric, energy-saver, high-demand or off'],
    [
      { ...morning, mode: 'unknown-6' },
      'mode is unknown-6; it must be heat-pump, electric, energy-saver, high-demand or off',
    ],
    [
      { ...morning, mode: 'unused' },
      'mode is unused; it must be heat-pump, electric, energy-saver, high-demand or off',
    ],
    [{ ...morning, temperature: 70 }, 'temperature is 70 °C; it must be 35 °C to 65.5 °C'],
    [{ ...morning, temperature: 34.5 }, 'temperature is 34.5 °C; it must be 35 °C to 65.5 °C'],
    [{ ...morning, temperature: undefined }, 'temperature is missing; it must be a number of °C, 35 °C to 65.5 °C'],
    [{ ...morning, temperature: '55' }, 'temperature is 55; it must be a number of °C, 35 °C to 65.5 °C'],
    [{ ...morning, temprature: 55 }, "temprature isn't known; known are enabled, days, time, mode, temperature, raw"],
    [{ ...morning, raw: { week: 3 } }, 'raw is nothing that a heater may have held; leave it out'],
    ['morning', 'it is morning; it must be an object with the fields of an entry'],
    [null, 'it is null; it must be an object with the fields of an entry'],
  ])('%j is refused', (given, text) => {
    expect(problems(given)).toEqual([text])
    expect(checkReservation(given).value).toBeUndefined()
  })

  it('names all that is wrong at once, each with its path', () => {
    const { problems } = checkReservation({ mode: 'boil', time: 6 }, {}, ['entries', 2])
    expect(problems.map(({ path }) => path.join('.'))).toEqual(['entries.2.days', 'entries.2.time', 'entries.2.mode'])
    expect(texts(problems)).toContain('entries[2].time is 6; it must be 00:00 to 23:59')
  })

  it('goes by the heater’s own limits, in the unit that is asked for', () => {
    const limits = { lowest: 40.5, highest: 60 }
    expect(problems({ ...morning, temperature: 40 }, limits)).toEqual([
      'temperature is 40 °C; it must be 40.5 °C to 60 °C',
    ])
    expect(problems({ ...morning, temperature: 65.6 }, { units: 'us', ...limits })).toEqual([
      'temperature is 150 °F; it must be 105 °F to 140 °F',
    ])
  })

  it('is rounded to the heater’s step, and says so where it shows', () => {
    expect(checkReservation({ ...morning, temperature: 51.6667 }).value?.temperature).toBe(51.5)
    expect(warnings({ ...morning, temperature: 51.6667 })).toEqual(['temperature is 51.67 °C; it becomes 51.5 °C'])
    expect(warnings({ ...morning, temperature: 51.6667 }, { units: 'us' })).toEqual([])
    expect(checkReservation({ ...morning, temperature: 65.56 }).value?.temperature).toBe(65.5)
    expect(warnings({ ...morning, temperature: 51.5 }, { step: 1 })).toEqual([
      'temperature is 51.5 °C; it becomes 52 °C',
    ])
  })

  it('that switches off needs no temperature, and says that one does nothing', () => {
    expect(warnings({ ...morning, mode: 'off' })).toEqual([
      'temperature is 55 °C, and nothing is heated with the mode off',
    ])
    expect(warnings({ ...morning, mode: 'off', temperature: undefined })).toEqual([])
    expect(problems({ ...morning, mode: 'off', temperature: 200 })).toHaveLength(1)
  })
})

describe('what the heater holds', () => {
  const odd = { enable: 2, week: 65, hour: 6, min: 75, mode: 6, param: 200 }
  const held = readReservation(odd) as Reservation

  it('goes on as it is, with a warning', () => {
    expect(checkReservation(held)).toEqual({
      value: held,
      problems: [],
      warnings: [{ path: ['raw'], text: 'raw has what only a heater may say; it is written back as it came' }],
    })
  })

  it('is checked where it was changed', () => {
    expect(problems({ ...held, time: '06:76' })).toEqual(['time is 06:76; it must be 00:00 to 23:59'])
    expect(problems({ ...held, mode: 'electric' })).toEqual(['temperature is 100 °C; it must be 35 °C to 65.5 °C'])
    expect(checkReservation({ ...held, time: '06:45' }).value).toEqual({
      ...held,
      time: '06:45',
      raw: { ...odd, min: 45 },
    })
  })

  it('loses its raw form when nothing of it is left', () => {
    const changed = { ...held, time: '06:45', mode: 'electric', temperature: 50, days: ['tue'] }
    expect(checkReservation(changed).value).toEqual({
      ...entry,
      days: ['tue'],
      time: '06:45',
      mode: 'electric',
      temperature: 50,
    })
  })

  it('may lie outside of limits that were narrowed since', () => {
    const hot = { ...entry, temperature: 65 }
    const limits = { highest: 60, held: { enabled: true, entries: [hot] } }
    expect(problems(hot, limits)).toEqual([])
    expect(warnings(hot, limits)).toEqual(['temperature is 65 °C; it must be 35 °C to 60 °C. The heater holds it so'])
    expect(problems({ ...hot, time: '07:00' }, limits)).toHaveLength(1)
  })

  it('any of it passes', () => {
    fc.assert(
      fc.property(someBytes, bytes => {
        const entry = readReservation(fromBytes(bytes)) as Reservation
        const { problems, value } = checkReservation(entry, { lowest: -1000, highest: 1000 })
        expect(texts(problems)).toEqual([])
        expect(value).toEqual(entry)
      }),
    )
    fc.assert(
      fc.property(someBody.map(readReservations), held => {
        const { value, problems } = checkReservations(JSON.parse(JSON.stringify(held)), { held })
        expect(texts(problems)).toEqual([])
        expect(value && reservationFields(value)).toEqual(reservationFields(held))
      }),
    )
  })
})

describe('a schedule', () => {
  it('that was read is right as it is', () => {
    fc.assert(
      fc.property(someReservations, schedule => {
        const { value, problems } = checkReservations(schedule)
        expect(problems).toEqual([])
        expect(value).toEqual(schedule)
      }),
    )
  })

  it.each([
    [[], 'it is []; it must be an object with enabled and entries'],
    [{ enabled: true }, 'entries is missing; it must be a list of entries, [] for none'],
    [{ enabled: true, entries: {} }, 'entries is {}; it must be a list of entries, [] for none'],
    [{ entries: [morning] }, 'enabled is missing; it must be true or false, for the whole schedule'],
    [{ enabled: true, entries: [morning, 'x'] }, 'entries[1] is x; it must be an object with the fields of an entry'],
    [{ enabled: true, entries: [{ ...morning, time: '7' }] }, 'entries[0].time is 7; it must be 00:00 to 23:59'],
    [
      { enabled: true, entries: [], unreadable: [1] },
      'unreadable is [1]; it must be a list of {index, raw}, as it was exported',
    ],
    [{ enabled: true, entries: [morning], use: 'x' }, 'use is x; it must be a whole number'],
    [
      { enabled: true, reservations: [], entries: [morning] },
      "reservations isn't known; known are enabled, entries, use, unreadable",
    ],
  ])('%j is refused', (given, text) => {
    expect(texts(checkReservations(given).problems)).toEqual([text])
    expect(checkReservations(given).value).toBeUndefined()
  })

  it('takes the master switch that the heater has where it names none', () => {
    const held = { enabled: false, use: 0, entries: [] }
    expect(checkReservations({ entries: [morning] }, { held }).value).toEqual({
      enabled: false,
      use: 0,
      entries: [entry],
    })
    expect(checkReservations({ enabled: true, entries: [] }, { held }).value).toEqual({ enabled: true, entries: [] })
  })

  it('warns of what was never tried, and of what nobody knows', () => {
    const warned = (entries: unknown[]) => texts(checkReservations({ enabled: true, entries }).warnings)
    expect(warned([])).toEqual(['entries is empty; writing it leaves the heater without any'])
    const many = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ ...morning, time: `${i % 24}:${i < 24 ? '00' : '30'}` }))
    expect(warned(many(32))).toEqual([])
    expect(warned(many(33))).toEqual(['entries are 33; more than 32 were never tried'])
    expect(warned([morning, { ...morning, days: 'tue-thu' }])).toEqual([
      'entries[0] and entries[1] fire at tue 06:30; which one wins is unknown',
    ])
  })
})

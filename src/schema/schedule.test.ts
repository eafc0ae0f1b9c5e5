import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someRecirculation, someReservation, someReservations, someTou } from '../../test/fixtures/schedules.ts'
import { type Reservation, type ReservationSchedule, readReservations } from './reservation.ts'
import {
  canonicalOrder,
  entriesOf,
  entryKey,
  type Schedule,
  sameSchedule,
  scheduleHash,
  wireEntry,
  withEntries,
} from './schedule.ts'
import { entryText, temperatureText } from './schedule-text.ts'
import type { TouPeriod } from './tou.ts'

const some: fc.Arbitrary<Schedule> = fc.oneof(someReservations, someRecirculation, someTou)

/** The same schedule in another order, its days turned round and told twice. */
const shuffled = (schedule: Schedule, order: readonly number[]) => {
  const entries = entriesOf(schedule).map((entry, i) => ({ entry, at: order[i % order.length] ?? 0 }))
  return withEntries(
    schedule,
    entries
      .toSorted((a, b) => a.at - b.at)
      .map(({ entry }) => ({ ...entry, days: [...entry.days.toReversed(), ...entry.days] })),
  )
}

const weekday: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '06:30',
  mode: 'heat-pump',
  temperature: 55,
}
const weekend: Reservation = { ...weekday, days: ['sat', 'sun'], time: '08:00' }
const evening: TouPeriod = {
  months: [6, 7, 8, 9],
  days: weekday.days,
  start: '16:00',
  end: '20:59',
  priceMin: '0.50678',
  priceMax: '0.60795',
}

describe('the hash', () => {
  it('is the same for ever', () => {
    expect(scheduleHash({ enabled: true, entries: [weekday, weekend] })).toBe('2c054d1f')
    expect(scheduleHash({ enabled: false, entries: [] })).toBe('f4deade8')
    expect(scheduleHash({ enabled: true, periods: [evening] })).toBe('c7aca5b3')
  })

  it('goes by content, not by order', () => {
    fc.assert(
      fc.property(some, fc.array(fc.integer(), { minLength: 1 }), (schedule, order) => {
        const other = shuffled(schedule, order)
        expect(scheduleHash(schedule)).toMatch(/^[0-9a-f]{8}$/)
        expect(scheduleHash(other)).toBe(scheduleHash(schedule))
        expect(sameSchedule(other, schedule)).toBe(true)
        expect(canonicalOrder(other)).toEqual(canonicalOrder(schedule))
      }),
    )
  })

  it('tells any change', () => {
    fc.assert(
      fc.property(someReservations, someReservation, fc.nat(), (schedule, other, at) => {
        const { entries } = schedule
        const index = at % (entries.length + 1)
        const before = entries[index]
        const changes: ReservationSchedule[] = [
          { ...schedule, enabled: !schedule.enabled },
          { ...schedule, unreadable: [{ index: 0, raw: null }] },
          { ...schedule, entries: [...entries, other] },
          { ...schedule, entries: entries.toSpliced(index, before ? 1 : 0, { ...(before ?? other), time: '24:75' }) },
          ...(before === undefined || entryKey(before) === entryKey(other)
            ? []
            : [{ ...schedule, entries: entries.with(index, other) }]),
        ]
        for (const changed of changes) {
          expect(sameSchedule(changed, schedule)).toBe(false)
          expect(scheduleHash(changed)).not.toBe(scheduleHash(schedule))
        }
      }),
    )
  })

  it('is the same for a price with more zeros, and for the list and hex form of an answer', () => {
    const longer = { ...evening, priceMin: '0.506780', priceMax: '0.607950' }
    expect(scheduleHash({ enabled: true, periods: [longer] })).toBe(scheduleHash({ enabled: true, periods: [evening] }))
    const list = [{ enable: 2, week: 124, hour: 6, min: 0, mode: 6, param: 255 }]
    expect(scheduleHash(readReservations({ reservationUse: 2, reservation: list }))).toBe(
      scheduleHash(readReservations({ reservationUse: 2, reservation: '027c060006ff' })),
    )
  })

  it('counts equal entries', () => {
    const once = { enabled: true, entries: [weekday] }
    expect(sameSchedule(once, { ...once, entries: [weekday, weekday] })).toBe(false)
  })
})

describe('the canonical order', () => {
  it('goes by season, by day from Monday on, and by the clock', () => {
    const night = { ...weekday, days: ['sun', 'mon'] as const, time: '22:00' }
    const { entries } = canonicalOrder({ enabled: true, entries: [weekend, night, weekday] })
    expect(entries).toEqual([weekday, { ...night, days: ['mon', 'sun'] }, weekend])
    const winter = { ...evening, months: [1, 2, 3, 4, 5, 10, 11, 12] }
    const morning = { ...evening, start: '00:00', end: '15:59' }
    const { periods } = canonicalOrder({ enabled: true, periods: [evening, morning, winter] })
    expect(periods).toEqual([winter, morning, evening])
  })

  it('keeps all there is', () => {
    fc.assert(
      fc.property(some, schedule => {
        const sorted = canonicalOrder(schedule)
        expect(sameSchedule(sorted, schedule)).toBe(true)
        expect(canonicalOrder(sorted)).toEqual(sorted)
      }),
    )
  })
})

describe('in a line', () => {
  it.each([
    [weekday, 'mon–fri 06:30 heat pump 55 °C'],
    [{ ...weekday, days: ['mon', 'tue'], enabled: false }, 'mon tue 06:30 heat pump 55 °C (disabled)'],
    [{ ...weekend, mode: 'off', temperature: undefined }, 'sat sun 08:00 off'],
    [{ enabled: true, days: ['mon'], time: '06:00', pump: 'on' }, 'mon 06:00 pump on'],
    [evening, 'jun–sep mon–fri 16:00–20:59 0.50678–0.60795'],
    [{ ...evening, priceMax: '0.50678' }, 'jun–sep mon–fri 16:00–20:59 0.50678'],
  ] as [Parameters<typeof entryText>[0], string][])('%j', (entry, text) => expect(entryText(entry)).toBe(text))

  it('says what only the wire can', () => {
    const reservation = [{ ...wireEntry(weekday), enable: 7, week: 1, mode: 6, min: 75 }]
    const [entry] = readReservations({ reservationUse: 2, reservation }).entries
    expect(entryText(entry as Reservation)).toBe('no day 06:75 unknown-6 55 °C (disabled) (enable 7, week 1)')
  })

  it('speaks of temperatures as the panel does', () => {
    expect(entryText(weekday, 'us')).toBe('mon–fri 06:30 heat pump 131 °F')
    expect(temperatureText(65.5, 'us')).toBe('150 °F')
  })
})

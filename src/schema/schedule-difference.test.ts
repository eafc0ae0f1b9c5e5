import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someBody, someRecirculation, someReservations, someTou } from '../../test/fixtures/schedules.ts'
import { type Reservation, type ReservationSchedule, readReservations } from './reservation.ts'
import { type Schedule, sameSchedule } from './schedule.ts'
import { applyDifference, difference, differenceLines, isEmptyDifference } from './schedule-difference.ts'
import type { TouPeriod } from './tou.ts'

const morning: Reservation = { enabled: true, days: ['mon', 'tue'], time: '06:30', mode: 'heat-pump', temperature: 55 }
const noon: Reservation = { ...morning, time: '12:00', temperature: 50 }
const night: Reservation = { enabled: true, days: ['sat', 'sun'], time: '22:00', mode: 'off' }
const schedule = (...entries: Reservation[]): ReservationSchedule => ({ enabled: true, entries })

describe('what changed', () => {
  it('is nothing when only the order did', () => {
    const same = difference(schedule(morning, night), schedule({ ...night, days: ['sun', 'sat'] }, morning))
    expect(same).toEqual({ added: [], removed: [], changed: [] })
    expect(isEmptyDifference(same)).toBe(true)
    expect(differenceLines(same)).toEqual([])
  })

  it('is what came, what went, what is different, and the master switch', () => {
    const before = schedule(morning, noon)
    const after = { ...schedule({ ...morning, temperature: 60 }, night), enabled: false }
    const changes = difference(before, after)
    expect(changes).toEqual({
      master: { before: { enabled: true }, after: { enabled: false } },
      changed: [{ before: morning, after: { ...morning, temperature: 60 } }],
      removed: [noon],
      added: [night],
    })
    expect(isEmptyDifference(changes)).toBe(false)
    expect(differenceLines(changes)).toEqual([
      '~ schedule on → off',
      '- mon tue 12:00 heat pump 50 °C',
      '~ mon tue 06:30 heat pump 55 °C → mon tue 06:30 heat pump 60 °C',
      '+ sat sun 22:00 off',
    ])
    expect(differenceLines(changes, 'us')).toContain('- mon tue 12:00 heat pump 122 °F')
  })

  it.each([
    ['switched off', { enabled: false }],
    ['on other days', { days: ['wed'] as const }],
    ['at another time', { time: '07:00' }],
    ['in another mode', { mode: 'electric' as const }],
  ])('knows an entry again that is %s', (_, change) => {
    const after = { ...morning, ...change }
    expect(difference(schedule(morning, night), schedule(night, after)).changed).toEqual([{ before: morning, after }])
  })

  it('takes an entry that is neither where it was nor what it was for another', () => {
    const { added, removed } = difference(schedule(morning), schedule({ ...noon, days: ['wed'] }))
    expect([added.length, removed.length]).toEqual([1, 1])
  })

  it('knows a period again by its window, or by its price', () => {
    const period: TouPeriod = {
      months: [6],
      days: ['mon'],
      start: '16:00',
      end: '20:59',
      priceMin: '0.5',
      priceMax: '0.6',
    }
    const plan = (...periods: TouPeriod[]) => ({ enabled: true, periods })
    const dearer = { ...period, priceMax: '0.7' }
    expect(difference(plan(period), plan(dearer)).changed).toEqual([{ before: period, after: dearer }])
    const later = { ...period, start: '17:00' }
    expect(difference(plan(period), plan(later)).changed).toEqual([{ before: period, after: later }])
    expect(differenceLines(difference(plan(period), plan()))).toEqual(['- jun mon 16:00–20:59 0.5–0.6'])
  })

  it('counts what isn’t understood', () => {
    const odd = readReservations({ reservationUse: 0, reservation: [null, 'x'] })
    expect(differenceLines(difference(odd, schedule()))).toEqual([
      '~ schedule 0 → on',
      '~ entries that can’t be understood: 2 → 0',
    ])
  })
})

describe('done again', () => {
  it('on what it came from, gives what it led to', () => {
    const law = <Of extends Schedule>(some: fc.Arbitrary<Of>) =>
      fc.assert(
        fc.property(some, some, (before, after) => {
          const { schedule, missing } = applyDifference(before, difference(before, after))
          expect(sameSchedule(schedule, after)).toBe(true)
          expect(missing).toEqual([])
          expect(isEmptyDifference(difference(before, before))).toBe(true)
        }),
      )
    law(someReservations)
    law(someRecirculation)
    law(someTou)
    law(someBody.map(readReservations))
  })

  it('on what somebody else changed, keeps that', () => {
    const changes = difference(schedule(morning), schedule({ ...morning, temperature: 60 }, night))
    const { schedule: result, missing } = applyDifference({ ...schedule(noon, morning), enabled: false }, changes)
    expect(result).toEqual({ ...schedule(noon, { ...morning, temperature: 60 }, night), enabled: false })
    expect(missing).toEqual([])
  })

  it('names the entries that aren’t there any more', () => {
    const changes = difference(schedule(morning, noon), schedule({ ...morning, temperature: 60 }))
    const { schedule: result, missing } = applyDifference(schedule(night), changes)
    expect(result).toEqual(schedule(night))
    expect(missing).toEqual([morning, noon])
  })
})

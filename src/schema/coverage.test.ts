import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someReservations } from '../../test/fixtures/schedules.ts'
import { minutesOf } from './clock-time.ts'
import { collisions, coverage, coverageText, weekOf } from './coverage.ts'
import type { Reservation } from './reservation.ts'
import { weekdays } from './weekdays.ts'

const heat = (days: Reservation['days'], time: string, rest: Partial<Reservation> = {}): Reservation => ({
  enabled: true,
  days,
  time,
  mode: 'heat-pump',
  temperature: 55,
  ...rest,
})
const workdays = weekdays.slice(0, 5)
const texts = (entries: readonly Reservation[]) => coverage({ entries }).map(coverageText)

describe('how long an entry stays in force', () => {
  it('until the next one fires', () => {
    const entries = [heat(workdays, '06:30'), heat(workdays, '16:00'), heat(['sat', 'sun'], '08:00')]
    expect(texts(entries)).toEqual([
      'mon–fri until 16:00',
      'mon–thu until 06:30 the next day, fri until 08:00 the next day',
      'sat until 08:00 the next day, sun until 06:30 the next day',
    ])
    expect(coverage({ entries })[1]).toMatchObject({ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] })
    expect(coverage({ entries })[1]?.spans[4]).toEqual({
      day: 'fri',
      from: 960,
      minutes: 960,
      untilDay: 'sat',
      until: 480,
      next: [2],
      rivals: [],
    })
  })

  it('is a whole week when it is alone', () => {
    const [alone] = coverage({ entries: [heat(['wed'], '12:00')] })
    expect(alone?.spans).toMatchObject([
      { day: 'wed', from: 720, minutes: 10080, untilDay: 'wed', until: 720, next: [0] },
    ])
    expect(alone?.days).toEqual(weekdays)
    expect(texts([heat(['wed'], '12:00')])).toEqual(['wed until wed 12:00'])
  })

  it('goes on around the end of the week', () => {
    expect(texts([heat(['fri'], '20:00'), heat(['mon'], '05:00')])).toEqual([
      'fri until mon 05:00',
      'mon until fri 20:00',
    ])
  })

  it('names the day when it isn’t the next one', () => {
    expect(texts([heat(['fri'], '20:00'), heat(['sun'], '05:00')])[0]).toBe('fri until sun 05:00')
    expect(texts([heat(['fri'], '20:00'), heat(['sun'], '00:00')])[0]).toBe('fri until sun 00:00')
    expect(texts([heat(['fri'], '20:00'), heat(['sat'], '23:59')])[0]).toBe('fri until 23:59 the next day')
  })

  it('may end with the day', () => {
    expect(texts([heat(['mon'], '20:00'), heat(['tue'], '00:00')])).toEqual(['mon until 24:00', 'tue until mon 20:00'])
    expect(coverage({ entries: [heat(['mon'], '20:00'), heat(['tue'], '00:00')] })[0]?.days).toEqual(['mon'])
  })

  it('is nothing for what never fires', () => {
    const silent = [
      heat(weekdays, '01:00', { enabled: false }),
      heat([], '02:00'),
      heat(weekdays, '06:75'),
      heat(weekdays, '03:00', { mode: 'unused' }),
    ]
    expect(texts([...silent, heat(weekdays, '12:00')])).toEqual(['', '', '', '', 'every day until 12:00 the next day'])
  })
})

describe('entries that fire in the same minute', () => {
  it('are found, with the days on which they do', () => {
    const entries = [heat(workdays, '06:30'), heat(['fri', 'sat'], '06:30'), heat(['fri'], '06:31')]
    expect(collisions({ entries })).toEqual([{ days: ['fri'], at: 390, entries: [0, 1] }])
    expect(coverage({ entries })[0]?.spans[4]).toMatchObject({ day: 'fri', minutes: 1, rivals: [1], next: [2] })
  })

  it('are none when one of them is off', () => {
    expect(collisions({ entries: [heat(['mon'], '06:30'), heat(['mon'], '06:30', { enabled: false })] })).toEqual([])
  })
})

describe('the grid of a week', () => {
  it('shows each day from midnight to midnight', () => {
    const week = weekOf({ entries: [heat(['mon'], '06:00'), heat(['mon', 'wed'], '18:00')] })
    expect(week.mon).toEqual([
      { from: 0, until: 360, entries: [1] },
      { from: 360, until: 1080, entries: [0] },
      { from: 1080, until: 1440, entries: [1] },
    ])
    expect(week.tue).toEqual([{ from: 0, until: 1440, entries: [1] }])
    expect(week.sun).toEqual([{ from: 0, until: 1440, entries: [1] }])
  })

  it('shows an entry of midnight from the first minute', () => {
    expect(weekOf({ entries: [heat(['mon'], '12:00'), heat(['tue'], '00:00')] }).tue).toEqual([
      { from: 0, until: 1440, entries: [1] },
    ])
  })

  it('is empty when nothing fires', () => {
    for (const day of weekdays) expect(weekOf({ entries: [] })[day]).toEqual([{ from: 0, until: 1440, entries: [] }])
  })
})

it('any schedule fills the week once, and each minute has the entries that fired last', () => {
  fc.assert(
    fc.property(someReservations, fc.nat(10079), (schedule, minute) => {
      const week = weekOf(schedule)
      for (const day of weekdays) {
        expect(week[day][0]?.from).toBe(0)
        expect(week[day].at(-1)?.until).toBe(1440)
        for (const [i, { from }] of week[day].entries()) if (i > 0) expect(from).toBe(week[day][i - 1]?.until)
      }
      // The slow way: back minute by minute.
      const firing = (at: number) =>
        schedule.entries.flatMap(({ enabled, days, time }, index) =>
          enabled && days.includes(weekdays[Math.floor(at / 1440)] ?? 'mon') && minutesOf(time) === at % 1440
            ? index
            : [],
        )
      let last: number[] = []
      for (let back = 0; back < 10080 && last.length === 0; back++) last = firing((minute - back + 10080) % 10080)
      const today = week[weekdays[Math.floor(minute / 1440)] ?? 'mon']
      expect(today.find(({ from, until }) => from <= minute % 1440 && minute % 1440 < until)?.entries).toEqual(last)
      const spans = coverage(schedule).flatMap(({ spans }) => spans.filter(({ rivals }) => rivals.length === 0))
      const total = spans.reduce((sum, { minutes }) => sum + minutes, 0)
      if (collisions(schedule).length === 0) expect([0, 10080]).toContain(total)
    }),
    { numRuns: 50 },
  )
})

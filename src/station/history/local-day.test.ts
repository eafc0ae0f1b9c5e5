import { describe, expect, it } from 'vitest'
import { LocalDays } from './local-day.ts'

const hours = ({ from, until }: { from: number; until: number }) => (until - from) / 3_600_000

describe('days of a zone', () => {
  const days = new LocalDays('America/Los_Angeles')

  it('begin at its midnight', () => {
    const day = days.at(Date.UTC(2026, 10, 21, 7, 59))
    expect(day.name).toBe('2026-11-20')
    expect(new Date(day.until).toISOString()).toBe('2026-11-21T08:00:00.000Z')
    expect(days.named('2026-11-20')).toEqual(day)
  })

  it('have 23 and 25 hours where the clock is changed', () => {
    expect(hours(days.named('2026-03-08'))).toBe(23)
    expect(hours(days.named('2026-11-01'))).toBe(25)
  })

  it('may begin at half past, and where there is no midnight an hour later', () => {
    expect(new Date(new LocalDays('Asia/Kolkata').named('2026-01-02').from).getUTCMinutes()).toBe(30)
    const cuba = new LocalDays('America/Havana').named('2026-03-08')
    expect([new Date(cuba.from).toISOString(), hours(cuba)]).toEqual(['2026-03-08T05:00:00.000Z', 23])
  })

  it('follow each other without a hole', () => {
    const all = [...days.within(Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))]
    expect(all[0]?.name).toBe('2025-12-31')
    expect(all.at(-1)?.name).toBe('2026-12-31')
    for (const [i, { from }] of all.entries()) if (i > 0) expect(from).toBe(all[i - 1]?.until)
  })

  it.each(['2026-02-30', 'yesterday', '2026-1-1'])('has none that is called %s', name => {
    expect(() => days.named(name)).toThrow(RangeError)
  })
})

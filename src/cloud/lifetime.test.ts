import { describe, expect, it } from 'vitest'
import { days, hours, minutes, seconds } from '#time/duration'
import { Lifetime } from './lifetime.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretKey: 'secret', sessionToken: 'token' }

describe('a connection', () => {
  const credentials = { ...keys, expiresAt: hours(1), renewAt: minutes(55) }

  it('is replaced at its age, somewhat earlier by chance', () => {
    expect(new Lifetime(hours(23), () => 0).dueAt(0, credentials)).toBe(hours(23))
    const early = new Lifetime(hours(23), () => 1).dueAt(0, credentials)
    expect(early).toBeLessThan(hours(23))
    expect(early).toBeGreaterThan(hours(22))
  })

  it('is replaced before its credentials end, once one was seen to end with them', () => {
    const lifetime = new Lifetime(hours(23), () => 0)
    lifetime.ended(hours(1) - 1, credentials)
    lifetime.ended(hours(1) + seconds(30), credentials)
    expect(lifetime.dueAt(0, credentials)).toBe(hours(23))
    lifetime.ended(hours(1) + seconds(29), credentials)
    expect(lifetime.dueAt(0, credentials)).toBe(minutes(58))
    // It may have been chance: a week later one is let live to see.
    expect(lifetime.dueAt(hours(1) + seconds(28) + days(7), credentials)).toBeLessThan(days(8))
    expect(lifetime.dueAt(hours(1) + seconds(29) + days(7), credentials)).toBe(hours(24) + seconds(29) + days(7))
    // Credentials that are nearly over give no reason to hurry.
    expect(lifetime.dueAt(minutes(59), credentials)).toBe(minutes(61))
  })
})

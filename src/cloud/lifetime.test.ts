import { describe, expect, it } from 'vitest'
import { days, hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { CredentialWatch, Lifetime } from './lifetime.ts'

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

describe('credentials', () => {
  it('are renewed when their time has come, and again after a failure', async () => {
    const clock = manualClock(0)
    let fails = true
    const asked: number[] = []
    const renewed: number[] = []
    const session = {
      awsCredentials: async () => {
        asked.push(clock.now() / 60_000)
        if (fails) throw new Error('down')
        return { ...keys, expiresAt: clock.now() + hours(1), renewAt: clock.now() + minutes(55) }
      },
    }
    const watch = new CredentialWatch(session, clock, silentLogger, ({ expiresAt }) => renewed.push(expiresAt / 60_000))
    watch.start({ ...keys, expiresAt: hours(1), renewAt: minutes(55) }, new AbortController().signal)
    await clock.advance(minutes(57))
    expect(asked).toEqual([55, 56, 57])
    fails = false
    await clock.advance(hours(2))
    expect(asked).toEqual([55, 56, 57, 58, 113, 168])
    expect(renewed).toEqual([118, 173, 228])
    watch.stop()
    expect(clock.pending).toBe(0)
  })

  it('that come back old are not asked for without a pause', async () => {
    const clock = manualClock(0)
    let asked = 0
    const old = { ...keys, expiresAt: 0, renewAt: 0 }
    const session = {
      awsCredentials: async () => {
        asked++
        return old
      },
    }
    const watch = new CredentialWatch(session, clock, silentLogger, () => {})
    watch.start(old, new AbortController().signal)
    await clock.advance(minutes(10))
    expect(asked).toBe(11)
    watch.stop()
    expect(clock.pending).toBe(0)
  })
})

import { expect, it } from 'vitest'
import { hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { CredentialWatch } from './credential-watch.ts'

const keys = { accessKeyId: 'AKIDEXAMPLE', secretKey: 'secret', sessionToken: 'token' }

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

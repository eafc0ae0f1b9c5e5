/** Stored messages: what may be old is known for it until none came for a while. */
import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { StoredMessages } from './stored-messages.ts'

function stored() {
  const clock = manualClock()
  const closing = new AbortController()
  let through = 0
  const made = new StoredMessages(clock, closing.signal, () => void through++)
  return { clock, closing, made, through: () => through }
}

it('come on a session that was resumed, until five seconds passed without one', async () => {
  const { clock, made, through } = stored()
  made.restart(true)
  for (let i = 0; i < 3; i++) {
    await clock.advance(seconds(4))
    expect(made.coming).toBe(true)
    made.came()
  }
  await clock.advance(seconds(5))
  expect([made.coming, through(), clock.pending]).toEqual([false, 1, 0])
})

it('do not come on a new session, nor after the end', async () => {
  const { clock, closing, made, through } = stored()
  made.restart(false)
  expect(made.coming).toBe(false)
  made.restart(true)
  made.restart(false)
  expect([made.coming, clock.pending]).toEqual([false, 0])
  made.restart(true)
  closing.abort()
  await clock.advance(seconds(60))
  expect([made.coming, through(), clock.pending]).toEqual([false, 0, 0])
})

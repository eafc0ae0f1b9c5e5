import { expect, it } from 'vitest'
import { hours, minutes } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { onSchedule } from './polling.ts'

it.each([-hours(1), hours(1)])('keeps its interval when the clock is set by %i ms', async step => {
  const clock = manualClock()
  const stop = new AbortController()
  let rounds = 0
  const over = onSchedule({ clock, interval: minutes(5), signal: stop.signal }, async () => void rounds++)
  await clock.advance(minutes(12))
  expect(rounds).toBe(3)
  clock.step(step)
  await clock.advance(minutes(30))
  expect(rounds).toBe(9)
  stop.abort()
  await over
  expect(clock.pending).toBe(0)
})

import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
import { Pacing } from './pacing.ts'

function paced() {
  const clock = { now: 1_000_000 }
  return { clock, pacing: new Pacing(() => clock.now, seconds(3)) }
}

it('leaves a gap after each control, and no more than is left of it', () => {
  const { clock, pacing } = paced()
  expect(pacing.wait).toBe(0)
  pacing.sent()
  expect(pacing.wait).toBe(3000)
  clock.now += 2000
  expect(pacing.wait).toBe(1000)
  clock.now += 1000
  expect(pacing.wait).toBe(0)
})

it('takes the longer one of a pause and the gap', () => {
  const { clock, pacing } = paced()
  pacing.pause(seconds(30))
  pacing.sent()
  expect(pacing.wait).toBe(30_000)
  clock.now += 29_000
  pacing.sent()
  expect(pacing.wait).toBe(3000)
})

it('waits no longer for a clock that was set back an hour', () => {
  const { clock, pacing } = paced()
  pacing.sent()
  clock.now -= 3_600_000
  expect(pacing.wait).toBe(3000)
})

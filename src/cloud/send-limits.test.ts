import { expect, it } from 'vitest'
import { hours, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { SendLimits } from './send-limits.ts'

const never = new AbortController().signal

it('lets so many through in any second, in the order of asking', async () => {
  const clock = manualClock()
  const limits = new SendLimits(clock, { perSecond: 3 })
  const sent: [number, number][] = []
  const start = clock.now()
  for (let i = 0; i < 8; i++)
    void limits.enter(never).then(leave => {
      sent.push([i, clock.now() - start])
      leave()
    })
  await clock.settle()
  expect(sent.map(([i]) => i)).toEqual([0, 1, 2])
  await clock.advance(seconds(2))
  expect(sent).toEqual([0, 0, 0, 1000, 1000, 1000, 2000, 2000].map((at, i) => [i, at]))
  expect(clock.pending).toBe(0)
})

it('lets no more be under way than the server takes', async () => {
  const clock = manualClock()
  const limits = new SendLimits(clock, { inFlight: 2 })
  const [first] = await Promise.all([limits.enter(never), limits.enter(never)])
  let third = false
  void limits.enter(never).then(() => {
    third = true
  })
  await clock.settle()
  expect(third).toBe(false)
  first?.()
  first?.()
  await clock.settle()
  expect(third).toBe(true)
})

it('lets go of who gives up, and serves the next', async () => {
  const clock = manualClock()
  const limits = new SendLimits(clock, { perSecond: 1 })
  await limits.enter(never)
  const stop = new AbortController()
  const given = limits.enter(stop.signal).catch((error: unknown) => error)
  const next = limits.enter(never)
  stop.abort(new Error('enough'))
  expect(await given).toEqual(new Error('enough'))
  await Promise.all([clock.advance(seconds(1)), next])
  expect(clock.pending).toBe(0)
  await expect(limits.enter(stop.signal)).rejects.toThrow('enough')
})

it.each([-hours(1), hours(1)])('goes on as before when the clock is set by %i ms', async step => {
  const clock = manualClock()
  const limits = new SendLimits(clock, { perSecond: 3 })
  let sent = 0
  const send = () =>
    void limits.enter(never).then(leave => {
      sent++
      leave()
    })
  send()
  await clock.settle()
  clock.step(step)
  for (let i = 0; i < 9; i++) {
    send()
    await clock.advance(seconds(1))
  }
  expect(sent).toBe(10)
})

it('holds its limit over a clock that is set back in the middle of a second', async () => {
  const clock = manualClock()
  const limits = new SendLimits(clock, { perSecond: 3 })
  let sent = 0
  for (let i = 0; i < 9; i++) void limits.enter(never).then(() => sent++)
  await clock.settle()
  clock.step(-hours(1))
  await clock.advance(seconds(1))
  expect(sent).toBe(6)
  await clock.advance(seconds(1))
  expect([sent, clock.pending]).toEqual([9, 0])
})

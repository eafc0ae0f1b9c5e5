import { expect, it } from 'vitest'
import { seconds } from '#time/duration'
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

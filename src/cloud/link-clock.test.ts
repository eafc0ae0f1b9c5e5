import { expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { testLink, wishes } from '../../test/fixtures/test-link.ts'

it.each([-hours(1), hours(1)])('comes back at once from a drop after which the clock was set by %i ms', async step => {
  const { gateway, made, clock, state } = await testLink({})
  await made.subscribe(wishes('a'))
  const lost = state('waiting')
  gateway.line.cut()
  clock.step(step)
  await lost
  const online = state('online')
  await clock.advance(seconds(2))
  await online
  expect(gateway.upgrades).toBe(2)
})

it('takes two ends for an eviction only when they are near to each other by a clock that was set back between', async () => {
  const { gateway, made, clock, state } = await testLink({})
  await made.subscribe(wishes('a'))
  for (const step of [0, -hours(1)]) {
    await clock.advance(minutes(10))
    clock.step(step)
    const lost = state('waiting')
    gateway.line.hangUp()
    await lost
    const online = state('online')
    await clock.advance(seconds(2))
    await online
  }
  expect(gateway.of('connect').map(({ clientId }) => clientId)).toEqual(['test', 'test', 'test'])
})

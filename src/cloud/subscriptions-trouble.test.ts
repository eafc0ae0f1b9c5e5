import type { Packet } from 'mqtt-packet'
import { expect, it } from 'vitest'
import { hours, seconds } from '#time/duration'
import type { Line } from '../../test/fixtures/scripted-gateway.ts'
import { follow } from '../../test/fixtures/test-connection.ts'
import { asked, outcome, testLink, wishes } from '../../test/fixtures/test-link.ts'

const states = (health: { readonly subscriptions: readonly { readonly state: string }[] }) =>
  health.subscriptions.map(({ state }) => state)

it('ends the subscription at the gateway too, when it is given up before it was granted', async () => {
  const held: (() => void)[] = []
  const { gateway, made } = await testLink({})
  await made.subscribe(wishes('a'))
  gateway.script.subscribe = (line: Line, { messageId = 0 }: Packet) =>
    held.push(() => line.send({ cmd: 'suback', messageId, granted: [1] }))
  const listener = () => {}
  const subscribing = outcome(made.subscribe(wishes('b'), undefined, listener))
  await gateway.heard('subscribe', 2)
  await made.unsubscribe('b', listener)
  await subscribing
  held[0]?.()
  expect((await gateway.heard('unsubscribe')).unsubscriptions).toEqual(['b'])
})

it('tells who waits for a SUBACK that the link rests', async () => {
  const silentOnSlow = (line: Line, packet: Packet) => {
    if (packet.cmd !== 'subscribe' || packet.subscriptions.some(({ topic }) => topic === 'slow')) return
    line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(() => 1) })
  }
  const { gateway, made, state } = await testLink({ subscribe: silentOnSlow }, { reconnect: false })
  await made.subscribe(wishes('a'))
  const slow = follow(made.subscribe(wishes('slow')))
  await gateway.heard('subscribe', 2)
  const resting = state('gave-up')
  gateway.line.cut()
  await resting
  expect(await slow.outcome).toMatchObject({ name: 'ConnectionError' })
})

it('keeps what the link itself wants when the last listener to the same filter goes', async () => {
  const { gateway, made } = await testLink({})
  const listener = () => {}
  await made.subscribe(wishes('a'))
  await made.subscribe([{ filter: 'b', qos: 0 }], undefined, listener)
  await made.subscribe(wishes('b'))
  await made.subscribe(wishes('a'), undefined, listener)
  expect(await made.unsubscribe('a', listener)).toBe(true)
  expect(await made.unsubscribe('b', listener)).toBe(true)
  expect(states(made.health())).toEqual(['granted', 'granted'])
  expect(gateway.of('unsubscribe')).toEqual([])
  // And the link's own wish for acknowledged messages counts.
  expect(
    gateway.of('subscribe').map(({ subscriptions }) => subscriptions.map(({ topic, qos }) => topic + qos)),
  ).toEqual([['a1'], ['b0'], ['b1']])
  expect(asked(gateway)).toEqual(['a', 'b', 'b'])
})

it('asks again in time though the clock was set back meanwhile', async () => {
  const silentOnSlow = (line: Line, packet: Packet) => {
    if (packet.cmd !== 'subscribe' || packet.subscriptions.some(({ topic }) => topic === 'slow')) return
    line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(() => 1) })
  }
  const { gateway, made, clock } = await testLink({ subscribe: silentOnSlow })
  await made.subscribe(wishes('a'))
  const slow = made.subscribe(wishes('slow'))
  await gateway.heard('subscribe', 2)
  await clock.advance(seconds(30))
  gateway.script.subscribe = 'answer'
  clock.step(-hours(1))
  await clock.advance(seconds(5))
  await slow
})

it('says why nothing comes where the gateway granted nothing', async () => {
  const { made } = await testLink({ subscribe: 'refuse' })
  await expect(made.subscribe(wishes('a'))).rejects.toThrow('refused the subscription to a')
  expect(made.state).toBe('online')
  expect(made.health()).toMatchObject({ state: 'online', code: 0x80, cause: { name: 'RefusedError', by: 'gateway' } })
})

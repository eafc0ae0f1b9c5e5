import type { Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import type { Line } from '../../test/fixtures/scripted-gateway.ts'
import { asked, outcome, testLink, wishes } from '../../test/fixtures/test-link.ts'

const many = (count: number) => wishes(...Array.from({ length: count }, (_, i) => `topic/${i}`))

/** Says no to filters that begin with `bad`, as MQTT 3.1.1 can: by hanging up. */
const hangUpOnBad = (line: Line, packet: Packet) => {
  if (packet.cmd !== 'subscribe') return
  if (packet.subscriptions.some(({ topic }) => topic.startsWith('bad'))) return line.cut()
  line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(() => 1) })
}

it('asks for eight filters at a time, all at once, and for each filter once', async () => {
  const { gateway, made } = await testLink({})
  await Promise.all([made.subscribe(many(20)), made.subscribe(many(3))])
  const packets = gateway.of('subscribe').map(({ subscriptions }) => subscriptions.length)
  expect(packets).toEqual([8, 8, 4])
})

it('spells the client id of the connection', async () => {
  const { gateway, made } = await testLink({})
  await made.subscribe(wishes('cmd/52/1/2/{clientId}/res/#'))
  expect(asked(gateway)).toEqual(['cmd/52/1/2/test/res/#'])
})

it('hands each message to who listens to its topic, and survives who throws', async () => {
  const { gateway, made } = await testLink({})
  const heard: string[] = []
  const first = (topic: string) => heard.push(`first ${topic}`)
  await made.subscribe(wishes('a/+'), undefined, () => {
    throw new Error('mine')
  })
  await made.subscribe(wishes('a/+'), undefined, first)
  await made.subscribe(wishes('a/#'), undefined, topic => heard.push(`all ${topic}`))
  const say = (topic: string) =>
    gateway.line.send({ cmd: 'publish', topic, payload: '1', qos: 0, dup: false, retain: false })
  say('a/b')
  say('a/b/c')
  await made.publish('now', '{}')
  expect(heard).toEqual(['first a/b', 'all a/b', 'all a/b/c'])
  expect(asked(gateway)).toEqual(['a/+', 'a/#'])

  expect(await made.unsubscribe('a/+', first)).toBe(false)
  say('a/b')
  await made.publish('now', '{}')
  expect(heard.slice(3)).toEqual(['all a/b'])
  expect(gateway.of('unsubscribe')).toEqual([])
})

it('unsubscribes with the last listener', async () => {
  const { gateway, made } = await testLink({})
  const listener = () => {}
  await made.subscribe(wishes('a'), undefined, listener)
  gateway.script.subscribe = 'answer'
  const ending = made.unsubscribe('a', listener)
  const { messageId = 0 } = await gateway.heard('unsubscribe')
  gateway.line.send({ cmd: 'unsuback', messageId, granted: [] })
  expect(await ending).toBe(true)
  expect(made.health().subscriptions).toEqual([])
})

describe('a SUBACK', () => {
  it('that is late lets the others go online, and is asked for again alone', async () => {
    const silentOnSlow = (line: Line, packet: Packet) => {
      if (packet.cmd !== 'subscribe' || packet.subscriptions.some(({ topic }) => topic === 'slow')) return
      line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted: packet.subscriptions.map(() => 1) })
    }
    const { gateway, made, clock, state } = await testLink({ subscribe: silentOnSlow })
    const good = made.subscribe(many(8))
    const slow = made.subscribe([{ filter: 'slow', qos: 0 }])
    await gateway.heard('subscribe', 2)
    const online = state('online')
    await clock.advance(seconds(5))
    await Promise.all([good, online])
    const report = () => made.health().subscriptions.find(({ filter }) => filter === 'slow')
    expect(report()).toMatchObject({ state: 'pending' })
    await clock.advance(seconds(25))
    // Not answered in time: it waits for its next turn, and health says why.
    expect(report()).toMatchObject({ state: 'wanted', cause: { name: 'TimeoutError' } })
    gateway.script.subscribe = 'answer'
    await Promise.all([clock.advance(seconds(5)), slow])
    expect(asked(gateway).at(-1)).toBe('slow')
    expect(report()).toMatchObject({ state: 'granted', cause: undefined })
    expect(gateway.upgrades).toBe(1)
  })

  it('that says too little ends the connection, as MQTT.js has it, and the rest is asked for alone on the next', async () => {
    const { gateway, made, clock, state } = await testLink({
      subscribe: (line, { messageId = 0 }) => line.send({ cmd: 'suback', messageId, granted: [1] }),
    })
    const both = made.subscribe(wishes('a', 'b'))
    await state('online')
    const again = gateway.heard('subscribe', 2)
    await clock.advance(seconds(5))
    await Promise.all([again, both])
    expect(asked(gateway)).toEqual(['a b', 'a', 'b'])
  })

  it('that never comes for anything is a dead connection', async () => {
    const { gateway, made, clock, state } = await testLink({ subscribe: 'silence', pingreq: 'silence' })
    void outcome(made.subscribe(wishes('a')))
    await gateway.heard('subscribe')
    const waiting = state('waiting')
    await clock.advance(seconds(30))
    await waiting
    expect(made.cause).toMatchObject({ name: 'TimeoutError' })
  })

  it('that refuses is asked for again ever more rarely, alone, and what it falls back on at once', async () => {
    const refuse = (line: Line, packet: Packet) => {
      if (packet.cmd !== 'subscribe') return
      const granted = packet.subscriptions.map(({ topic }) => (topic === 'narrow' ? 0x80 : 1))
      line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted })
    }
    const { gateway, made, clock } = await testLink({ subscribe: refuse })
    await made.subscribe([{ filter: 'narrow', fallback: 'wide/#' }])
    expect(asked(gateway)).toEqual(['narrow', 'wide/#'])
    await clock.advance(minutes(1))
    expect(asked(gateway).slice(2)).toEqual(['narrow'])
    await clock.advance(minutes(1))
    expect(asked(gateway).slice(3)).toEqual([])
    await clock.advance(minutes(1))
    expect(asked(gateway).slice(3)).toEqual(['narrow'])
    expect(made.state).toBe('online')
  })
})

describe('a gateway that refuses by hanging up', () => {
  it('costs three connections, then the link stays up without the filter', async () => {
    const { gateway, made, clock, state } = await testLink({ subscribe: hangUpOnBad })
    const bad = outcome(made.subscribe(wishes('bad')))
    const good = made.subscribe(wishes('good', 'better'))
    for (const wait of [1, 2]) {
      await state('waiting')
      const next = state('connecting')
      await clock.advance(seconds(wait))
      await next
    }
    await state('waiting')
    const online = state('online')
    await clock.advance(seconds(4))
    await Promise.all([online, good])
    expect(await bad).toMatchObject({ name: 'RefusedError', by: 'gateway' })
    expect(asked(gateway)).toEqual(['bad good better', 'bad', 'good', 'better', 'bad', 'good better'])
    expect(made.health().subscriptions.find(({ filter }) => filter === 'bad')).toMatchObject({ state: 'refused' })
    await made.publish('topic', '{}')
    expect(gateway.upgrades).toBe(4)
  })
})

import type { Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { RefusedError } from '#schema/errors'
import { millis, seconds } from '#time/duration'
import { answerTo, type Line, type Script } from '../../test/fixtures/scripted-gateway.ts'
import { asked, credentials, outcome, testLink, wishes } from '../../test/fixtures/test-link.ts'
import type { LinkState } from './link-health.ts'

/** Refuses what is called bad. */
const refuseBad = (line: Line, packet: Packet) => {
  if (packet.cmd !== 'subscribe') return
  const granted = packet.subscriptions.map(({ topic }) => (topic.startsWith('bad') ? 0x80 : 1))
  line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted })
}

describe('subscribing', () => {
  it('lets each of several wait for the SUBACK of its own', async () => {
    const held: (() => void)[] = []
    const { gateway, made } = await testLink({
      subscribe: (line, packet) => held.push(() => line.send(answerTo(packet) as Packet)),
    })
    const first = made.subscribe(wishes('a'))
    await gateway.heard('subscribe')
    held[0]?.()
    await first

    const ended: string[] = []
    const second = made.subscribe(wishes('b')).then(() => ended.push('b'))
    const third = made.subscribe(wishes('c', 'a')).then(() => ended.push('c'))
    await gateway.heard('subscribe', 3)
    expect(ended).toEqual([])
    held[2]?.()
    await third
    expect(ended).toEqual(['c'])
    held[1]?.()
    await second
    expect(asked(gateway)).toEqual(['a', 'b', 'c'])
  })

  it('is online only when what was wanted meanwhile is granted too', async () => {
    const { gateway, made, states } = await testLink({ subscribe: 'silence' })
    const first = made.subscribe(wishes('a'))
    const packet = await gateway.heard('subscribe')
    const second = made.subscribe(wishes('b'))
    gateway.line.send(answerTo(packet) as Packet)
    const next = await gateway.heard('subscribe', 2)
    expect(made.state).toBe('subscribing')
    gateway.line.send(answerTo(next) as Packet)
    await Promise.all([first, second])
    expect(states).toEqual(['signing-in', 'connecting', 'subscribing', 'online'])
    expect(asked(gateway)).toEqual(['a', 'b'])
  })

  it('reports a refused SUBACK to who wanted it, goes online without it, and tries it again when asked', async () => {
    const { gateway, made, clock, state } = await testLink({ subscribe: refuseBad })
    const good = made.subscribe(wishes('good'))
    const bad = outcome(made.subscribe(wishes('bad')))
    const published = made.publish('topic', '{}')
    expect(await bad).toBeInstanceOf(RefusedError)
    expect(await bad).toMatchObject({ by: 'gateway', failCode: 0x80 })
    await Promise.all([good, published])
    expect(made.state).toBe('online')
    expect(asked(gateway)).toEqual(['good bad'])

    await expect(made.subscribe(wishes('bad', 'better'))).rejects.toThrow('refused the subscription to bad')
    gateway.script.subscribe = 'answer'
    await made.subscribe(wishes('bad', 'better'))
    expect(asked(gateway)).toEqual(['good bad', 'better', 'bad', 'bad'])

    // The next connection has them all, and a refusal there keeps it from nothing.
    gateway.script.subscribe = refuseBad
    const cut = state('waiting')
    gateway.line.cut()
    await cut
    const online = state('online')
    await clock.advance(seconds(1))
    await online
    expect(asked(gateway).at(-1)).toBe('good bad better')
    await expect(made.subscribe(wishes('bad'))).rejects.toThrow(RefusedError)
  })
})

describe('closing', () => {
  const closedByUs = { message: 'The connection was closed by this program.' }

  it.each<[LinkState, Script]>([
    ['signing-in', {}],
    ['connecting', { upgrade: 'silence' }],
    ['connecting', { connect: 'silence' }],
    ['subscribing', { subscribe: 'silence' }],
    ['online', { publish: 'silence' }],
    ['waiting', { upgrade: 'cut' }],
  ])('while it is %s with %j settles everybody', async (wanted, script) => {
    const signIn = (options?: { signal?: AbortSignal | undefined }) =>
      new Promise<never>((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
      })
    const session = wanted === 'signing-in' ? { awsCredentials: signIn } : { awsCredentials: async () => credentials }
    const { gateway, made, states, state } = await testLink(script, { session })
    const everybody = [made.publish('topic', '{}'), ...(wanted === 'online' ? [] : [made.subscribe(wishes('a'))])]
    const outcomes = Promise.all(everybody.map(outcome))
    await state(wanted)
    if (script.upgrade === 'silence') await gateway.until(() => gateway.upgrades === 1)
    if (script.connect) await gateway.heard('connect')
    if (script.subscribe) await gateway.heard('subscribe')
    if (script.publish) await gateway.heard('publish')
    await Promise.all([made.close(), made.close()])
    for (const settled of await outcomes) expect(settled).toMatchObject(closedByUs)
    expect(states.slice(states.indexOf(wanted))).toEqual([wanted, 'closing', 'closed'])
    await expect(made.publish('topic', '{}')).rejects.toMatchObject(closedByUs)
  })

  it.each<LinkState>(['signing-in', 'connecting', 'subscribing', 'online'])(
    'by a listener that hears %s leaves nothing behind',
    async wanted => {
      const { made, states } = await testLink({})
      let closing: Promise<void> | undefined
      made.on('state', state => {
        if (state === wanted) closing = made.close()
      })
      // Without filters nothing waits between the CONNACK and being online.
      expect(await outcome(made.publish('topic', '{}'))).toMatchObject(closedByUs)
      await closing
      expect(states.slice(-2)).toEqual(['closing', 'closed'])
    },
  )

  it('ends in time with a gateway that ignores its goodbye', async () => {
    const { gateway, made, clock } = await testLink({ disconnect: 'silence' })
    await made.publish('topic', '{}')
    const closing = made.close()
    await gateway.heard('disconnect')
    await Promise.all([clock.advance(millis(2000)), closing])
  })
})

import type { Packet } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { ConnectionError } from '#schema/errors'
import { seconds } from '#time/duration'
import { answerTo, type Line } from '../../test/fixtures/scripted-gateway.ts'
import { follow, garbage, testConnection } from '../../test/fixtures/test-connection.ts'

describe('subscribing', () => {
  const filters = (count: number) => Array.from({ length: count }, (_, i) => `cmd/52/${i}/#`)

  it('asks in one SUBSCRIBE, and gives a code for each filter', async () => {
    const { gateway, open } = await testConnection()
    expect(await (await open()).subscribe(filters(8))).toEqual(Array(8).fill(1))
    const asked = gateway.of('subscribe').map(({ subscriptions }) => subscriptions.map(({ topic }) => topic))
    expect(asked).toEqual([filters(8)])
  })

  it('times out when the SUBACK doesn’t come, and stays connected', async () => {
    const { gateway, clock, open } = await testConnection({ subscribe: 'silence' })
    const connection = await open()
    const subscribing = follow(connection.subscribe(['a']))
    await gateway.heard('subscribe')
    await clock.advance(seconds(30) - 1)
    expect(subscribing.settled).toBe(false)
    await clock.advance(1)
    expect(await subscribing.outcome).toMatchObject({
      name: 'TimeoutError',
      message: 'The gateway gave no answer to a subscription within 30 s.',
    })
    gateway.script.subscribe = 'answer'
    await connection.subscribe(['a'])
  })

  it('gives the codes of refused ones among the others', async () => {
    const refuseOdd = (line: Line, packet: Packet) => {
      if (packet.cmd !== 'subscribe') return
      const granted = packet.subscriptions.map(({ topic }) => (/[13579]\/#$/.test(topic) ? 0x80 : 1))
      line.send({ cmd: 'suback', messageId: packet.messageId ?? 0, granted })
    }
    const { open } = await testConnection({ subscribe: refuseOdd })
    expect(await (await open()).subscribe(filters(4))).toEqual([1, 0x80, 1, 0x80])
  })

  it.each([[[1]], [[0x80]]])('gives fewer codes where it answers %j to two filters', async granted => {
    const { open } = await testConnection({
      subscribe: (line, { messageId = 0 }) => line.send({ cmd: 'suback', messageId, granted }),
    })
    expect(await (await open()).subscribe(['a', 'b'])).toEqual(granted)
  })
})

describe('publishing', () => {
  it('resolves with the PUBACK', async () => {
    const { gateway, open } = await testConnection({ publish: 'silence' })
    const connection = await open()
    const publishing = follow(connection.publish('topic', '{"a":1}'))
    const packet = await gateway.heard('publish')
    expect(packet).toMatchObject({ topic: 'topic', qos: 1, payload: Buffer.from('{"a":1}') })
    expect(publishing.settled).toBe(false)
    gateway.line.send(answerTo(packet) as Packet)
    expect(await publishing.outcome).toBeUndefined()
  })

  it('times out when the PUBACK doesn’t come, and its late coming harms nobody', async () => {
    const { gateway, clock, open } = await testConnection({ publish: 'silence' })
    const connection = await open()
    const publishing = follow(connection.publish('topic', '{}'))
    const packet = await gateway.heard('publish')
    await clock.advance(seconds(30) - 1)
    expect(publishing.settled).toBe(false)
    await clock.advance(1)
    expect(await publishing.outcome).toMatchObject({
      name: 'TimeoutError',
      message: 'The gateway gave no answer to a message within 30 s.',
    })
    gateway.line.send(answerTo(packet) as Packet)
    gateway.script.publish = 'answer'
    await connection.publish('topic', '{}')
  })

  it('fails at once when the peer cuts the line, and so does all that follows', async () => {
    const { clock, open } = await testConnection({ publish: 'cut' })
    const connection = await open()
    const before = clock.now()
    const error = await follow(connection.publish('topic', '{}')).outcome
    expect(error).toBeInstanceOf(ConnectionError)
    expect(await connection.closed).toBe(error)
    await expect(connection.publish('topic', '{}')).rejects.toBe(error)
    await expect(connection.subscribe(['a'])).rejects.toBe(error)
    expect(clock.now()).toBe(before)
  })

  it.each(['subscribe', 'publish'] as const)('lets a %s be given up, and lives on', async kind => {
    const { gateway, open } = await testConnection({ [kind]: 'silence' })
    const connection = await open()
    const stop = new AbortController()
    const asked = kind === 'publish' ? connection.publish('a', '{}', stop) : connection.subscribe(['a'], stop)
    const waiting = follow(asked)
    await gateway.heard(kind)
    stop.abort(new Error('enough'))
    expect(await waiting.outcome).toMatchObject({ message: 'enough' })
    gateway.script[kind] = 'answer'
    await connection.publish('a', '{}')
  })

  it('sends nothing for who had given up before', async () => {
    const { gateway, open } = await testConnection()
    const connection = await open()
    await expect(connection.publish('never', '{}', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    )
    await connection.publish('sent', '{}')
    expect(gateway.of('publish').map(({ topic }) => topic)).toEqual(['sent'])
  })
})

describe('an open connection', () => {
  it('pings after a keep-alive of silence, and ends when no answer came within 15 s', async () => {
    const { gateway, clock, open } = await testConnection({ pingreq: 'silence' })
    const connection = await open()
    const end = follow(connection.closed)
    await clock.advance(seconds(60) - 1)
    expect(gateway.of('pingreq')).toEqual([])
    await clock.advance(1)
    await gateway.heard('pingreq')
    await clock.advance(seconds(15) - 1)
    expect(end.settled).toBe(false)
    await clock.advance(1)
    expect(await end.outcome).toMatchObject({
      name: 'TimeoutError',
      message: 'The gateway answered no ping for 15 s.',
    })
  })

  it('lives as long as its pings are answered', async () => {
    const { gateway, clock, open } = await testConnection()
    const connection = await open()
    const end = follow(connection.closed)
    for (const count of [1, 2, 3]) {
      await clock.advance(seconds(60))
      await gateway.heard('pingreq', count)
      // Its PUBACK comes after the PINGRESP.
      await connection.publish('a', '{}')
    }
    expect(end.settled).toBe(false)
  })

  it('ends when garbage comes', async () => {
    const { gateway, open } = await testConnection()
    const connection = await open()
    gateway.line.sendBytes(garbage)
    expect(await connection.closed).toBeInstanceOf(ConnectionError)
  })

  it('tells of an end that comes right behind the CONNACK', async () => {
    const { open } = await testConnection({
      connect: (line, packet) => {
        line.send(answerTo(packet) as Packet)
        line.hangUp()
      },
    })
    expect(await (await open()).closed).toMatchObject({ message: 'The gateway connection was closed.' })
  })
})

describe('closing', () => {
  it('says DISCONNECT, may be done twice, and fails whoever comes later', async () => {
    const { gateway, open } = await testConnection()
    const connection = await open()
    await Promise.all([connection.close(), connection.close()])
    await connection.close()
    expect(gateway.of('disconnect')).toHaveLength(1)
    const { message } = await connection.closed
    expect(message).toBe('The connection was closed by this program.')
    await expect(connection.publish('a', '{}')).rejects.toThrow(message)
  })

  it('cuts off a peer that ignores its goodbye, two seconds on', async () => {
    const { gateway, clock, open } = await testConnection({ disconnect: 'silence' })
    const connection = await open()
    const closing = follow(connection.close())
    await gateway.heard('disconnect')
    await clock.advance(seconds(2) - 1)
    expect(closing.settled).toBe(false)
    await clock.advance(1)
    await closing.outcome
    await gateway.empty()
  })

  it('says DISCONNECT also while answers are due, and tells at once those who wait for them', async () => {
    const { gateway, open } = await testConnection({ publish: 'silence', subscribe: 'silence' })
    const connection = await open()
    const waiting = [follow(connection.publish('a', '{}')), follow(connection.subscribe(['a']))]
    await Promise.all([gateway.heard('publish'), gateway.heard('subscribe')])
    await connection.close()
    expect(gateway.of('disconnect')).toHaveLength(1)
    const message = 'The connection was closed by this program.'
    expect(await Promise.all(waiting.map(({ outcome }) => outcome))).toMatchObject([{ message }, { message }])
  })
})

import type * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { connectPacket, publishPacket, RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'

let gateway: TestGateway
const start = async (...options: Parameters<typeof startTestGateway>) => {
  gateway = await startTestGateway(...options)
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const ids = () => gateway.simulator.connections.map(({ clientId }) => clientId)
const struck = (name: string) => gateway.simulator.faults.list().find(fault => fault.name === name)?.struck
const publishes = (packets: readonly mqtt.Packet[]) =>
  packets.flatMap(packet => (packet.cmd === 'publish' ? [packet.payload.toString()] : []))
const eventually = async (holds: () => boolean) => {
  while (!holds()) await gateway.clock.settle()
}

describe('the upgrade', () => {
  it('is refused with 403', async () => {
    const { connect, simulator } = await start()
    simulator.faults.on('upgrade-403', { count: 1 })
    await expect(connect('me')).rejects.toThrow('403')
    await connect('me')
    expect(simulator.handshakes).toEqual([403, 101])
  })

  it('is never answered', async () => {
    const { simulator, url } = await start()
    simulator.faults.on('upgrade-hang')
    const opening = RawClient.open(url()).catch((error: Error) => error.message)
    await eventually(() => struck('upgrade-hang') === 1)
    expect(simulator.handshakes).toEqual([])
    await simulator.close()
    expect(await opening).toMatch(/socket hang up|ECONNRESET/)
  })

  it('meets a closed socket', async () => {
    const { simulator, url, connect } = await start()
    const off = simulator.faults.on('gateway-away')
    await expect(RawClient.open(url())).rejects.toThrow(/socket hang up|ECONNRESET/)
    off()
    await connect('me')
  })

  it('meets a clock that is off, and is told the time', async () => {
    const { simulator, connect } = await start()
    const off = simulator.faults.on('skewed-clock')
    await expect(connect('me')).rejects.toThrow('403')
    off()
    await connect('me')
  })
})

describe.each(versions)('MQTT %s', (_, protocolVersion) => {
  const five = protocolVersion === 5
  const client = async () => {
    const { connect } = await start()
    const one = await connect('me', { protocolVersion, keepalive: 1200 })
    await one.subscribe('a')
    return one
  }
  const say = (one: RawClient, ...payloads: readonly string[]) => {
    for (const payload of payloads) one.send(publishPacket('a', payload))
  }

  it('connack-refused: with any code of either version', async () => {
    const { simulator, open, connect } = await start()
    for (const [code, returnCode, reasonCode] of [
      [undefined, 3, 0x88],
      [5, 5, 0x87],
      [0x85, 2, 0x85],
      [0x97, 3, 0x97],
    ] as const) {
      simulator.faults.on('connack-refused', { count: 1, ...(code !== undefined && { code }) })
      const one = await open(protocolVersion)
      one.send(connectPacket('me', { protocolVersion }))
      await one.closed
      expect(await one.heard('connack')).toMatchObject(five ? { reasonCode } : { returnCode })
    }
    await connect('me', { protocolVersion })
  })

  it('connack-missing: nothing comes, and in the end the gateway closes', async () => {
    const { simulator, open, clock } = await start()
    simulator.faults.on('connack-missing', { clientId: 'me' })
    const one = await open(protocolVersion)
    one.send(connectPacket('me', { protocolVersion }))
    await eventually(() => struck('connack-missing') === 1)
    expect([one.bytes, ids()]).toEqual([[], []])
    await clock.advance(seconds(30))
    await one.closed
  })

  it('storm: accepted, and cut 30 to 60 ms later', async () => {
    const { simulator, connect, clock } = await start()
    simulator.faults.on('storm', { count: 1 })
    const one = await connect('me', { protocolVersion })
    await clock.advance(29)
    expect(ids()).toEqual(['me'])
    await clock.advance(31)
    expect(await one.closed).toBe(1006)
    expect(ids()).toEqual([])
  })

  it('kick: as if another client had come', async () => {
    const one = await client()
    const other = await gateway.connect('other', { protocolVersion })
    gateway.simulator.faults.on('kick', { clientId: 'me' })
    await one.closed
    expect(one.packets).toMatchObject(five ? [{ cmd: 'disconnect', reasonCode: 0x8e }] : [])
    expect(await other.rest()).toEqual([])
  })

  it('drop: so many as wanted, without a word', async () => {
    const { connect, simulator } = await start()
    const [one, two] = [await connect('one', { protocolVersion }), await connect('two', { protocolVersion })]
    simulator.faults.on('drop', { count: 1 })
    expect(await one.closed).toBe(1006)
    expect(await two.rest()).toEqual([])
    simulator.faults.on('drop')
    expect(await two.closed).toBe(1006)
  })

  it('half-open: nothing passes any more, and the socket stays', async () => {
    const one = await client()
    const other = await gateway.connect('other', { keepalive: 1200 })
    const { simulator, clock } = gateway
    simulator.faults.on('half-open', { clientId: 'me', count: 1 })
    one.send({ cmd: 'pingreq' })
    await eventually(() => struck('half-open') === undefined)
    say(one, 'lost')
    say(other, 'lost too')
    await other.rest()
    one.socket.ping()
    await clock.advance(minutes(29))
    expect([one.packets, one.socket.readyState, ids()]).toEqual([[], one.socket.OPEN, ['me', 'other']])
    await other.rest()
    // The gateway gives the client up after 1.5 keep-alives, and can't tell it.
    await clock.advance(minutes(1))
    expect([one.packets, one.socket.readyState, ids()]).toEqual([[], one.socket.OPEN, ['other']])
    await simulator.close()
    expect(await one.closed).toBe(1006)
  })

  it('half-open: leaves nothing behind when the client gives up', async () => {
    const one = await client()
    gateway.simulator.faults.on('half-open')
    one.send({ cmd: 'pingreq' })
    await eventually(() => struck('half-open') === 1)
    one.socket.terminate()
    await one.closed
    await eventually(() => ids().length === 0)
  })

  it('silence: everything is taken and nothing answered', async () => {
    const one = await client()
    const { simulator, clock, open } = gateway
    const off = simulator.faults.on('silence')
    one.send({ cmd: 'pingreq' }, subscribePacket(['b']), publishPacket('a', 'x', 1))
    const late = await open(protocolVersion)
    late.send(connectPacket('late', { protocolVersion }))
    await eventually(() => struck('silence') === 4)
    await clock.advance(seconds(20))
    expect([one.packets, late.bytes, ids()]).toEqual([[], [], ['me']])
    off()
    expect(await one.rest()).toEqual([])
    late.send(connectPacket('late', { protocolVersion }))
    await late.heard('connack')
  })

  it('silence: no deliveries either', async () => {
    const one = await client()
    const other = await gateway.connect('other')
    gateway.simulator.faults.on('silence', { clientId: 'me' })
    say(other, 'unheard')
    await other.rest()
    gateway.simulator.faults.off()
    expect(await one.rest()).toEqual([])
  })

  it('suback-late: and nothing matches before', async () => {
    const one = await client()
    gateway.simulator.faults.on('suback-late', { count: 1, filter: 'b', delay: seconds(7) })
    one.send(subscribePacket(['b']), publishPacket('b', 'too early'))
    expect(await one.rest()).toEqual([])
    await gateway.clock.advance(seconds(7))
    one.send(publishPacket('b', 'heard'))
    const [suback, message] = await one.rest()
    expect([suback?.cmd, publishes(message ? [message] : [])]).toEqual(['suback', ['heard']])
  })

  it('suback-refused: one filter of several', async () => {
    const one = await client()
    gateway.simulator.faults.on('suback-refused', { filter: 'b/#', code: 0x87 })
    expect(await one.subscribe('b/x', 'c')).toEqual([five ? 0x87 : 0x80, 1])
    expect(ids().length && gateway.simulator.connections[0]?.filters).toEqual(['a', 'c'])
  })

  it('suback-missing and puback-missing: it worked, and nobody says so', async () => {
    const one = await client()
    gateway.simulator.faults.on('suback-missing', { filter: 'b', count: 1 })
    gateway.simulator.faults.on('puback-missing', { filter: 'b', count: 1 })
    one.send(subscribePacket(['b']), publishPacket('b', 'heard', 1))
    expect((await one.rest()).map(({ cmd }) => cmd)).toEqual(['publish'])
    expect(await one.subscribe('b')).toEqual([1])
  })

  it('puback-missing: a hundred, and no more are taken', async () => {
    const { connect, simulator, clock } = await start({ publishesPerSecond: 1000 })
    const one = await connect('me', { protocolVersion })
    simulator.faults.on('puback-missing')
    for (let id = 1; id <= 100; id++) one.send(publishPacket('a', 'x', 1, { messageId: id }))
    expect(await one.rest()).toEqual([])
    simulator.faults.off()
    one.send(publishPacket('a', 'x', 1, { messageId: 101 }))
    if (five) {
      await one.closed
      expect(await one.heard('disconnect')).toMatchObject({ reasonCode: 0x93 })
      return
    }
    expect(await one.rest()).toEqual([])
    one.send(publishPacket('a', 'x', 1, { messageId: 100, dup: true }))
    one.send(publishPacket('a', 'x', 1, { messageId: 101, dup: true }))
    expect((await one.rest()).map(({ messageId }) => messageId)).toEqual([100, 101])
    await clock.settle()
  })

  it('deliver-twice and deliver-reordered', async () => {
    const one = await client()
    gateway.simulator.faults.on('deliver-twice', { count: 1 })
    say(one, '1', '2')
    expect(publishes(await one.rest())).toEqual(['1', '1', '2'])
    gateway.simulator.faults.on('deliver-reordered', { count: 1 })
    say(one, '3', '4', '5')
    expect(publishes(await one.rest())).toEqual(['4', '3', '5'])
  })

  it('session-lost: there was one', async () => {
    const { clock, connect, simulator, open } = await start()
    const session = { clean: false, properties: { sessionExpiryInterval: 3600 }, protocolVersion }
    const one = await connect('me', session)
    simulator.faults.on('session-lost', { count: 1 })
    for (const expected of [false, true]) {
      one.socket.terminate()
      await clock.advance(seconds(1))
      const back = await open(protocolVersion)
      back.send(connectPacket('me', session))
      expect((await back.heard('connack')).sessionPresent).toBe(expected)
    }
  })

  it('credentials-cut: before it, at it, and after it was too late', async () => {
    const { clock, connect, simulator } = await start({}, { tokenLifetimes: { authorization: minutes(10) } })
    const early = await connect('early', { protocolVersion, keepalive: 1200 })
    simulator.faults.on('credentials-cut', { clientId: 'early' })
    const late = await connect('late', { protocolVersion, keepalive: 1200 })
    await clock.advance(minutes(10))
    await early.closed
    expect(ids()).toEqual(['late'])
    simulator.faults.on('credentials-cut')
    await late.closed
    expect(late.packets).toMatchObject(five ? [{ cmd: 'disconnect', reasonCode: 0x87 }] : [])
  })
})

describe('with a heater', () => {
  it('backlog: its last messages come again, some of them twice', async () => {
    const { connect, simulator } = await start({}, { heaters: [{ household: 'nobody' }] })
    const [heater] = simulator.heaters
    const one = await connect('me')
    await one.subscribe('cmd/52/+/res')
    for (let i = 0; i < 4; i++) heater?.push(i)
    const commands = async () =>
      publishes(await one.rest()).map(text => JSON.parse(text).response.status.command as number)
    expect(await commands()).toEqual([0, 1, 2, 3])
    simulator.faults.on('backlog', { count: 7 })
    expect(await commands()).toEqual([2, 2, 3, 0, 1, 2, 2, 3].slice(-7))
    simulator.faults.on('backlog', { count: 150, clientId: 'somebody' })
    expect(await commands()).toEqual([])
  })

  it('maintenance: is announced', async () => {
    const { connect, simulator } = await start()
    const one = await connect('me')
    await one.subscribe('evt/+/mobile/event/disconnect-mqtt')
    simulator.faults.on('maintenance')
    expect((await one.heard('publish')).topic).toBe('evt/52/mobile/event/disconnect-mqtt')
  })
})

it('nothing of all this keeps a simulation alive', async () => {
  const { connect, simulator, clock } = await start()
  for (const name of ['half-open', 'silence', 'suback-late'] as const)
    simulator.faults.on(name, { duration: minutes(1), clientId: 'me' })
  const one = await connect('other')
  await simulator.close()
  await one.closed
  expect(clock.pending).toBe(0)
})

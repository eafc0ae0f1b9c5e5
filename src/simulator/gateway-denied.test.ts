import type * as mqtt from 'mqtt-packet'
import { afterEach, describe, expect, it } from 'vitest'
import { connectPacket, publishPacket, type RawClient, subscribePacket } from '../../test/fixtures/raw-client.ts'
import { startTestGateway, type TestGateway, versions } from '../../test/fixtures/test-gateway.ts'
import type { GatewayOptions, GatewayPolicy } from './gateway-options.ts'

let gateway: TestGateway
const start = async (policy: GatewayPolicy = {}, options: Partial<GatewayOptions> = {}) => {
  gateway = await startTestGateway({ policy, ...options })
  return gateway
}
afterEach(() => gateway[Symbol.asyncDispose]())

const publishes = (packets: readonly mqtt.Packet[]) =>
  packets.flatMap(packet => (packet.cmd === 'publish' ? [packet.payload.toString()] : []))
const hungUp = async (client: RawClient) => {
  await client.closed
  expect(client.packets).toEqual([])
}

describe.each(versions)('MQTT %s, denied', (_, protocolVersion) => {
  const five = protocolVersion === 5
  const refused = async (clientId: string, options: Partial<mqtt.IConnectPacket> = {}) => {
    const client = await gateway.open(protocolVersion)
    client.send(connectPacket(clientId, { protocolVersion, ...options }))
    await client.closed
    if (five) expect(await client.heard('connack')).toMatchObject({ reasonCode: 0x87 })
    else expect(client.bytes).toEqual([])
  }
  const forbids = { deny: ['secret/*'] }
  const will = (topic: string, retain = false) => ({
    will: { topic, payload: Buffer.from('x'), qos: 1, retain } as const,
  })

  it('to connect: 3.1.1 is hung up on without a CONNACK, 5 is told', async () => {
    const { connect } = await start({ connect: { allow: ['good-*'] } })
    await refused('bad-one')
    await connect('good-one', { protocolVersion })
  })

  it('its last will: it may not even connect', async () => {
    const { connect } = await start({ publish: forbids, retain: { deny: ['plain'] } })
    await refused('me', will('secret/a'))
    await refused('me', will('plain', true))
    await connect('me', { protocolVersion, ...will('plain') })
  })

  it('to publish: 3.1.1 is hung up on, 5 is told and stays', async () => {
    const { connect } = await start({ publish: forbids })
    const [client, watcher] = [await connect('me', { protocolVersion }), await connect('watcher')]
    await watcher.subscribe('#')
    client.send(publishPacket('secret/a', 'x', 1))
    if (five) {
      expect(await client.heard('puback')).toMatchObject({ messageId: 9, reasonCode: 0x87 })
      client.send(publishPacket('secret/a', 'x', 0), publishPacket('open', 'y', 1))
      expect(await client.heard('puback')).toMatchObject({ reasonCode: 0 })
      expect(publishes(await watcher.rest())).toEqual(['y'])
      return
    }
    await hungUp(client)
    const other = await connect('other')
    other.send(publishPacket('secret/a', 'x', 0))
    await hungUp(other)
    expect(publishes(await watcher.rest())).toEqual([])
  })

  it('to retain, not to publish', async () => {
    const { connect } = await start({ retain: { deny: ['*'] } })
    const client = await connect('me', { protocolVersion })
    client.send(publishPacket('a', 'x', 1))
    expect(await client.heard('puback')).toMatchObject({ messageId: 9 })
    client.send(publishPacket('a', 'x', 1, { retain: true }))
    if (five) expect(await client.heard('puback')).toMatchObject({ reasonCode: 0x87 })
    else await hungUp(client)
  })

  it('to subscribe: 3.1.1 is hung up on without a SUBACK, 5 is told and stays', async () => {
    const { connect } = await start({ subscribe: forbids })
    const client = await connect('me', { protocolVersion })
    if (five) {
      expect(await client.subscribe('a', 'secret/#', 'b')).toEqual([1, 0x87, 1])
      expect(gateway.simulator.connections[0]?.filters).toEqual(['a', 'b'])
      return
    }
    client.send(subscribePacket(['a', 'secret/#', 'b']))
    await hungUp(client)
  })

  it('to receive: nobody says so', async () => {
    const { connect } = await start({ receive: forbids })
    const client = await connect('me', { protocolVersion })
    expect(await client.subscribe('#')).toEqual([1])
    client.send(publishPacket('secret/a', 'x'), publishPacket('open', 'y'))
    expect(publishes(await client.rest())).toEqual(['y'])
  })

  it('only what is not its own', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: AWS's own way to write it
    const { connect } = await start({ subscribe: { allow: ['cmd/${iot:ClientId}/*'] } })
    const client = await connect('me', { protocolVersion })
    expect(await client.subscribe('cmd/me/#')).toEqual([1])
  })

  it('by a fault, for as often as it is to strike', async () => {
    const { connect, simulator } = await start()
    const client = await connect('me', { protocolVersion })
    const other = await connect('other', { protocolVersion })
    simulator.faults.on('publish-denied', { clientId: 'me', filter: 'a/+', count: 1 })
    simulator.faults.on('subscribe-denied', { clientId: 'other', filter: 'a/#', count: 1 })
    client.send(publishPacket('b', 'x', 1))
    await client.heard('puback')
    client.send(publishPacket('a/b', 'x', 1))
    if (five) {
      expect(await client.heard('puback')).toMatchObject({ reasonCode: 0x87 })
      client.send(publishPacket('a/b', 'x', 1))
      expect(await client.heard('puback')).toMatchObject({ reasonCode: 0 })
      expect(await other.subscribe('a/b', 'a/b')).toEqual([0x87, 1])
    } else {
      await hungUp(client)
      other.send(subscribePacket(['a/b']))
      await hungUp(other)
    }
  })
})

it('a publish of QoS 0 on MQTT 5 can end the connection', async () => {
  const { connect } = await start({ publish: { deny: ['a'] } }, { deniedQos0: 'disconnect' })
  const client = await connect('me', { protocolVersion: 5 })
  client.send(publishPacket('a', 'x', 0))
  await client.closed
  expect(await client.heard('disconnect')).toMatchObject({ reasonCode: 0x87 })
})

/** Our simulated gateway and our client against AWS's own client, so that they don't merely agree with each other. */
import { setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { TakenOverError } from '#cloud/gateway-errors'
import { NaviLinkClient } from '#heater/client'
import { type Simulator, startSimulator } from '#simulator/index'
import { seconds } from '#time/duration'
import { certificate, certificateKey } from '../fixtures/certificate.ts'
import { signIn } from '../fixtures/plain-client.ts'
import { type CrtClient, type CrtOptions, openCrt } from './crt-client.ts'
import { type OurConnection, openOurs } from './our-connection.ts'

// For `fetch` and our own client; aws-crt is told by itself.
beforeAll(() => setDefaultCACertificates([certificate]))

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const opened of open.splice(0).reverse()) await opened[Symbol.asyncDispose]()
})

const kept = <Opened extends AsyncDisposable>(opened: Opened): Opened => {
  open.push(opened)
  return opened
}

/** A cloud over TLS, for aws-crt knows no other way to AWS IoT; and one id may connect as often as it likes. */
const startCloud = async () =>
  kept(
    await startSimulator({
      tls: { cert: certificate, key: certificateKey },
      gateway: { connectInterval: seconds(0) },
    }),
  )

const urlOf = (cloud: Simulator) => cloud.url.replace('127.0.0.1', 'localhost')

describe.each(['3.1.1', '5'] as const)('aws-crt by MQTT %s', version => {
  const enter = async (cloud: Simulator, clientId: string, more: Partial<CrtOptions> = {}): Promise<CrtClient> =>
    kept(
      await openCrt({
        version,
        url: urlOf(cloud),
        ca: certificate,
        credentials: await signIn(cloud),
        clientId,
        ...more,
      }),
    )
  const ours = async (cloud: Simulator, clientId: string): Promise<OurConnection> =>
    kept(await openOurs({ gateway: urlOf(cloud), credentials: await signIn(cloud), clientId, protocol: version }))

  it('signs in with its own signature, and is known under its id', async () => {
    const cloud = await startCloud()
    const crt = await enter(cloud, 'crt')
    expect(crt.welcome.sessionPresent).toBe(false)
    expect(cloud.handshakes).toEqual([101])
    expect(cloud.connections.map(({ clientId }) => clientId)).toEqual(['crt'])
    await crt[Symbol.asyncDispose]()
    await expect.poll(() => cloud.connections).toEqual([])
  })

  it('is turned away with credentials that the cloud does not know', async () => {
    const cloud = await startCloud()
    const credentials = { ...(await signIn(cloud)), secretKey: 'wrong' }
    await expect(enter(cloud, 'crt', { credentials })).rejects.toThrow(/WEBSOCKET_UPGRADE_FAILURE|websocket/i)
    expect(new Set(cloud.handshakes)).toEqual(new Set([403]))
  })

  it('asks a heater for its status and reads the answer, and the copy after it', async () => {
    const cloud = await startCloud()
    const [heater] = cloud.heaters
    if (!heater) throw new Error('The account is empty.')
    const { macAddress, additionalValue } = heater.identity
    const crt = await enter(cloud, 'crt')
    expect(await crt.subscribe(`cmd/52/navilink-${macAddress}/#`)).toBe(1)
    expect(await crt.subscribe('cmd/52/crt/res/st')).toBe(1)
    const requestTopic = `cmd/52/navilink-${macAddress}/st`
    const request = { command: 16777219, deviceType: 52, macAddress, additionalValue }
    const ids = {
      clientID: 'crt',
      sessionID: 'a1',
      protocolVersion: 2,
      requestTopic,
      responseTopic: 'cmd/52/crt/res/st',
    }
    await crt.publish(requestTopic, JSON.stringify({ ...ids, request }))
    const answer = JSON.parse((await crt.next(({ topic }) => topic === 'cmd/52/crt/res/st')).text)
    expect(answer).toMatchObject({ sessionID: 'a1', response: { status: { command: 16777219, errorCode: 0 } } })
    const copy = JSON.parse((await crt.next(({ topic }) => topic === `cmd/52/navilink-${macAddress}/res`)).text)
    expect(copy.response.status.command).toBe(0)
    await crt.next(({ topic }) => topic === requestTopic)
  })

  it('changes a setting, and our client sees it', async () => {
    const cloud = await startCloud()
    const navilink = kept(new NaviLinkClient({ ...cloud.account, cloud: urlOf(cloud), ca: certificate }))
    const [heater] = await navilink.devices()
    if (!heater) throw new Error('The account is empty.')
    await heater.status()
    const { macAddress, additionalValue } = heater
    const crt = await enter(cloud, 'phone')
    expect(await crt.subscribe('cmd/52/phone/res')).toBe(1)
    const requestTopic = `cmd/52/navilink-${macAddress}/ctrl`
    const request = { command: 33554464, mode: 'dhw-temperature', param: [96], paramStr: '' }
    const ids = {
      clientID: 'phone',
      sessionID: 'a2',
      protocolVersion: 2,
      requestTopic,
      responseTopic: 'cmd/52/phone/res',
    }
    const body = { ...ids, request: { ...request, deviceType: 52, macAddress, additionalValue } }
    await crt.publish(requestTopic, JSON.stringify(body))
    await crt.next(({ topic }) => topic === 'cmd/52/phone/res')
    expect((await heater.status()).dhwTemperatureSetting).toBe(48)
  })

  it('and our client exchange messages both ways, both at once and up to the size that AWS takes', async () => {
    const cloud = await startCloud()
    const crt = await enter(cloud, 'crt')
    const mine = await ours(cloud, 'mine')
    await crt.subscribe('cmd/52/to-crt/+')
    await mine.subscribe(['cmd/52/to-us/#'])
    const long = 'ä'.repeat(60_000)
    const sent = Array.from({ length: 20 }, (_, i) => (i === 7 ? long : `message ${i}`))
    const [heardByCrt, heardByUs] = await Promise.all([
      Promise.all(sent.map((_, i) => crt.next(({ topic }) => topic === `cmd/52/to-crt/${i}`))),
      Promise.all(sent.map((_, i) => mine.next(({ topic }) => topic === `cmd/52/to-us/${i}`))),
      ...sent.map((text, i) => mine.publish(`cmd/52/to-crt/${i}`, text)),
      ...sent.map((text, i) => crt.publish(`cmd/52/to-us/${i}`, text)),
    ])
    expect(heardByCrt?.map(({ text }) => text)).toEqual(sent)
    expect(heardByUs?.map(({ text }) => text)).toEqual(sent)
  })

  it('throws our connection out under the same id, which sends its will', async () => {
    const cloud = await startCloud()
    const will = { topic: 'evt/52/crt/gone', payload: 'gone' }
    const witness = await ours(cloud, 'witness')
    await witness.subscribe(['evt/52/crt/gone'])
    const first = await enter(cloud, 'same', { will })
    const mine = await ours(cloud, 'same')
    expect(await first.thrownOut).toBe(version === '5' ? 0x8e : undefined)
    expect((await witness.next(() => true)).text).toBe('gone')
    // It would come back and fight.
    await first[Symbol.asyncDispose]()
    expect(mine.ended()).toBe(false)
  })

  it('throws us out under the same id', async () => {
    const cloud = await startCloud()
    const mine = await ours(cloud, 'same')
    await enter(cloud, 'same')
    expect(await mine.closed).toBeInstanceOf(version === '5' ? TakenOverError : Error)
    expect(cloud.connections.map(({ clientId }) => clientId)).toEqual(['same'])
  })

  it('leaves without a will when it says goodbye', async () => {
    const cloud = await startCloud()
    const witness = await ours(cloud, 'witness')
    await witness.subscribe(['evt/52/crt/#'])
    const crt = await enter(cloud, 'crt', { will: { topic: 'evt/52/crt/gone', payload: 'gone' } })
    await crt[Symbol.asyncDispose]()
    await witness.publish('evt/52/crt/marker', 'marker')
    expect((await witness.next(() => true)).text).toBe('marker')
  })
})

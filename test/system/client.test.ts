/** The real client against the simulated cloud, over real loopback sockets. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { cloudAddress } from '#cloud/address'
import { openMqttConnection } from '#cloud/mqtt-connection'
import { fileSessionStore } from '#cloud/session-file'
import { memorySessionStore } from '#cloud/session-store'
import { NaviLinkClient, type NaviLinkClientOptions } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import { AuthenticationError, ConnectionError, TimeoutError, UnsupportedError } from '#schema/errors'
import { type SimulatorOptions, startSimulator } from '#simulator/index'
import { wallClock } from '#time/clock'
import { hours, millis, minutes, seconds } from '#time/duration'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const opened of open.splice(0).reverse()) await opened[Symbol.asyncDispose]()
})

const simulator = async (options?: SimulatorOptions) => {
  const started = await startSimulator(options)
  open.push(started)
  return started
}

const client = (options: Partial<NaviLinkClientOptions> & { cloud: string }) => {
  const made = new NaviLinkClient({ email: 'owner@example.com', password: 'warm-enough', random: () => 0, ...options })
  open.push(made)
  return made
}

async function heaterOf(made: NaviLinkClient): Promise<NaviLinkDevice> {
  const [heater] = await made.devices()
  if (!heater) throw new Error('The account is empty.')
  return heater
}

const next = <Name extends 'status' | 'online' | 'offline' | 'missed'>(heater: NaviLinkDevice, name: Name) =>
  new Promise<unknown>(resolve => heater.once(name, (...args: unknown[]) => resolve(args[0])))

/** Waits until a reading comes that is looked for. */
const reading = (heater: NaviLinkDevice, wanted: (reading: Reading) => boolean) =>
  new Promise<Reading>(resolve => {
    const listener = (told: Reading) => {
      if (!wanted(told)) return
      heater.off('status', listener)
      resolve(told)
    }
    heater.on('status', listener)
  })

it('signs in, lists, asks whether the heater is there, and what it says', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url })
  const heater = await heaterOf(navilink)
  expect([heater.name, heater.modelName, heater.connected]).toEqual(['Water Heater', 'NWP500', true])
  expect(await heater.connectivity()).toEqual({ connected: true })

  const copy = reading(heater, told => told.about.cause === 'copy')
  const status = await heater.status()
  expect(status.about.cause).toBe('answer')
  expect(status.about.oddities).toEqual([])
  expect(status).toMatchObject({ command: 16777219, dhwOperationSetting: 'heat-pump', errorCode: 0 })
  expect(status.dhwTemperature).toBeCloseTo(cloud.heaters[0]?.machine.probes.upper ?? 0, 0)
  expect((await copy).command).toBe(0)
  expect(heater.latest?.about.cause).toBe('copy')

  const info = await heater.info()
  expect(info).toMatchObject({ volumeCode: '65-gal', heatpumpUse: 'yes', recirculationUse: 'no' })
  expect((await heater.firmware())?.length).toBeGreaterThan(0)
  expect(await heater.tou.plan()).toMatchObject({ touInfo: { utility: expect.any(String) } })
  expect(await heater.tou.manufactureId()).toBeUndefined()
  expect(await navilink.simpleDevices()).toEqual([
    expect.objectContaining({ macAddress: heater.macAddress, deviceName: heater.name }),
  ])
  expect((await navilink.appVersion()).appVersion).toBeDefined()
  expect(cloud.requests.filter(call => call === 'POST /user/sign-in')).toHaveLength(1)
})

it('hears what the heater does when the phone app changes it', async () => {
  const cloud = await simulator({ speed: 60 })
  const navilink = client({ cloud: cloud.url })
  const heater = await heaterOf(navilink)
  await heater.status()

  const activity = reading(heater, told => told.about.cause === 'push' && told.operationMode === 'hybrid-efficiency')
  await sayAsPhone(cloud.url, heater, { command: 33554437, mode: 'dhw-mode', param: [2], paramStr: '' })
  expect(await activity).toMatchObject({ dhwOperationSetting: 'electric', command: 0x4000013 })
})

/** The phone app is another program with the same account and an id of its own. */
async function sayAsPhone(url: string, heater: NaviLinkDevice, request: Record<string, unknown>) {
  const { gateway, region } = cloudAddress(url)
  const signIn = await fetch(`${url}/api/v2.1/user/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'owner@example.com', password: 'warm-enough' }),
  })
  const { data } = (await signIn.json()) as {
    data: { token: { accessKeyId: string; secretKey: string; sessionToken: string } }
  }
  const phone = await openMqttConnection({
    gateway,
    region,
    credentials: data.token,
    clientId: 'phone',
    keepAlive: seconds(60),
    operationTimeout: seconds(10),
    clock: wallClock,
    onMessage: () => {},
  })
  const { macAddress, deviceType, additionalValue } = heater
  const requestTopic = `cmd/52/navilink-${macAddress}/ctrl`
  const ids = {
    protocolVersion: 2,
    clientID: 'phone',
    sessionID: '1758919352905',
    requestTopic,
    responseTopic: 'cmd/52/20001/10001/phone/res',
  }
  await phone.publish(
    requestTopic,
    JSON.stringify({ ...ids, request: { macAddress, deviceType, additionalValue, ...request } }),
  )
  await phone.close()
}

it('watches: a status at every interval of the heater’s clock', async () => {
  const cloud = await simulator({ speed: 3600 })
  const navilink = client({ cloud: cloud.url, heaterClock: cloud.heaterClock })
  const heater = await heaterOf(navilink)
  const at: number[] = []
  for await (const status of heater.watch({ interval: minutes(5) })) {
    if (status.about.cause === 'answer') at.push(status.about.at.getTime())
    if (at.length === 12) break
  }
  expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(hours(0.8))
})

it('comes back after the connection is cut, and hears pushes again', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url })
  const heater = await heaterOf(navilink)
  await heater.status()
  const states: string[] = []
  const online = new Promise<void>(resolve => {
    navilink.link.on('state', state => {
      states.push(state)
      if (state === 'online') resolve()
    })
  })
  cloud.dropConnections()
  await online
  expect(states).toEqual(['waiting', 'signing-in', 'connecting', 'subscribing', 'online'])
  // Before the first answer on the new connection nobody knows how old a push is.
  expect((await heater.status()).about.cause).toBe('answer')
  const push = reading(heater, told => told.about.cause === 'push')
  cloud.heaters[0]?.push(0x4000004)
  expect((await push).command).toBe(0x4000004)
})

it('renews credentials without the password when the gateway answers 403', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url })
  const heater = await heaterOf(navilink)
  cloud.expireAwsCredentials()
  expect((await heater.status()).about.cause).toBe('answer')
  expect(cloud.handshakes).toEqual([403, 101])
  expect(cloud.requests).toContain('POST /auth/session/refresh')
  expect(cloud.requests.filter(call => call.endsWith('sign-in'))).toEqual(['POST /user/sign-in'])
})

it('tries a refused password exactly once', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url, password: 'cold' })
  await expect(navilink.devices()).rejects.toThrow(AuthenticationError)
  await expect(navilink.devices()).rejects.toThrow(AuthenticationError)
  await expect(navilink.signIn()).rejects.toThrow(AuthenticationError)
  expect(cloud.requests).toEqual(['POST /user/sign-in'])
})

it('restores a session from disk without a password', async () => {
  const cloud = await simulator()
  const directory = await mkdtemp(join(tmpdir(), 'navilink-session-'))
  open.push({ [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) })
  const store = () => fileSessionStore({ directory, email: 'owner@example.com', address: cloudAddress(cloud.url) })

  const first = client({ cloud: cloud.url, store: store() })
  await first.devices()
  await first.close()
  const [file = ''] = await readdir(directory)
  expect(file).not.toContain('owner')
  expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600)

  const second = client({ cloud: cloud.url, store: store(), password: undefined })
  expect((await (await heaterOf(second)).status()).about.cause).toBe('answer')
  expect(cloud.requests.filter(call => call === 'POST /user/sign-in')).toHaveLength(1)
})

it('says so in words when the sign-in brought no AWS credentials, and REST goes on', async () => {
  const cloud = await simulator()
  cloud.override('POST /user/sign-in', async (_, proceed) => {
    const body = (await (await proceed()).json()) as { data: { token: Record<string, unknown> } }
    for (const key of ['accessKeyId', 'secretKey', 'sessionToken', 'authorizationExpiresIn'])
      delete body.data.token[key]
    return Response.json(body)
  })
  for (const call of ['POST /auth/session/refresh', 'POST /user/secured-sign-in'])
    cloud.override(call, () => Response.json({ code: 200, msg: 'SUCCESS', data: {} }))
  const heater = await heaterOf(client({ cloud: cloud.url }))
  expect(await heater.connectivity()).toEqual({ connected: true })
  await expect(heater.status()).rejects.toThrow(/AWS/)
})

it('knows that a heater is offline, from the list and from the moment it goes', async () => {
  const cloud = await simulator({ heaters: [{}, { connected: false }] })
  const navilink = client({ cloud: cloud.url, timeout: millis(300) })
  const [there, gone] = await navilink.devices()
  if (!there || !gone) throw new Error('Two heaters were expected.')
  expect([there.connected, gone.connected]).toEqual([true, false])
  expect(await gone.connectivity()).toEqual({ connected: false })
  await expect(gone.status()).rejects.toThrow(TimeoutError)

  await there.status()
  const offline = next(there, 'offline')
  const [simulated] = cloud.heaters
  if (simulated) simulated.connected = false
  await offline
  const online = next(there, 'online')
  if (simulated) simulated.connected = true
  await online
  expect(there.connected).toBe(true)
})

it('asks the cloud when the heater of a watch falls silent', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url, timeout: millis(200) })
  const heater = await heaterOf(navilink)
  await heater.status()
  // The event of the heater's leaving gets lost: the link is down at that moment.
  const online = new Promise<void>(resolve => navilink.link.on('state', state => state === 'online' && resolve()))
  cloud.dropConnections()
  const [simulated] = cloud.heaters
  if (simulated) simulated.connected = false
  await online
  const offline = next(heater, 'offline')
  const missed = next(heater, 'missed')
  const stop = new AbortController()
  const watching = (async () => {
    for await (const _ of heater.watch({ interval: seconds(10), signal: stop.signal }));
  })()
  expect(await missed).toBeInstanceOf(TimeoutError)
  await offline
  stop.abort()
  await watching
})

it('keeps the answers of two heaters apart', async () => {
  const cloud = await simulator({ heaters: [{ setpoint: 50 }, { setpoint: 60 }] })
  const heaters = await client({ cloud: cloud.url }).devices()
  const settings = await Promise.all(heaters.flatMap(heater => [heater.status(), heater.status()]))
  expect(settings.map(status => status.dhwTemperatureSetting)).toEqual([50, 50, 60, 60])
})

it('lists a device of another type, and sends it nothing', async () => {
  const cloud = await simulator()
  cloud.override('POST /device/list', async (_, proceed) => {
    const body = (await (await proceed()).json()) as { data: { deviceInfo: Record<string, unknown> }[] }
    for (const { deviceInfo } of body.data) deviceInfo.deviceType = 2
    return Response.json(body)
  })
  const heater = await heaterOf(client({ cloud: cloud.url }))
  expect([heater.name, heater.modelName, heater.supported]).toEqual(['Water Heater', 'device type 2', false])
  const before = cloud.requests.length
  await expect(heater.status()).rejects.toThrow(UnsupportedError)
  await expect(heater.info()).rejects.toThrow('not an NWP500')
  await expect(heater.connectivity()).rejects.toThrow(UnsupportedError)
  expect(() => heater.watch({ interval: seconds(10) })).toThrow(UnsupportedError)
  expect(cloud.requests).toHaveLength(before)
  expect(cloud.handshakes).toEqual([])
})

it('can be closed in the middle of everything, twice, and then says so', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url })
  const heater = await heaterOf(navilink)
  const asked = heater.status()
  const closed = Promise.all([navilink.close(), navilink.close()])
  await expect(asked).rejects.toThrow(ConnectionError)
  await closed
  expect(cloud.connections).toEqual([])
  await expect(heater.status()).rejects.toThrow('closed by this program')
})

it('gives a question up when it is told to, and tells why there was no connection when time is up', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url, timeout: millis(300) })
  const heater = await heaterOf(navilink)
  await cloud.close()
  await expect(heater.status({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  await expect(heater.status()).rejects.toThrow(/no connection to the gateway.*ECONNREFUSED/i)
})

it('goes on after a refused sign-in once somebody gives another password', async () => {
  const cloud = await simulator()
  const store = memorySessionStore()
  await client({ cloud: cloud.url, store }).devices()
  const navilink = client({ cloud: cloud.url, store, password: 'cold' })
  const heater = await heaterOf(navilink)
  cloud.revokeTokens('all')
  cloud.expireAwsCredentials()
  await expect(heater.status()).rejects.toThrow(AuthenticationError)
  expect(navilink.link.state).toBe('auth-failed')
  await navilink.signIn({ password: 'warm-enough ' })
  expect(navilink.link.state).toBe('signing-in')
  expect((await heater.status()).about.cause).toBe('answer')
})

it('goes on asking over an open link while the REST service is down', async () => {
  const cloud = await simulator()
  let ahead = 0
  const clock = { ...wallClock, now: () => Date.now() + ahead }
  const heater = await heaterOf(client({ cloud: cloud.url, clock }))
  await heater.status()
  cloud.override('*', () => new Response('down', { status: 503 }))
  // The access token is old by now, and can't be renewed.
  ahead = hours(2)
  expect((await heater.status()).about.cause).toBe('answer')
})

it('ends questions and watches when it is closed', async () => {
  const cloud = await simulator({ heaters: [{}, { connected: false }] })
  const navilink = client({ cloud: cloud.url })
  const [there, gone] = await navilink.devices()
  const asked = gone?.status().catch((error: Error) => error)
  const watched = (async () => {
    for await (const _ of there?.watch({ interval: hours(1) }) ?? []) void navilink.close()
  })()
  await watched
  expect(await asked).toMatchObject({ name: 'ConnectionError', message: 'The client was closed by this program.' })
})

it('takes no answer of another heater for its own', async () => {
  const cloud = await simulator({ heaters: [{ setpoint: 50 }, { setpoint: 60 }] })
  const navilink = client({ cloud: cloud.url, timeout: millis(300) })
  const [first, second] = await navilink.devices()
  if (!first || !second) throw new Error('Two heaters were expected.')
  const [simulated, other] = cloud.heaters
  if (!simulated || !other) throw new Error('Two heaters were expected.')
  await second.status()
  simulated.connected = false
  first.once('message', (_, envelope) => {
    // The other one answers with the id of the question.
    const { sessionID, responseTopic } = envelope as { sessionID: string; responseTopic: string }
    other.send(responseTopic, { sessionID, response: { ...other.address, status: other.statusFrame(0) } })
  })
  await expect(first.status()).rejects.toThrow(TimeoutError)
})

it('does not send the password for keys that the gateway refuses and the cloud stands by', async () => {
  const cloud = await simulator()
  let keys: unknown
  for (const call of ['POST /auth/session/refresh', 'POST /user/secured-sign-in'])
    cloud.override(call, () => Response.json({ code: 200, msg: 'SUCCESS', data: keys }))
  cloud.override('POST /user/sign-in', async (_, proceed) => {
    const answer = await proceed()
    keys = ((await answer.clone().json()) as { data: { token: unknown } }).data.token
    return answer
  })
  const heater = await heaterOf(client({ cloud: cloud.url, timeout: millis(300) }))
  cloud.expireAwsCredentials()
  await expect(heater.status()).rejects.toThrow('HTTP 403')
  expect(cloud.handshakes.length).toBeGreaterThan(1)
  expect(cloud.requests.filter(call => call === 'POST /user/sign-in')).toHaveLength(1)
})

it('changes nothing in a client that only reads, and takes no time-out below zero', async () => {
  const cloud = await simulator()
  const navilink = client({ cloud: cloud.url, readOnly: true })
  const heater = await heaterOf(navilink)
  const target = { pushToken: 'token', modelName: 'model', appVersion: '1', os: 'A', osVersion: '1' }
  for (const write of [
    () => heater.setTemperature(50),
    () => heater.powerOff(),
    () => navilink.updatePushToken(target),
    () => navilink.link.publish('cmd/52/any', {}),
  ])
    await expect(write()).rejects.toThrow(UnsupportedError)
  expect((await heater.status()).about.cause).toBe('answer')
  expect(() => client({ cloud: cloud.url, timeout: seconds(-1) })).toThrow(RangeError)
})

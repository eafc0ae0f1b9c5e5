/** The simulated cloud as a stranger meets it: plain `fetch`, MQTT.js and raw sockets over loopback. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import mqtt from 'mqtt'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Simulator, startSimulator } from '#simulator/index'
import { hours, minutes, seconds } from '#time/duration'
import { certificate as cert, certificateKey as key } from '../fixtures/certificate.ts'
import { call, signedUrl, signIn } from '../fixtures/plain-client.ts'
import { plainHome } from '../fixtures/plain-home.ts'

const status = 0x1000003
const deviceInfo = 0x1000001
const end = 0x1000002
const dhwMode = 0x2000005
const temperature = 0x2000020

describe('an owner looks at the tank', () => {
  it('from the password to the second status', async () => {
    const { simulator, mac, connect } = await plainHome()
    const { accessToken } = await signIn(simulator)
    const list = await call(
      simulator,
      '/device/list',
      { userId: 'owner@example.com', offset: 0, count: 20 },
      accessToken,
    )
    expect(list).toMatchObject({ status: 200, type: 'application/json', body: { code: 200, msg: 'SUCCESS' } })
    expect(list.body.data).toHaveLength(1)
    expect(list.body.data[0].deviceInfo).toMatchObject({ macAddress: mac, deviceType: 52, connected: 2 })

    const client = await connect()
    const opaque = { sessionID: 'ab'.repeat(16) }
    for (const digit of ['1', '2']) {
      await client.ask(mac, 'st', status, {}, opaque)
      const own = await client.next(({ body }) => body.request !== undefined)
      expect(own.topic).toBe(`cmd/52/navilink-${mac}/st`)
      const answer = await client.next(({ body }) => body.response !== undefined)
      expect(answer.topic).toBe(`cmd/52/navilink-${mac}/plain/res`)
      expect(answer.body).toMatchObject({ ...opaque, clientID: 'plain', requestTopic: own.topic })
      expect(answer.body.response).toMatchObject({ deviceType: 52, macAddress: mac, additionalValue: '5322' })
      expect(Object.keys(answer.body.response.status)).toHaveLength(103)
      expect(answer.body.response.status).toMatchObject({ command: status, dhwTemperatureSetting: 109 })
      const push = await client.next(({ body }) => body.response !== undefined)
      expect(push.topic).toBe(`cmd/52/navilink-${mac}/res`)
      expect(push.body).toMatchObject({ sessionID: digit, response: { status: { command: 0 } } })
    }
    await client.ask(mac, 'st/end', end)
  })

  it('and hears what the heater is, wherever it wants the answer', async () => {
    const { mac, connect } = await plainHome({ heaters: [{ size: '80-gal', firmware: 'old' }] })
    const client = await connect()
    await client.mqtt.subscribeAsync('cmd/52/plain/res/did')
    await client.ask(mac, 'st/did', deviceInfo, {}, { responseTopic: 'cmd/52/plain/res/did' })
    const { topic, body } = await client.next(({ body }) => body.response !== undefined)
    expect(topic).toBe('cmd/52/plain/res/did')
    expect(Object.keys(body.response.feature)).toHaveLength(43)
    expect(body.response.feature).toMatchObject({ volumeCode: 3, controllerSwVersion: 0x0a010000, heatpumpUse: 2 })
    expect(body.response.feature).toMatchObject({ dhwTemperatureMin: 70, dhwTemperatureMax: 131, recirculationUse: 1 })
    await client.ask(mac, 'st', status)
    const answer = await client.next(({ body }) => body.response?.status !== undefined)
    expect(Object.keys(answer.body.response.status)).toHaveLength(87)
  })
})

describe('a control', () => {
  it('is echoed with the new setting and the old activity; the rest follows by push', async () => {
    const { clock, mac, connect, heater } = await plainHome({
      heaters: [{ household: 'nobody', upper: 45, lower: 40 }],
    })
    const client = await connect()
    await client.ask(mac, 'ctrl', dhwMode, { mode: 'nonsense', param: [4], paramStr: '' })
    const echo = await client.next(({ body }) => body.response !== undefined)
    expect(echo.body.response.status).toMatchObject({
      command: dhwMode,
      dhwOperationSetting: 4,
      ...{ operationMode: 0, currentInstPower: 1, compUse: 1, heatUpperUse: 1 },
    })
    await clock.advance(seconds(10))
    const [mode, element] = [await client.next(isPush), await client.next(isPush)].map(
      ({ body }) => body.response.status,
    )
    expect(mode).toMatchObject({ command: 0x4000013, operationMode: 96, heatUpperUse: 1 })
    expect(element).toMatchObject({ command: 0x400001c, heatUpperUse: 2, compUse: 1, currentInstPower: 1 })
    await clock.advance(seconds(30))
    const { response } = (await client.next(isPush)).body
    // What a relay draws is told with the next message.
    expect(response.status).toMatchObject({ compUse: 2, heatUpperUse: 2, currentInstPower: 5001 })
    expect(response.status.command).toBe(0x400001c)
    expect(heater.machine.controller.settings.mode).toBe('high-demand')
  })

  it.each([
    ['power off and on', [0x2000001, []], [0x2000002, []], { dhwOperationSetting: 1 }],
    ['setpoint', [temperature, [120]], [temperature, [98]], { dhwTemperatureSetting: 98 }],
    ['vacation', [dhwMode, [5, 7]], [dhwMode, [5, 9]], { dhwOperationSetting: 5, vacationDaySetting: 9 }],
    ['a setpoint out of range', [temperature, [110]], [temperature, [140]], { dhwTemperatureSetting: 110 }],
    ['a mode that is none', [dhwMode, [3]], [dhwMode, [9]], { dhwOperationSetting: 3 }],
    ['a vacation without days', [dhwMode, [3]], [dhwMode, [5]], { dhwOperationSetting: 3 }],
  ] as const)('%s: goes by the number', async (_, first, second, expected) => {
    const { mac, connect } = await plainHome()
    const client = await connect()
    for (const [code, param] of [first, second]) await client.ask(mac, 'ctrl', code, { mode: '', param })
    await client.next(({ body }) => body.response?.status.command === first[0])
    const echo = await client.next(({ body }) => body.response?.status.command === second[0])
    expect(echo.body.response.status).toMatchObject(expected)
  })

  it('that the heater does not know is met with silence', async () => {
    const { mac, connect } = await plainHome()
    const client = await connect()
    await client.ask(mac, 'ctrl', 0x2000099, { param: [] })
    await client.ask(mac, 'ctrl/rsv/rd', status)
    await client.mqtt.publishAsync(`cmd/52/navilink-${mac}/st`, '{"request":null}')
    await client.mqtt.publishAsync(`cmd/52/navilink-${mac}/st`, '[]')
    await client.ask(mac, 'st', status)
    const answer = await client.next(({ body }) => body.response !== undefined)
    expect(answer.body.sessionID).toBe(String(status))
  })

  it('that follows too fast is refused when the simulator says so', async () => {
    const { clock, mac, connect } = await plainHome({ controlGap: seconds(30) })
    const client = await connect()
    const setpoint = (half: number) =>
      client.ask(mac, 'ctrl', temperature, { param: [half] }, { sessionID: `s${half}` })
    await setpoint(100)
    await setpoint(102)
    const refusal = await client.next(({ topic }) => topic.endsWith('/ctrl-fail'))
    expect(refusal.topic).toBe(`cmd/52/navilink-${mac}/res/ctrl-fail`)
    expect(refusal.body).toMatchObject({
      sessionID: 's102',
      clientID: 'plain',
      response: { failCode: 2, macAddress: mac },
    })
    await clock.advance(seconds(30))
    await setpoint(104)
    const echo = await client.next(({ body }) => body.sessionID === 's104' && body.response !== undefined)
    expect(echo.body.response.status.dhwTemperatureSetting).toBe(104)
  })
})

const isPush = ({ topic, body }: { topic: string; body: { response?: unknown } }) =>
  topic.endsWith('/res') && !topic.endsWith('/plain/res') && body.response !== undefined

it('a heater out of reach is silent, and announced', async () => {
  const { simulator, heater, mac, connect } = await plainHome()
  const { accessToken } = await signIn(simulator)
  const client = await connect()
  await client.mqtt.subscribeAsync(`evt/52/navilink-${mac}/#`)
  heater.fail(480, 1)
  heater.connected = false
  const gone = await client.next(({ topic }) => topic === `evt/52/navilink-${mac}/connection`)
  expect(gone.body.event).toMatchObject({ macAddress: mac, connection: { status: 0 } })
  await client.ask(mac, 'st', status, {}, { sessionID: 'lost' })
  const user = { userId: 'owner@example.com' }
  const list = await call(simulator, '/device/list', { ...user, offset: 0, count: 20 }, accessToken)
  expect(list.body.data[0]).toMatchObject({ deviceInfo: { connected: 1 }, error: { errorCode: 480 } })
  const query = `?macAddress=${mac}&additionalValue=5322&userId=owner@example.com`
  const connectivity = await call(simulator, `/device/connectivity-status${query}`, undefined, accessToken)
  expect(connectivity.body.data.connected).toBe(1)

  heater.connected = true
  const back = await client.next(
    ({ topic, body }) => topic.endsWith('/connection') && body.event.connection.status === 1,
  )
  expect(back.body.sessionNumber).toBe(gone.body.sessionNumber + 1)
  await client.ask(mac, 'st', status, {}, { sessionID: 'found' })
  const answer = await client.next(({ body }) => body.response?.status !== undefined)
  expect(answer.body).toMatchObject({ sessionID: 'found', response: { status: { errorCode: 480, subErrorCode: 1 } } })
})

describe('time', () => {
  it('runs for the heater as fast as asked, and for clients as it is', async () => {
    const start = Date.UTC(2026, 0, 5)
    const { clock, simulator, heater } = await plainHome({ speed: 3600, heaterStart: start, heaters: [{}] })
    expect(heater.machine.meters.delivered).toBe(0)
    const { accessToken } = await signIn(simulator)
    await clock.advance(seconds(24))
    expect(simulator.heaterClock.now()).toBe(start + hours(24))
    const { meters } = heater.machine
    expect(meters.delivered - meters.inlet).toBeGreaterThan(2000)
    expect(meters.electricity).toBeGreaterThan(500)
    const phone = { pushToken: 'made-up', modelName: 'made-up', appVersion: '2.04.00', os: 'A', osVersion: '14' }
    const told = await call(simulator, '/app/update-push-token', { userId: 'owner@example.com', ...phone }, accessToken)
    expect(told.body.code).toBe(200)
  })

  it('ends tokens and AWS credentials, each by its own clock', async () => {
    const tokenLifetimes = { authentication: minutes(10), authorization: minutes(20) }
    const { clock, simulator } = await plainHome({ tokenLifetimes })
    const token = await signIn(simulator)
    expect(token).toMatchObject({ authenticationExpiresIn: 600, authorizationExpiresIn: 1200 })
    const page = { userId: 'owner@example.com', offset: 0, count: 1 }
    const list = async (accessToken: string) => (await call(simulator, '/device/list', page, accessToken)).body.code
    const upgrade = async () => (await fetchUpgrade(simulator, clock.now(), token)).status
    await clock.advance(minutes(9.9))
    expect([await list(token.accessToken), await upgrade()]).toEqual([200, 101])
    await clock.advance(minutes(0.1))
    expect([await list(token.accessToken), await upgrade()]).toEqual([401, 101])
    const renewed = (await call(simulator, '/auth/refresh', { refreshToken: token.refreshToken })).body.data
    expect(Object.keys(renewed)).toEqual(['idToken', 'accessToken', 'refreshToken', 'authenticationExpiresIn'])
    expect(await list(renewed.accessToken)).toBe(200)
    await clock.advance(minutes(10))
    expect(await upgrade()).toBe(403)
  })
})

describe('the address', () => {
  it('may be called by any name', async () => {
    const { simulator } = await plainHome()
    const answer = await rest(simulator.url, { headers: { host: 'nlus.naviensmartcontrol.com' } })
    expect(JSON.parse(answer)).toMatchObject({ code: 200 })
  })

  it('speaks TLS when given a certificate', async () => {
    const { clock, simulator } = await plainHome({ tls: { cert, key } })
    expect(simulator.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const body = { userId: 'owner@example.com', password: 'warm-enough' }
    const { token } = JSON.parse(await rest(simulator.url, { ca: cert }, '/user/sign-in', body)).data
    const client = await mqtt.connectAsync(signedUrl(simulator, token, clock.now()).href, {
      ca: cert,
      reconnectPeriod: 0,
    })
    expect(simulator.connections).toHaveLength(1)
    await client.endAsync()
  })

  it('is refused in words when it cannot be had', async () => {
    const { clock, simulator } = await plainHome()
    const [port, timers] = [Number(new URL(simulator.url).port), clock.pending]
    await expect(startSimulator({ clock, port })).rejects.toThrow(/EADDRINUSE/)
    expect(clock.pending).toBe(timers)
    await expect(startSimulator({ speed: 0 })).rejects.toThrow('The speed is 0; it must be above zero.')
    await expect(startSimulator({ heaters: [{ macAddress: '00:11' }] })).rejects.toThrow(/twelve lower-case hex digits/)
  })
})

function rest(url: string, options: RequestOptions, path = '/app/version', body: unknown = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https') ? httpsRequest : httpRequest
    const request = send(`${url}/api/v2.1${path}`, { ...options, method: 'POST' }, response => {
      let text = ''
      response.on('data', chunk => (text += chunk))
      response.on('end', () => resolve(text))
    })
    request.on('error', reject).end(JSON.stringify(body))
  })
}

async function fetchUpgrade(simulator: Simulator, now: number, token: Awaited<ReturnType<typeof signIn>>) {
  return new Promise<{ status: number }>(resolve => {
    const socket = new WebSocket(signedUrl(simulator, token, now), 'mqtt')
    socket.on('upgrade', response => resolve({ status: response.statusCode ?? 0 }))
    socket.on('open', () => socket.close())
    socket.on('unexpected-response', (request, response) => {
      resolve({ status: response.statusCode ?? 0 })
      request.destroy()
    })
    socket.on('error', () => {})
  })
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, signIn, type Token } from '../../test/fixtures/plain-client.ts'
import { type Simulator, startSimulator } from './index.ts'

const user = { userId: 'owner@example.com' }
let simulator: Simulator
let token: Token
beforeAll(async () => {
  const heaters = Array.from({ length: 25 }, (_, i) => ({ name: `Heater ${i}`, household: 'nobody' }) as const)
  simulator = await startSimulator({ heaters })
  token = await signIn(simulator)
})
afterAll(() => simulator.close())

const post = (path: string, body: unknown = user) => call(simulator, path, body, token.accessToken)
const address = () => {
  const { macAddress, additionalValue, controllerSerialNumber } = simulator.heaters[0]?.identity ?? {}
  return { macAddress, additionalValue, controllerSerialNumber }
}

describe('signing in', () => {
  it('answers with user, legal texts and a whole token', async () => {
    const { body } = await call(simulator, '/user/sign-in', { ...user, password: 'warm-enough' })
    expect(body).toMatchObject({ code: 200, msg: 'SUCCESS', data: { userInfo: { userType: 'O', userSeq: 10_001 } } })
    expect(Object.keys(body.data.token)).toEqual([
      ...['idToken', 'accessToken', 'refreshToken', 'authenticationExpiresIn'],
      ...['accessKeyId', 'secretKey', 'sessionToken', 'authorizationExpiresIn'],
    ])
  })

  it.each([
    ['a wrong password', { ...user, password: 'cold' }, 1001, 'INVALID_USER_PASSWORD'],
    ['no password', user, 1001, 'INVALID_USER_PASSWORD'],
    ['an unknown user', { userId: 'else@example.com', password: 'warm-enough' }, 404, 'USER_NOT_FOUND'],
    ['no object', 'owner', 400, 'COMMON_BAD_REQUEST'],
  ])('refuses %s with HTTP 200', async (_, body, code, msg) => {
    expect(await call(simulator, '/user/sign-in', body)).toEqual({
      status: 200,
      type: 'application/json',
      body: { code, msg },
    })
  })
})

describe('renewing', () => {
  it('brings tokens without AWS credentials and without an authorization header', async () => {
    const { body } = await call(simulator, '/auth/refresh', { refreshToken: token.refreshToken })
    expect(Object.keys(body.data)).toEqual(['idToken', 'accessToken', 'refreshToken', 'authenticationExpiresIn'])
    expect((await call(simulator, '/auth/refresh', { refreshToken: 'made-up' })).body.code).toBe(401)
  })

  it('brings AWS credentials alone, with or without the shape of a sign-in', async () => {
    const aws = ['accessKeyId', 'secretKey', 'sessionToken', 'authorizationExpiresIn']
    expect(Object.keys((await post('/auth/session/refresh')).body.data)).toEqual(aws)
    const { data } = (await post('/user/secured-sign-in')).body
    expect(Object.keys(data)).toEqual(['userInfo', 'legal', 'token'])
    expect(Object.keys(data.token)).toEqual(aws)
  })
})

describe('the door', () => {
  it.each([
    ['no token', '/device/list', undefined],
    ['an unknown path', '/device/nonsense', 'given'],
  ])('answers %s as the gateway does', async (_, path, given) => {
    expect(await call(simulator, path, user, given && token.accessToken)).toEqual({
      status: 403,
      type: 'application/json',
      body: { message: 'Missing Authentication Token' },
    })
  })

  it('answers an unknown token and one with Bearer by code 401', async () => {
    for (const given of ['nobody', `Bearer ${token.accessToken}`])
      expect((await call(simulator, '/device/list', user, given)).body.code).toBe(401)
  })

  it('is open without a token for the state of the service, whatever the Host', async () => {
    const response = await fetch(`${simulator.url}/api/v2.1/app/version`, { method: 'POST', body: '{"os":"A"}' })
    expect(((await response.json()) as { data: unknown }).data).toEqual({
      appVersion: '2.04.00',
      appForceVersion: '2.00.00',
    })
  })

  it('lets tests answer in place of the service, for as long as they want', async () => {
    const restore = simulator.override('POST /device/info', () => new Response('<html>', { status: 502 }))
    const asked = () => fetch(`${simulator.url}/api/v2.1/device/info`, { method: 'POST', body: '{}' })
    expect([(await asked()).status, await (await asked()).text()]).toEqual([502, '<html>'])
    restore()
    expect((await asked()).status).toBe(403)
    const changed = simulator.override('*', async (_, proceed) => new Response((await proceed()).body, { status: 299 }))
    expect((await asked()).status).toBe(299)
    changed()
    expect(simulator.requests.filter(one => one === 'POST /device/info')).toHaveLength(4)
  })

  it('closes over a call that is never answered', async () => {
    const other = await startSimulator()
    other.override('*', () => new Promise<Response>(() => {}))
    const hanging = fetch(`${other.url}/api/v2.1/app/version`, { method: 'POST' }).catch((error: Error) => error.name)
    while (other.requests.length === 0) await new Promise(setImmediate)
    await other.close()
    expect(await hanging).toBe('TypeError')
  })
})

describe('heaters', () => {
  it('are listed in pages of twenty at most', async () => {
    const page = async (offset: number, count: number) =>
      (await post('/device/list', { ...user, offset, count })).body.data.map(
        (one: { deviceInfo: { deviceName: string } }) => one.deviceInfo.deviceName,
      )
    expect(await page(0, 1)).toEqual(['Heater 0'])
    expect(await page(0, 99)).toHaveLength(20)
    expect(await page(20, 20)).toHaveLength(5)
    expect(await page(40, 20)).toEqual([])
    expect((await post('/device/list', user)).body.code).toBe(400)
  })

  it('tell info and firmware', async () => {
    const info = (await post('/device/info', { ...user, ...address() })).body.data
    expect(Object.keys(info)).toEqual(['deviceInfo', 'location', 'installer', 'alarmInfo', 'descaling'])
    const { firmwares } = (await post('/device/firmware/info', { ...user, ...address() })).body.data
    expect(firmwares[0]).toMatchObject({ macAddress: address().macAddress, curVersion: 0x0b050000 })
    expect((await post('/device/info', { ...user, macAddress: 'none' })).body.code).toBe(400)
  })

  it('have a time-of-use plan for who knows the serial number', async () => {
    const { macAddress, additionalValue, controllerSerialNumber = '' } = address()
    const tou = async (controllerId: string) => {
      const query = new URLSearchParams({
        ...user,
        userType: 'O',
        controllerId,
        ...{ macAddress, additionalValue },
      } as Record<string, string>)
      return (await call(simulator, `/device/tou?${query}`, undefined, token.accessToken)).body
    }
    const { touInfo } = (await tou(controllerSerialNumber)).data
    expect(touInfo.schedule.map((one: { season: number }) => one.season)).toEqual([480, 3615])
    expect(await tou('another')).toEqual({ code: 500, msg: 'INTERNAL_SERVER_ERROR' })
  })
})

it('revokes access tokens, and refresh tokens when asked', async () => {
  simulator.revokeTokens()
  expect((await post('/device/list')).body.code).toBe(401)
  token = await signIn(simulator)
  simulator.revokeTokens('all')
  expect((await call(simulator, '/auth/refresh', { refreshToken: token.refreshToken })).body.code).toBe(401)
})

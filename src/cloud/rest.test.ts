import { expect, it, vi } from 'vitest'
import { ConnectionError, ProtocolError, RefusedError } from '#schema/errors'
import { minutes } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { keptLog, refusal, startTestCloud, success, type TestCloud } from '../../test/fixtures/test-cloud.ts'
import { cloudAddress } from './address.ts'
import { Http } from './http.ts'
import { type Caller, Rest } from './rest.ts'

const heater = { macAddress: '0123456789ab', additionalValue: '5322' }
const caller: Caller = { token: 'token', email: 'owner@example.com' }

/** What one call sends, and what it makes of an answer. */
function over(answer: (body: Record<string, unknown>, url: URL) => Response) {
  const sent: { call: string; body: unknown; query: unknown; token: string | null }[] = []
  const log = keptLog()
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    const body = init?.body ? JSON.parse(String(init.body)) : undefined
    const call = `${init?.method} ${url.pathname.replace('/api/v2.1', '')}`
    sent.push({
      call,
      body,
      query: Object.fromEntries(url.searchParams),
      token: new Headers(init?.headers).get('authorization'),
    })
    return answer(body, url)
  }
  const clock = manualClock()
  const address = cloudAddress('http://127.0.0.1:8484')
  return { sent, log, clock, rest: new Rest(new Http({ address, fetch, clock, random: () => 0, logger: log })) }
}

const userId = caller.email
const device = { userId, ...heater }
const none = {}
it.each<[string, (rest: Rest) => Promise<unknown>, object | undefined, object, string | null]>([
  ['POST /user/sign-in', rest => rest.signIn(userId, 'pw'), { userId, password: 'pw' }, none, null],
  ['POST /auth/refresh', rest => rest.refresh('r'), { refreshToken: 'r' }, none, null],
  ['POST /auth/session/refresh', rest => rest.refreshSession(caller), { userId }, none, 'token'],
  ['POST /user/secured-sign-in', rest => rest.securedSignIn(caller), { userId }, none, 'token'],
  ['POST /device/info', rest => rest.deviceInfo(caller, heater), device, none, 'token'],
  ['POST /device/firmware/info', rest => rest.firmware(caller, heater), device, none, 'token'],
  [
    'GET /device/tou',
    rest => rest.tou(caller, heater, 'AA00', 'M'),
    undefined,
    { ...device, controllerId: 'AA00', userType: 'M' },
    'token',
  ],
  [
    'GET /device/tou',
    rest => rest.tou(caller, heater, 'AA00'),
    undefined,
    { ...device, controllerId: 'AA00', userType: 'O' },
    'token',
  ],
  ['POST /app/version', rest => rest.appVersion(), { os: 'A' }, none, null],
])('%s is sent as the app sends it', async (call, send, body, query, token) => {
  const { rest, sent } = over(() => success({}))
  await send(rest)
  expect(sent).toEqual([{ call, body, query, token }])
})

it('sends a push token and takes an answer without data', async () => {
  const { rest, sent } = over(() => Response.json({ code: 200, msg: 'SUCCESS' }))
  const target = { pushToken: 'p', modelName: 'm', appVersion: '1', os: 'A', osVersion: '14' }
  await rest.updatePushToken(caller, target)
  expect(sent[0]).toMatchObject({ call: 'POST /app/update-push-token', body: { userId, ...target }, token: 'token' })
})

const record = (index: number) => ({
  deviceInfo: {
    macAddress: index.toString(16).padStart(12, '0'),
    additionalValue: '5322',
    deviceType: 52,
    connected: 2,
  },
})

it.each([0, 1, 19, 20, 21, 40, 45])('lists all of %d heaters, page by page', async count => {
  const all = Array.from({ length: count }, (_, index) => record(index))
  const { rest, sent } = over(({ offset, count: asked }) =>
    success(all.slice(Number(offset), Number(offset) + Number(asked))),
  )
  expect((await rest.devices(caller)).map(({ deviceInfo }) => deviceInfo.macAddress)).toEqual(
    all.map(({ deviceInfo }) => deviceInfo.macAddress),
  )
  expect(sent.length).toBe(Math.floor(count / 20) + 1)
  expect(sent.map(({ body }) => body)).toEqual(sent.map((_, page) => ({ userId, offset: page * 20, count: 20 })))
})

it('ends where a cloud sends the same page for ever', async () => {
  const { rest, sent } = over(() => success(Array.from({ length: 20 }, (_, index) => record(index))))
  expect(await rest.devices(caller)).toHaveLength(20)
  expect(sent).toHaveLength(2)
})

it('row 30: a heater with lost or odd fields hides no other', async () => {
  const odd = [{ deviceInfo: null }, null, 'tank', { deviceInfo: { deviceName: 'no address' } }]
  const renamed = { deviceInfo: { macAddress: '00000000000f', kind: 52 }, place: {} }
  const { rest, log } = over(() => success([record(1), ...odd, renamed, record(2)]))
  expect((await rest.devices(caller)).map(({ deviceInfo }) => deviceInfo.macAddress)).toEqual([
    '000000000001',
    '00000000000f',
    '000000000002',
  ])
  expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(odd.length)
})

it('knows an account without heaters from an answer that is none', async () => {
  expect(await over(() => success(null)).rest.devices(caller)).toEqual([])
  await expect(over(() => success({ list: [] })).rest.devices(caller)).rejects.toThrow(ProtocolError)
})

it.each([
  [1, false],
  [2, true],
  ['2', true],
])('connected %j is %j', async (connected, expected) => {
  const { rest, sent } = over(() => success({ deviceInfo: { connected } }))
  expect(await rest.connectivity(caller, heater)).toBe(expected)
  expect(sent).toHaveLength(1)
})

it.each([
  ['tells it', () => success({ connected: 1 }), false],
  ['tells it not', () => success({}), undefined],
  ['has nothing to tell', () => success(null), undefined],
  ['is unknown', () => Response.json({ message: 'Missing Authentication Token' }, { status: 403 }), undefined],
])('asks the call of early notes where the record says nothing; that one %s', async (_, answer, expected) => {
  const { rest, sent } = over((__, url) => (url.pathname.endsWith('/info') ? success({ deviceInfo: {} }) : answer()))
  expect(await rest.connectivity(caller, heater)).toBe(expected)
  expect(sent.map(({ call }) => call)).toEqual(['POST /device/info', 'GET /device/connectivity-status'])
})

it('leaves a 401 of that call to the session', async () => {
  const { rest } = over((_, url) => (url.pathname.endsWith('/info') ? success({ deviceInfo: {} }) : refusal(401, 'NO')))
  await expect(rest.connectivity(caller, heater)).rejects.toMatchObject({ failCode: 401 })
})

it('has no firmware for accounts that may not see it', async () => {
  expect(await over(() => refusal(403, 'FORBIDDEN')).rest.firmware(caller, heater)).toBeUndefined()
  expect(await over(() => success({ firmwares: [{ curSwCode: 1 }] })).rest.firmware(caller, heater)).toHaveLength(1)
  await expect(over(() => refusal(404, 'COMMON_NOT_AUTHORIZED')).rest.firmware(caller, heater)).rejects.toThrow(
    RefusedError,
  )
})

it('has no time-of-use plan where none is registered', async () => {
  expect(await over(() => success(null)).rest.tou(caller, heater, 'AA00')).toBeUndefined()
})

it('tells maintenance from an open service', async () => {
  const data = { serverCheckText: 'Back at 6.\\nSorry.' }
  expect(await over(() => Response.json({ code: 403, data })).rest.appVersion()).toEqual({
    maintenance: 'Back at 6.\nSorry.',
  })
  expect(await over(() => success({ appVersion: '2.04.00' })).rest.appVersion()).toEqual({ appVersion: '2.04.00' })
  await expect(over(() => Response.json({ code: 403, data })).rest.devices(caller)).rejects.toThrow(
    /closed for maintenance: Back at 6. Sorry./,
  )
})

it('row 30: the other calls survive a change of fields, or say that it is one', async () => {
  const { rest } = over(() => success('surprise'))
  await expect(rest.deviceInfo(caller, heater)).rejects.toThrow(ProtocolError)
  await expect(rest.signIn(userId, 'pw')).rejects.toThrow(/POST \/user\/sign-in with another kind of record/)
})

it('row 30: an outage of days is a ConnectionError each time', async () => {
  for (const answer of [() => new Response('<html>', { status: 503 }), () => new Response('', { status: 500 })]) {
    const { rest, clock, sent } = over(answer)
    const asked = expect(rest.devices(caller)).rejects.toThrow(ConnectionError)
    await clock.advance(minutes(1))
    await asked
    expect(sent).toHaveLength(3)
  }
})

it('gets what the simulated cloud tells', async () => {
  await using cloud: TestCloud = await startTestCloud({ heaters: [{}, { connected: false }] })
  const { rest, simulator } = cloud
  const { token } = await rest.signIn(simulator.account.email, simulator.account.password)
  const me = { token: token.accessToken ?? '', email: simulator.account.email }
  const [first, second] = (await rest.devices(me)).map(({ deviceInfo }) => deviceInfo)
  if (!first || !second) throw new Error('The list is short.')
  expect(first).toMatchObject({ deviceType: 52, connected: 2 })
  expect(await rest.connectivity(me, first)).toBe(true)
  expect(await rest.connectivity(me, second)).toBe(false)
  expect((await rest.firmware(me, first))?.length).toBeGreaterThan(0)
  expect(await rest.appVersion()).toMatchObject({ appVersion: expect.any(String) })
  const serial = simulator.heaters[0]?.identity.controllerSerialNumber ?? ''
  expect((await rest.tou(me, first, serial))?.touInfo?.schedule.length).toBeGreaterThan(0)
})

it('lets a call be given up', async () => {
  const { rest, clock } = over(() => new Response('', { status: 503 }))
  const stop = new AbortController()
  const end = vi.fn()
  const asked = rest.devices({ ...caller, signal: stop.signal }).catch(end)
  await clock.settle()
  stop.abort('enough')
  await asked
  expect(end).toHaveBeenCalledWith('enough')
})

import { expect, it, vi } from 'vitest'
import { ConnectionError, ProtocolError } from '#schema/errors'
import { minutes } from '#time/duration'
import { type CallRow, caller, answeredRest as over, wanted, wayOf } from '../../test/fixtures/answered-rest.ts'
import { startTestCloud, success } from '../../test/fixtures/test-cloud.ts'
import type { Rest } from './rest.ts'

const userId = caller.email
it.each<[string, (rest: Rest) => Promise<unknown>, object, string | null]>([
  ['POST /user/sign-in', rest => rest.signIn(userId, 'pw'), { userId, password: 'pw' }, null],
  ['POST /auth/refresh', rest => rest.refresh('r'), { refreshToken: 'r' }, null],
  ['POST /auth/session/refresh', rest => rest.refreshSession(caller), { userId }, 'token'],
  ['POST /user/secured-sign-in', rest => rest.securedSignIn(caller), { userId }, 'token'],
  ['POST /app/version', rest => rest.appVersion(), { os: 'A' }, null],
])('%s is sent as the app sends it', async (call, send, body, token) => {
  const { rest, sent } = over(() => success({}))
  await send(rest)
  expect(sent).toEqual([{ call, body, query: {}, token }])
})

const target = { pushToken: 'p', modelName: 'm', appVersion: '1', os: 'A', osVersion: '14' }
const page = { offset: 0, count: 20 }
it.each<CallRow>([
  ['POST /user/info', rest => rest.user(caller), { userId }],
  ['POST /device/list', rest => rest.devices(caller), { userId, ...page }],
  ['POST /device/simple-list', rest => rest.simpleDevices(caller), { userId, targetUserId: userId, ...page }],
  ['POST /device/simple-list', rest => rest.simpleDevices(caller, 'o@x.y'), { userId, targetUserId: 'o@x.y', ...page }],
  ['POST /app/update-push-token', rest => rest.updatePushToken(caller, target), { userId, ...target }, {}, 1],
  ['POST /auth/session/refresh', rest => rest.refreshSession(caller), { userId }, {}, 1],
  ['POST /user/secured-sign-in', rest => rest.securedSignIn(caller), { userId }, {}, 1],
])('%s is a call of the account, repeated only when it reads', async (...row) => {
  expect(await wayOf(row)).toEqual(wanted(row))
})

it('takes an answer without data where none is expected', async () => {
  const { rest } = over(() => Response.json({ code: 200, msg: 'SUCCESS' }))
  await expect(rest.updatePushToken(caller, target)).resolves.toBeUndefined()
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

it('lists heaters in short, and leaves out what is none', async () => {
  const { rest } = over(() =>
    success([{ macAddress: '01:23:45:67:89:AB', deviceName: 'Cellar' }, null, { deviceName: 'x' }]),
  )
  expect(await rest.simpleDevices(caller)).toEqual([
    { macAddress: '0123456789ab', additionalValue: '', deviceType: 0, deviceName: 'Cellar' },
  ])
})

it('knows the user, as much as is told', async () => {
  const { rest } = over(() => success({ userType: 'O', userLastName: null, userEmail: userId, userPhoneNumber: '' }))
  expect(await rest.user(caller)).toEqual({ userType: 'O', userEmail: userId })
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
  await expect(rest.user(caller)).rejects.toThrow(ProtocolError)
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
  await using cloud = await startTestCloud({ heaters: [{ name: 'Cellar' }, { connected: false }] })
  const { rest, simulator } = cloud
  const { email, password } = simulator.account
  const { token } = await rest.signIn(email, password)
  const me = { token: token.accessToken ?? '', email }
  const listed = (await rest.devices(me)).map(({ deviceInfo }) => deviceInfo)
  expect(listed).toMatchObject([{ deviceName: 'Cellar', deviceType: 52, connected: 2 }, { connected: 1 }])
  expect(await rest.simpleDevices(me)).toEqual(
    listed.map(({ macAddress, deviceName }) => ({ macAddress, deviceName, additionalValue: '5322', deviceType: 52 })),
  )
  await expect(rest.simpleDevices(me, 'another@example.com')).rejects.toMatchObject({ failCode: 404 })
  expect(await rest.user(me)).toMatchObject({ userType: 'O', userSeq: 10_001, userEmail: email })
  expect(await rest.appVersion()).toMatchObject({ appVersion: expect.any(String) })
  await rest.updatePushToken(me, target)
  expect(cloud.log.lines.some(({ text }) => text.includes(email))).toBe(false)
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

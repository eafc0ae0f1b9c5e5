import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { random } from '#physics/random'
import { hours } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { signIn, type Token } from '../../test/fixtures/plain-client.ts'
import { accountFinder } from './account.ts'
import { Credentials } from './credentials.ts'
import { Faults } from './faults.ts'
import { type Simulator, startSimulator } from './index.ts'
import { openRest } from './rest.ts'

let simulator: Simulator
let token: Token
beforeAll(async () => {
  const account = { password: 'warm-enough', heaters: [{ household: 'nobody' } as const] }
  simulator = await startSimulator({ accounts: [account, { ...account, email: 'another@example.com' }] })
  token = await signIn(simulator)
})
afterAll(() => simulator.close())

const userId = 'owner@example.com'
const heaterOf = (index: number) => {
  const identity = simulator.heaters[index]?.identity
  if (identity === undefined) throw new Error('The simulation is short of heaters.')
  const { macAddress, additionalValue, controllerSerialNumber } = identity
  return { address: { macAddress, additionalValue }, controllerId: controllerSerialNumber }
}

/** Code and data of one call; fields go into the query of a GET or DELETE. */
async function say(call: string, fields: object) {
  const [method = '', path = ''] = call.split(' ')
  const inQuery = method === 'GET' || method === 'DELETE'
  const query = inQuery ? `?${new URLSearchParams(fields as Record<string, string>)}` : ''
  const response = await fetch(`${simulator.url}/api/v2.1${path}${query}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: token.accessToken },
    ...(inQuery ? {} : { body: JSON.stringify(fields) }),
  })
  // biome-ignore lint/suspicious/noExplicitAny: whatever was said is looked into by the test
  return (await response.json()) as { code: number; msg: string; data?: any }
}

const bad = { code: 400, msg: 'COMMON_BAD_REQUEST' }
const fault = { code: 500, msg: 'INTERNAL_SERVER_ERROR' }
const notAuthorized = { code: 404, msg: 'COMMON_NOT_AUTHORIZED' }

const plan = {
  registerPath: 'wifi',
  sourceType: 'openei',
  sourceData: {},
  zipCode: '02101',
  touInfo: { name: 'Flat', utility: 'Example', schedule: [{ season: 4095, interval: [] }], zipCode: '02101' },
}

describe('a time-of-use plan', () => {
  it('is answered as it was put, with the ZIP code as a number', async () => {
    const { address, controllerId } = heaterOf(0)
    const put = await say('PUT /device/tou', { ...address, ...plan, userId, userType: 'O' })
    expect(put.data).toMatchObject({ registerPath: 'wifi', touInfo: { ...plan.touInfo, zipCode: 2101, controllerId } })
    expect(await say('GET /device/tou', { ...address, controllerId, userId, userType: 'O' })).toEqual(put)
  })

  it.each([
    ['no schedule', { touInfo: { name: 'Flat', utility: 'Example' } }],
    ['a season without windows', { touInfo: { ...plan.touInfo, schedule: [{ season: 4095 }] } }],
    ['no ZIP code', { zipCode: '' }],
    ['no path', { registerPath: undefined }],
    ['no heater', { macAddress: 'none' }],
  ])('is refused with %s', async (_, odd) => {
    expect(await say('PUT /device/tou', { ...heaterOf(0).address, ...plan, ...odd })).toEqual(bad)
  })

  it('is deleted by the controller when it was set over Bluetooth, by the address otherwise, by both as some send them', async () => {
    const { address, controllerId } = heaterOf(0)
    const how = { userId, userType: 'O', sourceType: 'openei' }
    for (const query of [
      { registerPath: 'bt', controllerId },
      { registerPath: 'wifi', ...address },
      { registerPath: 'wifi', ...address, controllerId },
    ]) {
      await say('PUT /device/tou', { ...address, ...plan })
      expect(await say('DELETE /device/tou', { ...how, ...query })).toEqual({ code: 200, msg: 'SUCCESS' })
      const left = await say('GET /device/tou', { ...address, controllerId, userId, userType: 'O' })
      expect(left).toEqual({ code: 200, msg: 'SUCCESS' })
    }
    expect(await say('DELETE /device/tou', { ...how, registerPath: 'bt', ...address })).toEqual(fault)
    expect(await say('DELETE /device/tou', { ...how, registerPath: 'wifi', controllerId })).toEqual(bad)
    expect(await say('DELETE /device/tou', { ...how, ...address })).toEqual(bad)
  })

  it.each(['GET /device/tou', 'GET /device/tou/manufacture-id', 'DELETE /device/tou'])(
    'is not for who names another controller: %s',
    async call => {
      const query = { ...heaterOf(0).address, controllerId: 'another', registerPath: 'wifi', sourceType: 'openei' }
      expect(await say(call, query)).toEqual(fault)
    },
  )

  it('has no manufacture id', async () => {
    const { address, controllerId } = heaterOf(0)
    const { data } = await say('GET /device/tou/manufacture-id', { ...address, controllerId, userId })
    expect(data).toEqual({ manufactureId: '000000000000000' })
  })

  it('is converted from OpenEI only', async () => {
    expect((await say('POST /device/tou/convert', { sourceData: [{}], sourceType: 'openei' })).data).toEqual({
      touInfo: [],
    })
    expect(await say('POST /device/tou/convert', { sourceData: [{}], sourceType: 'own' })).toEqual(bad)
    expect(await say('POST /device/tou/convert', { sourceData: {}, sourceType: 'openei' })).toEqual(bad)
  })
})

it("keeps what is another account's to itself", async () => {
  const { address, controllerId } = heaterOf(1)
  const all = { userId, ...address, deviceType: 52, maintenanceDate: '2026-3-7', offset: 0, count: 1, isErrorAlarm: 2 }
  for (const call of [
    ...['POST /device/filter/change-info', 'POST /device/cip/history', 'POST /user/get-push-settings'],
    ...['POST /user/set-push-settings', 'POST /device/info', 'POST /device/firmware/info'],
  ])
    expect(await say(call, all)).toEqual(bad)
  expect(await say('POST /device/change-info', { deviceInfo: { ...address, deviceName: 'Mine' } })).toEqual(bad)
  expect(await say('GET /device/tou', { ...address, controllerId })).toEqual(bad)
  expect(await say('PUT /device/tou', { ...address, ...plan })).toEqual(bad)
  const bluetooth = { registerPath: 'bt', sourceType: 'openei', controllerId }
  expect(await say('DELETE /device/tou', bluetooth)).toEqual(fault)
  expect(await say('POST /user/info', { userId: 'another@example.com' })).toEqual(bad)
})

it.each([
  ['POST /device/error/list', notAuthorized],
  ['POST /device/simple-list', notAuthorized],
  ['POST /device/preferences/format', bad],
  ['GET /device/preferences/format', bad],
])('refuses %s to an owner of an NWP500', async (call, answer) => {
  const fields = { installerId: userId, targetUserId: 'another@example.com', count: 20, offset: 0 }
  expect(await say(call, { ...heaterOf(0).address, ...fields })).toEqual(answer)
})

it.each([
  ['padded', { maintenanceDate: '2026-03-07' }],
  ['no date', { maintenanceDate: 'today' }],
  ['of another product', { maintenanceDate: '2026-3-7', deviceType: 8 }],
])('takes no entry of a log book that is %s', async (_, odd) => {
  const entry = { userId, ...heaterOf(0).address, deviceType: 52, ...odd }
  expect(await say('POST /device/filter/change-info', entry)).toEqual(bad)
  const page = { userId, ...heaterOf(0).address, offset: 0, count: 20 }
  expect((await say('POST /device/filter/history', page)).data).toEqual([])
})

it.each([{}, { isErrorAlarm: 3 }, { isErrorAlarm: true }, { isErrorAlarm: 1, isEtcAlarm: 0 }])(
  'takes no notifications of %j',
  async flags => {
    expect(await say('POST /user/set-push-settings', { userId, ...heaterOf(0).address, ...flags })).toEqual(bad)
    const { data } = await say('POST /user/get-push-settings', { userId, ...heaterOf(0).address })
    expect(data).toEqual({ isErrorAlarm: 1, isDescalingAlarm: 1, isEtcAlarm: 1 })
  },
)

it('tells of an account and of a version, and takes no name without a letter', async () => {
  expect((await say('POST /user/info', { userId })).data).toMatchObject({ userSeq: 10_001, userEmail: userId })
  expect(await say('POST /firmware/info', { swCode: 1, swVersion: 2 })).toEqual(bad)
  const nameless = { deviceInfo: { ...heaterOf(0).address, deviceName: ' ' } }
  expect(await say('POST /device/change-info', nameless)).toEqual(bad)
})

it('keeps the phone that notifications go to', async () => {
  const clock = manualClock()
  const faults = new Faults(clock, random(1))
  const lifetimes = { authentication: hours(1), authorization: hours(1) }
  const credentials = new Credentials(clock, lifetimes, faults)
  const account = { email: userId, password: 'warm-enough', userSeq: 1, homeSeq: 2, heaters: [] }
  const rest = openRest({ find: accountFinder([account]), credentials, faults, cloudClock: clock })
  const { accessToken } = credentials.issueTokens(userId)
  const tell = async (body: object) => {
    const url = 'http://127.0.0.1/api/v2.1/app/update-push-token'
    const headers = { authorization: accessToken }
    const answer = await rest.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
    return ((await answer.json()) as { code: number }).code
  }
  const phone = { pushToken: 'p', modelName: 'm', appVersion: '1', os: 'A', osVersion: '14' }
  expect(await tell({ userId, modelName: 'm' })).toBe(400)
  expect(rest.registrations.phones.size).toBe(0)
  expect(await tell({ userId, ...phone })).toBe(200)
  expect(rest.registrations.phones.get(account)).toEqual(phone)
})

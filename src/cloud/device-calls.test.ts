import { describe, expect, it } from 'vitest'
import { RefusedError } from '#schema/errors'
import { answeredRest, type CallRow, caller, heater, wanted, wayOf } from '../../test/fixtures/answered-rest.ts'
import { refusal, startTestCloud, success } from '../../test/fixtures/test-cloud.ts'

const device = { userId: caller.email, ...heater }
const named = { ...heater, deviceType: 52, installType: 'R', deviceName: 'old', connected: 2 }

it.each<CallRow>([
  ['POST /device/info', rest => rest.device.info(caller, named), device],
  ['POST /device/firmware/info', rest => rest.device.firmware(caller, named), device],
  [
    'POST /firmware/info',
    rest => rest.device.firmwareDetail(caller, { swCode: 7, swVersion: 9 }),
    { swCode: 7, swVersion: 9 },
  ],
  [
    'POST /device/error/list',
    rest => rest.device.faults(caller, heater),
    { installerId: caller.email, ...heater, count: 20 },
  ],
  [
    'POST /device/error/list',
    rest => rest.device.faults(caller, heater, { count: 5, continuousKey: 1758919299363 }),
    { installerId: caller.email, ...heater, count: 5, continuousKey: 1758919299363 },
  ],
  [
    'POST /device/change-info',
    rest => rest.device.rename(caller, named, ' Cellar '),
    {
      userId: caller.email,
      deviceInfo: { ...heater, deviceType: 52, deviceName: 'Cellar', installType: 'R' },
    },
    {},
    1,
  ],
  ['POST /user/get-push-settings', rest => rest.device.pushSettings(caller, heater), device],
  [
    'POST /user/set-push-settings',
    rest => rest.device.setPushSettings(caller, heater, { isErrorAlarm: true, isEtcAlarm: false }),
    { ...device, isErrorAlarm: 1, isEtcAlarm: 2 },
    {},
    1,
  ],
])('%s is sent as the app sends it, and repeated only when it reads', async (...row) => {
  expect(await wayOf(row)).toEqual(wanted(row))
})

it.each(['', '  '])('renames no heater %j', async name => {
  const { rest, sent } = answeredRest(() => success({}))
  await expect(rest.device.rename(caller, named, name)).rejects.toThrow(RangeError)
  expect(sent).toEqual([])
})

describe('whether a heater is connected', () => {
  it.each([
    [1, false],
    [2, true],
    ['2', true],
  ])('%j is %j', async (connected, expected) => {
    const { rest, sent } = answeredRest(() => success({ deviceInfo: { connected } }))
    expect(await rest.device.connectivity(caller, heater)).toBe(expected)
    expect(sent).toHaveLength(1)
  })

  const nothing = () => success({ deviceInfo: {} })
  it.each([
    ['tells it', nothing, () => success({ connected: 1 }), false],
    ['tells it not', nothing, () => success({}), undefined],
    ['has nothing to tell', nothing, () => success(null), undefined],
    [
      'is unknown',
      nothing,
      () => Response.json({ message: 'Missing Authentication Token' }, { status: 403 }),
      undefined,
    ],
    [
      'tells it, of a heater whose record is hidden',
      () => refusal(403, 'FORBIDDEN'),
      () => success({ connected: 2 }),
      true,
    ],
  ])(
    'is asked of the call of early notes where the record says nothing; that one %s',
    async (_, info, status, expected) => {
      const { rest, sent } = answeredRest((__, url) => (url.pathname.endsWith('/info') ? info() : status()))
      expect(await rest.device.connectivity(caller, heater)).toBe(expected)
      expect(sent.map(({ call }) => call)).toEqual(['POST /device/info', 'GET /device/connectivity-status'])
    },
  )

  it('leaves a 401 of that call to the session', async () => {
    const { rest } = answeredRest((_, url) => (url.pathname.endsWith('/info') ? nothing() : refusal(401, 'NO')))
    await expect(rest.device.connectivity(caller, heater)).rejects.toMatchObject({ failCode: 401 })
  })
})

describe('what an account may not see', () => {
  it('is undefined, in a record, firmware and faults alike', async () => {
    const { rest } = answeredRest(() => refusal(403, 'FORBIDDEN'))
    expect(await rest.device.info(caller, heater)).toBeUndefined()
    expect(await rest.device.firmware(caller, heater)).toBeUndefined()
    expect(await rest.device.firmwareDetail(caller, { swCode: 7, swVersion: 9 })).toBeUndefined()
    expect(await rest.device.faults(caller, heater)).toBeUndefined()
  })

  it('are faults for an owner', async () => {
    const { rest } = answeredRest(() => refusal(404, 'COMMON_NOT_AUTHORIZED'))
    expect(await rest.device.faults(caller, heater)).toBeUndefined()
    await expect(rest.device.firmware(caller, heater)).rejects.toThrow(RefusedError)
  })
})

it('reads faults as an installer gets them', async () => {
  const fault = { channelNumber: 1, unitType: 1, errorCode: 799, subError: 0, errorOccuredTime: 1758919299363 }
  const { rest } = answeredRest(() => success({ timeZone: 'America/Denver', errorInfo: [fault, 'odd'] }))
  expect(await rest.device.faults(caller, heater)).toEqual({ timeZone: 'America/Denver', errorInfo: [fault] })
})

it('reads notifications, of which 1 is on and 2 is off', async () => {
  const { rest } = answeredRest(() => success({ isErrorAlarm: 1, isEtcAlarm: 2, isDescalingAlarm: null }))
  expect(await rest.device.pushSettings(caller, heater)).toEqual({ isErrorAlarm: true, isEtcAlarm: false })
})

it('reads, renames and sets at the simulated cloud', async () => {
  await using cloud = await startTestCloud({ heaters: [{}, { connected: false }] })
  const { rest, simulator } = cloud
  const session = cloud.session()
  const me = { token: await session.accessToken(), email: session.email }
  const [first, second] = (await rest.devices(me)).map(({ deviceInfo }) => deviceInfo)
  if (!first || !second) throw new Error('The list is short.')
  expect(await rest.device.connectivity(me, first)).toBe(true)
  expect(await rest.device.connectivity(me, second)).toBe(false)

  await rest.device.rename(me, first, 'Cellar')
  expect((await rest.device.info(me, first))?.deviceInfo.deviceName).toBe('Cellar')
  const names = async () => [
    (await rest.devices(me)).map(({ deviceInfo }) => deviceInfo.deviceName),
    (await rest.simpleDevices(me)).map(({ deviceName }) => deviceName),
  ]
  expect(await names()).toEqual([
    ['Cellar', 'Water Heater 2'],
    ['Cellar', 'Water Heater 2'],
  ])

  const settings = await rest.device.pushSettings(me, first)
  expect(settings).toEqual({ isErrorAlarm: true, isDescalingAlarm: true, isEtcAlarm: true })
  await rest.device.setPushSettings(me, first, { ...settings, isErrorAlarm: false })
  expect(await rest.device.pushSettings(me, first)).toEqual({ ...settings, isErrorAlarm: false })
  expect(await rest.device.pushSettings(me, second)).toEqual(settings)
  expect((await rest.device.info(me, first))?.alarmInfo).toEqual({ isErrorAlarm: 2, isEtcAlarm: 1 })

  const [controller] = (await rest.device.firmware(me, first)) ?? []
  const { curSwCode: swCode = 0, curVersion: swVersion = 0 } = controller ?? {}
  expect(await rest.device.firmwareDetail(me, { swCode, swVersion })).toMatchObject({ swCode, swVersion, runTime: 10 })
  expect(await rest.device.faults(me, first)).toBeUndefined()
  expect(simulator.requestCounts.get('POST /device/error/list')).toBe(1)
})

import { expect, it } from 'vitest'
import { answeredRest, type CallRow, caller, heater, wanted, wayOf } from '../../test/fixtures/answered-rest.ts'
import { refusal, startTestCloud, success } from '../../test/fixtures/test-cloud.ts'
import { touPlanSchema } from './tou-records.ts'

const member = { ...caller, userType: 'M' }
const userId = caller.email
const interval = { week: 124, startHour: 0, startMinute: 0, endHour: 23, endMinute: 59, priceMin: 1, priceMax: 2 }
const plan = {
  name: 'Flat',
  utility: 'Example Light & Power',
  zipCode: '02101',
  schedule: [{ season: 4095, interval: [{ ...interval, decimalPoint: 2 }] }],
  sourceData: { label: 'x' },
}
const touInfo = { name: plan.name, utility: plan.utility, zipCode: plan.zipCode, schedule: plan.schedule }
const registered = { ...heater, sourceData: plan.sourceData, touInfo, zipCode: plan.zipCode }

it.each<CallRow>([
  [
    'GET /device/tou',
    rest => rest.touPlans.plan(member, heater, 'AA00'),
    undefined,
    { ...heater, userId, userType: 'M', controllerId: 'AA00' },
  ],
  [
    'GET /device/tou',
    rest => rest.touPlans.plan(caller, heater, 'AA00'),
    undefined,
    { ...heater, userId, userType: 'O', controllerId: 'AA00' },
  ],
  [
    'PUT /device/tou',
    rest => rest.touPlans.register(caller, heater, plan),
    { ...registered, userId, userType: 'O', registerPath: 'wifi', sourceType: 'openei' },
    {},
    1,
  ],
  [
    'PUT /device/tou',
    rest => rest.touPlans.register(member, heater, { ...plan, registerPath: 'bt', sourceType: 'own' }),
    { ...registered, userId, userType: 'M', registerPath: 'bt', sourceType: 'own' },
    {},
    1,
  ],
  [
    'DELETE /device/tou',
    rest => rest.touPlans.remove(caller, heater, 'AA00'),
    undefined,
    { userId, userType: 'O', registerPath: 'wifi', sourceType: 'openei', ...heater },
    1,
  ],
  [
    'DELETE /device/tou',
    rest => rest.touPlans.remove(caller, heater, 'AA00', { registerPath: 'bt', sourceType: 'openei' }),
    undefined,
    { userId, userType: 'O', registerPath: 'bt', sourceType: 'openei', controllerId: 'AA00' },
    1,
  ],
  [
    'POST /device/tou/convert',
    rest => rest.touPlans.convert(caller, [{ label: 'x' }]),
    { sourceData: [{ label: 'x' }], sourceType: 'openei', sourceVersion: 7, userId, userType: 'O' },
  ],
  [
    'GET /device/tou/manufacture-id',
    rest => rest.touPlans.manufactureId(caller, heater, 'AA00'),
    undefined,
    { userId, ...heater, controllerId: 'AA00' },
  ],
])('%s is sent as the app sends it, and repeated only when it reads', async (...row) => {
  expect(await wayOf(row)).toEqual(wanted(row))
})

it.each([null, undefined])('has no plan where the answer is %j', async data => {
  expect(await answeredRest(() => success(data)).rest.touPlans.plan(caller, heater, 'AA00')).toBeUndefined()
})

it.each([
  ['0000E0000000000', '0000E0000000000'],
  ['000000000000000', undefined],
  ['', undefined],
  [null, undefined],
])('takes the manufacture id %j for %j', async (manufactureId, expected) => {
  const { rest } = answeredRest(() => success({ manufactureId }))
  expect(await rest.touPlans.manufactureId(caller, heater, 'AA00')).toBe(expected)
})

it('has no manufacture id for accounts that may not see it', async () => {
  const { rest } = answeredRest(() => refusal(403, 'FORBIDDEN'))
  expect(await rest.touPlans.manufactureId(caller, heater, 'AA00')).toBeUndefined()
})

it('says that another controller is a fault of the cloud', async () => {
  const { rest, clock } = answeredRest(() => refusal(500, 'INTERNAL_SERVER_ERROR'))
  const asked = expect(rest.touPlans.plan(caller, heater, 'AA00')).rejects.toThrow(/GET \/device\/tou \(code 500/)
  await clock.advance(60_000)
  await asked
})

/** A plan of OpenEI with a dear evening on the weekdays of summer. */
const openEi = {
  name: 'Evening',
  utility: 'Example Light & Power',
  energyratestructure: [[{ rate: 0.1, adj: 0.02 }, { rate: 0.2 }], [{ rate: 0.45 }]],
  energyweekdayschedule: Array.from({ length: 12 }, (_, month) =>
    Array.from({ length: 24 }, (__, hour) => (month >= 5 && month <= 8 && hour >= 16 && hour <= 20 ? 1 : 0)),
  ),
  energyweekendschedule: Array.from({ length: 12 }, () => Array(24).fill(0)),
}

it('converts, registers, reads and removes at the simulated cloud', async () => {
  await using cloud = await startTestCloud({ heaters: [{}, {}] })
  const { rest, simulator } = cloud
  const session = cloud.session()
  const me = { token: await session.accessToken(), email: session.email }
  const [first, second] = simulator.heaters.map(({ identity }) => identity)
  if (!first || !second) throw new Error('The simulation is short of heaters.')
  const before = await rest.touPlans.plan(me, second, second.controllerSerialNumber)
  expect(before?.touInfo?.controllerId).toBe(second.controllerSerialNumber)

  const [converted, ...others] = await rest.touPlans.convert(me, [openEi, { name: 'no matrices' }])
  expect(others).toEqual([])
  expect(converted?.schedule.map(({ season, interval: windows }) => [season, windows.length])).toEqual([
    [3615, 2],
    [480, 4],
  ])
  const { name = '', utility = '', schedule = [] } = converted ?? {}
  const now = await rest.touPlans.register(me, first, { name, utility, schedule, zipCode: '02101', sourceData: openEi })
  expect(now).toMatchObject({ registerPath: 'wifi', touInfo: { name: 'Evening', zipCode: '02101', schedule } })
  expect(await rest.touPlans.plan(me, first, first.controllerSerialNumber)).toEqual(now)
  expect(await rest.touPlans.plan(me, second, second.controllerSerialNumber)).toEqual(before)
  expect(await rest.touPlans.manufactureId(me, first, first.controllerSerialNumber)).toBeUndefined()

  await rest.touPlans.remove(me, first, first.controllerSerialNumber, now)
  expect(await rest.touPlans.plan(me, first, first.controllerSerialNumber)).toBeUndefined()
  await rest.touPlans.remove(me, second, second.controllerSerialNumber, { registerPath: 'bt' })
  expect(await rest.touPlans.plan(me, second, second.controllerSerialNumber)).toBeUndefined()
  const wrong = rest.touPlans.remove(me, first, 'nobody', { registerPath: 'bt' })
  await expect(wrong).rejects.toThrow(/DELETE \/device\/tou \(code 500/)
  expect(touPlanSchema.parse(now)).toEqual(now)
})

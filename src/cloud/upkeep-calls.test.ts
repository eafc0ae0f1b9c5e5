import { expect, it } from 'vitest'
import { answeredRest, type CallRow, caller, heater, wanted, wayOf } from '../../test/fixtures/answered-rest.ts'
import { startTestCloud, success } from '../../test/fixtures/test-cloud.ts'

const device = { ...heater, deviceType: 52 }
const userId = caller.email

it.each<CallRow>([
  [
    'POST /device/filter/change-info',
    rest => rest.upkeep.record(caller, device, 'filter', '2026-03-07'),
    { userId, ...device, maintenanceDate: '2026-3-7' },
    {},
    1,
  ],
  [
    'POST /device/cip/change-info',
    rest => rest.upkeep.record(caller, device, 'descaling', '2026-12-31'),
    { userId, ...device, maintenanceDate: '2026-12-31' },
    {},
    1,
  ],
  [
    'POST /device/filter/history',
    rest => rest.upkeep.history(caller, heater, 'filter'),
    { userId, ...heater, offset: 0, count: 20 },
  ],
  [
    'POST /device/cip/history',
    rest => rest.upkeep.history(caller, heater, 'descaling'),
    { userId, ...heater, offset: 0, count: 20 },
  ],
])('%s is sent as the app sends it, and repeated only when it reads', async (...row) => {
  expect(await wayOf(row)).toEqual(wanted(row))
})

it.each(['2026-3-7', '2026-02-30', '2026-13-01', '07.03.2026', '', 'today'])('writes down no %j', async date => {
  const { rest, sent } = answeredRest(() => success({}))
  await expect(rest.upkeep.record(caller, device, 'filter', date)).rejects.toThrow(/it must be a day of the calendar/)
  expect(sent).toEqual([])
})

it('reads a log book, however its dates are written', async () => {
  const entries = [{ maintenanceDate: '2026-3-7', registerAt: 1 }, { maintenanceDate: '2025-11-30' }, 'odd']
  const { rest } = answeredRest(() => success([...entries, { maintenanceDate: 'in spring' }]))
  expect(await rest.upkeep.history(caller, heater, 'filter')).toEqual([
    { maintenanceDate: '2026-03-07', registerAt: 1 },
    { maintenanceDate: '2025-11-30' },
    { maintenanceDate: 'in spring' },
  ])
})

it('writes and reads log books of the simulated cloud, each for itself', async () => {
  await using cloud = await startTestCloud({ heaters: [{}, {}] })
  const session = cloud.session()
  const me = { token: await session.accessToken(), email: session.email }
  const { upkeep } = cloud.rest
  const [first, second] = cloud.simulator.heaters.map(({ identity }) => identity)
  if (!first || !second) throw new Error('The simulation is short of heaters.')
  const dates = Array.from({ length: 25 }, (_, index) => `2026-01-${String(index + 1).padStart(2, '0')}`)
  for (const date of dates) await upkeep.record(me, first, 'filter', date)
  await upkeep.record(me, first, 'descaling', '2026-03-07')
  const filter = await upkeep.history(me, first, 'filter')
  expect(filter.map(({ maintenanceDate }) => maintenanceDate)).toEqual(dates.toReversed())
  expect(await upkeep.history(me, first, 'descaling')).toEqual([
    { maintenanceDate: '2026-03-07', registerAt: cloud.clock.now() },
  ])
  expect(await upkeep.history(me, second, 'filter')).toEqual([])
})

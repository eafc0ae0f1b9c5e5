/** An unmodified nwp500-python against our simulated cloud, which it takes for the vendor's. Runs in a private network, by `npm run test:peers`. */
import { expect, it } from 'vitest'
import { commands } from '#schema/commands'
import { seconds } from '#time/duration'
import { signIn } from '../fixtures/plain-client.ts'
import { nwp500Scene, orders, readsAndSets } from './nwp500-scene.ts'
import { openOurs } from './our-connection.ts'

const scene = nwp500Scene('9.12.2')
readsAndSets(scene)

/** It waits for up to 5 s before each try, and longer each time. */
const patience = seconds(60)
const status = { command: commands.status.code }
const temperature = { command: commands.dhwTemperature.code }

it('comes back by itself after its connection was cut, and reads on', { timeout: patience }, async () => {
  const { cloud, session, heater } = scene
  const { id } = await session.next({ say: 'connected' })
  await session.next({ say: 'ready' })
  session.order(orders.poll)
  await session.next({ say: 'device_status' }, status)
  const before = cloud.connections
  cloud.dropConnections()
  await session.next({ say: 'interrupted' })
  heater.panel.setTemperature(55)
  await session.next({ say: 'device_status' }, { ...status, dhw_temperature_setting: 131 })
  expect(cloud.connections).toEqual(before)
  expect(before.map(({ clientId }) => clientId)).toEqual([id])
  expect(cloud.handshakes).toEqual([101, 101])
  expect(cloud.requests.filter(call => call.endsWith('sign-in'))).toEqual(['POST /user/sign-in'])
})

it('outlives a gateway that is away, and then sends what it was told meanwhile', { timeout: patience }, async () => {
  const { cloud, session, heater } = scene
  await session.next({ say: 'ready' })
  session.order(orders.temperature(120))
  await session.next({ say: 'device_status' }, temperature)
  const { setpoint } = heater.machine.controller.settings
  cloud.faults.on('gateway-away', { count: 2 })
  cloud.dropConnections()
  await session.next({ say: 'interrupted' })
  await session.next({ say: 'done', order: orders.temperature(120).call })
  await session.call(orders.temperature(131))
  expect(heater.machine.controller.settings.setpoint).toBe(setpoint)
  const { told } = await session.next({ say: 'device_status' }, temperature)
  expect(told).toMatchObject({ dhw_temperature_setting: 131 })
  expect(heater.machine.controller.settings.setpoint).toBe(55)
  expect(cloud.faults.list()).toEqual([])
  expect(cloud.handshakes).toEqual([101, 101])
})

it('tells the heater that it goes', async () => {
  const { cloud, session, heater } = scene
  const { id } = await session.next({ say: 'connected' })
  await session.next({ say: 'ready' })
  const { url } = cloud
  await using witness = await openOurs({ gateway: url, credentials: await signIn(cloud), clientId: 'witness' })
  const farewell = `cmd/52/navilink-${heater.identity.macAddress}/st/end`
  await witness.subscribe([farewell])
  session.order(orders.end)
  const { text } = await witness.next(({ topic }) => topic === farewell)
  expect(JSON.parse(text)).toMatchObject({ clientID: id, request: { macAddress: heater.identity.macAddress } })
  await session.next({ say: 'ended' })
  await expect.poll(() => cloud.connections.map(({ clientId }) => clientId)).toEqual(['witness'])
})

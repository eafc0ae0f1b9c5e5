/** An unmodified nwp500-python against our simulated cloud, which it takes for the vendor's. Runs in a private network, by `npm run test:peers`. */
import { lookup } from 'node:dns/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { naviLinkCloud } from '#cloud/address'
import { type Simulator, startSimulator } from '#simulator/index'
import { type Authority, findNwp500, makeAuthority, Nwp500Session } from './nwp500.ts'

const hosts = [naviLinkCloud.rest.hostname, naviLinkCloud.gateway.hostname]
let cloud: Simulator
let authority: Authority
let session: Nwp500Session

beforeEach(async () => {
  const addresses = await Promise.all(hosts.map(host => lookup(host).catch(() => undefined)))
  if (addresses.some(found => found?.address !== '127.0.0.1'))
    throw new Error('The vendor’s names must lead to this machine: run it by npm run test:peers.')
  authority = makeAuthority(hosts)
  cloud = await startSimulator({ port: 443, tls: authority })
  session = new Nwp500Session(findNwp500(), cloud.account, authority.caFile)
})

afterEach(async () => {
  await session[Symbol.asyncDispose]()
  await cloud.close()
  authority[Symbol.dispose]()
})

const heaterOf = () => {
  const [heater] = cloud.heaters
  if (!heater) throw new Error('The account is empty.')
  return heater
}
const fahrenheit = (celsius: number) => celsius * 1.8 + 32

it('signs in, finds the heater, connects and reads its status', async () => {
  expect(await session.next({ say: 'signed-in' })).toMatchObject({ email: cloud.account.email })
  const { identity, machine } = heaterOf()
  expect(await session.next({ say: 'device' })).toMatchObject({ mac: identity.macAddress, name: identity.name })
  const { id } = await session.next({ say: 'connected' })
  expect(cloud.handshakes).toEqual([101])
  expect(cloud.connections.map(({ clientId }) => clientId)).toEqual([id])
  await session.next({ say: 'ready' })
  session.order('status')
  const status = await session.next({ say: 'status', command: 16777219 })
  expect(status).toMatchObject({ mode: 'HEAT_PUMP' })
  expect(status.temperature).toBeCloseTo(fahrenheit(machine.tank.upper), -1)
  session.order('end')
  await session.next({ say: 'disconnected' })
  await expect.poll(() => cloud.connections).toEqual([])
})

it('sets the temperature and the mode', async () => {
  await session.next({ say: 'ready' })
  session.order('set 120')
  expect(await session.next({ say: 'status', command: 33554464 })).toMatchObject({ setting: expect.closeTo(120, -1) })
  session.order('mode 2')
  expect(await session.next({ say: 'status', command: 33554437 })).toMatchObject({ mode: 'ELECTRIC' })
  const { settings } = heaterOf().machine
  expect(settings).toMatchObject({ mode: 'electric', setpoint: expect.closeTo(49, 0) })
})

/**
 * This version reconnects by two loops that throw each other out, and reads nothing more by itself: its own fault, mended
 * in its version 8. What is ours: its connection is let in again under the same id with a fresh signature, and a new
 * client of the same session reads on.
 */
it('comes back after its connection was cut, and reads on', async () => {
  const { id } = await session.next({ say: 'connected' })
  await session.next({ say: 'ready' })
  session.order('status')
  await session.next({ say: 'status', command: 16777219 })
  cloud.dropConnections()
  await session.next({ say: 'interrupted' })
  await expect.poll(() => cloud.connections.map(({ clientId }) => clientId), { timeout: 15_000 }).toEqual([id])
  session.order('renew')
  await session.next({ say: 'done', order: 'renew' })
  session.order('status')
  await session.next({ say: 'status', command: 16777219 })
  expect(cloud.handshakes.filter(status => status !== 101)).toEqual([])
  expect(cloud.requests.filter(call => call.endsWith('sign-in'))).toEqual(['POST /user/sign-in'])
})

/** A simulated cloud in the vendor's place and a session of nwp500-python in it, new for each test; and what any version of that does there. */
import { lookup } from 'node:dns/promises'
import { setDefaultCACertificates } from 'node:tls'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { naviLinkCloud } from '#cloud/address'
import { type SimulatedHeater, type Simulator, startSimulator } from '#simulator/index'
import { type Authority, findNwp500, makeAuthority, Nwp500Session, type Nwp500Version } from './nwp500.ts'

/** Of the test that runs. */
export interface Nwp500Scene {
  readonly cloud: Simulator
  readonly heater: SimulatedHeater
  readonly session: Nwp500Session
}

export const hosts = [naviLinkCloud.rest.hostname, naviLinkCloud.gateway.hostname]

export function nwp500Scene(version: Nwp500Version): Nwp500Scene {
  const nwp500 = findNwp500(version)
  let authority: Authority
  let cloud: Simulator
  let session: Nwp500Session
  beforeEach(async () => {
    const addresses = await Promise.all(hosts.map(host => lookup(host).catch(() => undefined)))
    if (addresses.some(found => found?.address !== '127.0.0.1'))
      throw new Error('The vendor’s names must lead to this machine: run it by npm run test:peers.')
    authority = makeAuthority(hosts)
    // For clients of our own beside it.
    setDefaultCACertificates([authority.ca])
    cloud = await startSimulator({ port: 443, tls: authority })
    session = new Nwp500Session(nwp500, cloud.account, authority.caFile)
  })
  afterEach(async () => {
    await session[Symbol.asyncDispose]()
    await cloud.close()
    authority[Symbol.dispose]()
  })
  return {
    get cloud() {
      return cloud
    },
    get heater() {
      const [heater] = cloud.heaters
      if (!heater) throw new Error('The account is empty.')
      return heater
    },
    get session() {
      return session
    },
  }
}

/** As `command` of a status tells what it answers. */
export const answers = { status: 16777219, temperature: 33554464, mode: 33554437 } as const

const fahrenheit = (celsius: number) => celsius * 1.8 + 32

export function readsAndSets(scene: Nwp500Scene): void {
  it('signs in, finds the heater, connects and reads what it says', async () => {
    const { cloud, session, heater } = scene
    const { identity, machine } = heater
    expect(await session.next({ say: 'signed-in' })).toMatchObject({ email: cloud.account.email })
    expect(await session.next({ say: 'device' })).toMatchObject({ mac: identity.macAddress, name: identity.name })
    const { id } = await session.next({ say: 'connected' })
    expect(cloud.handshakes).toEqual([101])
    expect(cloud.connections.map(({ clientId }) => clientId)).toEqual([id])
    await session.next({ say: 'ready' })
    session.order('status')
    const status = await session.next({ say: 'status', command: answers.status })
    expect(status).toMatchObject({ mode: 'HEAT_PUMP' })
    expect(status.temperature).toBeCloseTo(fahrenheit(machine.tank.upper), -1)
    session.order('info')
    expect(await session.next({ say: 'info' })).toMatchObject({
      serial: identity.controllerSerialNumber,
      lowest: fahrenheit(35),
      highest: fahrenheit(65.5),
    })
    session.order('end')
    await session.next({ say: 'disconnected' })
    await expect.poll(() => cloud.connections).toEqual([])
    expect(session.complaints).toEqual([])
  })

  it('sets the temperature and the mode', async () => {
    const { session, heater } = scene
    await session.next({ say: 'ready' })
    session.order('set 120')
    expect(await session.next({ say: 'status', command: answers.temperature })).toMatchObject({
      setting: expect.closeTo(120, -1),
    })
    session.order('mode 2')
    expect(await session.next({ say: 'status', command: answers.mode })).toMatchObject({ mode: 'ELECTRIC' })
    expect(heater.machine.settings).toMatchObject({ mode: 'electric', setpoint: expect.closeTo(49, 0) })
    expect(session.complaints).toEqual([])
  })
}

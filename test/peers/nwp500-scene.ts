/** A simulated cloud in the vendor's place and a session of nwp500-python in it; and what any version of that does there. */
import { lookup } from 'node:dns/promises'
import { setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { commands } from '#schema/commands'
import { type SimulatedHeater, type Simulator, type SimulatorOptions, startSimulator } from '#simulator/index'
import { type Authority, findNwp500, makeAuthority, type Nwp500, type Nwp500Version, vendorHosts } from './nwp500.ts'
import { Nwp500Session } from './nwp500-session.ts'

export interface Nwp500Scene {
  readonly nwp500: Nwp500
  readonly cloud: Simulator
  readonly heater: SimulatedHeater
  readonly session: Nwp500Session
  /** Which a client has to believe. */
  readonly authority: Authority
}

async function openScene(nwp500: Nwp500, options: SimulatorOptions) {
  const hosts = Object.entries(vendorHosts)
  const found = await Promise.all(hosts.map(([host]) => lookup(host).catch(() => undefined)))
  if (hosts.some(([, address], i) => found[i]?.address !== address))
    throw new Error('The vendor’s names must lead to this machine: run it by npm run test:peers.')
  const authority = makeAuthority(Object.keys(vendorHosts))
  // For clients of our own beside it.
  setDefaultCACertificates([authority.ca])
  const cloud = await startSimulator({ ...options, port: 443, tls: authority })
  let session: Nwp500Session | undefined
  const close = async () => {
    await session?.[Symbol.asyncDispose]()
    await cloud.close()
    authority[Symbol.dispose]()
  }
  return {
    cloud,
    authority,
    /** Begins when it is first asked for. */
    get session() {
      session ??= new Nwp500Session(nwp500, cloud.account, authority.caFile)
      return session
    },
    close,
  }
}

interface SceneOptions {
  readonly simulator?: SimulatorOptions
  /** A new one for each test, or one for all tests of the file, which must not mind each other. */
  readonly each?: 'test' | 'file'
}

export function nwp500Scene(version: Nwp500Version, { simulator = {}, each = 'test' }: SceneOptions = {}): Nwp500Scene {
  const nwp500 = findNwp500(version)
  let open: Awaited<ReturnType<typeof openScene>>
  const [before, after] = each === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll]
  before(async () => {
    open = await openScene(nwp500, simulator)
  })
  after(() => open.close())
  return {
    nwp500,
    get cloud() {
      return open.cloud
    },
    get heater() {
      const [heater] = open.cloud.heaters
      if (!heater) throw new Error('The account is empty.')
      return heater
    },
    get session() {
      return open.session
    },
    get authority() {
      return open.authority
    },
  }
}

/** Orders by what they are to the library. */
export const orders = {
  status: { of: 'mqtt', call: 'request_device_status' },
  info: { of: 'mqtt', call: 'request_device_info' },
  temperature: (fahrenheit: number) => ({ of: 'mqtt', call: 'set_dhw_temperature', args: [fahrenheit] }),
  mode: (number: number) => ({ of: 'mqtt', call: 'set_dhw_mode', args: [number] }),
  poll: { of: 'mqtt', call: 'start_periodic_requests', more: { period_seconds: 1 } },
  end: { of: 'mqtt', call: 'disconnect' },
} as const

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
    session.order(orders.status)
    const { told } = await session.next({ say: 'device_status' }, { command: commands.status.code })
    expect(told).toMatchObject({ dhw_operation_setting: 'HEAT_PUMP' })
    expect(told?.dhw_temperature).toBeCloseTo(fahrenheit(machine.probes.upper), -1)
    session.order(orders.info)
    expect((await session.next({ say: 'device_feature' })).told).toMatchObject({
      controller_serial_number: identity.controllerSerialNumber,
      dhw_temperature_min: fahrenheit(35),
      dhw_temperature_max: fahrenheit(65.5),
    })
    session.order(orders.end)
    await session.next({ say: 'ended' })
    await expect.poll(() => cloud.connections).toEqual([])
    expect(session.complaints).toEqual([])
  })

  it('sets the temperature and the mode', async () => {
    const { session, heater } = scene
    await session.next({ say: 'ready' })
    session.order(orders.temperature(120))
    const set = await session.next({ say: 'device_status' }, { command: commands.dhwTemperature.code })
    expect(set.told).toMatchObject({ dhw_temperature_setting: expect.closeTo(120, -1) })
    session.order(orders.mode(2))
    const changed = await session.next({ say: 'device_status' }, { command: commands.dhwMode.code })
    expect(changed.told).toMatchObject({ dhw_operation_setting: 'ELECTRIC' })
    expect(heater.machine.controller.settings).toMatchObject({ mode: 'electric', setpoint: expect.closeTo(49, 0) })
    expect(session.complaints).toEqual([])
  })
}

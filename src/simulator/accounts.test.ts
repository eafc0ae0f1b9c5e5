import { afterEach, describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { call, PlainClient, signIn } from '../../test/fixtures/plain-client.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from './index.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})
const start = async (options: SimulatorOptions) => {
  const simulator = await startSimulator(options)
  open.push(simulator)
  return simulator
}

const signInAs = async (simulator: Simulator, userId: string, password: string) =>
  (await call(simulator, '/user/sign-in', { userId, password })).body

describe('two accounts', () => {
  const two = {
    accounts: [
      { email: 'One@example.com', password: 'one', heaters: [{ name: 'Cellar' }, { name: 'Attic' }] },
      { email: 'two@example.com', password: 'two' },
    ],
  }

  it('sign in by their own names, in any case, and see their own heaters', async () => {
    const simulator = await start(two)
    expect((await signInAs(simulator, 'one@example.com', 'two')).code).toBe(1001)
    const seen = []
    for (const [email, password] of [
      ['one@EXAMPLE.com', 'one'],
      ['two@example.com', 'two'],
    ] as const) {
      const { userInfo, token } = (await signInAs(simulator, email, password)).data
      const page = { userId: email, offset: 0, count: 20 }
      const { data } = (await call(simulator, '/device/list', page, token.accessToken)).body
      for (const { deviceInfo } of data) seen.push([userInfo.userSeq, deviceInfo.homeSeq, deviceInfo.deviceName])
    }
    expect(seen).toEqual([
      [10_001, 20_001, 'Cellar'],
      [10_001, 20_001, 'Attic'],
      [10_002, 20_002, 'Water Heater'],
    ])
    const macs = simulator.heaters.map(({ identity }) => identity.macAddress)
    expect(new Set(macs).size).toBe(3)
    expect(simulator.accounts.map(({ heaters }) => heaters.length)).toEqual([2, 1])
    expect(simulator.account).toEqual({ email: 'One@example.com', password: 'one' })
  })

  it('know nothing of each other’s heaters and tokens', async () => {
    const simulator = await start(two)
    const { token } = (await signInAs(simulator, 'two@example.com', 'two')).data
    const macAddress = simulator.heaters[0]?.identity.macAddress
    const ask = async (path: string, body: unknown) => (await call(simulator, path, body, token.accessToken)).body.code
    expect(await ask('/device/info', { macAddress, userId: 'two@example.com' })).toBe(400)
    expect(await ask('/auth/session/refresh', { userId: 'one@example.com' })).toBe(400)
    expect(await ask('/auth/session/refresh', { userId: 'two@example.com' })).toBe(200)
  })
})

it('the short form is an account like any other', async () => {
  const simulator = await start({ account: { password: 'mine' }, heaters: [] })
  expect(simulator.accounts).toMatchObject([{ email: 'owner@example.com', password: 'mine', heaters: [] }])
})

it('accounts without names get some', async () => {
  const simulator = await start({ accounts: [{}, {}] })
  expect(simulator.accounts.map(({ email }) => email)).toEqual(['owner@example.com', 'owner2@example.com'])
})

it.each<[string, SimulatorOptions, RegExp]>([
  ['both forms', { accounts: [{}], heaters: [] }, /either accounts, or account and heaters/],
  ['one name twice', { accounts: [{ email: 'a@b.c' }, { email: 'A@b.c' }] }, /same e-mail address/],
  [
    'one heater twice',
    { accounts: [{}, { heaters: [{ macAddress: '024e57500500' }] }] },
    /Two heaters have the same MAC address/,
  ],
  ['no tick', { heaterTick: seconds(0) }, /heater tick is 0 ms/],
])('%s can’t be', async (_, options, message) => {
  await expect(startSimulator(options)).rejects.toThrow(message)
})

it('a thousand accounts are one timer, which beats as rarely as wanted, and heaters catch up', async () => {
  const clock = manualClock()
  let ticks = 0
  const counting = {
    now: clock.now,
    after: clock.after,
    every: (...[period, callback]: Parameters<typeof clock.every>) =>
      clock.every(period, () => {
        ticks++
        callback()
      }),
  }
  const accounts = Array.from({ length: 1000 }, () => ({ heaters: [{ household: 'nobody' as const }] }))
  const simulator = await start({ clock: counting, accounts, heaterTick: hours(1) })
  expect(clock.pending).toBe(1)
  await clock.advance(minutes(59))
  expect(ticks).toBe(0)
  const [heater] = simulator.heaters
  expect(heater?.machine.meters.electricity).toBeGreaterThan(0)
  await clock.advance(minutes(1))
  expect(ticks).toBe(1)
  await simulator.close()
  expect(clock.pending).toBe(0)
})

it('requests are remembered for a while, and counted for ever', async () => {
  const simulator = await start({ heaters: [] })
  const ask = () => fetch(`${simulator.url}/api/v2.1/app/version`, { method: 'POST' }).then(reply => reply.text())
  await ask()
  const { requests } = simulator
  await ask()
  expect([requests, simulator.requestCounts.get('POST /app/version')]).toEqual([Array(2).fill('POST /app/version'), 2])
})

describe('a client that is not ours', () => {
  it.each([4, 5] as const)('talks to its heater, MQTT.js version %s', async protocolVersion => {
    const clock = manualClock()
    const simulator = await start({ clock, accounts: [{}, {}] })
    const [, second] = simulator.accounts
    await signIn(simulator)
    const client = await PlainClient.open(simulator, clock.now(), { protocolVersion, username: '', properties: {} })
    open.push(client)
    const mac = second?.heaters[0]?.identity.macAddress ?? ''
    await client.mqtt.subscribeAsync(`cmd/52/navilink-${mac}/#`, { qos: 1 })
    await client.ask(mac, 'st', 0x1000003)
    const { body } = await client.next(({ body }) => body.response?.status !== undefined)
    expect(body.response.macAddress).toBe(mac)
    expect(simulator.connections).toMatchObject([
      { clientId: 'plain', protocol: protocolVersion === 5 ? '5' : '3.1.1' },
    ])
  })
})

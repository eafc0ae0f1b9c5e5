/** Rows 4, 5, 12, 15, 16 and 17 of what others failed at: a gateway, a REST service or a DNS that is away, and sessions that are old. */
import dns from 'node:dns'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { memorySessionStore } from '#cloud/session-store'
import { AuthenticationError, ConnectionError } from '#schema/errors'
import { startSimulator } from '#simulator/index'
import { type Duration, days, hours, minutes, seconds } from '#time/duration'
import { heard, push, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  it.each([
    ['row 4: no passive reconnecting: ten minutes', minutes(10), 8, 90],
    // 75 tries in the first five minutes, and then one a minute.
    ['row 5: no giving up: twelve hours', hours(12), 700, 850],
  ] as const)('%s without a gateway, and it is back by itself', async (_, outage, fewest, most) => {
    // The AWS keys run out meanwhile, and so does a signature.
    const tokenLifetimes = { authorization: minutes(8) }
    const { clock, cloud, tank, client, heaterOf, signIns } = await virtualCloud({ tokenLifetimes })
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const marks = heard(heater)
    const states = new Set<string>()
    navilink.link.on('state', state => states.add(state))

    cloud.faults.on('gateway-away', { duration: outage })
    cloud.faults.on('rest-away', { duration: outage })
    cloud.dropConnections()
    await clock.advance(outage - 1)
    const { state, attempts, attempt, cause } = navilink.link.health()
    expect({ state, cause }).toEqual({ state: 'waiting', cause: expect.any(ConnectionError) })
    expect(attempts).toBeGreaterThan(fewest)
    expect(attempts).toBeLessThan(most)
    expect(attempt).toBe(attempts)
    await clock.until(() => navilink.link.state === 'online', minutes(2))
    // Its first try is signed anew, with new keys.
    expect(cloud.handshakes).toEqual([101, 101])
    expect(states).toEqual(new Set(['waiting', 'signing-in', 'connecting', 'subscribing', 'online']))
    push(tank, 1)
    await clock.advance(seconds(30))
    expect(marks).toEqual([1])
    expect(navilink.link.health()).toMatchObject({ attempt: 0, drops: 1 })
    expect(signIns()).toBe(1)
  })

  const troubles = [
    ['rest-5xx', {}],
    ['rest-5xx', { code: 500 }],
    ['rest-html', {}],
    ['rest-empty', {}],
    ['rest-hang', {}],
    ['rest-slow', { delay: minutes(2) }],
    ['rest-truncated', {}],
    ['rest-refused', { code: 500 }],
    ['rest-refused', { code: 401 }],
    ['rest-away', {}],
    ['no-aws-keys', {}],
    ['maintenance', {}],
  ] as const
  it.each(troubles)('row 12: no end of reconnecting: %s %j while new keys are needed', async (fault, settings) => {
    const { clock, cloud, client, heaterOf, signIns } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const states = new Set<string>()
    navilink.link.on('state', state => states.add(state))
    cloud.faults.on(fault, { ...settings, duration: minutes(20) })
    cloud.expireAwsCredentials()
    cloud.dropConnections()
    await clock.advance(minutes(20))
    expect(navilink.link.state).not.toBe('online')
    expect(navilink.link.cause).toBeDefined()
    // A refusal of the cloud's own is left alone for a quarter of an hour.
    await clock.until(() => navilink.link.state === 'online', minutes(20))
    expect(states).not.toContain('auth-failed')
    expect(states).not.toContain('gave-up')
    await clock.until(() => heater.latest !== undefined && heater.latest.about.at >= navilink.link.since, seconds(1))
    // The password is the last resort, and is not hammered with.
    expect(signIns()).toBeLessThanOrEqual(4)
  })
})

it.each(['a name that is not found', 'a refused connection'])('row 15: %s is no wrong password', async trouble => {
  const { clock, cloud, client, wait } = await virtualCloud()
  const gone = await startSimulator({ clock, heaters: [] })
  await gone.close()
  const notFound = async () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }))
  const navilink = client(trouble === 'a refused connection' ? { cloud: gone.url } : { fetch: notFound })
  const states = new Set<string>()
  navilink.link.on('state', state => states.add(state))
  const error = await wait(navilink.devices()).catch(error => error)
  expect(error).toBeInstanceOf(ConnectionError)
  expect(['name-not-found', 'connection-refused', 'no-connection']).toContain(error.help)
  const connecting = expect(navilink.link.connect()).rejects.toThrow('closed by this program')
  await clock.advance(minutes(30))
  expect(states).toEqual(new Set(['signing-in', 'waiting']))
  expect(navilink.link.cause).toBeInstanceOf(ConnectionError)
  expect(navilink.link.health().attempts).toBeGreaterThan(90)
  expect(cloud.requests).toEqual([])
  await navilink.close()
  await connecting
})

it('row 15: a wrong password is sent once, told once, and waits for a person', async () => {
  const { clock, cloud, client, wait, signIns } = await virtualCloud()
  const navilink = client({ password: 'too-cold' })
  const states: string[] = []
  navilink.link.on('state', state => states.push(state))
  await expect(wait(navilink.link.connect())).rejects.toThrow(AuthenticationError)
  await clock.advance(days(1))
  await expect(wait(navilink.link.connect())).rejects.toThrow(AuthenticationError)
  await expect(wait(navilink.devices())).rejects.toThrow(AuthenticationError)
  expect(signIns()).toBe(1)
  expect(states).toEqual(['signing-in', 'auth-failed', 'idle', 'signing-in', 'auth-failed'])
  expect(cloud.handshakes).toEqual([])
  await wait(navilink.signIn({ password: cloud.account.password }))
  await wait(navilink.link.connect())
  expect(navilink.link.health()).toMatchObject({ state: 'online', cause: undefined })
  expect(signIns()).toBe(2)
})

const ages: readonly (readonly [string, Duration])[] = [
  ['an hour', hours(2)],
  ['a month', days(30)],
]
describe.each(ages)('row 16: a start with a session that is over since %s', (_, age) => {
  async function oldSession() {
    const world = await virtualCloud({ heaters: [] })
    const store = memorySessionStore()
    const first = world.client({ store })
    await world.wait(first.link.connect())
    await first.close()
    await world.clock.advance(age)
    return { ...world, store }
  }

  it('renews it without the password', async () => {
    const { client, wait, store, signIns } = await oldSession()
    const navilink = client({ store, password: undefined })
    await wait(navilink.link.connect(), minutes(1))
    expect(await wait(navilink.devices())).toEqual([])
    expect(signIns()).toBe(1)
  })

  it('signs in once where the refresh token is dead too', async () => {
    const { cloud, client, wait, store, signIns } = await oldSession()
    cloud.revokeTokens('all')
    const navilink = client({ store })
    await wait(Promise.all([navilink.link.connect(), navilink.devices()]), minutes(1))
    expect(signIns()).toBe(2)
  })
})

it('row 17: names that are not found at first are found in the end, for REST and for the gateway', async () => {
  const { cloud, clock, client, wait, signIns } = await virtualCloud()
  let failures = 12
  const lookup = dns.lookup as (...args: unknown[]) => unknown
  const failing = vi.spyOn(dns, 'lookup').mockImplementation(((...args: unknown[]) => {
    if (failures-- <= 0) return lookup(...args)
    const error = Object.assign(new Error('getaddrinfo EAI_AGAIN localhost'), { code: 'EAI_AGAIN' })
    process.nextTick(args.at(-1) as (error: Error) => void, error)
  }) as typeof dns.lookup)
  onTestFinished(() => failing.mockRestore())

  const navilink = client({ cloud: cloud.url.replace('127.0.0.1', 'localhost') })
  const told: string[] = []
  navilink.link.on('state', (state, { cause }) => told.push(`${state} ${cause?.message ?? ''}`))
  await wait(navilink.link.connect(), minutes(10))
  expect(failing.mock.calls.length).toBeGreaterThan(12)
  expect(told.filter(one => /^waiting .*EAI_AGAIN/.test(one))).toHaveLength(12)
  expect(told.some(one => one.startsWith('auth-failed'))).toBe(false)
  expect(signIns()).toBe(1)

  failures = 5
  cloud.dropConnections()
  await clock.until(() => navilink.link.health().connections === 2, minutes(2))
  expect(navilink.link.health().attempts).toBe(12 + 1 + 5 + 1)
})

/** The rows of the reliability list about sign-in and REST: the real client against the simulated cloud, on virtual time. */
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { cloudAddress } from '#cloud/address'
import { fileSessionStore } from '#cloud/session-file'
import { memorySessionStore } from '#cloud/session-store'
import type { NaviLinkClient } from '#heater/client'
import { AuthenticationError, ConnectionError, ProtocolError, TimeoutError } from '#schema/errors'
import { days, hours, minutes, seconds } from '#time/duration'
import { asleep, scannedCloud } from '../fixtures/scanned-cloud.ts'

const signIn = 'POST /user/sign-in'
const refresh = 'POST /auth/refresh'
const list = 'POST /device/list'

it('row 23: restored tokens that the cloud revoked are renewed, and without a way to that a person is asked, once', async () => {
  const { cloud, client, wait, problem, calls } = await scannedCloud()
  const store = memorySessionStore()
  const first = client({ store })
  await wait(first.devices())
  await wait(first.close())

  cloud.revokeTokens()
  const restored = client({ store, password: undefined })
  expect(await wait(restored.devices())).toHaveLength(1)
  expect([calls(signIn), calls(refresh), calls(list)]).toEqual([1, 1, 3])
  await wait(restored.close())

  cloud.revokeTokens('all')
  const lost = client({ store, password: undefined })
  expect(await problem(lost.devices())).toBeInstanceOf(AuthenticationError)
  expect([calls(signIn), calls(refresh)]).toEqual([1, 2])
  const known = client({ store })
  expect(await wait(known.devices())).toHaveLength(1)
  expect([calls(signIn), calls(refresh)]).toEqual([2, 2])
})

it('row 24: twenty calls whose token is refused cause one refresh, and the new refresh token is the one that is kept', async () => {
  const { cloud, clock, client, wait, calls } = await scannedCloud()
  const navilink = client()
  await wait(navilink.devices())
  cloud.faults.on('refresh-rotates')
  cloud.revokeTokens()
  const all = Array.from({ length: 20 }, () => navilink.devices())
  for (const heaters of await wait(Promise.all(all))) expect(heaters).toHaveLength(1)
  expect([calls(refresh), calls(signIn)]).toEqual([1, 1])

  // Old by the clock, for REST and for the gateway at once: the rotated one must still be good.
  await clock.advance(hours(2))
  const [heater] = await wait(navilink.devices())
  expect([calls(refresh), calls(signIn)]).toEqual([2, 1])
  await clock.advance(hours(2))
  await wait(Promise.all([heater?.status(), heater?.connectivity(), ...all.map(() => navilink.devices())]))
  expect([calls(refresh), calls('POST /auth/session/refresh'), calls(signIn)]).toEqual([3, 1, 1])
})

it('row 25: refreshes that answer without a refresh token are followed by further ones, and by no sign-in', async () => {
  const { cloud, clock, client, wait, calls } = await scannedCloud()
  const navilink = client({ store: memorySessionStore() })
  cloud.faults.on('refresh-missing')
  for (let hour = 0; hour < 5; hour++) {
    expect(await wait(navilink.devices())).toHaveLength(1)
    await clock.advance(hours(1))
  }
  expect([calls(refresh), calls(signIn)]).toEqual([4, 1])
  expect(cloud.faults.list()).toMatchObject([{ struck: 4 }])
})

it('row 26: a closed client leaves no timer and no connection, whatever it was doing', async () => {
  const { cloud, clock, client, wait, heaterOf } = await scannedCloud()
  const atWork: Record<string, (navilink: NaviLinkClient) => Promise<unknown>> = {
    'nothing any more': heaterOf,
    async 'asking and commanding'(navilink) {
      const heater = await heaterOf(navilink)
      heater.startPeriodicRequests('status', minutes(1))
      cloud.faults.on('heater-deaf')
      void heater.status().catch(() => {})
      void heater.setTemperature(50)
      await clock.advance(seconds(5))
    },
    async 'waiting for REST'(navilink) {
      cloud.faults.on('rest-hang', { call: list })
      void navilink.devices().catch(() => {})
      await clock.advance(seconds(5))
    },
    async 'waiting for the gateway'(navilink) {
      cloud.faults.on('connack-missing')
      void navilink.link.connect().catch(() => {})
      await clock.until(() => navilink.link.state === 'connecting', minutes(1))
    },
    async 'waiting for the next try'(navilink) {
      cloud.faults.on('upgrade-403')
      void navilink.link.connect().catch(() => {})
      await clock.until(() => navilink.link.state === 'waiting', minutes(1))
    },
  }
  const before = clock.pending
  for (const [what, work] of Object.entries(atWork)) {
    const navilink = client()
    await work(navilink)
    await wait(Promise.all([navilink.close(), navilink.close()]))
    await clock.advance(0)
    cloud.faults.off()
    expect([clock.pending, cloud.connections, navilink.link.state], what).toEqual([before, [], 'closed'])
  }
})

it('row 27: a call that is never answered, or in half, has an end; a sign-in is not repeated for it', async () => {
  const { cloud, clock, client, wait, problem, calls } = await scannedCloud()
  const hung = client()
  cloud.faults.on('rest-hang', { call: signIn })
  const before = clock.now()
  expect(await problem(hung.devices())).toBeInstanceOf(TimeoutError)
  expect([clock.now() - before, calls(signIn)]).toEqual([seconds(30), 1])
  cloud.faults.off()
  expect(await wait(hung.devices())).toHaveLength(1)

  const halves = {
    'rest-hang': TimeoutError,
    'rest-truncated': ConnectionError,
  } as const
  for (const [fault, kind] of Object.entries(halves)) {
    cloud.faults.on(fault as keyof typeof halves, { call: list })
    const error = await problem(hung.devices())
    expect(error).toBeInstanceOf(kind)
    expect(error.message).not.toMatch(/JSON|Unexpected/)
    cloud.faults.off()
    expect(await wait(hung.devices())).toHaveLength(1)
  }

  // The head and half a body, and then the socket stays open.
  const whole = cloud.override(list, () => {
    const half = new ReadableStream({ start: stream => stream.enqueue(Buffer.from('{"code":200,"msg":"SUC')) })
    return new Response(half, { headers: { 'content-type': 'application/json' } })
  })
  expect(await problem(hung.devices())).toBeInstanceOf(TimeoutError)
  whole()
  expect(await wait(hung.devices())).toHaveLength(1)
})

it('row 28: no account is given what another one saved, and the file is for its owner alone', async () => {
  const pat = { email: 'pat.one@example.org', password: 'first-password-1' }
  const sam = { email: 'sam.two@example.org', password: 'second-password-2' }
  const { cloud, clock, client, wait, problem, calls } = await scannedCloud({
    accounts: [
      { ...pat, heaters: [{ ...asleep, name: 'of Pat' }] },
      { ...sam, heaters: [{ ...asleep, name: 'of Sam' }] },
    ],
  })
  const namesOf = async (navilink: ReturnType<typeof client>) =>
    // The clock doesn't see every step of a file, so it may run ahead of them.
    (await wait(navilink.devices(), days(7))).map(({ name }) => name)
  const directory = await mkdtemp(join(tmpdir(), 'navilink-row-28-'))
  onTestFinished(() => rm(directory, { recursive: true }))
  const store = (email: string) => fileSessionStore({ directory, email, address: cloudAddress(cloud.url), clock })

  expect(await namesOf(client({ ...pat, store: store(pat.email) }))).toEqual(['of Pat'])
  const [file = ''] = await readdir(directory)
  expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600)
  expect(await namesOf(client({ ...sam, store: store(sam.email) }))).toEqual(['of Sam'])
  expect([await readdir(directory).then(names => names.length), calls(signIn)]).toEqual([2, 2])

  // Somebody changes the e-mail and keeps the cache, in a file or in a place of his own.
  const other = (await readdir(directory)).find(name => name !== file) ?? ''
  await rename(join(directory, file), join(directory, other))
  expect(await namesOf(client({ ...sam, store: store(sam.email) }))).toEqual(['of Sam'])
  expect(calls(signIn)).toBe(3)
  const shared = memorySessionStore()
  expect(await namesOf(client({ ...pat, store: shared }))).toEqual(['of Pat'])
  expect(await problem(client({ ...sam, password: undefined, store: shared }).devices())).toBeInstanceOf(
    AuthenticationError,
  )
  expect(await namesOf(client({ ...sam, store: shared }))).toEqual(['of Sam'])
})

it.each([10, -10])('row 29: a clock that is %i minutes off is corrected once, from the refusal itself', async off => {
  const { cloud, clock, client, heaterOf, calls } = await scannedCloud()
  cloud.faults.on('skewed-clock', { skew: minutes(off) })
  const navilink = client()
  const heater = await heaterOf(navilink)
  expect(heater.latest?.about.cause).toBeDefined()
  expect(cloud.handshakes).toEqual([403, 101])
  cloud.dropConnections()
  await clock.until(() => navilink.link.health().connections === 2, minutes(1))
  expect([cloud.handshakes, calls(signIn)]).toEqual([[403, 101, 101], 1])
})

it.each([1, -1])(
  'row 29: a machine whose clock jumps by %i h, as a wrong rule for summer time makes it, stays connected',
  async jump => {
    const { cloud, clock, client, wait, heaterOf, calls } = await scannedCloud()
    let ahead = 0
    const navilink = client({ clock: { ...clock, now: () => clock.now() + ahead } })
    const heater = await heaterOf(navilink)
    ahead = hours(jump)
    await clock.advance(minutes(1))
    expect(navilink.link.health()).toMatchObject({ state: 'online', drops: 0 })
    await wait(Promise.all([navilink.devices(), heater.status()]))
    await clock.advance(hours(4))
    await wait(Promise.all([navilink.devices(), heater.status()]))
    cloud.dropConnections()
    await clock.until(() => navilink.link.state === 'online' && navilink.link.health().connections === 2, minutes(2))
    expect(calls(signIn)).toBe(1)
    expect(cloud.handshakes.length).toBeLessThan(5)
    expect(calls(refresh)).toBeLessThan(8)
  },
)

it('row 30: days without the cloud, with answers of every wrong kind, are an error each and then over', async () => {
  const { cloud, clock, client, wait, heaterOf, problem, calls } = await scannedCloud({
    heaterTick: minutes(1),
    heaters: [asleep],
  })
  // Fewer tries than by default, for they are not what this is about.
  const navilink = client({ link: { reconnect: { maxDelay: minutes(20) } } })
  const heater = await heaterOf(navilink)
  const kinds = ['rest-5xx', 'rest-html', 'rest-empty', 'rest-refused', 'rest-away', 'maintenance'] as const
  cloud.faults.on('gateway-away')
  cloud.dropConnections()
  for (const kind of kinds) {
    const off = cloud.faults.on(kind)
    await clock.advance(hours(8))
    const error = await problem(navilink.devices())
    expect(error.message, kind).not.toMatch(/Unexpected token|<html|undefined/)
    expect(await problem(heater.status()), kind).toBeInstanceOf(ConnectionError)
    expect(navilink.link.state).not.toBe('auth-failed')
    off()
  }
  cloud.faults.off()
  await clock.until(() => navilink.link.state === 'online', minutes(20))
  expect((await wait(heater.status())).about.cause).toBe('answer')
  expect(await wait(navilink.devices())).toEqual([heater])
  expect(calls(signIn)).toBe(1)
})

it('row 30: fields that the cloud drops or renames cost no heater but the one that can’t be told apart', async () => {
  const { cloud, client, wait, problem } = await scannedCloud({
    heaters: [asleep, asleep, asleep],
  })
  cloud.override(list, async (_, proceed) => {
    const body = (await (await proceed()).json()) as { data: Record<string, Record<string, unknown>>[] }
    const [bare, odd, nameless] = body.data
    if (!bare || !odd || !nameless) throw new Error('Three heaters were expected.')
    for (const key of ['location', 'error', 'descaling']) delete bare[key]
    for (const key of ['homeSeq', 'deviceName', 'connected', 'installType']) delete bare.deviceInfo?.[key]
    odd.deviceInfo = { ...odd.deviceInfo, connected: 'yes', homeSeq: null, deviceName: 7, modelTypeCode: {} }
    odd.location = [] as unknown as Record<string, unknown>
    nameless.deviceInfo = { mac: nameless.deviceInfo?.macAddress }
    return Response.json(body)
  })
  cloud.override('POST /device/info', () => Response.json({ code: 200, msg: 'SUCCESS', data: {} }))
  const heaters = await wait(client().devices())
  expect(heaters.map(({ name, connected }) => [name, connected])).toEqual([
    ['unnamed', undefined],
    ['7', undefined],
  ])
  for (const heater of heaters) expect((await wait(heater.status())).dhwTemperature).toBeGreaterThan(40)

  cloud.override(list, () => Response.json({ code: 200, msg: 'SUCCESS', data: { devices: [] } }))
  expect(await problem(client().devices())).toBeInstanceOf(ProtocolError)
})

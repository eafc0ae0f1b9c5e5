/** Rows 1 and 2 of what others failed at: the 24 h end of a connection, and AWS keys that ran out. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Duration, days, hours, minutes, seconds } from '#time/duration'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  /** An open link, and a heater that says its next number every `period`. */
  async function telling(
    period: Duration,
    { link = {}, ...options }: Parameters<typeof virtualCloud>[0] & { readonly link?: object } = {},
  ) {
    const world = await virtualCloud(options)
    const navilink = world.client({ link: { protocol, ...link } })
    const heater = await world.heaterOf(navilink)
    const states: string[] = []
    navilink.link.on('state', state => states.push(state))
    const deliveries = new Map<string, number>()
    const count = (_: string, payload: Uint8Array) => {
      const text = Buffer.from(payload).toString()
      deliveries.set(text, (deliveries.get(text) ?? 0) + 1)
    }
    await world.wait(navilink.link.subscribe('cmd/52/+/res', count))
    const times: number[] = []
    heater.on('status', ({ about }) => about.cause === 'push' && times.push(world.clock.now()))
    let said = 0
    const every = (span: Duration) => world.clock.every(span, () => push(world.tank, said++))
    let stop = every(period)
    onTestFinished(() => stop())
    return {
      ...world,
      navilink,
      states,
      marks: heard(heater),
      /** How often each message came out of the link, before the heater knows repeats for what they are. */
      deliveries,
      longestGap: () => Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0))),
      said: () => said,
      ids: () => world.cloud.connections.map(({ clientId }) => clientId),
      pace(span: Duration) {
        stop()
        stop = every(span)
      },
      async hush() {
        stop()
        await world.clock.advance(0)
      },
    }
  }

  it('row 1: data frozen after 24 h: the connection is replaced before, and every push comes once', async () => {
    const { clock, cloud, navilink, states, marks, deliveries, said, ids, pace, hush, longestGap, signIns } =
      await telling(minutes(1))
    const { clientId } = navilink.link
    const started = clock.now()
    await clock.advance(hours(22))
    expect(navilink.link.health()).toMatchObject({ replacements: 0, connections: 1 })
    pace(seconds(1))
    await clock.until(() => navilink.link.health().replacements === 1, hours(2))
    expect(clock.now() - started).toBeLessThanOrEqual(hours(23))
    // Make before break: both are there for a while.
    expect(ids()).toEqual([clientId, `${clientId}-b`])
    await clock.advance(minutes(1))
    expect(ids()).toEqual([`${clientId}-b`])
    pace(minutes(1))
    await clock.until(() => navilink.link.health().replacements === 2, hours(24))
    await clock.advance(minutes(1))
    await hush()

    expect(marks).toEqual(upTo(said()))
    expect(new Set(deliveries.values())).toEqual(new Set([1]))
    expect(deliveries.size).toBeGreaterThanOrEqual(said())
    expect(longestGap()).toBe(minutes(1))
    expect(states).toEqual([])
    expect(navilink.link.health()).toMatchObject({ clientId, drops: 0, connections: 1, attempts: 3 })
    expect(cloud.handshakes).toEqual([101, 101, 101])
    expect(signIns()).toBe(1)
  }, 60_000)

  it('row 1: data frozen after 24 h: where the gateway ends it nevertheless, it is back in seconds', async () => {
    const { clock, navilink, cloud, states, marks, said, hush, longestGap } = await telling(seconds(30), {
      link: { lifetime: hours(30) },
    })
    await clock.advance(hours(23))
    const filters = cloud.connections[0]?.filters
    await clock.advance(hours(2))
    await hush()
    expect(states).toEqual(['waiting', 'signing-in', 'connecting', 'subscribing', 'online'])
    expect(cloud.connections.map(connection => connection.filters)).toEqual([filters])
    // AWS ends it at the first message after the 24 h, and that one is lost with a clean session.
    expect(marks).toHaveLength(said() - 1)
    expect(new Set(marks).size).toBe(marks.length)
    expect(longestGap()).toBe(minutes(1))
    expect(navilink.link.health()).toMatchObject({ drops: 1, attempt: 0, replacements: 0 })
  }, 60_000)

  it('row 1: data frozen after an hour, where a socket ends with its AWS keys: lost once, replaced ahead from then on', async () => {
    const { clock, navilink, marks, said, hush, signIns } = await telling(seconds(20), {
      gateway: { endWithCredentials: true },
    })
    await clock.advance(hours(1))
    await clock.until(() => navilink.link.state === 'online', seconds(5))
    const lost = said() - marks.length
    expect(lost).toBeLessThanOrEqual(1)
    await clock.advance(hours(24))
    await hush()
    expect(said() - marks.length).toBe(lost)
    expect(new Set(marks).size).toBe(marks.length)
    const { drops, replacements } = navilink.link.health()
    expect(drops).toBe(1)
    expect(replacements).toBeGreaterThanOrEqual(24)
    expect(replacements).toBeLessThanOrEqual(28)
    expect(signIns()).toBe(1)
  }, 60_000)

  it('row 2: refused for ever with old AWS keys: they are renewed ahead, without the password', async () => {
    const tokenLifetimes = { authentication: days(2), authorization: minutes(15) }
    const { clock, cloud, navilink, marks, said, hush, signIns } = await telling(minutes(1), { tokenLifetimes })
    for (let hour = 0; hour < 24; hour++) {
      await clock.advance(minutes(59.5))
      cloud.dropConnections()
      await clock.until(() => navilink.link.health().connections === hour + 2, seconds(5))
      expect(navilink.link.health().credentialsEnd?.getTime()).toBeGreaterThan(clock.now())
    }
    await hush()
    expect(marks).toEqual(upTo(said()))
    expect(cloud.handshakes).toEqual(Array(25).fill(101))
    expect(signIns()).toBe(1)
    // Five minutes ahead of fifteen at the earliest, and never late.
    const renewals = cloud.requestCounts.get('POST /auth/session/refresh')
    expect(renewals).toBeGreaterThanOrEqual(96)
    expect(renewals).toBeLessThanOrEqual(144)
  }, 60_000)

  it('row 2: refused with keys that AWS ended before their time: renewed once, and connected again in seconds', async () => {
    const { clock, cloud, navilink, signIns } = await telling(minutes(1))
    cloud.expireAwsCredentials()
    cloud.dropConnections()
    await clock.until(() => navilink.link.health().connections === 2, seconds(5))
    expect(cloud.handshakes).toEqual([101, 403, 101])
    expect(cloud.requestCounts.get('POST /auth/session/refresh')).toBe(1)
    expect(signIns()).toBe(1)
  })

  it('row 2: refused whatever is renewed: it goes on by the backoff, and asks for keys once', async () => {
    const { clock, cloud, navilink, states, signIns } = await telling(minutes(1))
    cloud.faults.on('upgrade-403', { duration: minutes(14) })
    cloud.dropConnections()
    await clock.advance(minutes(14))
    expect(navilink.link.health()).toMatchObject({ state: 'waiting', code: 403 })
    const refused = cloud.handshakes.filter(status => status === 403).length
    // 0.5, 1, 2, 4, 4 … s on average for five minutes, then up to 1 min.
    expect(refused).toBeGreaterThan(70)
    expect(refused).toBeLessThan(95)
    expect(cloud.requestCounts.get('POST /auth/session/refresh')).toBe(1)
    expect(signIns()).toBe(1)
    await clock.until(() => navilink.link.state === 'online', minutes(2))
    expect(states).not.toContain('auth-failed')
    expect(cloud.handshakes.at(-1)).toBe(101)
  })
})

/** Rows 9 and 13 of what others failed at: an end that comes too late and hits a newer connection, and one that is no end. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkClient, NaviLinkClientOptions } from '#heater/client'
import { type Duration, hours, minutes, seconds } from '#time/duration'
import { heard, push, type VirtualCloud, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

interface LateTimer {
  readonly of: string
  /** Sets the timer, and leaves it set. */
  readonly set: (world: VirtualCloud, navilink: NaviLinkClient) => Promise<unknown>
  /** When it would have fired, from then on. */
  readonly due: Duration
}

const timers: readonly LateTimer[] = [
  {
    of: 'a ping without answer',
    async set({ cloud, clock }, { link: { clientId } }) {
      // Sent 60 s after the connection opened, and dead after 15 s more.
      cloud.faults.on('silence', { clientId, duration: seconds(38) })
      await clock.advance(seconds(39))
    },
    due: seconds(15),
  },
  {
    of: 'a SUBSCRIBE without answer',
    async set({ cloud, clock }, { link }) {
      cloud.faults.on('suback-missing', { filter: 'a/b', count: 1 })
      link.subscribe('a/b', () => {}).catch(() => {})
      await clock.advance(seconds(10))
    },
    due: seconds(30),
  },
  {
    of: 'a PUBLISH without answer',
    async set({ cloud, clock }, { link }) {
      cloud.faults.on('puback-missing', { filter: 'a/b', count: 1 })
      link.publish('a/b', '').catch(() => {})
      await clock.advance(seconds(10))
    },
    due: seconds(30),
  },
  {
    of: 'a question without answer',
    async set({ cloud, clock }, navilink) {
      cloud.faults.on('heater-deaf', { count: 1 })
      const [heater] = await navilink.devices()
      heater?.status().catch(() => {})
      await clock.advance(seconds(10))
    },
    due: seconds(30),
  },
  { of: 'the replacement', set: ({ clock }) => clock.advance(minutes(9)), due: minutes(2) },
]

interface Reached {
  readonly state: string
  readonly by?: string
  readonly given?: Partial<NaviLinkClientOptions>
  readonly reach: (world: VirtualCloud, navilink: NaviLinkClient) => unknown
}

const begin = ({ link }: NaviLinkClient) => void link.subscribe('a/b', () => {}).catch(() => {})
const beginUnder = (fault: Parameters<VirtualCloud['cloud']['faults']['on']>[0]): Reached['reach'] => {
  return ({ cloud }, navilink) => {
    cloud.faults.on(fault)
    begin(navilink)
  }
}
const goOnline: Reached['reach'] = async ({ clock }, navilink) => {
  begin(navilink)
  await clock.until(() => navilink.link.state === 'online', seconds(1))
}

const reached: readonly Reached[] = [
  { state: 'idle', reach: () => {} },
  { state: 'signing-in', reach: beginUnder('rest-hang') },
  { state: 'connecting', by: 'no upgrade', reach: beginUnder('upgrade-hang') },
  { state: 'connecting', by: 'no CONNACK', reach: beginUnder('connack-missing') },
  { state: 'subscribing', reach: beginUnder('suback-missing') },
  { state: 'online', reach: goOnline },
  {
    state: 'online',
    by: 'a half-open socket',
    async reach(world, navilink) {
      await goOnline(world, navilink)
      world.cloud.faults.on('half-open')
    },
  },
  { state: 'waiting', by: 'a first connection that failed', reach: beginUnder('gateway-away') },
  {
    state: 'waiting',
    by: 'a connection that ended',
    async reach(world, navilink) {
      await goOnline(world, navilink)
      world.cloud.faults.on('gateway-away')
      world.cloud.dropConnections()
    },
  },
  { state: 'auth-failed', given: { password: 'too-cold' }, reach: (_, navilink) => begin(navilink) },
  { state: 'gave-up', given: { link: { autoReconnect: false } }, reach: beginUnder('gateway-away') },
  {
    state: 'closing',
    async reach(world, navilink) {
      await goOnline(world, navilink)
      world.cloud.faults.on('half-open')
      void navilink.close()
    },
  },
  { state: 'closed', reach: (_, navilink) => navilink.close() },
]

describe.each(versions)('over MQTT %s', protocol => {
  it.each(timers)('row 9: the timer of $of does nothing to a newer connection', async ({ set, due }) => {
    const world = await virtualCloud()
    const { clock, cloud, tank, client, heaterOf } = world
    const navilink = client({ link: { protocol, lifetime: minutes(10) } })
    const heater = await heaterOf(navilink)
    await clock.advance(seconds(31))
    await set(world, navilink)
    expect(navilink.link.health().connections).toBe(1)
    cloud.dropConnections()
    await clock.advance(seconds(2))
    expect(navilink.link.health()).toMatchObject({ state: 'online', connections: 2 })
    const states: string[] = []
    navilink.link.on('state', state => states.push(state))
    const marks = heard(heater)
    await clock.advance(due)
    push(tank, 1)
    await clock.advance(minutes(3))
    push(tank, 2)
    await clock.advance(0)
    expect({ states, marks }).toEqual({ states: [], marks: [1, 2] })
    expect(navilink.link.health()).toMatchObject({ connections: 2, replacements: 0 })
    expect(cloud.handshakes).toEqual([101, 101])
  })

  it('row 9: nor does the one that would have called an old connection stable', async () => {
    const { clock, cloud, client, wait } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    await wait(navilink.link.connect())
    await clock.advance(seconds(25))
    cloud.dropConnections()
    await clock.until(() => navilink.link.state === 'online', seconds(5))
    await clock.advance(seconds(20))
    expect(navilink.link.health().attempt).toBe(1)
    await clock.advance(seconds(10))
    expect(navilink.link.health().attempt).toBe(0)
  })

  it('row 9: nor does the end of one that was replaced', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol, lifetime: minutes(10) } })
    const marks = heard(await heaterOf(navilink))
    const { clientId } = navilink.link
    await clock.until(() => navilink.link.health().replacements === 1, minutes(11))
    cloud.faults.on('drop', { clientId })
    await clock.advance(minutes(1))
    push(tank, 1)
    await clock.advance(0)
    expect(marks).toEqual([1])
    expect(navilink.link.health()).toMatchObject({ state: 'online', drops: 0, clientId: `${clientId}-b` })
  })

  it.each(reached)('row 13: close() while $state ($by) ends it for good', async ({ state, given, reach }) => {
    const world = await virtualCloud()
    const { clock, cloud, client, wait } = world
    const navilink = client({ ...given, link: { ...given?.link, protocol } })
    await reach(world, navilink)
    await clock.until(() => navilink.link.state === state, seconds(2))
    const waiting = state === 'idle' ? undefined : navilink.link.publish('a/c', '')
    const ended = waiting?.then(
      () => 'sent',
      () => 'given up',
    )
    const started = clock.now()
    await wait(Promise.all([navilink.close(), navilink.close()]))
    expect(clock.now() - started).toBeLessThanOrEqual(seconds(5))
    expect(navilink.link.state).toBe('closed')
    if (ended) expect(await ended).toBe('given up')

    cloud.faults.off()
    const [calls, handshakes] = [cloud.requests.length, cloud.handshakes.length]
    await clock.advance(hours(1))
    expect([cloud.requests.length, cloud.handshakes.length, cloud.connections.length]).toEqual([calls, handshakes, 0])
    await expect(navilink.link.connect()).rejects.toThrow('closed by this program')
    await expect(navilink.devices()).rejects.toThrow('closed by this program')
    await navilink.close()
    expect(navilink.link.state).toBe('closed')
  })
})

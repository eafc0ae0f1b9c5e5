/** Rows 7, 8, 10 and 14 of what others failed at: connections that evict each other, storms, and a supervisor that counts itself out. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkClient } from '#heater/client'
import { random as seeded } from '#physics/random'
import { hours, millis, minutes, seconds } from '#time/duration'
import { witness } from '../fixtures/lifecycle-events.ts'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

const online = (...clients: NaviLinkClient[]) => clients.every(({ link }) => link.state === 'online')

describe.each(versions)('over MQTT %s', protocol => {
  it('row 7: a new connection never evicts the old one: each has an id of its own, and one stays', async () => {
    const { clock, cloud, client, heaterOf } = await virtualCloud()
    const { of } = await witness(cloud, clock)
    const navilink = client({ link: { protocol, lifetime: minutes(5) } })
    await heaterOf(navilink)
    const here = () => cloud.connections.filter(({ clientId }) => clientId !== 'witness')
    for (let round = 1; round <= 12; round++) {
      await clock.until(() => navilink.link.health().replacements === round, minutes(6))
      expect(here()).toHaveLength(2)
      await clock.advance(seconds(30))
      expect(here().map(({ clientId }) => clientId)).toEqual([navilink.link.clientId])
    }
    expect(new Set(of('disconnected').map(({ disconnectReason }) => disconnectReason))).toEqual(
      new Set(['CLIENT_INITIATED_DISCONNECT']),
    )
    // Nothing of a connection that was left comes back.
    expect([of('connected').length, of('disconnected').length]).toEqual([13, 12])
    expect(navilink.link.health()).toMatchObject({ drops: 0, attempts: 13 })
  })

  it('row 7: whoever is evicted takes a fresh id and does not fight', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const { of } = await witness(cloud, clock)
    const navilink = client({ link: { protocol, clientId: 'mine' } })
    const heater = await heaterOf(navilink)
    const marks = heard(heater)
    const causes: string[] = []
    navilink.link.on('state', (_, { cause }) => cause && causes.push(cause.message))
    // MQTT 3.1.1 has no word for it: twice within a minute says it.
    for (let kick = protocol === '5' ? 1 : 2; kick > 0; kick--) {
      cloud.faults.on('kick', { clientId: navilink.link.clientId })
      await clock.advance(seconds(5))
    }
    expect(online(navilink)).toBe(true)
    expect(causes.at(-1)).toMatch(/[Aa]nother program uses this client id/)
    expect(navilink.link.clientId).toMatch(/^mine-\w{16}$/)
    await clock.advance(hours(1))
    push(tank, 1)
    await clock.advance(0)
    expect(marks).toEqual([1])
    expect(cloud.connections).toHaveLength(2)
    expect(of('connected')).toHaveLength(protocol === '5' ? 2 : 3)
  })

  it('row 7: the longest client id leaves room for a fresh tail and for the other id of a replacement', async () => {
    const { clock, cloud, client, wait } = await virtualCloud()
    const navilink = client({ link: { protocol, clientId: 'ü'.repeat(50), lifetime: minutes(10) } })
    await wait(navilink.link.connect())
    for (let kick = 0; kick < 2; kick++) {
      cloud.faults.on('kick')
      await clock.advance(seconds(5))
    }
    await clock.until(() => navilink.link.health().replacements === 1, minutes(11))
    expect(navilink.link.clientId).toMatch(/^ü{50}-\w{16}-b$/)
  })

  it('row 8: a storm of accepted and closed connections: one at a time, by the backoff, which stays', async () => {
    const { clock, cloud, client, heaterOf, signIns } = await virtualCloud()
    const { of } = await witness(cloud, clock)
    const navilink = client({ link: { protocol }, random: () => 1 })
    await heaterOf(navilink)
    const started = clock.now()
    cloud.faults.on('storm', { duration: minutes(20) })
    cloud.faults.on('drop', { clientId: navilink.link.clientId })
    await clock.advance(minutes(20))
    const times = of('connected').map(({ timestamp }) => timestamp)
    const waits = times.slice(1).map((time, i) => Math.round((time - Math.max(started, times[i] ?? 0)) / 1000))
    // 8 s at most for five minutes, and then up to two minutes, although each was online for a moment.
    expect(waits).toEqual([1, 2, 4, ...Array(37).fill(8), 16, 32, 64, ...Array(6).fill(120)])
    // Each has ended before the next one comes.
    const inTurn = of('connected', 'disconnected').map(({ eventType }) => eventType)
    expect(inTurn).toEqual(inTurn.map((_, i) => (i % 2 === 0 ? 'connected' : 'disconnected')))
    await clock.until(() => online(navilink), minutes(2))
    expect(navilink.link.health().attempt).toBeGreaterThan(40)
    await clock.advance(seconds(29))
    expect(navilink.link.health().attempt).toBeGreaterThan(40)
    await clock.advance(seconds(2))
    expect(navilink.link.health().attempt).toBe(0)
    expect(signIns()).toBe(2)
  })

  it('row 8: a storm that comes before the SUBACK refuses nothing: all is heard when it is over', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    cloud.faults.on('storm', { duration: minutes(10) })
    cloud.faults.on('suback-late', { delay: seconds(1), duration: minutes(10) })
    cloud.dropConnections()
    await clock.advance(minutes(10))
    await clock.until(() => online(navilink), minutes(2))
    await clock.advance(minutes(2))
    const states = navilink.link.health().subscriptions.map(({ state }) => state)
    expect(states.filter(state => state === 'granted').length).toBeGreaterThanOrEqual(4)
    const marks = heard(heater)
    push(tank, 1)
    await clock.advance(0)
    expect(marks).toEqual([1])
  })

  it('row 10: two programs of one account live side by side', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const both = [client({ link: { protocol } }), client({ link: { protocol } })]
    const marks = []
    for (const navilink of both) marks.push(heard(await heaterOf(navilink)))
    for (const mark of upTo(60)) {
      push(tank, mark)
      await clock.advance(minutes(1))
    }
    expect(marks).toEqual([upTo(60), upTo(60)])
    expect(cloud.handshakes).toEqual([101, 101])
    expect(new Set(cloud.connections.map(({ clientId }) => clientId)).size).toBe(2)
  })

  it('row 10: two programs that were given the same id part within a minute, and there is peace', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const chance = seeded(7)
    const twin = () => client({ link: { protocol, clientId: 'twin' }, random: chance })
    const both = [twin(), twin()]
    const heaters = []
    for (const navilink of both) heaters.push(await heaterOf(navilink))
    await clock.advance(minutes(1))
    await clock.until(() => online(...both), seconds(10))
    const marks = heaters.map(heard)
    const { length } = cloud.handshakes
    expect(length).toBeLessThan(12)
    for (const mark of upTo(60)) {
      push(tank, mark)
      await clock.advance(minutes(1))
    }
    expect(marks).toEqual([upTo(60), upTo(60)])
    expect(cloud.handshakes).toHaveLength(length)
  })

  it('row 14: no count that ends in peace for ever: 500 ends of every kind', async () => {
    const { clock, cloud, tank, client, heaterOf, signIns } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const chance = seeded(14)
    const states = new Set<string>()
    navilink.link.on('state', state => states.add(state))
    for (let end = 0; end < 500; end++) {
      const kind = chance()
      if (kind < 0.2) cloud.faults.on('kick')
      else if (kind < 0.3) cloud.faults.on('gateway-away', { duration: millis(1 + 20_000 * chance()) })
      else if (kind < 0.4) cloud.faults.on('storm', { count: 1 + Math.floor(3 * chance()) })
      else if (kind < 0.5) cloud.faults.on('upgrade-403', { count: 1 })
      cloud.dropConnections()
      await clock.advance(1 + 120_000 * chance() ** 2)
    }
    cloud.faults.off()
    await clock.until(() => online(navilink), minutes(2))
    await clock.advance(seconds(40))
    const { attempt, drops, cause } = navilink.link.health()
    expect({ attempt, cause }).toEqual({ attempt: 0, cause: undefined })
    expect(drops).toBeGreaterThan(250)
    expect(states).not.toContain('gave-up')
    expect(states).not.toContain('auth-failed')
    const marks = heard(heater)
    push(tank, 1)
    await clock.advance(0)
    expect(marks).toEqual([1])
    expect(cloud.connections).toHaveLength(1)
    expect(signIns()).toBe(1)
  }, 60_000)
})

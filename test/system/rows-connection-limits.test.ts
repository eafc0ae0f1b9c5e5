/** Rows 21 and 22 of what others failed at: more than AWS takes, and what the account may not say or hear. */
import { describe, expect, it } from 'vitest'
import { SubscriptionRefusedError } from '#cloud/gateway-errors'
import { ConnectionError, RefusedError } from '#schema/errors'
import { hours, minutes, seconds } from '#time/duration'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  it.each(['narrow', 'wide'])('row 21: 300 queries at once over %s filters are all answered', async filters => {
    const { clock, cloud, client, heaterOf, wait } = await virtualCloud()
    // The wide one brings our own questions back too, and AWS drops the 101st message of a second either way.
    if (filters === 'wide') cloud.faults.on('suback-refused', { filter: 'cmd/52/+/res' })
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const wide = `cmd/52/navilink-${heater.macAddress}/#`
    expect(cloud.connections[0]?.filters.includes(wide)).toBe(filters === 'wide')
    await clock.advance(minutes(1))
    const times: number[] = []
    heater.on('status', ({ about }) => about.cause === 'answer' && times.push(clock.now()))
    const answers = await wait(Promise.all(upTo(300).map(() => heater.status())))
    expect(answers.map(({ about }) => about.cause)).toEqual(Array(300).fill('answer'))
    const within = (start: number) => times.filter(time => time >= start && time < start + seconds(1)).length
    expect(Math.max(...times.map(within))).toBeLessThanOrEqual(100)
    expect(navilink.link.health()).toMatchObject({ drops: 0, unanswered: 0 })
  })

  it('row 21: 300 messages at once are all acknowledged', async () => {
    const { clock, cloud, client, wait } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    await wait(navilink.link.connect())
    const started = clock.now()
    await wait(Promise.all(upTo(300).map(i => navilink.link.publish('cmd/52/elsewhere/st', { i }))), minutes(1))
    expect(clock.now() - started).toBeGreaterThanOrEqual(seconds(2))
    expect(cloud.handshakes).toEqual([101])
  })

  /** Nothing hangs on what is denied: the heater is heard and asked, and the connection stays. */
  async function isWell(
    { clock, cloud, tank, wait }: Awaited<ReturnType<typeof virtualCloud>>,
    heater: Awaited<ReturnType<Awaited<ReturnType<typeof virtualCloud>>['heaterOf']>>,
  ) {
    const marks = heard(heater)
    const { length } = cloud.handshakes
    await wait(heater.status())
    push(tank, 1)
    await clock.advance(seconds(50))
    push(tank, 2)
    await clock.advance(0)
    expect(marks).toEqual([1, 2])
    expect(cloud.handshakes).toHaveLength(length)
  }

  it('row 22: a command that the policy forbids has its outcome, and isn’t said again and again', async () => {
    const world = await virtualCloud({ gateway: { policy: { publish: { deny: ['*/ctrl'] } } } })
    const { clock, cloud, client, heaterOf, wait } = world
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const started = clock.now()
    const outcome = await wait(heater.setTemperature(50))
    expect(['refused', 'failed']).toContain(outcome.result)
    expect(outcome).toMatchObject({ error: expect.any(Error), reason: expect.stringMatching(/gateway|connection/i) })
    if (protocol === '5') expect(outcome.error).toBeInstanceOf(RefusedError)
    expect(clock.now() - started).toBeLessThanOrEqual(minutes(1))
    await clock.until(() => navilink.link.state === 'online', seconds(10))
    // Each try is a connection over 3.1.1; the command is idempotent and may be said twice.
    expect(cloud.handshakes.length).toBeLessThanOrEqual(protocol === '5' ? 1 : 3)
    await clock.advance(minutes(10))
    await isWell(world, heater)
    expect(cloud.handshakes.length).toBeLessThanOrEqual(protocol === '5' ? 1 : 3)
    expect(heater.latest?.dhwTemperatureSetting).toBe(54.5)
  })

  it('row 22: a message that the policy forbids fails by name, once', async () => {
    const world = await virtualCloud({ gateway: { policy: { publish: { deny: ['secret/*'] } } } })
    const { clock, cloud, client, heaterOf, wait } = world
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const error = await wait(navilink.link.publish('secret/door', 'open').catch(error => error))
    expect(error).toBeInstanceOf(protocol === '5' ? RefusedError : ConnectionError)
    await clock.until(() => navilink.link.state === 'online', seconds(10))
    await isWell(world, heater)
    expect(cloud.handshakes).toHaveLength(protocol === '5' ? 1 : 2)
  })

  it('row 22: a filter that the policy forbids is refused by name, and takes none of the others with it', async () => {
    const world = await virtualCloud({ gateway: { policy: { subscribe: { deny: ['secret/*'] } } } })
    const { clock, cloud, client, heaterOf, wait } = world
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const error = await wait(navilink.link.subscribe('secret/#', () => {}).catch(error => error))
    expect(error).toBeInstanceOf(SubscriptionRefusedError)
    expect(error).toMatchObject({ by: 'gateway', filters: ['secret/#'] })
    await clock.until(() => navilink.link.state === 'online', minutes(1))
    const states = Object.fromEntries(navilink.link.health().subscriptions.map(({ filter, state }) => [filter, state]))
    expect(states['secret/#']).toBe('refused')
    expect(Object.values(states).filter(state => state === 'granted')).toHaveLength(5)
    await isWell(world, heater)
    // Tried again alone, ever more rarely: over 3.1.1 each try ends the connection.
    const { length } = cloud.handshakes
    await clock.advance(hours(12))
    expect(cloud.handshakes.length - length).toBeLessThanOrEqual(protocol === '5' ? 0 : 20)
    expect(navilink.link.state).toBe('online')
    await isWell(world, heater)
  })

  it('row 22: where the narrow filters of a heater are forbidden, the wide one does', async () => {
    const deny = ['cmd/52/navilink-*/res', 'cmd/52/navilink-*/res/*', 'evt/*']
    const world = await virtualCloud({ gateway: { policy: { subscribe: { deny } } } })
    const { clock, cloud, client, wait, heaterOf } = world
    const navilink = client({ link: { protocol } })
    // Over 3.1.1 each of the three ends the connection, once with the others and twice alone.
    const [heater] = await wait(navilink.devices())
    heater?.startPeriodicRequests('status', seconds(10))
    await clock.advance(minutes(1))
    heater?.stopPeriodicRequests('status')
    expect(cloud.connections[0]?.filters).toContain(`cmd/52/navilink-${heater?.macAddress}/#`)
    expect(cloud.handshakes.length).toBeLessThanOrEqual(protocol === '5' ? 1 : 8)
    const { length } = cloud.handshakes
    await isWell(world, await heaterOf(navilink))
    expect((await wait(heater?.setTemperature(50) ?? Promise.reject())).result).toBe('confirmed')
    // Nobody needs them, so they aren't worth another end of the connection for a day.
    await clock.advance(hours(23))
    expect(cloud.handshakes.length - length).toBeLessThanOrEqual(1)
    await isWell(world, await heaterOf(navilink))
  })

  it.each(['publish-denied', 'policy'])('row 22: where heaters may not be told that an app is here: %s', async how => {
    // A policy of AWS IoT refuses CONNECT for a will that it forbids to publish.
    const world = await virtualCloud({ gateway: how === 'policy' ? { policy: { publish: { deny: ['evt/*'] } } } : {} })
    const { clock, cloud, client, wait, heaterOf } = world
    if (how !== 'policy') cloud.faults.on('publish-denied', { filter: 'evt/#' })
    const navilink = client({ link: { protocol } })
    const [heater] = await wait(navilink.devices())
    await wait(heater?.status().catch(() => {}) ?? Promise.reject(), minutes(1))
    await clock.until(() => navilink.link.state === 'online', minutes(1))
    await clock.advance(minutes(1))
    await isWell(world, await heaterOf(navilink))
    expect((await wait(heater?.setTemperature(50) ?? Promise.reject())).result).toBe('confirmed')
    await clock.advance(hours(1))
    expect(navilink.link.health()).toMatchObject({ state: 'online', attempt: 0 })
    expect(cloud.handshakes.length).toBeLessThanOrEqual(5)
  })
})

/** Rows 3, 6, 11 and 20 of what others failed at: links that were open and heard nothing, heard half, or heard what was long over. */
import { describe, expect, it } from 'vitest'
import { commands } from '#schema/commands'
import { TimeoutError } from '#schema/errors'
import { hours, minutes, seconds } from '#time/duration'
import { witness } from '../fixtures/lifecycle-events.ts'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  it('row 3: a callback of the user that throws, each of them, ends nothing', async () => {
    const { clock, cloud, tank, client, wait, heaterOf } = await virtualCloud()
    const thrown = new Set<string>()
    const bad = (name: string) => () => {
      thrown.add(name)
      throw new Error(`${name} is broken`)
    }
    const navilink = client({ link: { protocol } })
    navilink.link.on('state', bad('state'))
    const [early] = await wait(navilink.devices())
    for (const name of ['status', 'info', 'online', 'stale', 'offline', 'missed', 'message'] as const)
      early?.on(name, bad(name))
    await wait(navilink.link.subscribe('evt/52/#', bad('filter')))
    const heater = await heaterOf(navilink)
    await wait(heater.info())
    const marks = heard(heater)
    const messages: string[] = []
    await wait(navilink.link.subscribe('evt/52/#', topic => messages.push(topic)))
    heater.startPeriodicRequests('status', minutes(1))
    cloud.dropConnections()
    await clock.until(() => navilink.link.health().connections === 2, seconds(10))
    push(tank, 1)
    cloud.faults.on('heater-deaf', { duration: minutes(5) })
    await clock.advance(minutes(6))
    cloud.faults.on('heater-offline', { duration: minutes(1) })
    await clock.advance(minutes(3))
    push(tank, 2)
    await clock.advance(0)
    expect(marks).toEqual([1, 2])
    expect(messages).toContain(`evt/52/navilink-${heater.macAddress}/connection`)
    expect([heater.presence, navilink.link.state]).toEqual(['online', 'online'])
    expect([...thrown].sort()).toEqual(
      ['filter', 'info', 'message', 'missed', 'offline', 'online', 'stale', 'state', 'status'].sort(),
    )
  })

  it.each([
    ['clean', { cleanSession: true }],
    ['kept, and forgotten by the gateway', { cleanSession: false }],
  ])(
    'row 6: connected but deaf: the session is %s, and all is subscribed again before a command goes',
    async (_, link) => {
      const { clock, cloud, tank, client, heaterOf, wait } = await virtualCloud()
      const navilink = client({ link: { protocol, ...link } })
      const heater = await heaterOf(navilink)
      const marks = heard(heater)
      const { all, of } = await witness(cloud, clock, `cmd/52/navilink-${heater.macAddress}/ctrl`)
      const before = cloud.connections.find(({ clientId }) => clientId === navilink.link.clientId)?.filters

      for (const round of upTo(5)) {
        // Two ends within a minute would look like another program with the same id.
        await clock.advance(minutes(2))
        cloud.faults.on('session-lost', { count: 1 })
        cloud.faults.on('gateway-away', { duration: seconds(20) })
        cloud.faults.on('drop', { clientId: navilink.link.clientId })
        await clock.advance(seconds(10))
        const outcome = heater.setTemperature(50 + round)
        const seen = all().length
        await clock.until(() => navilink.link.state === 'online', minutes(1))
        cloud.faults.off('session-lost')
        expect(navilink.link.health().sessionPresent).toBe(false)
        expect((await wait(outcome)).result).toBe('confirmed')
        const order = all()
          .slice(seen)
          .map(one => (typeof one === 'string' ? 'command' : one.eventType))
        // One SUBSCRIBE: five filters go into one packet.
        expect(order).toEqual(['connected', 'subscribed', 'command'])
        expect(of('subscribed').at(-1)?.topics?.toSorted()).toEqual(before?.toSorted())
        push(tank, round)
        await clock.advance(0)
        expect(marks).toEqual(upTo(round + 1))
      }
    },
  )

  it.each(['half-open', 'silence'] as const)('row 11: %s: noticed within 75 s, and connected anew', async fault => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    const marks = heard(heater)
    for (const round of upTo(8)) {
      // At another moment between two pings each time.
      await clock.advance(seconds(61 + 7 * round))
      const struck = clock.now()
      const stop = cloud.faults.on(fault, { clientId: navilink.link.clientId })
      await clock.until(() => navilink.link.state === 'waiting', seconds(75))
      stop()
      expect(clock.now() - struck).toBeGreaterThanOrEqual(seconds(15))
      expect(navilink.link.cause).toBeInstanceOf(TimeoutError)
      expect(navilink.link.cause?.message).toContain('no ping for 15 s')
      await clock.until(() => navilink.link.state === 'online', seconds(5))
      push(tank, round)
      await clock.advance(0)
      expect(marks).toEqual(upTo(round + 1))
    }
    expect(navilink.link.health()).toMatchObject({ drops: 8, connections: 9 })
  })

  it.each(['half-open', 'silence'] as const)('row 11: %s: what is asked meanwhile has its end in time', async fault => {
    const { clock, cloud, client, heaterOf, wait } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    cloud.faults.on(fault, { clientId: navilink.link.clientId, duration: seconds(70) })
    const struck = clock.now()
    const asked = wait(heater.status().catch((error: unknown) => error))
    expect(await asked).toBeInstanceOf(TimeoutError)
    expect(clock.now() - struck).toBeLessThanOrEqual(seconds(30))
    const started = clock.now()
    const { result } = await wait(heater.setTemperature(50, { deadline: minutes(2) }))
    expect(['confirmed', 'failed']).toContain(result)
    expect(clock.now() - started).toBeLessThanOrEqual(minutes(2))
    await clock.until(() => navilink.link.health().connections === 2, minutes(2))
    expect((await wait(heater.status())).about.cause).toBe('answer')
  })

  it('row 20: a thousand stored messages and their copies never overwrite what is known since', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol, cleanSession: false, clientId: 'durable' } })
    const heater = await heaterOf(navilink)
    cloud.faults.on('gateway-away')
    cloud.dropConnections()
    for (const mark of upTo(1000)) {
      await clock.advance(seconds(1))
      push(tank, mark)
    }
    tank?.panel.setTemperature(48)
    cloud.faults.off('gateway-away')
    await clock.until(() => navilink.link.state === 'online', minutes(2))
    expect(navilink.link.health().sessionPresent).toBe(true)
    await clock.until(() => heater.latest?.dhwTemperatureSetting === 48, seconds(1))

    const causes: string[] = []
    const setpoints = new Set<unknown>()
    heater.on('status', ({ about }) => {
      causes.push(about.cause)
      setpoints.add(heater.latest?.dhwTemperatureSetting)
    })
    const watched: unknown[] = []
    const stop = new AbortController()
    const watching = (async () => {
      for await (const { dhwTemperatureSetting } of heater.watch({ interval: minutes(10), signal: stop.signal }))
        watched.push(dhwTemperatureSetting)
    })()
    // AWS hands out ten a second, and the heater speaks meanwhile; some come a second time.
    await clock.advance(seconds(50))
    cloud.faults.on('backlog', { clientId: 'durable', count: 300 })
    expect([...setpoints]).toEqual([48])
    tank?.panel.setTemperature(47)
    for (const mark of upTo(3)) push(tank, mark)
    await clock.advance(seconds(60))
    // Whatever there was among them is known in the end.
    expect([...setpoints]).toEqual([48, 47])
    expect(heater.latest?.dhwTemperatureSetting).toBe(47)
    stop.abort()
    await watching
    expect(watched[0]).toBe(48)
    expect(watched.at(-1)).toBe(47)
    expect(watched.length).toBeLessThan(10)
    expect(causes.filter(cause => cause === 'history').length).toBeGreaterThan(500)
    expect(causes).not.toContain('push')
    // And it hears what is new, each once.
    const marks = heard(heater)
    for (const mark of upTo(20)) {
      push(tank, mark)
      await clock.advance(seconds(1))
    }
    expect(marks).toEqual(upTo(20))
  }, 60_000)

  it('row 20: a session that is kept brings nothing twice when its connection is replaced', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol, cleanSession: false, lifetime: minutes(5) } })
    const heater = await heaterOf(navilink)
    const marks = heard(heater)
    for (const mark of upTo(300)) {
      push(tank, mark)
      await clock.advance(seconds(7))
    }
    expect(marks).toEqual(upTo(300))
    expect(navilink.link.health().replacements).toBeGreaterThan(5)
    expect(navilink.link.health()).toMatchObject({ drops: 0 })
    expect(cloud.connections).toHaveLength(1)
  })

  it('row 20: by default nothing is stored, so nothing comes late', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    cloud.faults.on('gateway-away')
    cloud.dropConnections()
    await clock.advance(seconds(5))
    for (const mark of upTo(100)) push(tank, mark)
    cloud.faults.off()
    const seen: unknown[] = []
    heater.on('status', ({ command, about }) => seen.push([about.cause, command]))
    await clock.advance(minutes(5))
    expect(seen).toEqual([
      ['answer', commands.status.code],
      ['copy', 0],
    ])
  })

  it('row 20: the last statuses again, in the moment of resuming, are history until the heater has answered', async () => {
    const { clock, cloud, tank, client, heaterOf } = await virtualCloud()
    const navilink = client({ link: { protocol } })
    const heater = await heaterOf(navilink)
    for (const mark of upTo(150)) push(tank, mark)
    await clock.advance(hours(1))
    cloud.dropConnections()
    tank?.panel.setTemperature(48)
    cloud.faults.on('heater-delays', { delay: seconds(3) })
    await clock.until(() => navilink.link.health().connections === 2, seconds(5))
    cloud.faults.on('backlog', { count: 1000 })
    const setpoints: unknown[] = []
    const causes = new Set<string>()
    heater.on('status', ({ about }) => {
      causes.add(about.cause)
      setpoints.push(heater.latest?.dhwTemperatureSetting)
    })
    await clock.advance(seconds(2))
    expect(setpoints.length).toBeGreaterThan(100)
    expect(causes).toEqual(new Set(['history']))
    await clock.advance(seconds(2))
    expect(heater.latest?.dhwTemperatureSetting).toBe(48)
  })
})

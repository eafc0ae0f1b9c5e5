/** The rows of the reliability list about what is heard: once, in order, asked for again and again, and by everybody who listens. */
import { describe, expect, it } from 'vitest'
import type { Simulator } from '#simulator/index'
import { hours, millis, minutes, seconds } from '#time/duration'
import { pushTopic } from '#wire/topics'
import { scannedCloud } from '../fixtures/scanned-cloud.ts'
import { heard, push, upTo, versions } from '../fixtures/virtual-cloud.ts'

const clientId = 'tested'
const once = { clientId, count: 1 }

/** What lets one question or one answer fail. */
const failures: Readonly<Record<string, (faults: Simulator['faults']) => unknown>> = {
  'a question that the gateway does not take': faults => faults.on('publish-denied', { ...once, filter: 'cmd/+/+/st' }),
  'a deaf heater': faults => faults.on('heater-deaf', { count: 1 }),
  'an answer of another kind': faults => faults.on('heater-odd', { count: 2 }),
  'a lost connection': faults => faults.on('drop', { clientId }),
  'a gateway that is silent for a while': faults => faults.on('silence', { clientId, duration: minutes(2) }),
  'a REST service that is down while the heater is offline'(faults) {
    faults.on('rest-5xx', { duration: minutes(10) })
    faults.on('heater-offline', { duration: minutes(10) })
  },
}

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async () => {
    const virtual = await scannedCloud()
    const navilink = virtual.client({ link: { protocol, clientId } })
    const heater = await virtual.heaterOf(navilink)
    if (!virtual.tank) throw new Error('A cloud without a heater.')
    return { ...virtual, navilink, heater, tank: virtual.tank }
  }

  it('row 20: a push that is delivered twice is news once', async () => {
    const { clock, cloud, tank, heater } = await setUp()
    const marks = heard(heater)
    const filter = pushTopic(heater)
    cloud.faults.on('deliver-twice', { clientId, filter })
    for (const mark of upTo(25)) {
      push(tank, mark)
      // Now and then two at once.
      if (mark % 3 > 0) await clock.advance(seconds(20))
    }
    await clock.advance(seconds(1))
    expect(marks).toEqual(upTo(25))
    expect(cloud.faults.list()).toMatchObject([{ struck: 25 }])
  })

  it('row 20: a push that another one overtook is dropped, so that what is known never goes back', async () => {
    const { clock, cloud, tank, heater } = await setUp()
    const marks = heard(heater)
    const filter = pushTopic(heater)
    for (const mark of upTo(30)) {
      tank.panel.setTemperature(40 + (mark % 20))
      if (mark % 3 === 1) cloud.faults.on('deliver-reordered', { clientId, filter, count: 1 })
      push(tank, mark)
      if (mark % 3 === 2) cloud.faults.on('deliver-twice', { clientId, filter, count: 1 })
      await clock.advance(seconds(1))
      if (mark % 3 !== 1) expect(heater.latest?.dhwTemperatureSetting).toBe(40 + (mark % 20))
    }
    expect(marks).toEqual(upTo(30).filter(mark => mark % 3 !== 1))
  })

  it.each([0, 1, 2, 3, 4])('row 20: what is told again %i behind the newest is dropped', async behind => {
    const { clock, tank, heater } = await setUp()
    const pushes: Readonly<Record<string, unknown>>[] = []
    heater.on('message', (topic, envelope) => topic === pushTopic(heater) && pushes.push(envelope))
    const marks = heard(heater)
    for (const mark of upTo(12)) push(tank, mark)
    await clock.advance(seconds(1))
    for (const again of [1, 2]) {
      tank.send(pushTopic(heater), { ...pushes.at(-1 - behind) })
      await clock.advance(seconds(again))
    }
    push(tank, 12)
    await clock.advance(seconds(1))
    expect(marks).toEqual(upTo(13))
  })

  it('row 20: what the gateway replays on an open connection is no news', async () => {
    const { clock, cloud, navilink, tank, heater } = await setUp()
    const marks = heard(heater)
    for (const mark of upTo(12)) push(tank, mark)
    await clock.advance(seconds(1))
    const { messages } = navilink.link.health().received
    cloud.faults.on('backlog', { clientId, count: 5 })
    await clock.advance(seconds(1))
    expect(navilink.link.health().received.messages).toBe(messages + 5)
    push(tank, 12)
    await clock.advance(seconds(1))
    expect(marks).toEqual(upTo(13))
  })

  it.each(Object.entries(failures))('row 33: %s ends neither the periodic requests nor a watch', async (_, spoil) => {
    const { clock, cloud, navilink, heater } = await setUp()
    let answers = 0
    let watched = 0
    let infos = 0
    heater.on('status', ({ about }) => about.cause === 'answer' && answers++)
    heater.on('info', () => infos++)
    heater.on('missed', () => {
      throw new Error('A listener of no use.')
    })
    const stop = new AbortController()
    const watching = (async () => {
      for await (const { about } of heater.watch({ interval: minutes(5), signal: stop.signal }))
        if (about.cause === 'answer') watched++
    })()
    heater.startPeriodicRequests('status', minutes(5))
    heater.startPeriodicRequests('info', minutes(5))
    await clock.advance(minutes(20))
    for (let times = 0; times < 3; times++) {
      spoil(cloud.faults)
      await clock.advance(minutes(20))
    }
    cloud.faults.off()
    await clock.advance(minutes(5))
    const before = { answers, watched, infos }
    await clock.advance(hours(1))
    stop.abort()
    await watching
    // Both ask for a status, each in its own time.
    expect({ answers, watched, infos }).toEqual({
      answers: before.answers + 24,
      watched: before.watched + 24,
      infos: before.infos + 12,
    })
    expect(navilink.link.state).toBe('online')
  })

  it('row 34: a listener that throws takes nothing from the others, whatever it listens to', async () => {
    const { clock, cloud, navilink, heater, tank, wait } = await setUp()
    const bad = () => {
      throw new Error(`A listener of ${heater.macAddress} that is broken.`)
    }
    const filter = pushTopic(heater)
    const got: string[] = []
    heater.on('status', bad).on('message', bad).on('stale', bad).on('offline', bad).on('online', bad).on('info', bad)
    navilink.link.on('state', bad)
    await wait(navilink.link.subscribe(filter, bad))
    await wait(navilink.link.subscribe(filter, () => void got.push('below')))
    heater.on('status', () => void got.push('status')).on('message', () => void got.push('message'))
    heater.on('offline', () => void got.push('offline')).on('online', () => void got.push('online'))
    navilink.link.on('state', state => state === 'online' && got.push('link'))
    push(tank, 1)
    await clock.advance(seconds(1))
    expect(got.sort()).toEqual(['below', 'message', 'status'])
    got.length = 0
    tank.connected = false
    tank.connected = true
    cloud.faults.on('drop', { clientId })
    await clock.advance(seconds(10))
    expect(got).toEqual(expect.arrayContaining(['offline', 'online', 'link', 'status']))
    expect((await wait(heater.setTemperature(50))).result).toBe('confirmed')
  })

  it('row 34: a thousand listeners are one subscription, none of them is called twice, and none is left', async () => {
    const { clock, cloud, navilink, heater, tank, wait } = await setUp()
    cloud.faults.on('suback-late', { clientId, delay: millis(1) })
    const asked = () => cloud.faults.list()[0]?.struck
    const filter = `evt/52/navilink-${heater.macAddress}/#`
    const { link } = navilink
    let calls = 0
    const listeners = upTo(1000).map(() => () => void calls++)
    const each = (work: (listener: () => void) => Promise<void>) => wait(Promise.all(listeners.map(work)))
    await each(listener => link.subscribe(filter, listener))
    await each(listener => link.subscribe(filter, listener))
    await each(() => heater.listen())
    const held = () => cloud.connections.flatMap(({ filters }) => filters).filter(one => one === filter)
    expect([asked(), held()]).toEqual([1, [filter]])
    tank.connected = false
    await clock.advance(seconds(1))
    expect(calls).toBe(1000)

    for (const listener of listeners) heater.on('status', listener).off('status', listener).once('status', listener)
    tank.connected = true
    await clock.advance(seconds(30))
    expect(calls).toBe(3000)

    await each(listener => link.unsubscribe(filter, listener))
    expect(held()).toEqual([])
    push(tank, 1)
    tank.connected = false
    await clock.advance(seconds(1))
    expect([calls, asked()]).toEqual([3000, 1])
  })
})

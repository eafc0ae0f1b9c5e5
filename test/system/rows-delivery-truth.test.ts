/** The rows of the reliability list about what a status is worth: how old it is, whose it is, and what of it can be read. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkDevice } from '#heater/device'
import type { Reading } from '#heater/reading'
import { TimeoutError } from '#schema/errors'
import { statusFields } from '#schema/status'
import type { SimulatorOptions } from '#simulator/index'
import { minutes, seconds } from '#time/duration'
import { pushTopic } from '#wire/topics'
import { asleep, scannedCloud } from '../fixtures/scanned-cloud.ts'
import { heard, push, upTo, versions } from '../fixtures/virtual-cloud.ts'

const clientId = 'tested'

/** What it says of its own being there, and when: minutes after `start`. */
function presences(heater: NaviLinkDevice, now: () => number) {
  const start = now()
  const told: [state: string, minute: number][] = []
  for (const state of ['stale', 'offline', 'online'] as const)
    heater.on(state, () => void told.push([state, (now() - start) / minutes(1)]))
  return told
}

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async (options?: SimulatorOptions) => {
    const virtual = await scannedCloud(options)
    const navilink = virtual.client({ link: { protocol, clientId } })
    const heater = await virtual.heaterOf(navilink)
    if (!virtual.tank) throw new Error('A cloud without a heater.')
    return { ...virtual, navilink, heater, tank: virtual.tank }
  }

  it('row 41: a heater that falls silent is stale, then offline, then back, while the link stays online', async () => {
    const { clock, cloud, navilink, heater, tank } = await setUp()
    const told = presences(heater, clock.now)
    const last = heater.latest
    let readings = 0
    heater.on('status', () => void readings++)
    cloud.faults.on('heater-deaf')
    tank.panel.setTemperature(40)
    const stop = new AbortController()
    const watched: Reading[] = []
    const watching = (async () => {
      for await (const reading of heater.watch({ interval: minutes(1), signal: stop.signal })) watched.push(reading)
    })()
    await clock.advance(minutes(20))
    // The third question is asked after two minutes, and each is waited for half a minute.
    expect(told).toEqual([
      ['stale', 2.5],
      ['offline', 9.5],
    ])
    expect([readings, watched, heater.presence]).toEqual([0, [], 'offline'])
    // What it said last keeps its time.
    expect(heater.latest).toBe(last)
    expect(navilink.link.health()).toMatchObject({ state: 'online', drops: 0 })

    cloud.faults.off()
    await clock.advance(minutes(1))
    expect(told.slice(2)).toEqual([['online', 21]])
    expect(heater.latest?.dhwTemperatureSetting).toBe(40)
    expect([heater.presence, watched[0]?.dhwTemperatureSetting]).toEqual(['online', 40])
    stop.abort()
    await watching
  })

  it('row 41: a heater whose leaving nobody heard is offline as soon as the cloud is asked', async () => {
    const { clock, cloud, navilink, heater, tank } = await setUp()
    const told = presences(heater, clock.now)
    cloud.faults.on('drop', { clientId })
    await clock.until(() => navilink.link.state === 'waiting', minutes(1))
    tank.connected = false
    heater.startPeriodicRequests('status', minutes(1))
    await clock.advance(minutes(2))
    expect([navilink.link.state, heater.presence]).toEqual(['online', 'offline'])
    tank.connected = true
    await clock.advance(minutes(1))
    expect(told.map(([state]) => state)).toEqual(['offline', 'online'])
    expect(heater.latest?.about.at.getTime()).toBeGreaterThan(clock.now() - minutes(1))
  })

  it('row 42: two heaters that answer across each other are never taken for one another', async () => {
    const setpoints = [40, 60]
    const heaters = setpoints.map(setpoint => ({ ...asleep, setpoint, upper: setpoint, lower: setpoint - 8 }))
    const { clock, cloud, navilink, wait } = await setUp({ heaters })
    const ours = await wait(navilink.devices())
    const seen = ours.map(heater => {
      const told = new Set<unknown>()
      heater.on('status', ({ dhwTemperatureSetting }) => void told.add(dhwTemperatureSetting))
      return told
    })
    const marks = ours.map(heard)
    cloud.faults.on('heater-delays', { probability: 0.5, delay: seconds(3) })
    cloud.faults.on('deliver-reordered', { clientId, probability: 0.3 })
    const answers = ours.map(() => ({ setpoints: new Set<unknown>(), serials: new Set<unknown>(), count: 0 }))
    const ask = async (i: number) => {
      const [heater, told] = [ours[i], answers[i]]
      if (!heater || !told) return
      told.setpoints.add((await heater.status()).dhwTemperatureSetting)
      told.serials.add((await heater.info()).controllerSerialNumber)
      told.count++
    }
    for (const round of upTo(20)) {
      for (const [i, simulated] of cloud.heaters.entries()) push(simulated, 10 * round + i)
      // What is held back behind the next may come too late, or never.
      await wait(Promise.allSettled([ask(0), ask(1), ask(1), ask(0)]))
    }
    cloud.faults.off()
    await clock.advance(minutes(1))
    expect(seen.map(told => [...told])).toEqual([[40], [60]])
    expect(answers.map(({ setpoints }) => [...setpoints])).toEqual([[40], [60]])
    expect(answers.map(({ serials }) => [...serials])).toEqual(
      cloud.heaters.map(({ identity }) => [identity.controllerSerialNumber]),
    )
    expect(Math.min(...answers.map(({ count }) => count))).toBeGreaterThan(20)
    for (const [i, told] of marks.entries()) expect(told.every(mark => mark % 10 === i)).toBe(true)
    expect(await wait(Promise.all(ours.map(heater => heater.setTemperature(50))))).toMatchObject([
      { result: 'confirmed' },
      { result: 'confirmed' },
    ])
  })

  it('row 42: an answer of another heater is not taken, even where it names the question', async () => {
    const { cloud, client, wait, heater, problem } = await setUp({ heaters: [asleep, { ...asleep, setpoint: 60 }] })
    const other = cloud.heaters[1]
    let answers = 0
    const answer = (_: string, payload: Uint8Array) => {
      const { sessionID, responseTopic } = JSON.parse(Buffer.from(payload).toString())
      answers++
      other?.send(responseTopic, { sessionID, response: { ...other.address, status: other.statusFrame(0x1000003) } })
    }
    await wait(client().link.subscribe(`cmd/52/navilink-${heater.macAddress}/st`, answer))
    cloud.faults.on('heater-deaf', { macAddress: heater.macAddress })
    expect(await problem(heater.status())).toBeInstanceOf(TimeoutError)
    expect([answers, heater.latest?.dhwTemperatureSetting]).toEqual([1, 54.5])
  })

  it('row 43: unknown codes, nulls, holes and strangers in every field cost no status, and stay visible', async () => {
    const { clock, cloud, heater, wait } = await setUp()
    const odd = new Set<string>()
    const unnamed = new Set<string>()
    heater.on('status', reading => {
      for (const { field, problem } of reading.about.oddities) (problem === 'null' ? odd : unnamed).add(field)
    })
    cloud.faults.on('heater-odd')
    // An answer and its copy are of two kinds; whatever field comes, it is each in its turn.
    const readings = await wait(
      upTo(8).reduce(async (all: Promise<Reading[]>) => [...(await all), await heater.status()], Promise.resolve([])),
    )
    expect(readings.map(({ about }) => about.cause)).toEqual(Array(8).fill('answer'))
    expect(readings.every(({ about }) => 'fieldOfTomorrow' in about.extra)).toBe(true)
    const coded = Object.entries(statusFields).filter(([, { labels }]) => labels)
    expect([...unnamed].sort()).toEqual(coded.map(([key]) => key).sort())
    expect(odd.size).toBe(Object.keys(statusFields).length)
    const modes = readings.flatMap(({ operationMode, dhwOperationSetting }) => [operationMode, dhwOperationSetting])
    expect(modes).toContain('unknown-99')
    expect(modes).not.toContain(null)
    cloud.faults.off()
    expect((await wait(heater.status())).about.oddities).toEqual([])
    await clock.advance(seconds(1))
  })

  it('row 43: an error code that nobody knows, a firmware of before, and messages without sense harm nothing', async () => {
    const { clock, cloud, navilink, heater, tank, wait } = await setUp()
    tank.fail(12_345, 67)
    expect(await wait(heater.status())).toMatchObject({ errorCode: 12_345, subErrorCode: 67 })
    const off = cloud.faults.on('old-firmware')
    const before = await wait(heater.status())
    expect([before.about.oddities, before.errorCode]).toEqual([[], 12_345])
    off()
    const nonsense: unknown[] = [
      null,
      7,
      'text',
      [],
      {},
      { response: null },
      { response: [] },
      { response: { status: null } },
      { response: { status: [] } },
      { response: { status: {} } },
      { response: { macAddress: {}, status: 'on' } },
      { sessionID: {}, response: { ...tank.address, status: { errorCode: 'E', dhwTemperature: {} } } },
      { event: { connection: null } },
    ]
    const marks = heard(heater)
    for (const [i, body] of nonsense.entries()) {
      tank.send(pushTopic(heater), body as Record<string, unknown>)
      tank.send(`${pushTopic(heater)}/ctrl-fail`, body as Record<string, unknown>)
      push(tank, i)
      await clock.advance(seconds(1))
    }
    expect(marks).toEqual(upTo(nonsense.length))
    expect(heater.latest?.errorCode).toBe(12_345)
    expect(await wait(heater.setTemperature(50))).toMatchObject({ result: 'confirmed', attempts: 1 })
    expect(navilink.link.health().drops).toBe(0)
  })
})

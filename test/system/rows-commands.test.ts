/** The rows of the reliability list about commands: none late, none lost, in order, at a pace, and none called done that isn't. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkDevice } from '#heater/device'
import type { CommandOutcome } from '#heater/outcome'
import type { SimulatorOptions } from '#simulator/index'
import { hours, minutes, seconds } from '#time/duration'
import { asleep, type HeardControl, scannedCloud } from '../fixtures/scanned-cloud.ts'
import { versions } from '../fixtures/virtual-cloud.ts'

const clientId = 'tested'
const results = (outcomes: readonly CommandOutcome[]) => outcomes.map(({ result }) => result)
const said = (heard: readonly HeardControl[], heater?: NaviLinkDevice) =>
  heard.filter(({ macAddress }) => !heater || macAddress === heater.macAddress).map(({ what }) => what)
/** The same without what is there twice in a row: sent again because nobody knows whether it got through. */
const inOrder = (all: readonly unknown[]) => all.filter((what, i) => what !== all[i - 1])

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async (options: SimulatorOptions = {}, queue: number | false = 100) => {
    const virtual = await scannedCloud({ heaters: [asleep, asleep], ...options })
    const { cloud, clock, client, wait, heaterOf } = virtual
    const navilink = client({ link: { protocol, clientId, queue } })
    const heaters = [await heaterOf(navilink, 0), await heaterOf(navilink, 1)] as const
    const heard = await virtual.controls()
    let comeBack = () => {}
    return {
      ...virtual,
      ...{ navilink, heaters, heard },
      async loseLink() {
        comeBack = cloud.faults.on('gateway-away')
        cloud.faults.on('drop', { clientId })
        await clock.until(() => navilink.link.state === 'waiting', minutes(1))
      },
      async regainLink() {
        comeBack()
        await clock.until(() => navilink.link.state === 'online', minutes(3))
      },
      /** The outcomes of all, in the order in which they were given. */
      outcomes: (commands: readonly Promise<CommandOutcome>[]) => wait(Promise.all(commands)),
    }
  }

  it('row 31: what waited for an hour is never sent, and says so; what is young enough is', async () => {
    const { clock, cloud, heaters, heard, navilink, loseLink, regainLink, outcomes } = await setUp()
    const [one, two] = heaters
    await loseLink()
    const old = [one.powerOff(), one.setTemperature(60), two.setMode('electric')]
    const patient = two.powerOff({ maxAge: hours(2) })
    await clock.advance(hours(1))
    expect(results(await outcomes(old))).toEqual(['expired', 'expired', 'expired'])
    expect(navilink.link.queue?.size).toBe(1)
    const young = one.setTemperature(50)
    await regainLink()
    expect(await outcomes([patient, young])).toMatchObject([
      { result: 'confirmed', attempts: 1 },
      { result: 'confirmed', attempts: 1 },
    ])
    await clock.advance(minutes(10))
    expect(said(heard).sort()).toEqual([50, 'off'])
    expect(
      cloud.heaters.map(({ machine: { controller } }) => [controller.settings.mode, controller.settings.setpoint]),
    ).toEqual([
      ['heat-pump', 50],
      ['off', 54.5],
    ])
    expect((await outcomes(old)).map(({ attempts, took }) => [attempts, took])).toEqual(old.map(() => [0, minutes(5)]))
  })

  it('row 31: a question that found no link is not asked later', async () => {
    const { clock, client, wait, heaters, problem, loseLink, regainLink } = await setUp()
    const asked: number[] = []
    await wait(client().link.subscribe('cmd/52/+/st', () => void asked.push(clock.now())))
    await loseLink()
    for (let minute = 0; minute < 5; minute++) {
      void heaters[0].status().catch(() => {})
      await clock.advance(minutes(1))
    }
    expect((await problem(heaters[0].status())).message).toContain('no connection to the gateway')
    await regainLink()
    await clock.advance(minutes(5))
    // One for each heater, to know where it stands.
    expect(asked).toHaveLength(2)
  })

  it('row 31: what was handed to a connection that is dead is not said again by the next one', async () => {
    const { clock, cloud, heaters, heard, navilink, outcomes } = await setUp()
    cloud.faults.on('half-open', { clientId, count: 1 })
    expect(results(await outcomes([heaters[0].powerOff()]))).toEqual(['failed'])
    cloud.faults.off()
    await clock.until(() => navilink.link.health().connections === 2, minutes(3))
    await clock.advance(minutes(10))
    expect([navilink.link.state, heard]).toEqual(['online', []])
  })

  it.each([
    ['the connection ends', 'drop'],
    ['nobody says that it was taken, and the heater is deaf', 'puback-missing'],
  ] as const)('row 32: what waited goes out in its order, also when in its middle %s', async (_, fault) => {
    const { clock, cloud, heaters, heard, navilink, loseLink, regainLink, outcomes } = await setUp()
    const [one, two] = heaters
    await loseLink()
    const commands = [
      one.powerOff(),
      two.setTemperature(40),
      one.setTemperature(45),
      two.setMode('electric'),
      one.setMode('energy-saver'),
      two.powerOff(),
    ]
    const { queue } = navilink.link
    expect(queue?.size).toBe(6)
    await regainLink()
    await clock.until(() => heard.length >= 2, minutes(1))
    expect(queue?.size).toBeGreaterThan(1)
    if (fault === 'drop') {
      // The moment in which the next one of either heater is on its way.
      await clock.until(() => heard.length >= 3, minutes(1))
      cloud.faults.on('drop', { clientId })
    } else {
      cloud.faults.on('puback-missing', { clientId, count: 2 })
      cloud.faults.on('heater-drops', { count: 2 })
    }
    expect(results(await outcomes(commands))).toEqual(commands.map(() => 'confirmed'))
    expect(inOrder(said(heard, one))).toEqual(['off', 45, 'mode 3'])
    expect(inOrder(said(heard, two))).toEqual([40, 'mode 2', 'off'])
    expect(queue?.size).toBe(0)
    const connections = fault === 'drop' ? 3 : 2
    expect(navilink.link.health().connections).toBe(connections)
  })

  it('row 32: nothing goes out before everything is subscribed to and the heater was asked where it stands', async () => {
    const { clock, cloud, client, wait, heaters, navilink, loseLink, regainLink, outcomes } = await setUp()
    const said: [topic: string | undefined, at: number][] = []
    const note = (topic: string) => void said.push([topic.split('/').at(-1), clock.now()])
    await wait(client().link.subscribe(`cmd/52/navilink-${heaters[0].macAddress}/+`, note))
    await loseLink()
    const command = heaters[0].powerOff()
    cloud.faults.on('suback-late', { clientId, delay: seconds(4) })
    await regainLink()
    expect(navilink.link.health().subscriptions.every(({ state }) => state === 'granted')).toBe(true)
    const online = navilink.link.since.getTime()
    expect(results(await outcomes([command]))).toEqual(['confirmed'])
    const requests = said.filter(([topic]) => topic === 'st' || topic === 'ctrl')
    expect(requests.map(([topic]) => topic)).toEqual(['st', 'ctrl'])
    for (const [, at] of requests) expect(at).toBeGreaterThanOrEqual(online)
  })

  it('row 32: of two for one setting the later one is kept, a full queue drops its oldest, and both say so', async () => {
    const { clock, heaters, heard, navilink, loseLink, regainLink, outcomes } = await setUp({}, 3)
    const [one, two] = heaters
    await loseLink()
    const commands = [
      one.setTemperature(41),
      one.powerOff(),
      one.setTemperature(42),
      two.setTemperature(43),
      two.setMode('electric'),
    ]
    expect(navilink.link.queue?.size).toBe(3)
    await clock.advance(seconds(1))
    await regainLink()
    const all = await outcomes(commands)
    expect(results(all)).toEqual(['expired', 'expired', 'confirmed', 'confirmed', 'confirmed'])
    expect(all[0]?.reason).toContain('took its place')
    expect(all[1]?.reason).toContain('full')
    expect([said(heard, one), said(heard, two)]).toEqual([[42], [43, 'mode 2']])
  })

  it('row 32: a queue that is cleared fails what waits in it, and sends nothing of it', async () => {
    const { clock, heaters, heard, navilink, loseLink, regainLink, outcomes } = await setUp()
    await loseLink()
    const commands = heaters.map(heater => heater.powerOff())
    navilink.link.queue?.clear()
    expect(navilink.link.queue?.size).toBe(0)
    expect(results(await outcomes(commands))).toEqual(['failed', 'failed'])
    await regainLink()
    await clock.advance(minutes(10))
    expect(heard).toEqual([])
  })

  it('row 39: a control that the heater missed is sent once more; one that it won’t show is not called done', async () => {
    const { cloud, heaters, heard, outcomes } = await setUp()
    const [one, two] = heaters
    cloud.faults.on('heater-drops', { macAddress: one.macAddress, count: 1 })
    cloud.faults.on('heater-ignores', { macAddress: two.macAddress })
    const [repeated, ignored] = await outcomes([one.setTemperature(50), two.setTemperature(50)])
    expect(repeated).toMatchObject({ result: 'confirmed', attempts: 2, status: { dhwTemperatureSetting: 50 } })
    expect(ignored).toMatchObject({ result: 'unconfirmed', attempts: 1, status: { dhwTemperatureSetting: 54.5 } })
    expect([said(heard, one), said(heard, two)]).toEqual([[50, 50], [50]])
    expect(cloud.heaters.map(({ machine }) => machine.controller.settings.setpoint)).toEqual([50, 54.5])

    cloud.faults.on('heater-drops', { macAddress: one.macAddress })
    expect(await outcomes([one.powerOff()])).toMatchObject([{ result: 'unconfirmed', attempts: 2 }])
    expect(said(heard, one)).toEqual([50, 50, 'off', 'off'])
  })

  it('no two controls within 3 s for one heater, nor does one heater wait for the other', async () => {
    // The heaters themselves refuse what is faster.
    const { clock, cloud, heaters, heard, loseLink, regainLink, outcomes } = await setUp({ controlGap: seconds(3) })
    const flurry = (degrees: number) =>
      heaters.flatMap(heater => [heater.powerOn(), heater.setTemperature(degrees), heater.setMode('energy-saver')])
    cloud.faults.on('heater-drops', { macAddress: heaters[1].macAddress, count: 1 })
    expect(results(await outcomes(flurry(50)))).toEqual(Array(6).fill('confirmed'))
    await loseLink()
    const waiting = flurry(51)
    await clock.advance(minutes(1))
    await regainLink()
    const all = await outcomes(waiting)
    expect(all.map(({ result, attempts }) => [result, attempts])).toEqual(Array(6).fill(['confirmed', 1]))

    const times = heaters.map(({ macAddress }) =>
      heard.filter(one => one.macAddress === macAddress).map(({ at }) => at),
    )
    for (const at of times)
      for (const [i, moment] of at.entries()) if (i > 0) expect(moment - (at[i - 1] ?? 0)).toBeGreaterThanOrEqual(3)
    expect(times.map(({ length }) => length)).toEqual([6, 7])
    // The second heater missed its first one and was waited for; the first one was not.
    expect(times.map(([first = 0, , third = 0]) => third - first)).toEqual([6, 13])
  })
})

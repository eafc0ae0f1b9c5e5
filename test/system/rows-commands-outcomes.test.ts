/** The seven ways in which a command ends, each reached through the simulated cloud and its heaters, always one and always in time. */
import { describe, expect, it } from 'vitest'
import type { NaviLinkDevice } from '#heater/device'
import type { CommandOptions, CommandOutcome, CommandResult } from '#heater/outcome'
import type { SimulatedHeater, Simulator } from '#simulator/index'
import { minutes, seconds } from '#time/duration'
import { scannedCloud } from '../fixtures/scanned-cloud.ts'
import { versions } from '../fixtures/virtual-cloud.ts'

interface Case {
  readonly when: string
  readonly spoil: (cloud: Simulator, tank: SimulatedHeater) => void
  readonly say?: (heater: NaviLinkDevice, options: CommandOptions) => Promise<CommandOutcome>
  readonly result: CommandResult
  readonly more?: Partial<CommandOutcome>
  /** Seconds that it may take where no deadline is given. */
  readonly within: number
  /** Where a deadline of 20 s makes it another one. */
  readonly inTwenty?: CommandResult
}

const clientId = 'tested'
const setMode = (heater: NaviLinkDevice, options: CommandOptions) => heater.setMode('electric', options)
const ctrl = 'cmd/+/+/ctrl'

const cases: readonly Case[] = [
  { when: 'nothing is wrong', spoil: () => {}, result: 'confirmed', more: { attempts: 1 }, within: 1 },
  {
    when: 'a window is in force, which keeps no setpoint back',
    spoil(_, tank) {
      tank.touWindow = true
    },
    result: 'confirmed',
    more: { attempts: 1 },
    within: 1,
  },
  {
    when: 'the heater misses it once',
    spoil: ({ faults }) => faults.on('heater-drops', { count: 1 }),
    result: 'confirmed',
    more: { attempts: 2 },
    within: 12,
  },
  {
    when: 'the heater answers late',
    spoil: ({ faults }) => faults.on('heater-delays', { delay: seconds(5) }),
    result: 'confirmed',
    more: { attempts: 1 },
    // Before the first command it is asked what it can do, and that answer is late too.
    within: 11,
  },
  {
    when: 'the gateway takes it and does not say so',
    spoil: ({ faults }) => faults.on('puback-missing', { clientId, filter: ctrl }),
    result: 'confirmed',
    more: { attempts: 1 },
    within: 1,
  },
  {
    when: 'the heater wants a pause',
    spoil: ({ faults }) => faults.on('heater-refuses', { count: 1 }),
    result: 'confirmed',
    more: { attempts: 2 },
    within: 31,
    inTwenty: 'refused',
  },
  {
    when: 'the heater misses it again and again',
    spoil: ({ faults }) => faults.on('heater-drops'),
    result: 'unconfirmed',
    more: { attempts: 2 },
    within: 50,
  },
  {
    when: 'the heater answers and changes nothing',
    spoil: ({ faults }) => faults.on('heater-ignores'),
    result: 'unconfirmed',
    more: { attempts: 1 },
    within: 31,
  },
  {
    when: 'a window is in force',
    spoil(_, tank) {
      tank.touWindow = true
    },
    say: setMode,
    result: 'held',
    more: { attempts: 1 },
    within: 31,
  },
  {
    when: 'the heater lost its Wi-Fi',
    spoil(_, tank) {
      tank.connected = false
    },
    result: 'offline',
    more: { attempts: 0 },
    within: 1,
  },
  {
    when: 'there is no link',
    spoil(cloud) {
      cloud.faults.on('gateway-away')
      cloud.faults.on('drop', { clientId })
    },
    result: 'expired',
    more: { attempts: 0 },
    within: 300,
  },
  {
    when: 'the heater says no',
    spoil: ({ faults }) => faults.on('heater-refuses', { code: 9 }),
    result: 'refused',
    more: { attempts: 1, failCode: 9 },
    within: 1,
  },
  {
    when: 'the heater wants one pause after the other',
    spoil: ({ faults }) => faults.on('heater-refuses'),
    result: 'refused',
    more: { failCode: 2 },
    within: 31,
  },
  {
    when: 'the account may not say it',
    spoil: ({ faults }) => faults.on('publish-denied', { clientId, filter: ctrl }),
    result: 'failed',
    within: 20,
  },
  {
    when: 'what is sent vanishes',
    spoil: ({ faults }) => faults.on('half-open', { clientId }),
    result: 'failed',
    within: 60,
  },
]

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async () => {
    const virtual = await scannedCloud()
    const heater = await virtual.heaterOf(virtual.client({ link: { protocol, clientId } }))
    if (!virtual.tank) throw new Error('A cloud without a heater.')
    return { ...virtual, heater, tank: virtual.tank }
  }

  it.each(cases)('it is $result when $when', async ({ spoil, result, more = {}, within, say = setpoint }) => {
    const { cloud, clock, tank, heater, wait } = await setUp()
    spoil(cloud, tank)
    await clock.advance(0)
    const outcome = await wait(say(heater, {}))
    expect(outcome).toMatchObject({ result, ...more })
    expect(outcome.took).toBeLessThanOrEqual(seconds(within))
    expect(outcome.reason === undefined).toBe(result === 'confirmed')
  })

  it.each(cases)('it is in time, whatever it is, when $when', async ({ spoil, result, inTwenty, say = setpoint }) => {
    const { cloud, clock, tank, heater, wait } = await setUp()
    spoil(cloud, tank)
    await clock.advance(0)
    const outcome = await wait(say(heater, { deadline: seconds(20) }))
    expect(outcome.result).toBe(inTwenty ?? result)
    expect(outcome.took).toBeLessThanOrEqual(seconds(20))
  })

  it('it is offline without a queue, as soon as the link is gone', async () => {
    const { cloud, clock, client, heaterOf, wait } = await scannedCloud()
    const navilink = client({ link: { protocol, clientId, queue: false } })
    const heater = await heaterOf(navilink)
    cloud.faults.on('gateway-away')
    cloud.faults.on('drop', { clientId })
    await clock.until(() => navilink.link.state !== 'online', minutes(1))
    expect(await wait(heater.powerOff())).toMatchObject({ result: 'offline', attempts: 0, took: 0 })
  })

  it('it is failed when this program gives it up, before it was sent or after', async () => {
    const { cloud, clock, heater, wait } = await setUp()
    const early = new AbortController()
    const late = new AbortController()
    cloud.faults.on('heater-drops')
    const sent = heater.powerOff({ signal: late.signal })
    const waiting = heater.setTemperature(50, { signal: early.signal })
    await clock.advance(seconds(2))
    early.abort()
    late.abort()
    expect(await wait(Promise.all([sent, waiting]))).toMatchObject([
      { result: 'failed', attempts: 1 },
      { result: 'failed', attempts: 0 },
    ])
  })

  it('it is held, and not said again, when the heater of a window misses a mode', async () => {
    const { cloud, tank, heater, wait, controls } = await setUp()
    const heard = await controls()
    tank.touWindow = true
    await wait(heater.status())
    cloud.faults.on('heater-drops', { count: 1 })
    expect(await wait(heater.setMode('electric'))).toMatchObject({ result: 'held', attempts: 1 })
    expect(heard.map(({ what }) => what)).toEqual(['mode 2'])
  })

  it('what is held takes effect when the window ends, and was never said again', async () => {
    const { clock, tank, heater, wait, controls } = await setUp()
    const heard = await controls()
    tank.touWindow = true
    expect((await wait(heater.setMode('electric'))).result).toBe('held')
    await clock.advance(minutes(10))
    expect(tank.machine.controller.settings.mode).toBe('heat-pump')
    tank.touWindow = false
    expect(tank.machine.controller.settings.mode).toBe('electric')
    expect(heard.map(({ what }) => what)).toEqual(['mode 2'])
  })
})

function setpoint(heater: NaviLinkDevice, options: CommandOptions): Promise<CommandOutcome> {
  return heater.setTemperature(50, options)
}

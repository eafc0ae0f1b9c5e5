/** What befalls a simulated heater, and what it tells of it: faults, a grid that asks, sensors that jitter, counts that lag. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Defect, defects } from '#physics/defects'
import { type Duration, hours, minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type HeaterOptions, startSimulator } from './index.ts'

async function setUp(...heaters: readonly HeaterOptions[]) {
  const clock = manualClock()
  const calm = { household: 'nobody', past: 'none', jitter: false } as const
  const cloud = await startSimulator({ clock, heaters: heaters.map(heater => ({ ...calm, ...heater })) })
  onTestFinished(() => cloud.close())
  const [tank] = cloud.heaters
  if (tank === undefined) throw new Error('There is no heater.')
  const pass = (span: Duration) => {
    clock.step(span)
    return tank.statusFrame(0) as Readonly<Record<string, number>>
  }
  return { cloud, clock, tank, pass }
}

/** It heats with all that it has. */
const cold = { mode: 'high-demand', setpoint: 60, upper: 45, lower: 25 } as const

describe('a defect', () => {
  it.each<[Defect, object]>([
    ['leak', { errorCode: 799, wtrOvrSensorUse: 2, shutOffValveUse: 2, compUse: 1, heatUpperUse: 1 }],
    ['blocked-condensate', { errorCode: 990, conOvrSensorUse: 2 }],
    ['dead-compressor', { errorCode: 908 }],
    ['dead-fan', { errorCode: 909, currentFanRpm: 0 }],
    ['burnt-upper-element', { errorCode: 96, heatUpperUse: 1 }],
    ['dry-tank', { errorCode: 326, compUse: 1, heatUpperUse: 1 }],
    ['upper-sensor-open', { errorCode: 480, subErrorCode: 1 }],
    ['lower-sensor-short', { errorCode: 481, subErrorCode: 2 }],
    ['ambient-sensor-open', { errorCode: 920, subErrorCode: 1 }],
  ])('%s is found out, and shows', async (defect, shown) => {
    const { tank, pass } = await setUp(cold)
    tank.defects = [defect]
    pass(minutes(90))
    expect(pass(seconds(1))).toMatchObject(shown)
    expect(tank.rememberedFault?.code).toBe((shown as { errorCode: number }).errorCode)
  })

  it('that was there from the beginning is found as well', async () => {
    const { pass } = await setUp({ ...cold, defects: ['leak'] })
    expect(pass(minutes(1))).toMatchObject({ errorCode: 799 })
  })

  it('of a sensor can be read as it tells it, and goes with its cause', async () => {
    const { tank, pass } = await setUp(cold)
    tank.defects = ['upper-sensor-short']
    expect(pass(minutes(1))).toMatchObject({ errorCode: 480, subErrorCode: 2 })
    tank.defects = []
    expect(pass(minutes(1))).toMatchObject({ errorCode: 0, subErrorCode: 0 })
  })

  it('can be a fault of the simulation, of one heater, for a while', async () => {
    const { cloud, clock, tank, pass } = await setUp(cold, cold)
    const { macAddress } = tank.identity
    cloud.faults.on('heater-broken', { defect: 'leak', macAddress, duration: minutes(10) })
    const stay = cloud.faults.on('heater-broken', { defect: 'dead-fan' })
    expect(pass(minutes(1))).toMatchObject({ errorCode: 799 })
    expect(cloud.heaters.map(({ machine }) => machine.defects)).toEqual([['leak', 'dead-fan'], ['dead-fan']])
    // Whoever repairs it resets it.
    await clock.advance(minutes(10))
    expect(tank.defects).toEqual(['dead-fan'])
    expect(tank.statusFrame(0)).toMatchObject({ wtrOvrSensorUse: 1 })
    stay()
    expect(cloud.heaters.flatMap(({ machine }) => machine.defects)).toEqual([])
  })

  it('each has a life that goes on', async () => {
    for (const defect of defects) {
      const { tank, pass } = await setUp({ ...cold, defects: [defect] })
      for (const [key, value] of Object.entries(pass(hours(1)))) expect(value, `${defect}: ${key}`).not.toBeNaN()
      expect(tank.machine.defects).toEqual([defect])
    }
  })
})

describe('an error', () => {
  it('that is raised does to the heater what it does', async () => {
    const { tank, pass } = await setUp(cold)
    expect(pass(minutes(2))).toMatchObject({ compUse: 2, heatUpperUse: 2 })
    tank.fail(901)
    expect(pass(minutes(1))).toMatchObject({ errorCode: 901, compUse: 1, heatUpperUse: 1, heatLowerUse: 1 })
    tank.recover()
    expect(pass(minutes(7))).toMatchObject({ errorCode: 0, heatUpperUse: 2 })
    expect(tank.rememberedFault).toMatchObject({ code: 901, part: 0 })
  })

  it('can be a fault of the simulation too', async () => {
    const { cloud, tank, pass } = await setUp(cold)
    const end = cloud.faults.on('heater-error', { code: 908, part: 0 })
    expect(pass(minutes(1))).toMatchObject({ errorCode: 908, compUse: 1 })
    cloud.faults.on('heater-error', { code: 799, macAddress: '024e57500599' })
    expect(tank.machine.controller.faults.map(({ code }) => code)).toEqual([908])
    end()
    expect(pass(minutes(1))).toMatchObject({ errorCode: 0 })
  })
})

describe('the grid', () => {
  it('is heeded by who takes part, unless its owner wants otherwise', async () => {
    const { tank, pass } = await setUp({ ...cold, demandResponse: true })
    tank.gridEvent = 'grid-emergency'
    expect(pass(minutes(10))).toMatchObject({ drEventStatus: 6, compUse: 1, heatUpperUse: 1 })
    tank.gridOverride = true
    expect(pass(minutes(10))).toMatchObject({ drOverrideStatus: 2, compUse: 2, heatUpperUse: 2 })
    const other = await setUp(cold)
    other.tank.gridEvent = 'grid-emergency'
    expect(other.pass(minutes(10))).toMatchObject({ drEventStatus: 6, compUse: 2 })
  })
})

it('counts what happened to it, and what the grid asked for', async () => {
  const { tank, pass } = await setUp({ ...cold, demandResponse: true })
  for (const code of [326, 799, 799, 901, 990]) {
    tank.fail(code)
    tank.recover()
  }
  tank.gridEvent = 'shed'
  pass(hours(2.5))
  tank.gridEvent = 'advanced-load-up'
  pass(hours(1.1))
  tank.gridEvent = 'none'
  expect(tank.counters().tsData).toMatchObject({
    ...{ cumulatedOccNumDryFire: 1, cumulatedOccNumWtrOvrFlow: 2, cumulatedOccNumEco: 1, cumulatedOccNumConOvrFlow: 1 },
    ...{
      cumulatedOpTimeDrShed: 2,
      cumulatedOpTimeDrAdvLoadUp: 1,
      cumulatedOpTimeDrLoadUp: 0,
      numOffRostProtectBurn: 0,
    },
  })
})

describe('the sensors', () => {
  it('jitter by 0.2 K, and tell one thing at one moment', async () => {
    const { tank, pass } = await setUp({ mode: 'off', upper: 50, lower: 50, jitter: true })
    const seen = new Set<number>()
    for (let i = 0; i < 60; i++) {
      const { tankUpperTemperature: upper = 0, tankLowerTemperature: lower = 0 } = pass(seconds(1))
      expect(tank.statusFrame(0)).toMatchObject({ tankUpperTemperature: upper, tankLowerTemperature: lower })
      expect(Math.abs(upper - 10 * tank.machine.probes.upper)).toBeLessThanOrEqual(2.5)
      seen.add(upper)
    }
    expect(seen.size).toBeGreaterThanOrEqual(4)
  })

  it('of two heaters jitter differently, and those of one seed alike', async () => {
    const still = { mode: 'off', upper: 50, lower: 50, jitter: true } as const
    const { cloud, clock } = await setUp({ ...still, seed: 5 }, { ...still, seed: 5 }, { ...still, seed: 6 })
    const rows = cloud.heaters.map(() => [] as unknown[])
    for (let i = 0; i < 20; i++) {
      clock.step(seconds(1))
      for (const [nth, heater] of cloud.heaters.entries()) rows[nth]?.push(heater.statusFrame(0).tankUpperTemperature)
    }
    expect(rows[0]).toEqual(rows[1])
    expect(rows[0]).not.toEqual(rows[2])
  })
})

describe('what lags', () => {
  it('is charge and energy behind a new setpoint, which itself shows at once', async () => {
    const { tank, pass } = await setUp({ mode: 'off', setpoint: 50, upper: 45, lower: 45 })
    const before = pass(seconds(1))
    tank.panel.setTemperature(60)
    const { dhwChargePer, totalEnergyCapacity, availableEnergyCapacity } = before
    const same = { dhwChargePer, totalEnergyCapacity, availableEnergyCapacity }
    expect(tank.statusFrame(0)).toMatchObject({ ...same, dhwTemperatureSetting: 120 })
    expect(pass(seconds(5))).toMatchObject(same)
    const after = pass(seconds(5))
    expect(after.dhwChargePer).toBe(40)
    // 10 K of 281 Wh/K, in counts of 4 Wh.
    expect((after.totalEnergyCapacity ?? 0) - (totalEnergyCapacity ?? 0)).toBeCloseTo(702.5, -1)
  })

  it('is the power behind a relay, by the one message about it', async () => {
    const { cloud, pass, tank } = await setUp({ ...cold })
    expect(cloud.heaters).toHaveLength(1)
    let switched: Readonly<Record<string, number>> = {}
    while (switched.heatUpperUse !== 2) switched = pass(seconds(1))
    expect(switched.currentInstPower).toBe(1)
    expect(tank.machine.moment.power).toBeGreaterThan(5000)
    expect(pass(seconds(1)).currentInstPower).toBeGreaterThan(5000)
  })
})

it('a recirculation pump that runs costs heat, and the balance tells how much', async () => {
  const lost = async (mode: 'always' | 'none') => {
    const { tank, pass } = await setUp({ setpoint: 35, upper: 55, lower: 55, recirculation: true })
    tank.change(appliance => {
      const { recirculation: pump } = appliance
      return pump ? { ...appliance, recirculation: { ...pump, mode } } : appliance
    })
    pass(hours(10))
    expect(tank.machine.parameters.standbyLoss).toBeLessThan(4)
    return tank.machine.meters.lost
  }
  const [always, never] = [await lost('always'), await lost('none')]
  expect(always - never).toBeGreaterThan(1000)
  expect(always - never).toBeLessThan(2000)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fanRuns, inDemand } from './controller/control.ts'
import type { Mode } from './controller/settings.ts'
import { chooseMode, chooseSetpoint, powerOn } from './controller/writes.ts'
import { type Defect, defects } from './defects.ts'
import { surroundings } from './house/house.ts'
import { household } from './house/household.ts'
import { asked, broken, initialMachine, type Machine, step } from './machine.ts'
import { run } from './run.ts'
import { meanTemperature, storedHeat, waterHeat } from './tank.ts'

const calm = { air: 20, humidity: 50, inlet: 14.4, litres: 0, tapLitres: 0 }
const modes: readonly Mode[] = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation', 'off']

type Event =
  | { readonly mode: Mode }
  | { readonly setpoint: number }
  | { readonly litres: number; readonly tapLitres: number; readonly hours: number; readonly air: number }
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ mode: fc.constantFrom(...modes) }),
  fc.record({ setpoint: fc.integer({ min: 70, max: 131 }).map(half => half / 2) }),
  fc.record({
    litres: fc.integer({ min: 0, max: 120 }),
    tapLitres: fc.integer({ min: 0, max: 120 }),
    hours: fc.double({ min: 0.3, max: 3, noNaN: true }),
    air: fc.integer({ min: -5, max: 45 }),
  }),
)
const events = fc.array(event, { minLength: 1, maxLength: 8 })
/** Every state on the way, ten seconds apart. */
function* life(events: readonly Event[], start = initialMachine()): Generator<Machine> {
  let machine = start
  for (const event of events) {
    if ('mode' in event) machine = asked(machine, chooseMode, event.mode, 2)
    else if ('setpoint' in event) machine = asked(machine, chooseSetpoint, event.setpoint)
    else {
      const steps = Math.ceil((event.hours * 3600) / 10)
      const drawn = { litres: event.litres / steps, tapLitres: event.tapLitres / steps }
      for (let i = 0; i < steps; i++) {
        machine = step(machine, { ...calm, air: event.air, ...drawn }, 10)
        yield machine
      }
    }
  }
}
const [few] = [{ numRuns: 20 }]
const stored = ({ tank, parameters }: Machine) => storedHeat(tank, parameters)

describe('whatever happens', () => {
  it('heat in, less heat out, is what the tank holds: each joule in a million', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('50-gal', '65-gal', '80-gal'), (events, size) => {
        const start = initialMachine({ size })
        for (const machine of life(events, start)) {
          const { heatPumpHeat, elementHeat, inlet, delivered, lost } = machine.meters
          const gained = heatPumpHeat + elementHeat + inlet - delivered - lost
          const passed = heatPumpHeat + elementHeat + inlet + delivered + Math.abs(lost)
          const missing = stored(machine) - stored(start) - gained
          expect(Math.abs(missing)).toBeLessThan(1e-6 * (passed + 1))
        }
      }),
      few,
    )
  })

  it('every watt-hour and every hour has its meter', () => {
    fc.assert(
      fc.property(events, events => {
        let before = initialMachine().controller.control
        const counted = { compressor: 0, fan: 0, upper: 0, lower: 0 }
        let [hours, drawn] = [0, 0]
        for (const { controller, meters, moment } of life(events)) {
          const { control } = controller
          hours += 10 / 3600
          drawn += moment.power * (10 / 3600)
          // A write changes no relay, so a start lies between two states of this life.
          if (control.compressor && !before.compressor) counted.compressor++
          if (fanRuns(control) && !fanRuns(before)) counted.fan++
          if (control.element !== before.element && control.element !== 'none') counted[control.element]++
          before = control
          const { heatPumpEnergy, elementEnergy, electricity, fanHours, compressorHours } = meters
          const rest = 12 * (fanHours - compressorHours) + (hours - fanHours)
          expect(Math.abs(electricity - heatPumpEnergy - elementEnergy - rest)).toBeLessThan(1e-6)
          expect(electricity).toBeCloseTo(drawn, 6)
          expect(elementEnergy).toBeCloseTo(5000 * (meters.upperElementHours + meters.lowerElementHours), 6)
          expect(fanHours).toBeGreaterThanOrEqual(compressorHours)
          expect(meters).toMatchObject({
            compressorStarts: counted.compressor,
            fanStarts: counted.fan,
            upperElementStarts: counted.upper,
            lowerElementStarts: counted.lower,
          })
        }
      }),
      few,
    )
  })

  it('power and relays fit together, warm lies on cold, and the tank stays below boiling and above mains and air', () => {
    fc.assert(
      fc.property(events, events => {
        for (const { controller, moment, tank } of life(events)) {
          const { control } = controller
          expect(moment.power > 2500).toBe(control.element !== 'none')
          const rest = moment.power - (control.element === 'none' ? 0 : 5000)
          // Its power rises over the first seconds of a start.
          if (control.compressor) expect(rest).toBeGreaterThan(100)
          else expect(rest).toBe(fanRuns(control) ? 12 : 1)
          expect(rest).toBeLessThan(600)
          const { temperatures } = tank
          for (let i = 1; i < temperatures.length; i++)
            expect((temperatures[i] ?? 0) - (temperatures[i - 1] ?? 0)).toBeGreaterThan(-1e-9)
          expect(temperatures.at(-1)).toBeLessThan(70)
          expect(temperatures[0]).toBeGreaterThan(-5)
        }
      }),
      few,
    )
  })

  it('without heat no water leaves the range of tank, inlet and air', () => {
    const drawing = fc.record({
      upper: fc.integer({ min: 15, max: 65 }),
      litres: fc.integer({ min: 0, max: 600 }),
      air: fc.integer({ min: 7, max: 45 }),
      inlet: fc.integer({ min: 1, max: 35 }),
    })
    fc.assert(
      fc.property(drawing, ({ upper, litres, air, inlet }) => {
        let machine = initialMachine({ mode: 'off', upper, lower: upper - 5 })
        const [lowest, highest] = [Math.min(upper - 5, inlet, air), Math.max(upper, inlet, air)]
        for (let minute = 0; minute < 300; minute++) {
          machine = step(machine, { ...calm, air, inlet, litres: litres / 300 }, 60)
          if (machine.controller.control.element !== 'none') return
          for (const celsius of machine.tank.temperatures) {
            expect(celsius).toBeGreaterThan(lowest - 1e-9)
            expect(celsius).toBeLessThan(highest + 1e-9)
          }
        }
      }),
      few,
    )
  })
})

describe('step', () => {
  it('slices long steps: an hour in one is an hour in many', () => {
    const start = asked(initialMachine({ upper: 50, lower: 30 }), chooseMode, 'heat-pump')
    const once = step(start, { ...calm, litres: 60 }, 3600)
    let many = start
    for (let i = 0; i < 360; i++) many = step(many, { ...calm, litres: 60 / 360 }, 10)
    expect(once.probes.upper).toBeCloseTo(many.probes.upper, 9)
    expect(once.probes.lower).toBeCloseTo(many.probes.lower, 9)
    expect(once.meters.electricity).toBeCloseTo(many.meters.electricity, 6)
  })

  it('leaves the machine that it was given as it was', () => {
    const start = initialMachine({ upper: 40, lower: 30 })
    const copy = structuredClone(start)
    step(start, { ...calm, litres: 10 }, 600)
    expect(start).toEqual(copy)
  })
})

describe('a draw', () => {
  it('takes from the tank what the outlet carries away, however it is split', () => {
    const start = initialMachine({ mode: 'off', upper: 60, lower: 35 })
    const whole = step(start, { ...calm, air: 20, litres: 90 }, 600)
    let parts = start
    for (const litres of [10, 0, 45, 5, 30]) parts = step(parts, { ...calm, litres }, 120)
    for (const { meters } of [whole, parts]) expect(meters.litres).toBeCloseTo(90, 9)
    expect(parts.meters.delivered).toBeCloseTo(whole.meters.delivered, -2)
    const fell = stored(start) - stored(whole)
    const { delivered, inlet, lost } = whole.meters
    expect(fell).toBeCloseTo(delivered - inlet + lost, 6)
  })

  it('of 450 L at once runs cold', () => {
    const emptied = step(initialMachine({ upper: 60, lower: 60, mode: 'off' }), { ...calm, litres: 450 }, 30 * 60)
    expect(emptied.moment.outlet).toBeLessThan(16)
    expect(emptied.moment.flow).toBeCloseTo(15)
  })

  it('at a tap takes less of a hotter tank', () => {
    const taken = (upper: number) =>
      step(initialMachine({ mode: 'off', upper, lower: upper }), { ...calm, tapLitres: 45 }, 420).meters.litres
    expect(taken(60)).toBeCloseTo((45 * (40.6 - 14.4)) / (60 - 14.4), 0)
    expect(taken(50)).toBeGreaterThan(taken(60))
    expect(taken(38)).toBeCloseTo(45, 9)
  })
})

describe('a write', () => {
  it('shows setting and demand at once; activity, relays and power follow', () => {
    const before = initialMachine({ upper: 50, lower: 45 })
    const written = asked(before, chooseMode, 'high-demand')
    expect(written.controller.settings.mode).toBe('high-demand')
    expect(written).toMatchObject({
      moment: { power: 1 },
      controller: {
        control: {
          calls: { heatPump: true, element: 'upper' },
          activity: 'standby',
          compressor: false,
          element: 'none',
        },
      },
    })
    const later = step(written, calm, 60)
    expect(later.controller.control).toMatchObject({ activity: 'hybrid-boost', compressor: true, element: 'upper' })
    expect(later.moment.power).toBeGreaterThan(5300)
    expect(before.controller.settings.mode).toBe('heat-pump')
  })

  it('switches off and on again in the same mode', () => {
    const saver = initialMachine({ mode: 'energy-saver', upper: 45, lower: 40 })
    const off = step(asked(saver, chooseMode, 'off'), calm, 3600)
    expect(off.moment.power).toBe(1)
    const on = asked(off, powerOn)
    expect(on.controller.settings.mode).toBe('energy-saver')
    expect(asked(on, powerOn)).toEqual(on)
  })
})

it('recovers the reference cycle much as the measured unit: 180–200 min, 1.2–1.35 kWh', () => {
  let machine = asked(initialMachine({ upper: 54.4, lower: 40, air: 22 }), chooseSetpoint, 60.5)
  let minutes = 0
  for (; machine.controller.control.calls.heatPump && minutes < 600; minutes++)
    machine = step(machine, { ...calm, air: 22 }, 60)
  // The field set's bounds proper are those of the physics' own tests; here it is that the whole machine keeps near them.
  expect(minutes).toBeGreaterThan(170)
  expect(minutes).toBeLessThan(210)
  expect(machine.meters.electricity).toBeGreaterThan(1150)
  expect(machine.meters.electricity).toBeLessThan(1400)
})

it.each(['heat-pump', 'energy-saver', 'high-demand', 'electric'] as const)(
  'never lets a family go cold in %s',
  mode => {
    const home = surroundings({ draws: household('family', { seed: 3 }), air: 20, inlet: 14.4 })
    let machine = initialMachine({ mode })
    let coldest = 99
    for (let second = 0; second < 5 * 86_400; second += 60) {
      machine = step(machine, home.between(second, second + 60), 60)
      const { probes, controller } = machine
      coldest = Math.min(coldest, probes.upper)
      // A big morning may empty it; then it works.
      if (probes.upper < 40) expect(inDemand(controller.control)).toBe(true)
    }
    expect(coldest).toBeGreaterThan(mode === 'heat-pump' ? 25 : 38)
    expect(machine.meters.electricity).toBeGreaterThan(mode === 'electric' ? 25_000 : 6_000)
  },
)

it('loses what it stands still for without power: no relay, no watt, and its settings keep', () => {
  const running = step(asked(initialMachine({ upper: 45, lower: 30 }), chooseMode, 'high-demand'), calm, 600)
  expect(running.moment.power).toBeGreaterThan(5000)
  const dark = step(running, { ...calm, litres: 20 }, 3600, false)
  expect(dark).toMatchObject({
    moment: { power: 0 },
    controller: { settings: running.controller.settings, control: { compressor: false, element: 'none' } },
  })
  expect(dark.meters.electricity).toBe(running.meters.electricity)
  expect(dark.meters.delivered).toBeGreaterThan(running.meters.delivered)
  expect(meanTemperature(dark.tank)).toBeLessThan(meanTemperature(running.tank))
})

describe('a broken machine', () => {
  const cold = { mode: 'high-demand', upper: 40, lower: 30 } as const
  const code = ({ controller }: Machine) => controller.faults.map(fault => fault.code)

  it.each([
    ['leak', 799],
    ['blocked-condensate', 990],
    ['dead-compressor', 908],
    ['dead-fan', 909],
    ['upper-sensor-open', 480],
    ['lower-sensor-short', 481],
    ['discharge-sensor-open', 910],
    ['suction-sensor-short', 912],
    ['evaporator-sensor-open', 914],
    ['ambient-sensor-open', 920],
    ['dry-tank', 326],
  ] as const)('with %s finds out: %d', (defect, expected) => {
    let machine = broken(initialMachine(cold), [defect])
    for (let second = 0; second < 4 * 3600; second += 10) machine = step(machine, calm, 10)
    expect(code(machine)).toContain(expected)
  })

  it('without water makes no heat of its elements, and without a compressor none of its heat pump', () => {
    for (const [defect, meter] of [
      ['dry-tank', 'elementHeat'],
      ['burnt-upper-element', 'elementHeat'],
      ['dead-compressor', 'heatPumpHeat'],
    ] as const)
      expect(step(broken(initialMachine(cold), [defect]), calm, 600).meters[meter], defect).toBe(0)
  })

  it('with a dead compressor turns its fan, and with a dead fan none', () => {
    const asleep = asked(initialMachine({ upper: 50, lower: 30 }), chooseMode, 'heat-pump')
    const seconds = (defect: Defect) => step(broken(asleep, [defect]), calm, 60)
    expect(seconds('dead-compressor').moment.power).toBe(12)
    expect(seconds('dead-compressor').controller.control.compressor).toBe(true)
    expect(seconds('dead-fan').circuit.fanRpm).toBe(0)
  })

  it('balances whatever is broken', () => {
    fc.assert(
      fc.property(fc.subarray([...defects]), broke => {
        const start = broken(initialMachine(cold), broke)
        const machine = step(start, { ...calm, litres: 30 }, 6 * 3600)
        const { heatPumpHeat, elementHeat, inlet, delivered, lost } = machine.meters
        expect(stored(machine) - stored(start)).toBeCloseTo(heatPumpHeat + elementHeat + inlet - delivered - lost, 5)
      }),
      few,
    )
  })
})

it('a run balances over a month of a family, and tells the same as its rows', () => {
  const home = surroundings({ draws: household('family', { seed: 2 }), air: 19.7, inlet: 14.4 })
  const start = initialMachine({ mode: 'energy-saver' })
  const result = run(start, home, { from: 0, seconds: 30 * 86_400 })
  const { heatPumpHeat, elementHeat, delivered, lost, storedBefore, storedAfter, litres, outlet } = result
  const passed = heatPumpHeat + elementHeat + delivered + lost
  expect(Math.abs(storedAfter - storedBefore - (heatPumpHeat + elementHeat - delivered - lost))).toBeLessThan(
    1e-6 * passed,
  )
  expect(result.meanAfter).toBeCloseTo(meanTemperature(result.machine.tank), 9)
  expect((outlet ?? 0) * litres * waterHeat - 14.4 * litres * waterHeat).toBeCloseTo(delivered, 3)
  expect(start.meters.litres).toBe(0)
})

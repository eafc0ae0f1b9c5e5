/** The laws that no heater may break, whatever it is asked and whoever draws: for any seed. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Conditions } from '#physics/conditions'
import { chooseMode, chooseSetpoint } from '#physics/controller/writes'
import { surroundings, weatherOf } from '#physics/house/house'
import { household, type People } from '#physics/house/household'
import { advance, asked, type Beginning, copyMachine, initialMachine, type Machine } from '#physics/machine'
import { parameterLimits, parametersProblem } from '#physics/parameter-limits'
import { type Parameters, parametersOf } from '#physics/parameters'
import { type RunResult, run } from '#physics/run'
import { waterHeat } from '#physics/tank'
import { calm, drawn, heatIn, resting } from './watched.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const size = fc.constantFrom('50-gal', '65-gal', '80-gal')
const mode = fc.constantFrom('heat-pump', 'energy-saver', 'high-demand', 'electric')

const beginning: fc.Arbitrary<Beginning> = fc.record({
  size,
  mode,
  set: fc.constantFrom('rated', 'field'),
  setpoint: number(41, 65.5),
  upper: number(30, 65),
  lower: number(8, 30),
  air: number(-10, 45),
  parameters: fc.record({ layers: fc.integer({ min: 8, max: 60 }), inletMixing: number(0, 0.4) }),
})

/** From one end of its range to the other, and often at an end. */
const ranged = (least: number, most: number) => fc.oneof(fc.constantFrom(least, most), number(least, most))
const parameters: fc.Arbitrary<Partial<Parameters>> = fc
  .record(
    Object.fromEntries(
      Object.entries(parameterLimits).map(([name, [least, most]]) => [
        name,
        name === 'layers' ? fc.integer({ min: least, max: most }) : ranged(least, most),
      ]),
    ),
    { requiredKeys: [] },
  )
  .filter(known => parametersProblem(parametersOf('65-gal', 'field', known)) === undefined)
/** What nobody built, full of water that nobody keeps. */
const strange: fc.Arbitrary<Beginning> = fc.record({
  size,
  mode,
  parameters,
  setpoint: ranged(35, 65.5),
  upper: ranged(0, 95),
  lower: ranged(0, 95),
  air: ranged(-30, 50),
  firmware: fc.constantFrom('10.1', '11'),
})
/** From a millionth of a second to hours, with anything from less than a molecule to a flood. */
const moment = fc.record({
  air: ranged(-30, 50),
  humidity: ranged(0, 100),
  inlet: ranged(0, 40),
  litres: fc.constantFrom(0, 5e-324, 2e-323, 1e-12, 0.001, 9, 300, 1900),
  tapLitres: fc.constantFrom(0, 2e-323, 0.1, 40, 1900),
  seconds: fc.constantFrom(1e-6, 0.001, 0.3, 1, 10, 60, 3600, 20_000),
  powered: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
  /** How full the lowest cell is, where it isn't left to chance. */
  filled: fc.constantFrom(undefined, 0, 5e-324, 2 ** -54, 1 - 2 ** -53),
})

/** An hour or so in which something is drawn, the world is as it is, and perhaps somebody turns a knob. */
const stretch = fc.record({
  air: number(-30, 50),
  humidity: number(0, 100),
  inlet: number(0, 35),
  litres: fc.oneof(fc.constant(0), number(0.001, 300)),
  tapLitres: fc.oneof(fc.constant(0), number(0.001, 100)),
  seconds: number(1, 4000),
  write: fc.constantFrom('none', 'mode', 'setpoint'),
  mode,
  setpoint: number(35, 65.5),
})

/** What has passed through it, whichever way, Wh. */
const passed = ({ meters }: Machine) =>
  meters.heatPumpHeat + meters.elementHeat + Math.abs(meters.inlet) + Math.abs(meters.delivered) + Math.abs(meters.lost)
const gained = ({ meters }: Machine) =>
  meters.heatPumpHeat + meters.elementHeat + meters.inlet - meters.delivered - meters.lost

describe('energy', () => {
  it('balances to a millionth of what passed, over any run', () => {
    fc.assert(
      fc.property(beginning, fc.array(stretch, { minLength: 1, maxLength: 12 }), (begins, stretches) => {
        let machine = copyMachine(initialMachine(begins))
        const before = heatIn(machine)
        for (const { seconds, write, mode, setpoint, ...conditions } of stretches) {
          if (write === 'mode') machine = copyMachine(asked(machine, chooseMode, mode))
          if (write === 'setpoint') machine = copyMachine(asked(machine, chooseSetpoint, setpoint))
          advance(machine, conditions, seconds)
        }
        const residue = Math.abs(heatIn(machine) - before - gained(machine))
        expect(residue).toBeLessThan(1e-6 * passed(machine) + 1e-6)
        const { heatPumpHeat, heatPumpEnergy, elementHeat, elementEnergy, electricity } = machine.meters
        expect(elementHeat).toBeLessThanOrEqual(elementEnergy + 1e-6)
        expect(heatPumpEnergy + elementEnergy).toBeLessThanOrEqual(electricity + 1e-6)
        expect(heatPumpHeat).toBeLessThanOrEqual(12 * heatPumpEnergy + 1e-6)
      }),
      { numRuns: 150 },
    )
  })

  it('of a draw is what the tank lost', () => {
    fc.assert(
      fc.property(
        size,
        number(30, 65),
        number(10, 30),
        number(7, 10),
        number(0.1, 500),
        (tank, upper, lower, inlet, litres) => {
          const parameters = { standbyLoss: 0 }
          const machine = resting({ size: tank, upper, lower, parameters })
          const before = heatIn(machine)
          drawn(machine, litres, calm({ inlet }), 12)
          const { delivered } = machine.meters
          const left = before - heatIn(machine)
          expect(Math.abs(delivered - litres * inlet * waterHeat - left)).toBeLessThan(1e-6 * delivered)
          expect(machine.meters.litres).toBeCloseTo(litres, 6)
        },
      ),
    )
  })
})

/** Every number that a heater is made of. */
function* numbersIn(value: unknown): Generator<number> {
  if (typeof value === 'number') yield value
  else if (ArrayBuffer.isView(value)) yield* value as Float64Array
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) yield* numbersIn(inner)
}

it('holds at the ends of every range: no joule lost, no number either, warm over cold, nothing outside what it met', () => {
  fc.assert(
    fc.property(strange, fc.array(moment, { minLength: 1, maxLength: 6 }), (begins, moments) => {
      const machine = copyMachine(initialMachine(begins))
      const { tank } = machine
      for (const { seconds, powered, filled, ...conditions } of moments) {
        if (filled !== undefined) tank.filled = filled
        const there = tank.filled > 0 ? tank.temperatures : tank.temperatures.subarray(1)
        const [least, most] = [Math.min(...there), Math.max(...there)]
        const [heat, flows] = [heatIn(machine), { ...machine.meters }]
        advance(machine, conditions, seconds, powered)
        const { meters } = machine
        const of = (name: keyof typeof meters) => meters[name] - flows[name]
        const heated = of('heatPumpHeat') + of('elementHeat')
        const through = heated + Math.abs(of('inlet')) + Math.abs(of('delivered')) + Math.abs(of('lost'))
        const residue = heatIn(machine) - heat - heated - of('inlet') + of('delivered') + of('lost')
        // A billionth of a Wh, and more where many steps round: less than that no sum of this size can tell.
        expect(Math.abs(residue)).toBeLessThan(1e-6 * through + 1e-9 * Math.max(1, seconds / 60))
        expect(heated).toBeGreaterThanOrEqual(0)
        for (const each of numbersIn({ ...machine, parameters: {} })) expect(each).toSatisfy(Number.isFinite)
        const after = tank.filled > 0 ? tank.temperatures : tank.temperatures.subarray(1)
        for (let i = 1; i < after.length; i++) expect(after[i]).toBeGreaterThanOrEqual((after[i - 1] as number) - 1e-9)
        if (heated > 0) continue
        const met = [conditions.inlet, conditions.air]
        for (const celsius of [...after, machine.moment.outlet]) {
          expect(celsius).toBeGreaterThan(Math.min(least, ...met) - 1e-7)
          expect(celsius).toBeLessThan(Math.max(most, ...met) + 1e-7)
        }
      }
    }),
    { numRuns: 150 },
  )
})

describe('temperatures', () => {
  it('stay between tank, inlet and air while nothing heats', () => {
    fc.assert(
      fc.property(
        beginning,
        number(-20, 45),
        number(0, 35),
        fc.array(number(0.001, 120), { maxLength: 8 }),
        ({ upper = 50, lower = 20, ...rest }, air, inlet, draws) => {
          const machine = resting({ ...rest, upper, lower })
          const unfrozen = Math.max(air, 12)
          const around = calm({ air: unfrozen, inlet: Math.max(inlet, 8) })
          for (const litres of draws) {
            drawn(machine, litres, around)
            advance(machine, around, 3600)
          }
          const least = Math.min(upper, lower, unfrozen, around.inlet)
          const most = Math.max(upper, lower, unfrozen, around.inlet)
          expect(machine.meters.heatPumpHeat + machine.meters.elementHeat).toBe(0)
          const { temperatures, filled } = machine.tank
          for (const celsius of filled > 0 ? temperatures : temperatures.subarray(1)) {
            expect(celsius).toBeGreaterThan(least - 1e-9)
            expect(celsius).toBeLessThan(most + 1e-9)
          }
          expect(machine.probes.upper).toBeGreaterThan(machine.probes.lower - 0.5)
        },
      ),
    )
  })

  it('of a burst of 450 L run cold', () => {
    for (const tank of ['50-gal', '65-gal', '80-gal'] as const) {
      const machine = resting({ size: tank, upper: 60, lower: 60 })
      drawn(machine, 450, calm({ inlet: 12, air: 20 }), 20)
      expect(machine.moment.outlet).toBeLessThan(14)
      expect(machine.meters.delivered).toBeLessThan(450 * 60 * waterHeat)
    }
  })
})

describe('pieces', () => {
  it('of a draw come to the same as the whole', () => {
    // What happens by itself meanwhile is cut in other slices by other pieces.
    const parameters = { standbyLoss: 0, mixingTime: 1000 }
    fc.assert(
      fc.property(size, number(1, 300), fc.integer({ min: 2, max: 40 }), (tank, litres, pieces) => {
        const whole = resting({ size: tank, upper: 58, lower: 58, parameters })
        const split = copyMachine(whole)
        const seconds = 10
        advance(whole, calm({ litres }), seconds)
        for (let i = 0; i < pieces; i++) advance(split, calm({ litres: litres / pieces }), seconds / pieces)
        expect(Math.abs(split.meters.delivered / whole.meters.delivered - 1)).toBeLessThan(1e-4)
        const [a, b] = [whole.tank, split.tank]
        expect(Math.abs(heatIn(split) / heatIn(whole) - 1)).toBeLessThan(1e-4)
        if (Math.abs(a.filled - b.filled) < 1e-6)
          for (let i = 1; i < a.temperatures.length; i++)
            expect(Math.abs((b.temperatures[i] as number) - (a.temperatures[i] as number))).toBeLessThan(0.3)
      }),
    )
  })

  /** Four days of a household, in winter, after one to settle in. */
  const days = (people: People, begins: Beginning, step: number, parameters: Partial<Parameters> = {}): RunResult => {
    const from = Date.UTC(2026, 0, 12) / 1000
    const house = surroundings({ draws: household(people, { seed: people }), ...weatherOf('sacramento', 'garage') })
    const machine = initialMachine({ ...begins, parameters })
    const settled = run(machine, house, { from, seconds: 86_400, step }).machine
    return run(settled, house, { from: from + 86_400, seconds: 4 * 86_400, step })
  }
  /** Electricity as if the store had stayed, by the efficiency of the days themselves. */
  const electricityOf = (days: RunResult): number => {
    const heat = days.heatPumpHeat + days.elementHeat
    return (days.electricity * (heat - (days.storedAfter - days.storedBefore))) / heat
  }
  const off = (is: number, told: number) => Math.abs(is / told - 1)

  it.each([
    [2, { mode: 'heat-pump', setpoint: 52 }],
    [4, { mode: 'heat-pump', setpoint: 55, size: '80-gal' }],
    [3, { mode: 'energy-saver', setpoint: 52 }],
    [4, { mode: 'high-demand', setpoint: 55, size: '80-gal' }],
    [1, { mode: 'electric', setpoint: 50, size: '50-gal' }],
  ] as const)('of time and of water make no difference: %d people, %o', (people, begins) => {
    const usual = days(people, begins, 60)
    for (const other of [days(people, begins, 10), days(people, begins, 60, { layers: 48 })]) {
      expect(off(electricityOf(other), electricityOf(usual))).toBeLessThan(0.02)
      expect(off(other.delivered, usual.delivered)).toBeLessThan(0.02)
      expect(off(other.lost, usual.lost)).toBeLessThan(0.02)
    }
  })
})

it('is bounded in what the world may be', () => {
  const extremes: readonly Partial<Conditions>[] = [
    { air: -30, humidity: 0, inlet: 0 },
    { air: 50, humidity: 100, inlet: 40 },
  ]
  for (const extreme of extremes) {
    const machine = copyMachine(initialMachine({ mode: 'energy-saver', upper: 20, lower: 5 }))
    for (let hour = 0; hour < 48; hour++) advance(machine, calm({ ...extreme, litres: 5 }), 3600)
    expect(machine.probes.upper).toBeLessThan(75)
    expect(machine.moment.power).toBeLessThan(6000)
    expect(Math.abs(heatIn(machine))).toBeLessThan(1e6)
  }
})

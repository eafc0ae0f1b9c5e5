import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fanRuns } from './control.ts'
import { household } from './household.ts'
import { chooseMode, chooseSetpoint, initialMachine, type Machine, powerOn, step } from './machine.ts'
import type { Mode } from './settings.ts'
import { storedHeat } from './tank.ts'

const calm = { air: 20, inlet: 14.4, litres: 0 }
const modes: readonly Mode[] = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation', 'off']

type Event =
  | { readonly mode: Mode }
  | { readonly setpoint: number }
  | { readonly litres: number; readonly hours: number }
const event: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ mode: fc.constantFrom(...modes) }),
  fc.record({ setpoint: fc.integer({ min: 70, max: 131 }).map(half => half / 2) }),
  fc.record({ litres: fc.integer({ min: 0, max: 120 }), hours: fc.double({ min: 0.3, max: 3, noNaN: true }) }),
)
/** Every state on the way, ten seconds apart. */
function* life(events: readonly Event[], start = initialMachine()): Generator<Machine> {
  let machine = start
  for (const event of events) {
    if ('mode' in event) machine = chooseMode(machine, event.mode, 2)
    else if ('setpoint' in event) machine = chooseSetpoint(machine, event.setpoint)
    else
      for (let left = event.hours * 3600; left > 0; left -= 10) {
        machine = step(machine, { ...calm, litres: (event.litres / event.hours / 3600) * 10 }, 10)
        yield machine
      }
  }
}

describe('whatever happens', () => {
  it('heat in, less heat out, is what the tank holds', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), events => {
        const start = initialMachine()
        for (const { tank, meters } of life(events, start)) {
          const gained = meters.heat + meters.inlet - meters.delivered - meters.lost
          expect(Math.abs(storedHeat(tank) - storedHeat(start.tank) - gained)).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('every watt-hour and every hour has its meter', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), events => {
        let before = initialMachine().control
        const counted = { compressor: 0, fan: 0, upper: 0, lower: 0 }
        let hours = 0
        for (const { control, meters } of life(events)) {
          hours += 10 / 3600
          // A write changes no relay, so a start lies between two states of this life.
          if (control.compressor && !before.compressor) counted.compressor++
          if (fanRuns(control) && !fanRuns(before)) counted.fan++
          if (control.element !== before.element && control.element !== 'none') counted[control.element]++
          before = control
          const { heatPumpEnergy, elementEnergy, electricity, fanHours, compressorHours } = meters
          const rest = 12 * (fanHours - compressorHours) + (hours - fanHours)
          expect(Math.abs(electricity - heatPumpEnergy - elementEnergy - rest)).toBeLessThan(1e-6)
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
      { numRuns: 40 },
    )
  })

  it('power and relays fit together, and the tank stays below boiling and above the mains', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), events => {
        for (const { power, control, tank } of life(events)) {
          expect(power > 2500).toBe(control.element !== 'none')
          const rest = power - (control.element === 'none' ? 0 : 5000)
          if (control.compressor) expect(rest).toBeGreaterThan(150)
          else expect(rest).toBe(fanRuns(control) ? 12 : 1)
          expect(rest).toBeLessThan(520)
          expect(tank.upper).toBeLessThan(68)
          expect(tank.lower).toBeGreaterThan(14)
          expect(tank.upper).toBeGreaterThanOrEqual(tank.lower)
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('step', () => {
  it('slices long steps: an hour in one is an hour in many', () => {
    const start = chooseMode(initialMachine({ upper: 50, lower: 30 }), 'heat-pump')
    const once = step(start, { ...calm, litres: 60 }, 3600)
    let many = start
    for (let i = 0; i < 360; i++) many = step(many, { ...calm, litres: 60 / 360 }, 10)
    expect(once.tank.upper).toBeCloseTo(many.tank.upper, 9)
    expect(once.meters.electricity).toBeCloseTo(many.meters.electricity, 6)
  })

  it('leaves the machine that it was given as it was', () => {
    const start = initialMachine({ upper: 40, lower: 30 })
    const copy = structuredClone(start)
    step(start, { ...calm, litres: 10 }, 600)
    expect(start).toEqual(copy)
  })
})

describe('a write', () => {
  it('shows setting and demand at once; activity, relays and power follow', () => {
    const before = initialMachine({ upper: 50, lower: 45 })
    const written = chooseMode(before, 'high-demand')
    expect(written.settings.mode).toBe('high-demand')
    expect(written.control.calls).toEqual({ heatPump: true, element: 'upper' })
    expect(written).toMatchObject({ power: 1, control: { activity: 'standby', compressor: false, element: 'none' } })
    const later = step(written, calm, 60)
    expect(later.control).toMatchObject({ activity: 'hybrid-boost', compressor: true, element: 'upper' })
    expect(later.power).toBeGreaterThan(5300)
  })

  it('switches off and on again in the same mode', () => {
    const off = step(chooseMode(initialMachine({ mode: 'energy-saver', upper: 45, lower: 40 }), 'off'), calm, 3600)
    expect(off.power).toBe(1)
    expect(powerOn(off).settings.mode).toBe('energy-saver')
    expect(powerOn(powerOn(off))).toEqual(powerOn(off))
  })
})

it('recovers the reference cycle much as the measured unit: 193 min, 1.31 kWh', () => {
  let machine = chooseSetpoint(initialMachine({ upper: 54.4, lower: 40, air: 22 }), 60.5)
  let minutes = 0
  for (; machine.control.calls.heatPump && minutes < 600; minutes++) machine = step(machine, { ...calm, air: 22 }, 60)
  expect(minutes).toBeGreaterThan(165)
  expect(minutes).toBeLessThan(225)
  expect(machine.meters.electricity).toBeGreaterThan(1150)
  expect(machine.meters.electricity).toBeLessThan(1550)
})

it.each(['heat-pump', 'energy-saver', 'high-demand', 'electric'] as const)(
  'never lets a family go cold in %s',
  mode => {
    const people = household('family', 3)
    let machine = initialMachine({ mode })
    let coldest = 99
    for (let second = 0; second < 3 * 86_400; second += 60) {
      machine = step(machine, people.between(second, second + 60), 60)
      coldest = Math.min(coldest, machine.tank.upper)
    }
    expect(coldest).toBeGreaterThan(42)
    expect(machine.meters.electricity).toBeGreaterThan(mode === 'electric' ? 15_000 : 4_000)
  },
)

it('loses what it stands still for without power: no relay, no watt, and its settings keep', () => {
  const running = step(
    chooseMode(initialMachine({ upper: 45, lower: 30 }), 'high-demand'),
    { air: 20, inlet: 14.4, litres: 0 },
    600,
  )
  expect(running.power).toBeGreaterThan(5000)
  const dark = step(running, { air: 20, inlet: 14.4, litres: 20 }, 3600, false)
  expect(dark).toMatchObject({ power: 0, settings: running.settings, control: { compressor: false, element: 'none' } })
  expect(dark.meters.electricity).toBe(running.meters.electricity)
  expect(dark.meters.delivered).toBeGreaterThan(running.meters.delivered)
  expect(dark.tank.lower).toBeLessThan(running.tank.lower)
})

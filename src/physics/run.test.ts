import { describe, expect, test } from 'vitest'
import {
  chooseMode,
  chooseSetpoint,
  chooseVacationDays,
  setPeak,
  withAntiLegionella,
  writeMode,
} from './controller/writes.ts'
import { patternDraws } from './house/day-patterns.ts'
import { noDraws } from './house/draw.ts'
import { surroundings } from './house/house.ts'
import { household } from './house/household.ts'
import { asked, initialMachine, step } from './machine.ts'
import { type RunRow, type RunSpan, run, runRows } from './run.ts'
import { meanTemperature } from './tank.ts'

const day = 86_400
const house = () => surroundings({ draws: patternDraws('high'), air: 19.7, inlet: 14.4, humidity: 50 })
const rowsOf = (span: RunSpan) => [...runRows(initialMachine({ setpoint: 51.7 }), house(), span)]
const sum = (rows: readonly RunRow[], key: 'electricity' | 'delivered' | 'litres' | 'coldMinutes') =>
  rows.reduce((total, row) => total + row[key], 0)

describe('a run', () => {
  test('adds up to what its rows say, however long they are', () => {
    const whole = run(initialMachine({ setpoint: 51.7 }), house(), { from: 0, seconds: 3.5 * day })
    for (const row of [day, 3600, 60]) {
      const rows = rowsOf({ from: 0, seconds: 3.5 * day, row })
      expect(rows).toHaveLength(Math.ceil((3.5 * day) / row))
      for (const key of ['electricity', 'delivered', 'litres', 'coldMinutes'] as const)
        expect(sum(rows, key)).toBeCloseTo(whole[key], 6)
      expect(rows.at(-1)?.meanAfter).toBe(whole.meanAfter)
    }
  })

  test('balances', () => {
    const { heatPumpHeat, elementHeat, delivered, lost, storedBefore, storedAfter } = run(
      initialMachine({ mode: 'high-demand' }),
      house(),
      { from: 0, seconds: 5 * day },
    )
    expect(heatPumpHeat + elementHeat - delivered - lost).toBeCloseTo(storedAfter - storedBefore, 6)
    expect(delivered).toBeGreaterThan(5 * 10_000)
  })

  test('leaves the machine that it was given alone', () => {
    const machine = initialMachine()
    const before = structuredClone(machine)
    run(machine, house(), { from: 0, seconds: day })
    expect(machine).toEqual(before)
  })

  test.each(['heat-pump', 'energy-saver', 'high-demand', 'electric'] as const)(
    'in %s is its steps one after the other, of which each leaves what it is given alone',
    mode => {
      const begun = frozen(initialMachine({ mode }))
      const family = () => surroundings({ draws: household('family', { seed: 3 }), air: 4, inlet: 8 })
      const home = family()
      let machine = begun
      for (let at = 0; at < 2 * day; at += 60) {
        const before = machine.tank.temperatures.slice()
        const next = step(machine, home.between(at, at + 60), 60)
        expect(machine.tank.temperatures).toEqual(before)
        machine = frozen(next)
      }
      expect(run(begun, family(), { from: 0, seconds: 2 * day }).machine).toEqual(machine)
    },
  )

  test('does what falls due', () => {
    const { machine } = run(initialMachine({ setpoint: 50 }), house(), {
      from: 0,
      seconds: day,
      due: (machine, at) => (at === 12 * 3600 ? asked(machine, chooseSetpoint, 60) : machine),
    })
    expect(machine.controller.settings.setpoint).toBe(60)
    expect(meanTemperature(machine.tank)).toBeGreaterThan(55)
  })

  test('tells how much water was too cold', () => {
    const cold = surroundings({ draws: { litresBetween: () => ({ litres: 20, tapLitres: 0 }) }, air: 20, inlet: 10 })
    const { litres, coldLitres, coldMinutes, outlet } = run(initialMachine(), cold, { from: 0, seconds: 3600 })
    expect(litres).toBeCloseTo(1200, 6)
    expect(coldLitres).toBeGreaterThan(900)
    expect(coldMinutes).toBeGreaterThan(45)
    expect(outlet).toBeLessThan(25)
  })
})

/** All the way down; an array of numbers can't be. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}

describe('what can’t be is refused in one sentence', () => {
  const still = (conditions: { air?: number; inlet?: number; litres?: number }) =>
    surroundings({
      draws: { litresBetween: () => ({ litres: conditions.litres ?? 0, tapLitres: 0 }) },
      air: conditions.air ?? 20,
      inlet: conditions.inlet ?? 10,
    })
  test.each([
    [{ air: -40 }, /air is -40 °C; it must be -30 to 50 °C\.$/],
    [{ air: Number.NaN }, /air is NaN/],
    [{ inlet: 60 }, /inlet is 60 °C; it must be 0 to 40 °C\.$/],
    [{ litres: 3785 }, /litres is 3785 L; it must be 0 to 1900 L\.$/],
  ])('%j', (conditions, words) => {
    expect(() => run(initialMachine(), still(conditions), { from: 0, seconds: 60 })).toThrow(words)
  })

  test.each([
    [{ setpoint: 70 }, 'The setpoint is 70 °C; it must be 35 to 65.5 °C.'],
    [{ setpoint: Number.NaN }, 'The setpoint is NaN °C; it must be 35 to 65.5 °C.'],
    [{ upper: 205 }, 'The upper half is 205 °C; water in the tank must be 0 to 95 °C.'],
    [{ air: -40 }, 'The air is -40 °C; it must be -30 to 50 °C.'],
    [{ parameters: { standbyLoss: -1 } }, 'standbyLoss is -1; it must be 0 to 20 W/K.'],
    [{ parameters: { layers: 24.5 } }, 'layers is 24.5; it must be a whole number.'],
    [
      { parameters: { upperThermistor: 0.7 } },
      'upperElement is 0.745; it must not be above upperThermistor, which is 0.7.',
    ],
    [{ minimumOperation: -40 }, 'The minimum operation temperature is -40 °C; it must be 35 to 65.5 °C.'],
    [{ minimumOperation: 60 }, 'The setpoint is 54.5 °C; it must be 60 to 65.5 °C.'],
    [{ size: 'vat' as '65-gal' }, 'The tank is vat; it must be 50-gal, 65-gal or 80-gal.'],
  ])('a heater of %j', (beginning, words) => {
    expect(() => initialMachine(beginning)).toThrow(new RangeError(words))
  })

  test.each([
    [chooseSetpoint, 200, 'The setpoint is 200 °C; it must be 35 to 65.5 °C.'],
    [chooseSetpoint, Number.NaN, 'The setpoint is NaN °C; it must be 35 to 65.5 °C.'],
    [withAntiLegionella, 0, 'The anti-legionella period is 0 days; it must be 1 to 30 days.'],
    [chooseVacationDays, 100, 'The vacation is 100 days; it must be 0 to 99 days.'],
  ])('a write: %s of %d', (write, value, words) => {
    expect(() => asked(initialMachine(), write, value)).toThrow(new RangeError(words))
  })

  test('a vacation of too many days, now and in a window', () => {
    const words = 'The vacation is 100 days; it must be 0 to 99 days.'
    expect(() => asked(initialMachine(), chooseMode, 'vacation', 100)).toThrow(words)
    expect(() => asked(asked(initialMachine(), setPeak, true), writeMode, 'vacation', 100)).toThrow(words)
  })

  test('an inlet as warm as the setpoint', () => {
    expect(() => run(initialMachine({ setpoint: 38 }), still({ inlet: 39 }), { from: 0, seconds: 60 })).toThrow(
      'The inlet is 39 °C; it must be colder than the setpoint, 38 °C.',
    )
  })

  test.each([
    [{ seconds: 1e9 * 3600 }, /^The span is 3600000000000 s; it must be 1 to 1581120000 s\.$/],
    [{ seconds: Number.NaN }, /^The span is NaN s/],
    [{ seconds: 60, step: 0 }, /^The step is 0 s; it must be 1 to 3600 s\.$/],
    [{ seconds: 60, comfort: Number.NaN }, /^The comfort is NaN °C; it must be 0 to 95 °C\.$/],
  ])('a span of %j', (span, words) => {
    expect(() =>
      run(initialMachine(), surroundings({ draws: noDraws, air: 20, inlet: 10 }), { from: 0, ...span }),
    ).toThrow(words)
  })
})

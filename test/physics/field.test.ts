/** What one home's heater was measured to do, and a model of it must. Numbers of others are rows, with how far off we may be. */
import { describe, expect, it } from 'vitest'
import { compressorRest } from '#physics/controller/control'
import { chooseMode } from '#physics/controller/writes'
import { advance, asked, copyMachine, type Machine } from '#physics/machine'
import { heatCapacity, meanTemperature, waterHeat } from '#physics/tank'
import { calm, drawn, heater, heatIn, resting, tankLitresFor, until } from './watched.ts'

const near = (is: number, told: number, within: number) => expect(Math.abs(is - told)).toBeLessThanOrEqual(within)
const between = (is: number, least: number, most: number) => {
  expect(is).toBeGreaterThanOrEqual(least)
  expect(is).toBeLessThanOrEqual(most)
}
const runs = ({ controller }: Machine) => controller.control.compressor
const gapOf = ({ probes }: Machine) => probes.upper - probes.lower

describe('the reference recovery, 54.4/40.0 to 60.5 °C in 22 °C air', () => {
  const machine = heater({ upper: 54.4, lower: 40, setpoint: 60.5 })
  const before = heatIn(machine)
  until(machine, runs)
  const seconds = until(machine, ended => !runs(ended))
  const { heatPumpEnergy, heatPumpHeat } = machine.meters

  it('takes 180–200 min', () => between(seconds / 60, 180, 200))
  it('takes 1.2–1.35 kWh', () => between(heatPumpEnergy, 1200, 1350))
  it('gains 2.81 times that', () => near((heatIn(machine) - before) / heatPumpEnergy, 2.81, 0.06))
  it('has a COP of 2.89 in all, with its loss', () => near(heatPumpHeat / heatPumpEnergy, 2.89, 0.1))
  it('gives 1.25–1.3 kW all the while', () => between(heatPumpHeat / (seconds / 3600), 1200, 1300))
  // Readings ended 0.3–1.1 K over; why is not known, and a controller without a reason for it ends where it is told.
  it('ends at its setpoint, not over what was seen', () => between(machine.probes.lower, 60.5, 61.6))
})

describe('at rest', () => {
  it('is at 52.5 ± 1 °C 24 h after 60 °C in 19.7 °C air', () => {
    const machine = resting({ upper: 60, lower: 60, air: 19.7 })
    advance(machine, calm({ air: 19.7 }), 86_400)
    near(meanTemperature(machine.tank), 52.5, 1)
    near((machine.probes.upper + machine.probes.lower) / 2, 52.5, 1)
  })

  it.each([70, 80, 100, 120])('closes the gap that %d L left with some 27 h', litres => {
    const machine = resting({ upper: 58, lower: 58 })
    drawn(machine, litres)
    advance(machine, calm(), 1200)
    const before = gapOf(machine)
    advance(machine, calm(), 8 * 3600)
    near(8 / Math.log(before / gapOf(machine)), 26.7, 3)
  })

  it('takes 281 Wh for a kelvin of the 65 gal tank, 277 of them its water', () => {
    near(heatCapacity(resting({}).parameters), 279, 3)
  })
})

describe('a draw', () => {
  // By the law that predicts best: within 0.2, 0.5, 1.2, 2 and 3.6 K, after ten minutes.
  it.each([
    [3, 0, 0.2],
    [4, 0, 0.5],
    [10, 0, 0.5],
    [20, 0, 1.2],
    [57, 11, 2],
    [102, 27, 3.6],
  ])('of %d L at the tap takes the lower reading down by %d K', (litres, fall, within) => {
    const machine = resting({ upper: 59, lower: 59 })
    drawn(machine, tankLitresFor(litres, 59, 22))
    advance(machine, calm(), 600)
    near(59 - machine.probes.lower, fall, within)
    expect(59 - machine.probes.upper).toBeLessThan(0.6)
  })

  it('cools the upper reading 19–28 L before the tap', () => {
    const machine = resting({ upper: 58, lower: 58 })
    let [gone, upperAt, tapAt] = [0, 0, 0]
    while (tapAt === 0) {
      drawn(machine, 0.5)
      gone += 0.5
      if (upperAt === 0 && machine.probes.upper < 40.6) upperAt = gone
      if (machine.moment.outlet < 40.6) tapAt = gone
    }
    between(tapAt - upperAt, 19, 28)
  })
})

describe('the condenser', () => {
  /** Heat by which the lower reading rises, as a part of the tank's, from when the circuit is warm. */
  function massOf(litres: number) {
    const machine = heater({ upper: 58, lower: 58, setpoint: 60.5 })
    drawn(machine, litres)
    until(machine, ({ circuit }) => circuit.warmth > 0.85)
    const net = () => machine.meters.heatPumpHeat - machine.meters.lost
    const [heat, lower] = [net(), machine.probes.lower]
    const upper = machine.probes.upper
    until(machine, layered => gapOf(layered) < 2)
    const stratified = (net() - heat) / (machine.probes.lower - lower)
    const top = machine.probes.upper - upper
    until(machine, layered => gapOf(layered) < 0.1)
    const [mixedHeat, mixedLower] = [net(), machine.probes.lower]
    advance(machine, calm(), 1200)
    const mixed = (net() - mixedHeat) / (machine.probes.lower - mixedLower)
    const whole = heatCapacity(machine.parameters)
    return { stratified: stratified / whole, mixed: mixed / whole, top }
  }
  const masses = [60, 76, 100, 130].map(massOf)

  it('warms 0.435–0.475 of the tank while it is layered', () => {
    const mean = masses.reduce((sum, { stratified }) => sum + stratified, 0) / masses.length
    between(mean, 0.435, 0.475)
    // Layers come and go at the condenser's end: one recovery differs from the next.
    for (const { stratified } of masses) between(stratified, 0.37, 0.56)
  })

  it('warms 0.96 of it once it is mixed', () => {
    for (const { mixed } of masses) near(mixed, 0.96, 0.08)
  })

  it('lets the top stand still meanwhile', () => {
    // −0.3 K was measured; the rest is what the walls lose in hours.
    for (const { top } of masses.slice(0, 3)) between(top, -0.9, 0)
  })
})

describe('the elements', () => {
  const power = 5148

  /** A cold tank of which a little has been drawn, its upper element on. */
  function withElement(litres: number) {
    const machine = heater({
      upper: 35,
      lower: 35,
      setpoint: 55,
      mode: 'energy-saver',
      parameters: { elementPower: power },
    })
    drawn(machine, litres, calm({ inlet: 35 }))
    until(machine, ({ controller }) => controller.control.element === 'upper')
    return machine
  }

  it('the upper one warms 66 L', () => {
    const litres = [0, 2, 4, 6, 8, 10, 12, 14].map(drawnBefore => {
      const machine = withElement(drawnBefore)
      advance(machine, calm(), 300)
      const before = machine.probes.upper
      advance(machine, calm(), 300)
      return power / 12 / waterHeat / (machine.probes.upper - before)
    })
    near(litres.reduce((sum, each) => sum + each, 0) / litres.length, 66, 5)
    for (const each of litres) near(each, 66, 10)
  })

  it('its sensor lags by 0.7–1.2 min, and coasts 1.1 K', () => {
    const machine = withElement(0)
    between(machine.parameters.thermistorLag / 60, 0.7, 1.2)
    until(machine, ({ controller }) => controller.control.element === 'none')
    const stopped = machine.probes.upper
    advance(machine, calm(), 300)
    near(machine.probes.upper - stopped, 1.1, 0.4)
  })

  it('the lower one warms about 95 L, below what is hot already', () => {
    const machine = heater({
      upper: 58,
      lower: 58,
      setpoint: 58,
      mode: 'electric',
      parameters: { elementPower: power },
    })
    drawn(machine, 105)
    until(machine, ({ controller }) => controller.control.element === 'lower')
    advance(machine, calm(), 600)
    const [before, upper] = [machine.probes.lower, machine.probes.upper]
    advance(machine, calm(), 600)
    near(power / 6 / waterHeat / (machine.probes.lower - before), 95, 12)
    // 1.9 K less were measured: cold water that its plume carries up, which this model doesn't have.
    near(machine.probes.upper, upper, 0.3)
  })
})

describe('a start', () => {
  it('waits 330 s after a stop', () => {
    let machine = heater({ upper: 50, lower: 40, setpoint: 55 })
    until(machine, runs)
    machine = copyMachine(asked(machine, chooseMode, 'off'))
    until(machine, ({ controller }) => !controller.control.compressor, calm(), 1)
    machine = copyMachine(asked(machine, chooseMode, 'heat-pump'))
    between(until(machine, runs, calm(), 1), compressorRest - 2, compressorRest + 30)
    expect(compressorRest).toBe(330)
  })

  it('takes power about 30 s after it was asked for', () => {
    const machine = copyMachine(asked(resting({ upper: 45, lower: 40, setpoint: 55 }), chooseMode, 'heat-pump'))
    near(
      until(machine, ({ moment }) => moment.power > 100, calm(), 1),
      30,
      5,
    )
    between(
      until(machine, ({ moment }) => moment.power > 330, calm(), 1),
      1,
      15,
    )
  })
})

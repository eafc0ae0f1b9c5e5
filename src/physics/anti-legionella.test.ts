import { describe, expect, it } from 'vitest'
import {
  type AntiLegionella,
  agedCycle,
  duringCycle,
  withAntiLegionella,
  withoutAntiLegionella,
} from './anti-legionella.ts'
import { type Beginning, chooseMode, initialMachine, type Machine, step } from './machine.ts'
import type { HeatingMode } from './settings.ts'

const calm = { air: 20, inlet: 14.4, litres: 0 }
const day = 86_400
const hour = 3600

/** A machine with its cycle switched on, as it is some seconds later. */
function lived(seconds: number, beginning: Beginning, days = 1): Machine {
  const machine = initialMachine(beginning)
  return step({ ...machine, antiLegionella: withAntiLegionella(machine.antiLegionella, days) }, calm, seconds)
}

describe('a cycle', () => {
  it.each(['heat-pump', 'energy-saver', 'high-demand', 'electric'] as const)(
    'brings all of the water to 60 °C by the sources of %s, and ends',
    (mode: HeatingMode) => {
      let machine = lived(day - hour, { mode })
      expect(machine.antiLegionella.busy).toBe(false)
      const days = mode === 'electric' ? 'energy-saver' : mode
      let hottest = 0
      for (let minute = 0; minute < 10 * 60; minute++) {
        machine = step(machine, calm, 60)
        hottest = Math.max(hottest, machine.tank.lower)
      }
      expect(hottest).toBeGreaterThan(59.9)
      expect(hottest).toBeLessThan(61)
      expect(machine.antiLegionella).toMatchObject({ on: true, busy: false })
      expect(machine.antiLegionella.age).toBeLessThan(9 * hour)
      expect(machine.settings).toMatchObject({ setpoint: 54.5 })
      expect(machine.settings.before).toBe(days)
      expect(machine.control.calls).toEqual({ heatPump: false, element: 'none' })
    },
  )

  it('does nothing more where the water is hotter anyway', () => {
    const machine = lived(day + 30, { setpoint: 65, upper: 65, lower: 64 })
    expect(machine.antiLegionella).toMatchObject({ busy: false })
    expect(machine.antiLegionella.age).toBeLessThan(60)
  })

  it('waits while nothing may heat, and comes afterwards', () => {
    const off = step(chooseMode(lived(day / 2, {}), 'off'), calm, day)
    expect(off.antiLegionella).toMatchObject({ busy: false })
    expect(off.control.compressor).toBe(false)
    expect(step(chooseMode(off, 'heat-pump'), calm, 60).antiLegionella.busy).toBe(true)
    const peak: Machine = { ...off, settings: { ...off.settings, mode: 'heat-pump', peak: true } }
    expect(step(peak, calm, 60).antiLegionella.busy).toBe(false)
  })

  it('heeds no setpoint that is written meanwhile', () => {
    const busy = lived(day + hour, {})
    expect(duringCycle(busy.antiLegionella, busy.settings).setpoint).toBe(60)
    expect(duringCycle(busy.antiLegionella, { ...busy.settings, setpoint: 62 }).setpoint).toBe(62)
  })
})

describe('its setting', () => {
  const tank = initialMachine().tank
  const aged: AntiLegionella = { on: true, days: 7, age: 6.5 * day, busy: false }

  it('keeps its age when another period is chosen, and begins anew when switched on', () => {
    expect(agedCycle(withAntiLegionella(aged, 3), tank, true, 1).busy).toBe(true)
    const off = withoutAntiLegionella({ ...aged, busy: true })
    expect(off).toMatchObject({ on: false, busy: false, days: 7 })
    expect(agedCycle(off, tank, true, 30 * day)).toBe(off)
    expect(withAntiLegionella(off, 5)).toEqual({ on: true, days: 5, age: 0, busy: false })
  })
})

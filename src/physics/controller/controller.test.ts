import { describe, expect, it } from 'vitest'
import { compressorRest, fanRuns, inDemand, stateNumber } from './control.ts'
import {
  advanceController,
  beginController,
  type Controller,
  copyController,
  isBusy,
  recoveryTarget,
} from './controller.ts'
import type { Readings } from './readings.ts'
import { vacationDaysElapsed } from './settings.ts'
import {
  chooseMode,
  chooseSetpoint,
  chooseVacationDays,
  overrideEvent,
  powerOff,
  powerOn,
  setDemandResponse,
  setEvent,
  setFirmware,
  setPeak,
  withAntiLegionella,
  withoutAntiLegionella,
  writeMode,
} from './writes.ts'

const hour = 3600
const day = 24 * hour

const water = (upper: number, lower: number, changed: Partial<Readings> = {}): Readings => ({
  upper,
  lower,
  intake: 20,
  discharge: 50,
  suction: 15,
  evaporator: 12,
  power: 5400,
  fan: 540,
  leak: false,
  condensate: false,
  ...changed,
})
const cold = water(50, 30)
const warm = water(60, 59)

/** Some time later, in steps as long as a machine takes them. */
function lived(controller: Controller, readings: Readings, seconds: number, step = 1, powered = true): Controller {
  const next = copyController(controller)
  for (let left = seconds; left > 0; left -= step) advanceController(next, readings, Math.min(left, step), powered)
  return next
}
const begin = (mode: Parameters<typeof beginController>[0] = {}) =>
  beginController({ mode: 'heat-pump', setpoint: 60, minimumOperation: 40.5, ...mode })
/** The compressor runs, and has for a while. */
const running = lived(begin(), cold, 1000)

describe('out of its box', () => {
  it('is in energy saver at 49 °C, with 35 °C as minimum operation temperature', () => {
    expect(beginController().settings).toMatchObject({ mode: 'energy-saver', setpoint: 49, minimumOperation: 35 })
  })

  it('rests, whatever it is like, until a threshold is crossed', () => {
    expect(inDemand(lived(begin(), water(58, 45), day, 60).control)).toBe(false)
  })
})

describe('relays', () => {
  it('the demand shows at once, the mode after seconds, the compressor after half a minute', () => {
    const chosen = chooseMode(begin(), cold, 'heat-pump')
    expect(inDemand(chosen.control)).toBe(true)
    expect(isBusy(chosen)).toBe(true)
    expect(chosen.control).toMatchObject({ activity: 'standby', compressor: false })
    expect(lived(chosen, cold, 2).control.activity).toBe('standby')
    expect(lived(chosen, cold, 3).control).toMatchObject({ activity: 'heat-pump', compressor: false })
    expect(lived(chosen, cold, 29).control.compressor).toBe(false)
    const started = lived(chosen, cold, 30)
    expect(started.control.compressor).toBe(true)
    expect(isBusy(started)).toBe(false)
  })

  it('the element comes 4–6 s after its call, and goes as late', () => {
    const chosen = chooseMode(running, cold, 'high-demand')
    expect(lived(chosen, cold, 4).control.element).toBe('none')
    const heating = lived(chosen, cold, 5)
    expect(heating.control).toMatchObject({ element: 'upper', activity: 'hybrid-boost' })
    expect(isBusy(heating)).toBe(true)
    const back = chooseMode(heating, cold, 'heat-pump')
    expect(back.control).toMatchObject({ element: 'upper', activity: 'heat-pump' })
    expect(lived(back, cold, 5).control.element).toBe('none')
  })

  it('the compressor stays off 5.5 min after a stop, however often it is called', () => {
    const stopped = lived(powerOff(running, cold), cold, 6)
    expect(stopped.control).toMatchObject({ compressor: false, activity: 'standby' })
    let again = powerOn(stopped, cold)
    for (let second = 1; second < compressorRest; second++) {
      again = lived(second % 60 === 0 ? chooseSetpoint(again, cold, 60) : again, cold, 1)
      expect(again.control.compressor, `after ${second} s`).toBe(false)
    }
    expect(lived(again, cold, 1).control.compressor).toBe(true)
  })

  it('go through the states 70, 40, 50, 60 and 20 of the wire', () => {
    const stopped = lived(powerOff(running, cold), cold, 6)
    const again = powerOn(stopped, cold)
    const states = [running, stopped, again, lived(again, cold, 340), lived(again, cold, 1000)]
    expect(states.map(({ control }) => stateNumber(control))).toEqual([50, 60, 70, 40, 50])
    expect(stateNumber(lived(stopped, cold, 60).control)).toBe(20)
    expect(stateNumber(chooseMode(begin(), cold, 'heat-pump').control)).toBe(30)
  })

  it('the fan runs on for less than a minute', () => {
    const stopped = lived(powerOff(running, cold), cold, 6)
    expect(fanRuns(stopped.control)).toBe(true)
    expect(fanRuns(lived(stopped, cold, 59).control)).toBe(false)
  })

  it('switch alike in steps of a second, ten and sixty, to a step', () => {
    for (const step of [10, 60]) {
      const chosen = chooseMode(begin(), cold, 'high-demand')
      const fine = lived(chosen, cold, 600)
      expect(lived(chosen, cold, 600, step).control).toMatchObject({
        calls: fine.control.calls,
        activity: fine.control.activity,
        compressor: fine.control.compressor,
        element: fine.control.element,
      })
    }
  })

  it('hand over from compressor to element and back without both elements', () => {
    const electric = lived(chooseMode(running, water(58, 30), 'electric'), water(58, 30), 10)
    expect(electric.control).toMatchObject({ compressor: false, element: 'upper', activity: 'hybrid-efficiency' })
    expect(lived(electric, water(60, 40), 10).control.element).toBe('lower')
  })
})

describe('without power', () => {
  it('every relay falls, settings keep, and time is not counted', () => {
    const dead = lived(running, cold, hour, 60, false)
    expect(dead.control).toMatchObject({ compressor: false, element: 'none', activity: 'standby' })
    expect(inDemand(dead.control)).toBe(false)
    expect(fanRuns(lived(running, cold, 1, 1, false).control)).toBe(false)
    expect(dead.settings).toEqual(running.settings)
    expect(dead.modeAge).toBe(running.modeAge)
  })

  it('it begins afresh when power is back, after the compressor’s rest', () => {
    const dead = lived(running, warm, 100, 1, false)
    const back = lived(dead, warm, 31)
    expect(inDemand(back.control)).toBe(true)
    expect(back.control.compressor).toBe(false)
    expect(lived(dead, warm, 231).control.compressor).toBe(true)
  })
})

describe('a vacation', () => {
  const away = chooseMode(begin({ mode: 'high-demand' }), cold, 'vacation', 3)

  it('heats nothing, and counts its days', () => {
    const later = lived(away, cold, 2.5 * day, 60)
    expect(inDemand(later.control)).toBe(false)
    expect(vacationDaysElapsed(later)).toBe(2)
    expect(later.settings.vacationDays).toBe(3)
  })

  it('wakes nine hours before its end, afresh', () => {
    expect(inDemand(lived(away, warm, 3 * day - 9 * hour - 60, 60).control)).toBe(false)
    const awake = lived(away, warm, 3 * day - 9 * hour + 120, 60)
    expect(awake.control).toMatchObject({ compressor: true, element: 'none' })
    expect(awake.settings.mode).toBe('vacation')
  })

  it('ends in the mode from before', () => {
    const home = lived(away, cold, 3 * day, 60)
    expect(home.settings).toMatchObject({ mode: 'high-demand', vacationDays: 0 })
    expect(home.modeAge).toBe(0)
    expect(inDemand(home.control)).toBe(true)
    expect(vacationDaysElapsed(home)).toBe(0)
  })

  it('takes another length while it lasts', () => {
    expect(lived(chooseVacationDays(away, cold, 1), cold, day, 60).settings.mode).toBe('high-demand')
  })

  it('goes before a window', () => {
    const awake = lived(chooseMode(setPeak(begin(), warm, true), warm, 'vacation', 1), warm, 16 * hour, 60)
    expect(awake.settings.peak).toBe(true)
    expect(awake.control.compressor).toBe(true)
  })
})

it('leaves electric mode after 72 h, for the mode from before', () => {
  const electric = chooseMode(begin({ mode: 'energy-saver' }), warm, 'electric')
  expect(lived(electric, warm, 72 * hour - 60, 60).settings.mode).toBe('electric')
  expect(lived(electric, warm, 72 * hour, 60).settings.mode).toBe('energy-saver')
  expect(lived(beginController({ mode: 'electric' }), warm, 72 * hour, 60).settings.mode).toBe('energy-saver')
})

it('is on again in the mode from before; one that is on stays as it is', () => {
  const off = powerOff(begin({ mode: 'high-demand' }), warm)
  expect(powerOn(off, warm).settings.mode).toBe('high-demand')
  expect(powerOn(running, warm)).toBe(running)
})

describe('a window', () => {
  it.each(['electric', 'energy-saver', 'high-demand'] as const)('drops a running %s to the heat pump', mode => {
    const heating = lived(chooseMode(begin(), cold, mode), cold, 60)
    expect(heating.control.element).toBe('upper')
    const dropped = setPeak(heating, cold, true)
    expect(dropped.settings.mode).toBe('heat-pump')
    expect(dropped.control.calls).toEqual({ heatPump: true, element: 'none' })
    expect(lived(dropped, cold, 6).control.element).toBe('none')
    // That it would come back nobody has told.
    expect(setPeak(dropped, cold, false).settings.mode).toBe('heat-pump')
  })

  it('leaves a mode alone that rests, and firmware 10.1', () => {
    expect(setPeak(begin({ mode: 'energy-saver' }), warm, true).settings.mode).toBe('energy-saver')
    const old = lived(chooseMode(begin({ firmware: '10.1' }), cold, 'energy-saver'), cold, 60)
    expect(setPeak(old, cold, true).settings.mode).toBe('energy-saver')
    expect(setFirmware(setPeak(old, cold, true), cold, '11').settings.mode).toBe('heat-pump')
  })

  it('a mode that is written waits for the close, even of hours; the setpoint lands at once', () => {
    const inside = setPeak(begin(), warm, true)
    const written = chooseSetpoint(writeMode(inside, warm, 'high-demand'), warm, 62)
    expect(written.settings).toMatchObject({ mode: 'heat-pump', held: { mode: 'high-demand' }, setpoint: 62 })
    const later = lived(written, warm, 5 * hour, 60)
    expect(later.settings.mode).toBe('heat-pump')
    expect(setPeak(later, warm, false).settings).toMatchObject({ mode: 'high-demand', held: undefined })
  })

  it('a vacation that waits keeps its days, the newest write counts, heat pump withdraws', () => {
    const inside = setPeak(begin({ mode: 'energy-saver' }), warm, true)
    const held = writeMode(writeMode(inside, warm, 'electric'), warm, 'vacation', 4)
    expect(setPeak(held, warm, false).settings).toMatchObject({ mode: 'vacation', vacationDays: 4 })
    const withdrawn = writeMode(held, warm, 'heat-pump')
    expect(withdrawn.settings).toMatchObject({ mode: 'heat-pump', held: undefined })
    expect(setPeak(withdrawn, warm, false).settings.mode).toBe('heat-pump')
  })

  it('the panel is not held, and takes back what waited; so does the switch', () => {
    const held = writeMode(setPeak(begin(), warm, true), warm, 'electric')
    expect(chooseMode(held, warm, 'high-demand').settings).toMatchObject({ mode: 'high-demand', held: undefined })
    expect(powerOn(held, warm).settings.held).toBeUndefined()
    expect(setPeak(powerOff(held, warm), warm, false).settings.mode).toBe('off')
  })

  it('firmware 10.1 holds nothing', () => {
    const inside = setPeak(begin({ firmware: '10.1' }), warm, true)
    expect(writeMode(inside, warm, 'energy-saver').settings.mode).toBe('energy-saver')
  })

  it('a recovery in it is to end 2 K short', () => {
    expect(recoveryTarget(setPeak(begin(), warm, true))).toBe(58)
    expect(recoveryTarget(begin())).toBe(60)
    expect(recoveryTarget(begin({ firmware: '10.1' }))).toBe(61)
    expect(recoveryTarget(begin({ firmware: '10.1', mode: 'energy-saver' }))).toBe(60)
  })
})

it('energy saver starts with the drop of a draw, heat pump mode does not', () => {
  for (const [mode, starts] of [
    ['energy-saver', true],
    ['heat-pump', false],
  ] as const) {
    const calm = lived(begin({ mode }), water(59.5, 58), 6 * hour, 60)
    expect(inDemand(calm.control)).toBe(false)
    expect(inDemand(lived(calm, water(59, 46), 60, 10).control), mode).toBe(starts)
    // As much in a day is no draw.
    let slow = calm
    for (let lower = 58; lower > 46; lower -= 0.1) slow = lived(slow, water(59.4, lower), 720, 60)
    expect(inDemand(slow.control)).toBe(false)
  }
})

describe('air', () => {
  const at = (intake: number) => water(45, 30, { intake })

  it.each([
    [4.9, false],
    [5, true],
    [45, true],
    [50.3, false],
  ])('of %s °C by a resting sensor: %s', (intake, runs) => {
    expect(lived(chooseMode(begin(), at(intake), 'heat-pump'), at(intake), 60).control.compressor).toBe(runs)
  })

  it('beyond its limits while it runs: off after five minutes, and an hour’s wait; an element heats meanwhile', () => {
    expect(lived(running, at(3), 290).control.compressor).toBe(true)
    const locked = lived(running, at(3), 310)
    expect(locked.control.compressor).toBe(false)
    // The sensor reads the cabinet again.
    const resting = lived(locked, at(6.4), 600)
    expect(resting.control).toMatchObject({ compressor: false, element: 'upper' })
    expect(lived(resting, water(50, 30, { intake: 6.4 }), hour, 10).control.calls).toEqual({
      heatPump: true,
      element: 'none',
    })
  })

  it.each([
    ['heat-pump', 'none'],
    ['energy-saver', 'none'],
    ['high-demand', 'lower'],
  ] as const)('too cold for it leaves the upper half of %s to its element, and the lower to %s', (mode, then) => {
    const heating = lived(begin({ mode }), water(57, 35, { intake: -5 }), 60)
    expect(heating.control).toMatchObject({ compressor: false, element: 'upper', activity: 'hybrid-boost' })
    expect(lived(heating, water(60, 35, { intake: -5 }), 60).control.element).toBe(then)
  })

  it('too cold for it, a cold lower half is made lukewarm by its element', () => {
    const freezing = { intake: -5 }
    const heating = lived(begin(), water(60, 30, freezing), 60)
    expect(heating.control.element).toBe('lower')
    expect(lived(heating, water(60, 40.4, freezing), 60).control.element).toBe('lower')
    expect(lived(heating, water(60, 40.5, freezing), 60).control.element).toBe('none')
  })

  it('too cold for it, a cycle against legionella is finished by both elements', () => {
    const on = withAntiLegionella(begin(), water(60, 50), 1)
    const busy = lived(on, water(60, 50, { intake: -5 }), day + 60, 60)
    expect(busy.control.element).toBe('lower')
  })
})

describe('freeze protection', () => {
  it('heats by 4 K, once', () => {
    const off = powerOff(begin(), water(8, 7))
    const heating = lived(off, water(7, 5.8), 10)
    expect(heating.control).toMatchObject({ element: 'lower', activity: 'standby' })
    expect(lived(heating, water(11, 9.9), 10).control.element).toBe('lower')
    const done = lived(heating, water(11, 10), 10)
    expect(done.control.element).toBe('none')
    expect(done.occurrences.frostBurns).toBe(1)
  })
})

describe('the anti-legionella cycle', () => {
  const on = withAntiLegionella(begin({ setpoint: 50 }), water(50, 48), 7)

  it('comes after its days, goes for 60 °C, and is over when the lower half has been there', () => {
    const before = lived(on, water(50, 48), 7 * day - 60, 60)
    expect(before.antiLegionella.busy).toBe(false)
    const busy = lived(before, water(50, 48), 60, 60)
    expect(busy.antiLegionella.busy).toBe(true)
    expect(inDemand(busy.control)).toBe(true)
    expect(busy.aim.setpoint).toBe(60)
    expect(busy.settings.setpoint).toBe(50)
    expect(lived(busy, water(60, 59.9), hour, 60).antiLegionella.busy).toBe(true)
    const over = lived(busy, water(60.3, 60), 60, 10)
    expect(over.antiLegionella).toMatchObject({ on: true, busy: false })
    expect(over.antiLegionella.age).toBeLessThan(60)
    expect(inDemand(over.control)).toBe(false)
  })

  it('goes on after whatever stopped it: a power cut, air, a window', () => {
    const busy = lived(on, water(50, 48), 7 * day, 60)
    const back = lived(lived(busy, water(59, 58), hour, 60, false), water(59, 58), 600, 10)
    expect(back.control.compressor).toBe(true)
    const inWindow = lived(setPeak(back, water(59, 58.1), true), water(59, 58.1), hour, 60)
    expect(inWindow.control.compressor).toBe(false)
    expect(inWindow.antiLegionella.busy).toBe(true)
    expect(lived(setPeak(inWindow, water(59, 58.1), false), water(59, 58.1), 60, 10).control.compressor).toBe(true)
    // What is nearly there is brought there by electric too.
    const electric = lived(chooseMode(busy, water(60, 59.5), 'electric'), water(60, 59.5), 60)
    expect(electric.control.element).toBe('lower')
    const dark = lived(electric, water(60, 59.5), 60, 60, false)
    expect(lived(dark, water(60, 59.5), 60).control.element).toBe('lower')
  })

  it('waits while nothing may heat, and comes afterwards', () => {
    const off = lived(powerOff(on, water(50, 48)), water(50, 48), 8 * day, 60)
    expect(off.antiLegionella.busy).toBe(false)
    expect(lived(powerOn(off, water(50, 48)), water(50, 48), 60, 60).antiLegionella.busy).toBe(true)
  })

  it('keeps its age when another period is chosen, and begins anew when switched on', () => {
    const aged = lived(on, water(50, 48), 5 * day, 60)
    expect(lived(withAntiLegionella(aged, warm, 3), water(50, 48), 60, 60).antiLegionella.busy).toBe(true)
    const off = withoutAntiLegionella(aged, warm)
    expect(off.antiLegionella).toMatchObject({ on: false, busy: false, days: 7 })
    expect(withAntiLegionella(off, warm, 5).antiLegionella).toEqual({ on: true, days: 5, age: 0, busy: false })
  })
})

describe('demand response', () => {
  const part = setDemandResponse(begin(), warm, true)

  it('counts the time of each event, and only of what it does', () => {
    let grid = part
    const hours = {
      shed: 1,
      'load-up': 2,
      'advanced-load-up': 3,
      'critical-peak': 4,
      'grid-emergency': 5,
      'run-normal': 6,
    } as const
    for (const [event, lasts] of Object.entries(hours))
      grid = lived(setEvent(grid, warm, event as keyof typeof hours), warm, lasts * hour, 60)
    grid = lived(setEvent(setDemandResponse(grid, warm, false), warm, 'shed'), warm, 7 * hour, 60)
    const { overriddenFor, ...counted } = grid.demandResponse
    expect(Object.values(counted).map(seconds => seconds / hour)).toEqual([1, 2, 3, 4, 5])
    expect(overriddenFor).toBe(0)
  })

  it('a shed keeps modes back as a window does, and drops what heats with elements', () => {
    const heating = lived(chooseMode(part, cold, 'high-demand'), cold, 60)
    const shed = setEvent(heating, cold, 'shed')
    expect(shed.settings.mode).toBe('heat-pump')
    const held = writeMode(shed, cold, 'electric')
    expect(held.settings.held).toEqual({ mode: 'electric' })
    expect(setEvent(held, cold, 'none').settings.mode).toBe('electric')
  })

  it('an override holds for a day; then the event that still lasts is heeded', () => {
    const shed = setEvent(part, warm, 'shed')
    const overridden = overrideEvent(shed, warm)
    expect(overridden.aim.saving).toBe('nothing')
    expect(lived(overridden, warm, day - 60, 60).aim.saving).toBe('nothing')
    const over = lived(overridden, warm, day, 60)
    expect(over.aim.saving).toBe('window')
    expect(over.demandResponse.overriddenFor).toBe(0)
  })

  it('an advanced load-up leaves the setpoint, and its target ends with it', () => {
    const loaded = setEvent(setDemandResponse(begin({ setpoint: 50 }), cold, true), cold, 'advanced-load-up')
    expect(loaded.aim.setpoint).toBe(60)
    expect(loaded.settings.setpoint).toBe(50)
    const over = lived(setEvent(loaded, water(55, 54), 'none'), water(55, 54), 60)
    expect(inDemand(over.control)).toBe(false)
  })
})

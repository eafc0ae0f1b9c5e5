import { describe, expect, it } from 'vitest'
import {
  advanceControl,
  type Calls,
  type Control,
  callFor,
  deadControl,
  fanRuns,
  idleControl,
  inDemand,
  type Write,
} from './control.ts'
import type { Settings } from './settings.ts'
import type { Tank } from './tank.ts'

const settings: Settings = {
  mode: 'heat-pump',
  before: 'heat-pump',
  setpoint: 60,
  vacationDays: 0,
  modeAge: 0,
  minimumOperation: 40,
  overshoot: 0,
}
const tankAt = (upper: number, lower: number): Tank => ({ size: '65-gal', upper, lower })
const none: Calls = { heatPump: false, element: 'none' }

// biome-ignore format: a case is a line
const cases: [string, Partial<Settings>, [number, number], Calls, Write, Calls][] = [
  ['rests above its thresholds', {}, [55, 42], none, 'none', none],
  ['starts at the lower threshold', {}, [59, 40], none, 'none', { ...none, heatPump: true }],
  ['waits while the upper half is at the setpoint', {}, [60, 30], none, 'none', none],
  ['starts when the upper half is 8 K short', {}, [52, 50], none, 'none', { ...none, heatPump: true }],
  ['goes on until the lower half is at the setpoint', {}, [60, 59.9], { ...none, heatPump: true }, 'none', { ...none, heatPump: true }],
  ['stops there', {}, [60, 60], { ...none, heatPump: true }, 'none', none],
  ['goes 1 K beyond on controller 10.1', { overshoot: 1 }, [60.5, 60.5], { ...none, heatPump: true }, 'none', { ...none, heatPump: true }],
  ['starts after a setpoint write that leaves the upper half short', {}, [59.5, 58], none, 'setpoint', { ...none, heatPump: true }],
  ['stops after one that does not', {}, [60.5, 50], { ...none, heatPump: true }, 'setpoint', none],
  ['starts after a mode write with the lower half 2 K short', {}, [60, 58], none, 'mode', { ...none, heatPump: true }],
  ['has no element in heat pump mode', {}, [30, 20], { ...none, element: 'upper' }, 'mode', { heatPump: true, element: 'none' }],
  ['energy saver: element when entered 1.1 K short', { mode: 'energy-saver' }, [58.9, 58], none, 'mode', { heatPump: true, element: 'upper' }],
  ['energy saver: none when entered 0.8 K short', { mode: 'energy-saver' }, [59.2, 58], none, 'mode', { heatPump: true, element: 'none' }],
  ['energy saver: none later', { mode: 'energy-saver' }, [50, 45], none, 'none', { heatPump: true, element: 'none' }],
  ['energy saver: later at the minimum', { mode: 'energy-saver' }, [40, 30], none, 'none', { heatPump: true, element: 'upper' }],
  ['energy saver: element off 0.9 K short', { mode: 'energy-saver' }, [59.1, 50], { heatPump: true, element: 'upper' }, 'none', { heatPump: true, element: 'none' }],
  ['high demand: element 2.4 K short', { mode: 'high-demand' }, [57.6, 50], none, 'none', { heatPump: false, element: 'upper' }],
  ['high demand: not yet 2.2 K short', { mode: 'high-demand' }, [57.8, 50], none, 'none', none],
  ['high demand: element up to the setpoint', { mode: 'high-demand' }, [59.9, 50], { heatPump: true, element: 'upper' }, 'none', { heatPump: true, element: 'upper' }],
  ['electric: upper first', { mode: 'electric' }, [57, 20], { ...none, heatPump: true }, 'none', { heatPump: false, element: 'upper' }],
  ['electric: then lower', { mode: 'electric' }, [60, 59], { ...none, element: 'upper' }, 'none', { heatPump: false, element: 'lower' }],
  ['electric: lower alone after a draw', { mode: 'electric' }, [59.5, 40], none, 'none', { heatPump: false, element: 'lower' }],
  ['electric: upper goes before a running lower', { mode: 'electric' }, [57, 40], { ...none, element: 'lower' }, 'none', { heatPump: false, element: 'upper' }],
  ['peak: not yet 7.9 K short', { peak: true }, [52.1, 30], none, 'none', none],
  ['peak: starts more than 8 K short', { peak: true }, [51.9, 50], none, 'none', { ...none, heatPump: true }],
  ['peak: goes on to 2 K below the setpoint', { peak: true }, [59, 57.9], { ...none, heatPump: true }, 'none', { ...none, heatPump: true }],
  ['peak: stops there', { peak: true }, [59, 58], { ...none, heatPump: true }, 'none', none],
  ['peak: a setpoint write 2.3 K above the upper half starts it', { peak: true }, [57.7, 50], none, 'setpoint', { ...none, heatPump: true }],
  ['peak: one 2.1 K above does not', { peak: true }, [57.9, 50], none, 'setpoint', none],
  ['peak: as little a mode write', { peak: true }, [57.9, 50], none, 'mode', none],
  ['peak: a vacation goes before it', { peak: true, mode: 'vacation', vacationDays: 1, modeAge: 15 * 3600 }, [59, 30], none, 'none', { ...none, heatPump: true }],
  ['off: nothing', { mode: 'off' }, [20, 15], { heatPump: true, element: 'upper' }, 'mode', none],
  ['off: freeze protection', { mode: 'off' }, [7, 5.9], none, 'none', { heatPump: false, element: 'lower' }],
  ['vacation: nothing', { mode: 'vacation', vacationDays: 5 }, [30, 20], none, 'none', none],
  ['vacation: its last nine hours', { mode: 'vacation', vacationDays: 1, modeAge: 15 * 3600 }, [30, 20], none, 'none', { ...none, heatPump: true }],
]

describe('callFor', () => {
  it.each(cases)('%s', (_, changed, [upper, lower], before, write, expected) => {
    expect(callFor(before, { ...settings, ...changed }, tankAt(upper, lower), 20, write)).toEqual(expected)
  })

  it('leaves the heat pump off in air it cannot use, and energy saver to its element', () => {
    expect(callFor(none, settings, tankAt(40, 20), 4)).toEqual(none)
    expect(callFor(none, { ...settings, mode: 'energy-saver' }, tankAt(57, 30), 4).element).toBe('upper')
  })
})

it('lets every relay fall without power, and rests the compressor afterwards', () => {
  const running: Control = {
    ...idleControl,
    calls: { heatPump: true, element: 'upper' },
    compressor: true,
    element: 'upper',
  }
  const dead = deadControl(running, 10)
  expect(dead).toMatchObject({ compressor: false, element: 'none', calls: none, activity: 'standby' })
  expect(fanRuns(dead)).toBe(false)
  const again = (after: number) =>
    advanceControl(
      { ...deadControl(dead, after), calls: { ...none, heatPump: true } },
      settings,
      tankAt(50, 30),
      20,
      31,
    )
  expect(again(100).compressor).toBe(false)
  expect(again(300).compressor).toBe(true)
})

describe('advanceControl', () => {
  const short = tankAt(50, 30)
  const live = (control: Control, seconds: number, mode: Settings['mode'] = 'heat-pump') => {
    let moved = control
    for (let i = 0; i < seconds; i++) moved = advanceControl(moved, { ...settings, mode }, short, 20, 1)
    return moved
  }

  it('shows the demand at once, the mode after seconds, the compressor after half a minute', () => {
    expect(inDemand(live(idleControl, 1))).toBe(true)
    expect(live(idleControl, 1).activity).toBe('standby')
    expect(live(idleControl, 4)).toMatchObject({ activity: 'heat-pump', compressor: false })
    expect(live(idleControl, 29).compressor).toBe(false)
    expect(live(idleControl, 31).compressor).toBe(true)
  })

  it('keeps the compressor off for 5.5 min after a stop', () => {
    const stopped = live(live(idleControl, 40), 10, 'off')
    expect(stopped.compressor).toBe(false)
    expect(live(stopped, 310).compressor).toBe(false)
    expect(live(stopped, 335).compressor).toBe(true)
  })

  it('hands over from compressor to element within seconds', () => {
    expect(live(live(idleControl, 40), 10, 'electric')).toMatchObject({
      compressor: false,
      element: 'upper',
      activity: 'hybrid-efficiency',
    })
  })
})

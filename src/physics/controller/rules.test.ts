/**
 * The rules by which this heater calls for heat, a row each, with who says so: S the vendor, C the recording of 2025, P one home
 * (n in the sources), Φ physics, ? a guess of ours, named as such in the source.
 */
import { describe, expect, it } from 'vitest'
import { callsFor, type Element } from './calls.ts'
import { advanceController, beginController, type Controller, copyController } from './controller.ts'
import type { Readings } from './readings.ts'
import type { Settings } from './settings.ts'
import {
  chooseMode,
  chooseSetpoint,
  overrideEvent,
  reserveMode,
  setDemandResponse,
  setEvent,
  setPeak,
  withAntiLegionella,
  writeMode,
} from './writes.ts'

const base: Settings = {
  mode: 'heat-pump',
  before: 'heat-pump',
  setpoint: 60,
  vacationDays: 0,
  minimumOperation: 40.5,
  freezeProtection: 6,
  firmware: '11',
  peak: false,
  held: undefined,
  demandResponse: false,
  event: 'none',
}

const still: Omit<Readings, 'upper' | 'lower'> = {
  intake: 22,
  discharge: 40,
  suction: 22,
  evaporator: 22,
  power: 1,
  fan: 0,
  leak: false,
  condensate: false,
}

/** As a unit in order tells while it runs. */
const running: typeof still = { ...still, discharge: 65, suction: 13, evaporator: 10, power: 5400, fan: 543 }

type Does = (controller: Controller, readings: Readings) => Controller

/** Time passes: 'none' is a second without a write. */
const second: Does = (controller, readings) => {
  const next = copyController(controller)
  advanceController(next, readings, 1)
  return next
}
const to =
  (mode: Settings['mode'], days?: number): Does =>
  (controller, readings) =>
    chooseMode(controller, readings, mode, days)
const set =
  (celsius: number): Does =>
  (controller, readings) =>
    chooseSetpoint(controller, readings, celsius)
const event =
  (name: Settings['event']): Does =>
  (controller, readings) =>
    setEvent(controller, readings, name)

const reserve =
  (mode: 'heat-pump' | 'energy-saver'): Does =>
  (controller, readings) =>
    reserveMode(controller, readings, mode)
const written =
  (mode: Exclude<Settings['mode'], 'off'>): Does =>
  (controller, readings) =>
    writeMode(controller, readings, mode)
const peakIs =
  (peak: boolean): Does =>
  (controller, readings) =>
    setPeak(controller, readings, peak)
/** One after the other. */
const all =
  (...each: Does[]): Does =>
  (controller, readings) =>
    each.reduce((next, does) => does(next, readings), controller)
const passed =
  (seconds: number, step = 1): Does =>
  (controller, readings) => {
    const next = copyController(controller)
    for (let t = 0; t < seconds; t += step) advanceController(next, readings, step)
    return next
  }
/** A second, after the lower reading has been so warm. */
const afterHalfAnHourAt =
  (celsius: number): Does =>
  (controller, readings) =>
    second({ ...controller, lowerMean: celsius }, readings)

/** What is called for: the heat pump, an element, both or nothing. */
type Called = 'nothing' | 'pump' | 'upper' | 'lower' | 'pump+upper'
const callsOf = (called: Called) => {
  const element: Element = called === 'lower' ? 'lower' : called.endsWith('upper') ? 'upper' : 'none'
  return callsFor(called.startsWith('pump'), element)
}

const saver: Partial<Settings> = { mode: 'energy-saver', before: 'energy-saver' }
const high: Partial<Settings> = { mode: 'high-demand', before: 'high-demand' }
const electric: Partial<Settings> = { mode: 'electric' }
const off: Partial<Settings> = { mode: 'off' }
const away: Partial<Settings> = { mode: 'vacation', vacationDays: 5 }
const peak: Partial<Settings> = { peak: true }
const shed: Partial<Settings> = { demandResponse: true, event: 'shed' }
const critical: Partial<Settings> = { demandResponse: true, event: 'critical-peak' }
const emergency: Partial<Settings> = { demandResponse: true, event: 'grid-emergency' }

type Row = [
  rule: string,
  settings: Partial<Settings>,
  water: [upper: number, lower: number],
  before: Called,
  does: Does,
  after: Called,
]

// biome-ignore format: a rule is a line
const heatPump: Row[] = [
  ['P: starts by itself where the lower reading comes to its threshold and the upper is short', {}, [59, 40.5], 'nothing', second, 'pump'],
  ['P: not a tenth above it', {}, [59, 40.6], 'nothing', second, 'nothing'],
  ['P: not while the upper is at the setpoint', {}, [60, 30], 'nothing', second, 'nothing'],
  ['P: the threshold is the minimum operation temperature, at every setpoint', { setpoint: 50 }, [49, 40.5], 'nothing', second, 'pump'],
  ['?: with the setpoint down there, 2 K below it', { setpoint: 41 }, [40.9, 39], 'nothing', second, 'pump'],
  ['?: and not sooner', { setpoint: 41 }, [40.9, 39.1], 'nothing', second, 'nothing'],
  ['S: 35 °C as delivered', { minimumOperation: 35 }, [59, 35.1], 'nothing', second, 'nothing'],
  ['S: and starts there', { minimumOperation: 35 }, [59, 35], 'nothing', second, 'pump'],
  ['C: 10.1 in a window starts 2 K below the setpoint', { firmware: '10.1', peak: true }, [58.6, 58], 'nothing', second, 'pump'],
  ['C: 10.1 in a window, not 1.9 K below', { firmware: '10.1', peak: true }, [58.6, 58.1], 'nothing', second, 'nothing'],
  ['?: 10.1 outside a window rests as 11 does', { firmware: '10.1' }, [58.6, 50], 'nothing', second, 'nothing'],
  ['?: an upper half 8 K short starts it too', {}, [52, 50], 'nothing', second, 'pump'],
  ['?: 7.9 K do not', {}, [52.1, 50], 'nothing', second, 'nothing'],
  ['P: goes on until the lower reading is at the setpoint', {}, [60, 59.9], 'pump', second, 'pump'],
  ['P: stops there', {}, [60, 60], 'pump', second, 'nothing'],
  ['C: 10.1 goes 1 K beyond', { firmware: '10.1' }, [60.5, 60.9], 'pump', second, 'pump'],
  ['C: 10.1 stops there', { firmware: '10.1' }, [61, 61], 'pump', second, 'nothing'],
  ['C: 10.1 in energy saver ends at the setpoint', { ...saver, firmware: '10.1' }, [60.5, 60], 'pump', second, 'nothing'],
  ['P: a rest between the thresholds is a rest', high, [58, 45], 'nothing', second, 'nothing'],
  ['P: in energy saver a draw’s drop starts it', saver, [59.5, 48], 'nothing', afterHalfAnHourAt(58.1), 'pump'],
  ['?: one of 9.9 K does not', saver, [59.5, 48], 'nothing', afterHalfAnHourAt(57.9), 'nothing'],
  ['P: and none does in heat pump mode', {}, [59.5, 45], 'nothing', afterHalfAnHourAt(58), 'nothing'],
]

// biome-ignore format: a rule is a line
const window: Row[] = [
  ['P: the lower threshold waits for the close', peak, [59, 30], 'nothing', second, 'nothing'],
  ['P: at the close it starts, the upper being short', peak, [59, 30], 'nothing', (c, r) => second(setPeak(c, r, false), r), 'pump'],
  ['P: at the close it does not, the upper being warm', peak, [60, 30], 'nothing', (c, r) => second(setPeak(c, r, false), r), 'nothing'],
  ['P: inside it starts more than 8 K short', peak, [51.9, 50], 'nothing', second, 'pump'],
  ['P: 8 K are not more', peak, [52, 30], 'nothing', second, 'nothing'],
  ['P: a run goes on to 2 K below the setpoint', peak, [59, 57.9], 'pump', second, 'pump'],
  ['P: and ends there', peak, [59, 58], 'pump', second, 'nothing'],
  ['P: one that runs at the opening goes on', {}, [57, 50], 'pump', (c, r) => second(setPeak(c, r, true), r), 'pump'],
  ['P: one that is there already ends with the opening', {}, [59, 58.5], 'pump', (c, r) => second(setPeak(c, r, true), r), 'nothing'],
  ['P: a setpoint 2.3 K over the upper starts it', peak, [57.7, 40], 'nothing', set(60), 'pump'],
  ['P: one 2.1 K over it does not', peak, [57.9, 40], 'nothing', set(60), 'nothing'],
  ['P: as little a mode write', peak, [57.9, 40], 'nothing', to('heat-pump'), 'nothing'],
  ['P: a mode write 2.3 K short does', peak, [57.7, 40], 'nothing', to('heat-pump'), 'pump'],
  ['?: out of off it takes as much', { ...off, peak: true }, [57.9, 30], 'nothing', to('heat-pump'), 'nothing'],
  ['C: 10.1 heeds no window', { ...peak, firmware: '10.1' }, [60, 59], 'pump', second, 'pump'],
  ['P: vacation goes before it', { ...peak, mode: 'vacation', vacationDays: 0.3 }, [59, 30], 'nothing', second, 'pump'],
  ['?: elements wait as long as the heat pump', { ...high, peak: true }, [52.1, 30], 'nothing', second, 'nothing'],
  ['?: and come with it', { ...high, peak: true }, [51.9, 30], 'nothing', second, 'pump+upper'],
  ['?: electric waits as long', { ...electric, peak: true }, [52.1, 30], 'nothing', second, 'nothing'],
  ['?: and heats the upper half alone', { ...electric, peak: true }, [51.9, 30], 'nothing', second, 'upper'],
  ['?: up to the same cap, then the lower', { ...electric, peak: true }, [58, 50], 'upper', second, 'lower'],
]

// biome-ignore format: a rule is a line
const setpointWrites: Row[] = [
  ['P: raised over the upper: starts', {}, [55, 54], 'nothing', set(62), 'pump'],
  ['P: lowered, but not to the upper: starts', {}, [55, 54], 'nothing', set(56), 'pump'],
  ['P: the same again: starts', {}, [59.9, 58], 'nothing', set(60), 'pump'],
  ['P: lowered to the upper: no start', {}, [55, 40], 'nothing', set(55), 'nothing'],
  ['P: lowered under the upper: no start', {}, [55, 40], 'nothing', set(50), 'nothing'],
  ['P: lowered to the upper: a running compressor stops', {}, [55, 40], 'pump', set(55), 'nothing'],
  ['P: lowered, the upper still short: it runs on', {}, [55, 40], 'pump', set(56), 'pump'],
  ['?: raised and the upper not short: it runs on', { setpoint: 50 }, [56, 40], 'pump', set(55), 'pump'],
  ['?: in a window, hardly short: it runs on', peak, [59, 50], 'pump', set(60), 'pump'],
  ['Φ: nothing is called that is there already', {}, [62, 61], 'pump', set(60), 'nothing'],
  ['P: energy saver’s element follows a raise', saver, [55, 54], 'nothing', set(62), 'pump+upper'],
  ['P: and not a lowering', saver, [55, 54], 'nothing', set(58), 'pump'],
  ['Φ: a setpoint under the upper ends the element', high, [55, 40], 'pump+upper', set(54), 'nothing'],
  ['?: electric follows a raise', { ...electric, setpoint: 55 }, [55, 55], 'nothing', set(56), 'upper'],
]

// biome-ignore format: a rule is a line
const modeWrites: Row[] = [
  ['P: into heat pump, the upper 1.2 K short', saver, [58.8, 58.5], 'nothing', to('heat-pump'), 'pump'],
  ['P: into heat pump, 1.0 K short, the lower warm', saver, [59, 58.5], 'nothing', to('heat-pump'), 'nothing'],
  ['P: from an element mode, the lower 2 K short', electric, [60, 58], 'nothing', to('heat-pump'), 'pump'],
  ['P: from an element mode, the lower 1.9 K short', electric, [60, 58.1], 'nothing', to('heat-pump'), 'nothing'],
  ['P: from heat pump, the lower 2 K short and the upper a little', {}, [59.9, 58], 'nothing', to('heat-pump'), 'pump'],
  ['P: from heat pump, the lower short and the upper not', {}, [60, 50], 'nothing', to('energy-saver'), 'nothing'],
  ['P: into energy saver with the upper short at all', {}, [59.9, 59], 'nothing', to('energy-saver'), 'pump'],
  ['P: into high demand with the upper short at all', {}, [59.9, 59], 'nothing', to('high-demand'), 'pump'],
  ['C: a running heat pump runs on into energy saver', {}, [59.9, 59.5], 'pump', to('energy-saver'), 'pump'],
  ['P: into electric: the compressor goes', {}, [57, 50], 'pump', to('electric'), 'upper'],
  ['P: out of off it starts afresh', off, [60, 59.5], 'nothing', to('heat-pump'), 'pump'],
  ['P: out of vacation too', away, [60, 59.5], 'nothing', to('energy-saver'), 'pump'],
  ['Φ: but for nothing it does not', off, [61, 60], 'nothing', to('heat-pump'), 'nothing'],
  ['C: off ends every call at once', high, [50, 30], 'pump+upper', to('off'), 'nothing'],
  ['S: vacation too', high, [50, 30], 'pump+upper', to('vacation', 3), 'nothing'],
  ['C: from energy saver with its element to heat pump: the element goes', saver, [58.6, 53.6], 'pump+upper', to('heat-pump'), 'pump'],
  ['C: and into high demand 1.9 K short: it comes', {}, [58.6, 53.6], 'pump', to('high-demand'), 'pump+upper'],
]

// biome-ignore format: a rule is a line
const elements: Row[] = [
  ['P: heat pump mode has none, whatever is written', {}, [30, 20], 'nothing', to('heat-pump'), 'pump'],
  ['P: energy saver entered 1 K short', {}, [59, 58], 'nothing', to('energy-saver'), 'pump+upper'],
  ['P: energy saver entered 0.8 K short: none', {}, [59.2, 58], 'nothing', to('energy-saver'), 'pump'],
  ['P: energy saver later: none, however short', saver, [45, 42], 'pump', second, 'pump'],
  ['P: energy saver later: at 40.5 °C', saver, [40.5, 30], 'pump', second, 'pump+upper'],
  ['?: at 40.5 °C with a lower minimum operation temperature too', { ...saver, minimumOperation: 35 }, [40.5, 30], 'pump', second, 'pump+upper'],
  ['Φ: not where that is the setpoint', { ...saver, setpoint: 40.5 }, [40.4, 38], 'nothing', second, 'pump'],
  ['C: 10.1 in energy saver: 2.1 K short', { ...saver, firmware: '10.1' }, [57.9, 50], 'pump', second, 'pump+upper'],
  ['P: energy saver: off 0.9 K short', saver, [59.1, 50], 'pump+upper', second, 'pump'],
  ['P: energy saver: not off 1 K short', saver, [59, 50], 'pump+upper', second, 'pump+upper'],
  ['P: high demand entered 0.4 K short', {}, [59.6, 59], 'nothing', to('high-demand'), 'pump+upper'],
  ['P: high demand entered 0.2 K short: none', {}, [59.8, 59], 'nothing', to('high-demand'), 'pump'],
  ['P: high demand later: 2.3 K short, and the heat pump with it', high, [57.7, 50], 'nothing', second, 'pump+upper'],
  ['P: high demand later: not yet 2.2 K short', high, [57.8, 50], 'nothing', second, 'nothing'],
  ['P: high demand: on to the setpoint', high, [59.9, 50], 'pump+upper', second, 'pump+upper'],
  ['P: high demand: off there', high, [60, 50], 'pump+upper', second, 'pump'],
  ['P: electric entered 0.3 K short', {}, [59.7, 59.9], 'nothing', to('electric'), 'upper'],
  ['?: electric entered 0.2 K short: none', {}, [59.8, 59.8], 'nothing', to('electric'), 'nothing'],
  ['?: electric later: 2.3 K short', electric, [57.7, 57.7], 'nothing', second, 'upper'],
  ['?: electric later: not yet 2.2 K short', electric, [57.8, 57.8], 'nothing', second, 'nothing'],
  ['P: electric: upper to the setpoint first', electric, [59.9, 20], 'upper', second, 'upper'],
  ['P: electric: then the lower, never both', electric, [60, 59], 'upper', second, 'lower'],
  ['P: electric: to the setpoint', electric, [60, 60], 'lower', second, 'nothing'],
  ['?: electric: the lower by itself', electric, [60, 57.6], 'nothing', second, 'lower'],
  ['P: electric: the upper’s dip of 1.9 K beside a running lower changes nothing', electric, [58.1, 40], 'lower', second, 'lower'],
  ['?: electric: the upper goes before a running lower', electric, [57.7, 40], 'lower', second, 'upper'],
]

// biome-ignore format: a rule is a line
const rest: Row[] = [
  ['S: off: nothing', off, [20, 15], 'nothing', second, 'nothing'],
  ['S: vacation: nothing', away, [30, 20], 'nothing', second, 'nothing'],
  ['S: freeze protection under 6 °C, off', off, [7, 5.9], 'nothing', second, 'lower'],
  ['S: on vacation', away, [7, 5.9], 'nothing', second, 'lower'],
  ['S: at 6 °C not yet', off, [7, 6], 'nothing', second, 'nothing'],
  ['S: at its own temperature', { ...off, freezeProtection: 10 }, [12, 9.9], 'nothing', second, 'lower'],
  ['?: a grid in need stops everything', {}, [30, 20], 'pump', (c, r) => event('grid-emergency')(setDemandResponse(c, r, true), r), 'nothing'],
  ['?: and nothing starts in it', emergency, [30, 20], 'nothing', second, 'nothing'],
  ['S: but freeze protection', emergency, [7, 5.9], 'nothing', second, 'lower'],
  ['?: it starts afresh after it', emergency, [60, 59], 'nothing', event('none'), 'pump'],
  ['?: a shed is as a window: it waits', shed, [59, 30], 'nothing', second, 'nothing'],
  ['?: it starts more than 8 K short', shed, [51.9, 30], 'nothing', second, 'pump'],
  ['?: it ends 2 K short', shed, [59, 58], 'pump', second, 'nothing'],
  ['?: 10.1 heeds a shed as 11 does', { ...shed, firmware: '10.1' }, [59, 58], 'pump', second, 'nothing'],
  ['S: who takes no part is left alone', { ...shed, demandResponse: false }, [59, 58], 'pump', second, 'pump'],
  ['?: an override makes it as if nobody had asked', shed, [59, 30], 'nothing', (c, r) => second(overrideEvent(c, r), r), 'pump'],
  ['?: at a critical peak it waits for lukewarm water', critical, [45, 30], 'nothing', second, 'nothing'],
  ['?: and starts there', critical, [40.5, 30], 'nothing', second, 'pump'],
  ['?: high demand there with its element', { ...high, ...critical }, [40.5, 30], 'nothing', second, 'pump+upper'],
  ['?: electric there', { ...electric, ...critical }, [40.5, 30], 'nothing', second, 'upper'],
  ['?: a load-up is as a setpoint write', { demandResponse: true }, [59.5, 55], 'nothing', event('load-up'), 'pump'],
  ['?: with the upper not short it does nothing', { demandResponse: true }, [60, 45], 'nothing', event('load-up'), 'nothing'],
  ['?: an advanced one goes for 60 °C', { demandResponse: true, setpoint: 50 }, [50, 49.5], 'nothing', event('advanced-load-up'), 'pump'],
  ['?: never for less than the setpoint', { demandResponse: true, setpoint: 62 }, [62, 61.5], 'nothing', event('advanced-load-up'), 'nothing'],
]

const calledBy = ({ compressor, element }: { compressor: boolean; element: Element }): Called =>
  callNames.find(called => {
    const calls = callsOf(called)
    return calls.heatPump === compressor && calls.element === element
  }) ?? 'nothing'
const callNames = ['nothing', 'pump', 'upper', 'lower', 'pump+upper'] as const satisfies readonly Called[]

const relays = ({ control }: Controller) => calledBy(control)
const mode = ({ settings }: Controller) => settings.mode
const setpoint = ({ settings }: Controller) => settings.setpoint
const goal = ({ aim }: Controller) => aim.setpoint
const awake = ({ aim }: Controller) => aim.mode
const hour = 3600

type Course = [
  rule: string,
  settings: Partial<Settings>,
  water: [upper: number, lower: number],
  before: Called,
  does: Does,
  shows: (controller: Controller) => unknown,
  after: unknown,
]

// biome-ignore format: a rule is a line
const relaysInTime: Course[] = [
  ['P: an own start takes no longer than 30 s', {}, [59, 40.5], 'nothing', passed(30), relays, 'pump'],
  ['P: a setpoint write starts the compressor in 30 s', {}, [55, 54], 'nothing', all(set(62), passed(30)), relays, 'pump'],
  ['C: and not in 20', {}, [55, 54], 'nothing', all(set(62), passed(20)), relays, 'nothing'],
  ['P: lowered under the upper, it is off 6 s later', {}, [55, 40], 'pump', all(set(50), passed(6)), relays, 'nothing'],
  ['P: and not before', {}, [55, 40], 'pump', all(set(50), passed(5)), relays, 'pump'],
  ['P: into electric, an element 4–6 s later', {}, [57, 50], 'nothing', all(to('electric'), passed(6)), relays, 'upper'],
  ['P: and not sooner', {}, [57, 50], 'nothing', all(to('electric'), passed(3)), relays, 'nothing'],
  ['P: and the compressor is off with it', {}, [57, 50], 'pump', all(to('electric'), passed(10)), relays, 'upper'],
  ['P: an element in heat pump mode falls', high, [57, 50], 'pump+upper', all(to('heat-pump'), passed(6)), relays, 'pump'],
  ['P: 329 s after a stop it still rests', {}, [57, 50], 'pump', all(to('off'), passed(6), to('heat-pump'), passed(329)), relays, 'nothing'],
  ['P: 330 s after it, it runs', {}, [57, 50], 'pump', all(to('off'), passed(6), to('heat-pump'), passed(330)), relays, 'pump'],
]

// biome-ignore format: a rule is a line
const modesInTime: Course[] = [
  ['S: out of its box it is in energy saver', {}, [49, 48], 'nothing', () => beginController(), mode, 'energy-saver'],
  ['S: at 49 °C', {}, [49, 48], 'nothing', () => beginController(), setpoint, 49],
  ['P: at the opening a running electric falls back to the heat pump', electric, [50, 30], 'upper', peakIs(true), mode, 'heat-pump'],
  ['P: a running high demand', high, [50, 30], 'pump+upper', peakIs(true), mode, 'heat-pump'],
  ['P: a running energy saver', saver, [50, 30], 'pump+upper', peakIs(true), mode, 'heat-pump'],
  ['?: what rests stays', saver, [60, 59], 'nothing', peakIs(true), mode, 'energy-saver'],
  ['C: 10.1 heeds no opening', { ...saver, firmware: '10.1' }, [50, 30], 'pump+upper', peakIs(true), mode, 'energy-saver'],
  ['P: a mode written in a window waits', peak, [59, 50], 'nothing', written('electric'), mode, 'heat-pump'],
  ['P: and lands at the close', peak, [59, 50], 'nothing', all(written('electric'), passed(4 * hour, 60), peakIs(false)), mode, 'electric'],
  ['P: heat pump written over it withdraws it', peak, [59, 50], 'nothing', all(written('electric'), written('heat-pump'), peakIs(false)), mode, 'heat-pump'],
  ['P: a reservation’s mode waits', peak, [59, 50], 'nothing', reserve('energy-saver'), mode, 'heat-pump'],
  ['P: any reservation’s, the heat pump too', { ...saver, peak: true }, [59, 50], 'nothing', reserve('heat-pump'), mode, 'energy-saver'],
  ['P: and lands at the close as well', { ...saver, peak: true }, [59, 50], 'nothing', all(reserve('heat-pump'), peakIs(false)), mode, 'heat-pump'],
  ['P: the setpoint lands at once', peak, [59, 50], 'nothing', set(55), setpoint, 55],
  ['C: 10.1 takes energy saver at once', { ...peak, firmware: '10.1' }, [58.6, 53.6], 'pump', written('energy-saver'), mode, 'energy-saver'],
  ['S: electric lasts 72 h', electric, [60, 60], 'nothing', passed(72 * hour - 60, 60), mode, 'electric'],
  ['S: and reverts to the mode from before', { ...electric, before: 'high-demand' }, [60, 60], 'nothing', passed(72 * hour, 60), mode, 'high-demand'],
  ['S: a vacation sleeps until 9 h before its end', { ...away, vacationDays: 1 }, [50, 30], 'nothing', passed(15 * hour - 60, 60), awake, 'none'],
  ['S: and wakes then; with the heat pump is a guess', { ...away, vacationDays: 1 }, [50, 30], 'nothing', passed(15 * hour, 60), awake, 'heat-pump'],
  ['S: it ends in the mode from before', { ...away, vacationDays: 1, before: 'high-demand' }, [50, 30], 'nothing', passed(24 * hour, 60), mode, 'high-demand'],
  ['S: one of no days ends at once', { ...away, vacationDays: 0 }, [50, 30], 'nothing', second, mode, 'heat-pump'],
  ['S: anti-legionella goes for 60 °C after its days', { setpoint: 50 }, [50, 48], 'nothing', all((c, r) => withAntiLegionella(c, r, 1), passed(24 * hour, 60)), goal, 60],
  ['S: and not a minute sooner', { setpoint: 50 }, [50, 48], 'nothing', all((c, r) => withAntiLegionella(c, r, 1), passed(24 * hour - 60, 60)), goal, 50],
  ['S: after thirty at the most', { setpoint: 50 }, [50, 48], 'nothing', all((c, r) => withAntiLegionella(c, r, 30), passed(720 * hour, 60)), goal, 60],
  ['?: it is over when the lower half has been there', { setpoint: 50 }, [61, 60], 'nothing', all((c, r) => withAntiLegionella(c, r, 1), passed(24 * hour + 60, 60)), goal, 50],
]

function situation(settings: Partial<Settings>, before: Called): Controller {
  const controller = beginController()
  controller.settings = { ...base, ...settings }
  controller.control.calls = callsOf(before)
  // What is called for has been running for a while.
  controller.control.compressor = before.startsWith('pump')
  controller.control.element = controller.control.calls.element
  // Whether it was awake.
  controller.aim.mode = settings.mode === 'off' || settings.mode === 'vacation' ? 'none' : 'heat-pump'
  if (settings.event === 'grid-emergency') controller.aim.mode = 'none'
  return controller
}

describe.each([
  ['the heat pump by itself', heatPump],
  ['a time-of-use window', window],
  ['a setpoint write', setpointWrites],
  ['a mode write', modeWrites],
  ['elements', elements],
  ['off, frost and the grid', rest],
])('%s', (_, rows) => {
  it.each(rows.map((row, i) => [i + 1, ...row] as const))(
    '%i %s',
    (_, __, settings, [upper, lower], before, does, after) => {
      const readings = { ...still, upper, lower }
      expect(does(situation(settings, before), readings).control.calls).toEqual(callsOf(after))
    },
  )
})

describe.each([
  ['relays in time', relaysInTime],
  ['modes in time', modesInTime],
])('%s', (_, courses) => {
  it.each(courses.map((course, i) => [i + 1, ...course] as const))(
    '%i %s',
    (_, __, settings, [upper, lower], before, does, shows, after) => {
      expect(shows(does(situation(settings, before), { ...running, upper, lower }))).toBe(after)
    },
  )
})

it('writes change what they return, and nothing else', () => {
  const controller = situation(high, 'pump+upper')
  const seen = JSON.stringify(controller)
  const readings = { ...still, upper: 50, lower: 40 }
  for (const does of [to('off'), set(50), event('shed'), second])
    expect(does(controller, readings)).not.toBe(controller)
  writeMode(setPeak(controller, readings, true), readings, 'electric')
  expect(JSON.stringify(controller)).toBe(seen)
})

/** A heater through a span of time: what it used, gave, lost and kept, and how warm the water was. */

import { advance, checkConditions, copyMachine, type Machine, tapTemperature } from './machine.ts'
import type { Meters } from './meters.ts'
import type { Surroundings } from './surroundings.ts'
import { meanTemperature, storedHeat, waterHeat } from './tank.ts'

/** Which stretch of time a run goes through, and how finely. */
export interface RunSpan {
  /** Where it begins, s since 1970. */
  readonly from: number
  /** How long it is, s. */
  readonly seconds: number
  /** Of a step, s; a minute when left out. */
  readonly step?: number
  /** What a row stands for, s; a day when left out. */
  readonly row?: number
  /** Water that leaves the tank colder than this is too cold, °C; 40.6 when left out. */
  readonly comfort?: number
  /** What falls due at the beginning of a step, by schedule or plan, s since 1970. */
  readonly due?: (machine: Machine, at: number) => Machine
}

/** A stretch of a run. Energy in Wh, water in L, temperatures in °C. */
export interface RunRow {
  /** s since 1970. */
  readonly from: number
  readonly to: number
  /** Electricity: of the heat pump with its fan, of the elements, of all. */
  readonly heatPumpEnergy: number
  readonly elementEnergy: number
  readonly electricity: number
  /** Heat into the water. */
  readonly heatPumpHeat: number
  readonly elementHeat: number
  /** Heat that left with hot water, less what came in with cold. */
  readonly delivered: number
  /** Heat that left through the walls. */
  readonly lost: number
  /** Heat above 0 °C in the tank, before and after. */
  readonly storedBefore: number
  readonly storedAfter: number
  /** Of all the water in the tank, before and after. */
  readonly meanBefore: number
  readonly meanAfter: number
  /** Hot water that left the tank. */
  readonly litres: number
  /** How warm it was, on average; undefined when none did. */
  readonly outlet: number | undefined
  /** Of it, colder than comfortable; and for how long such water ran, min, in whole steps. */
  readonly coldLitres: number
  readonly coldMinutes: number
  readonly compressorHours: number
  readonly compressorStarts: number
  readonly elementHours: number
  /** Thermistors at the end. */
  readonly upper: number
  readonly lower: number
  /** Means. */
  readonly air: number
  readonly inlet: number
}

/** What the rows say together, and the heater at the end. */
export interface RunResult extends RunRow {
  readonly machine: Machine
}

/**
 * A row for each stretch of the span, the last perhaps shorter; returns what they say together. The machine given is left alone.
 * @throws RangeError for a span or a world that can't be.
 */
export function* runRows(machine: Machine, surroundings: Surroundings, span: RunSpan): Generator<RunRow, RunResult> {
  const { from, seconds, step = 60, row = 86_400, comfort = tapTemperature, due } = span
  checkSpan(span)
  let moved = copyMachine(machine)
  const end = from + seconds
  const whole = beginStretch(moved, from)
  let stretch = beginStretch(moved, from)
  let rowEnd = Math.min(end, from + row)
  for (let at = from; at < end; ) {
    const until = Math.min(rowEnd, at + step)
    const length = until - at
    if (due) moved = due(moved, at)
    const conditions = surroundings.between(at, until)
    const { litres, delivered } = moved.meters
    checkConditions(moved, conditions)
    advance(moved, conditions, length)
    const drawn = moved.meters.litres - litres
    stretch.air += conditions.air * length
    stretch.inlet += conditions.inlet * length
    if (drawn > drop && (moved.meters.delivered - delivered) / (drawn * waterHeat) < comfort) {
      stretch.coldLitres += drawn
      // Water at a tap runs for the whole of a step at the most.
      stretch.coldMinutes += length / 60
    }
    at = until
    if (at < rowEnd) continue
    yield ended(stretch, moved, at)
    whole.air += stretch.air
    whole.inlet += stretch.inlet
    whole.coldLitres += stretch.coldLitres
    whole.coldMinutes += stretch.coldMinutes
    stretch = beginStretch(moved, at)
    rowEnd = Math.min(end, at + row)
  }
  return { ...ended(whole, moved, end), machine: moved }
}

/** A whole span at once. */
export function run(machine: Machine, surroundings: Surroundings, span: RunSpan): RunResult {
  const rows = runRows(machine, surroundings, { ...span, row: span.row ?? span.seconds })
  for (;;) {
    const { done, value } = rows.next()
    if (done) return value
  }
}

/** Our choice, L: how warm less than this was can't be told from the sums. */
const drop = 1e-4
/** Our choice, s: fifty years. */
const longest = 50 * 366 * 86_400
/** Our choice, s. */
const longestStep = 3600

function checkSpan({ from, seconds, step = 60, row = 86_400, comfort = tapTemperature }: RunSpan): void {
  const wrong = (what: string, value: number, least: number, most: number, unit = 's') => {
    if (!(value >= least && value <= most))
      throw new RangeError(`The ${what} is ${value} ${unit}; it must be ${least} to ${most} ${unit}.`)
  }
  wrong('beginning', from, -8.64e12, 8.64e12)
  wrong('span', seconds, 1, longest)
  wrong('step', step, 1, longestStep)
  wrong('length of a row', row, 1, longest)
  wrong('comfort', comfort, 0, 95, '°C')
}

interface Stretch {
  readonly from: number
  readonly meters: Meters
  readonly stored: number
  readonly mean: number
  air: number
  inlet: number
  coldLitres: number
  coldMinutes: number
}

function beginStretch({ meters, tank, parameters }: Machine, from: number): Stretch {
  return {
    from,
    meters: { ...meters },
    stored: storedHeat(tank, parameters),
    mean: meanTemperature(tank),
    air: 0,
    inlet: 0,
    coldLitres: 0,
    coldMinutes: 0,
  }
}

function ended({ from, meters: before, stored, mean, ...sums }: Stretch, machine: Machine, to: number): RunRow {
  const { meters: after, tank, parameters, probes } = machine
  const gone = (key: keyof Meters) => after[key] - before[key]
  const litres = gone('litres')
  return {
    from,
    to,
    heatPumpEnergy: gone('heatPumpEnergy'),
    elementEnergy: gone('elementEnergy'),
    electricity: gone('electricity'),
    heatPumpHeat: gone('heatPumpHeat'),
    elementHeat: gone('elementHeat'),
    delivered: gone('delivered') - gone('inlet'),
    lost: gone('lost'),
    storedBefore: stored,
    storedAfter: storedHeat(tank, parameters),
    meanBefore: mean,
    meanAfter: meanTemperature(tank),
    litres,
    outlet: litres > 0 ? gone('delivered') / (litres * waterHeat) : undefined,
    coldLitres: sums.coldLitres,
    coldMinutes: sums.coldMinutes,
    compressorHours: gone('compressorHours'),
    compressorStarts: gone('compressorStarts'),
    elementHours: gone('upperElementHours') + gone('lowerElementHours'),
    upper: probes.upper,
    lower: probes.lower,
    air: to > from ? sums.air / (to - from) : 0,
    inlet: to > from ? sums.inlet / (to - from) : 0,
  }
}

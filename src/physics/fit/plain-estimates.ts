/** What can be told of a heater without simulating it: by how fast an even tank cools and warms, and what it draws meanwhile. */
import { copAt, type HeatPumpMap, powerAt } from '../heat-pump.ts'
import type { Parameters } from '../parameters.ts'
import { heatCapacity } from '../tank.ts'
import type { AirAt } from './air.ts'
import { touchesHeldOut } from './held-out.ts'
import { type History, medianOf, rowAt } from './history.ts'
import type { Run } from './runs.ts'

/** A number, how far it may be wrong as a part of it, and from how many stretches it is. */
export interface Estimate {
  readonly value: number
  readonly doubt: number
  readonly count: number
}

export interface PlainEstimates {
  /** W/K. */
  readonly standbyLoss: Estimate | undefined
  readonly powerFactor: Estimate | undefined
  readonly copFactor: Estimate | undefined
  /** W. */
  readonly elementPower: Estimate | undefined
}

/** Stretches, s: of a tank that cools right after it was warmed, and of one that warms. */
const cooling = { from: 900, length: 7200 } as const
const warming = { after: 1500, length: 1800, since: 1200 } as const
/** The tank is even while its readings are so close, K. */
const even = 0.4
/** Fewer rows in a stretch, and fewer stretches, tell nothing. */
const [fewestRows, fewest] = [4, 5]
/** No estimate is better, as parts: models differ from heaters. */
const best = 0.02
const humidity = 50
/** An element, not the heat pump, W. */
const leastElement = 800

/** A straight line through the readings of a stretch. */
interface Line {
  readonly mean: number
  /** Per hour, and how far it may be wrong. */
  readonly slope: number
  readonly doubt: number
}

export function plainEstimates(history: History, runs: readonly Run[], air: AirAt, known: Parameters): PlainEstimates {
  const losses: number[] = []
  const capacity = heatCapacity(known)
  for (const [i, run] of runs.entries()) {
    if (!run.even) continue
    const from = run.end + cooling.from
    const to = from + cooling.length
    if ((runs[i + 1]?.start ?? Number.POSITIVE_INFINITY) < to || touchesHeldOut(from, to)) continue
    const line = lineOf([history.upper], history, from, to)
    if (line) losses.push((-line.slope * capacity) / (line.mean - air((from + to) / 2)) / (1 - known.bottomLoss))
  }
  const standbyLoss = middleOf(losses.filter(loss => loss > 0 && loss < 20))
  const warm = warmStretches(history, runs)
  const powers = warm.flatMap(({ line, power, from }) => {
    const expected = powerAt({ ...known, powerFactor: 1 }, line.mean, air(from))
    return Number.isNaN(power) ? [] : [power / expected]
  })
  const powerFactor = middleOf(powers)
  const pump = { powerFactor: powerFactor?.value ?? known.powerFactor, copFactor: known.copFactor }
  const loss = standbyLoss?.value ?? known.standbyLoss
  const factors = warm.flatMap(({ line, from }) => {
    const around = air(from)
    const heat = line.slope * capacity + loss * (line.mean - around)
    const factor = factorFor(heat / powerAt(pump, line.mean, around), line.mean, around)
    return factor === undefined ? [] : [{ factor, doubt: (line.doubt * capacity) / heat }]
  })
  return { standbyLoss, powerFactor, copFactor: leadersOf(factors), elementPower: elementPowerOf(history, pump, air) }
}

/** What is drawn beside the heat pump while one element is on, as it was in the rows around. */
function elementPowerOf(history: History, pump: HeatPumpMap, air: AirAt): Estimate | undefined {
  const { time, power, lower, compressor, upperElement, lowerElement, length } = history
  const found: number[] = []
  for (let row = 1; row + 1 < length; row++) {
    if (touchesHeldOut(time[row] as number, (time[row] as number) + 1)) continue
    const on = (at: number) => upperElement[at] === 2 || lowerElement[at] === 2
    if (!on(row - 1) || !on(row) || !on(row + 1)) continue
    const runs = compressor[row] === 2
    if (compressor[row - 1] !== compressor[row] || compressor[row + 1] !== compressor[row]) continue
    const others = runs ? powerAt(pump, lower[row] as number, air(time[row] as number)) : 0
    const watts = (power[row] as number) - others
    if (watts > leastElement) found.push(watts)
  }
  return middleOf(found)
}

/** While the compressor warms an even tank, and nobody is known to draw. */
function warmStretches(history: History, runs: readonly Run[]) {
  const stretches: { readonly from: number; readonly line: Line; readonly power: number }[] = []
  for (const { start, end } of runs) {
    for (let from = start + warming.after; from + warming.length <= end - 60; ) {
      const to = from + warming.length
      const [first, after] = [rowAt(history, from), rowAt(history, to)]
      const line = lineOf([history.upper, history.lower], history, from, to)
      if (
        !line ||
        touchesHeldOut(from, to) ||
        !isEven(history, first, after) ||
        isDrawn(history, rowAt(history, from - warming.since), after)
      ) {
        from += warming.length / 3
        continue
      }
      stretches.push({ from: (from + to) / 2, line, power: medianOf(told(history.power, first, after)) })
      from = to
    }
  }
  return stretches
}

const told = (column: Float32Array, first: number, after: number): number[] =>
  [...column.subarray(first, after)].filter(value => !Number.isNaN(value))

function isEven({ upper, lower }: History, first: number, after: number): boolean {
  let [sum, count] = [0, 0]
  for (let row = first; row < after; row++) {
    const apart = (upper[row] as number) - (lower[row] as number)
    if (Number.isNaN(apart)) continue
    sum += apart
    count++
  }
  return count >= fewestRows && Math.abs(sum / count) <= even
}

/** Also while an element heats: that is no such stretch either. */
function isDrawn({ drawing, upperElement, lowerElement }: History, first: number, after: number): boolean {
  for (let row = first; row < after; row++)
    if (drawing[row] === 2 || upperElement[row] === 2 || lowerElement[row] === 2) return true
  return false
}

function lineOf(columns: readonly Float32Array[], { time }: History, from: number, to: number): Line | undefined {
  const [first, after] = [rowAt({ time, length: time.length }, from), rowAt({ time, length: time.length }, to)]
  let [n, t, y, tt, ty, yy] = [0, 0, 0, 0, 0, 0]
  for (const column of columns)
    for (let row = first; row < after; row++) {
      const value = column[row] as number
      if (Number.isNaN(value)) continue
      const hour = ((time[row] as number) - from) / 3600
      n++
      t += hour
      y += value
      tt += hour * hour
      ty += hour * value
      yy += value * value
    }
  const spread = tt - (t * t) / n
  if (n < fewestRows * columns.length || spread <= 0) return undefined
  const slope = (ty - (t * y) / n) / spread
  const left = Math.max(0, yy - (y * y) / n - slope * slope * spread)
  return { mean: y / n, slope, doubt: Math.sqrt(left / Math.max(1, n - 2) / spread) }
}

/** The factor of efficiency by which the heat pump does so well; undefined where none would. */
function factorFor(cop: number, water: number, air: number): number | undefined {
  let [low, high] = [0.2, 2]
  const at = (copFactor: number) => copAt({ powerFactor: 1, copFactor }, water, air, humidity)
  if (!(cop > at(low)) || cop > at(high) * 0.97) return undefined
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (at(middle) < cop) low = middle
    else high = middle
  }
  return (low + high) / 2
}

function middleOf(values: readonly number[]): Estimate | undefined {
  if (values.length < fewest) return undefined
  const value = medianOf(values)
  const off = 1.5 * medianOf(values.map(one => Math.abs(one - value)))
  return { value, doubt: Math.max(best, off / value / Math.sqrt(values.length)), count: values.length }
}

/** Draws that nobody saw only ever slow a tank's warming: the quicker stretches are those without. */
function leadersOf(found: readonly { readonly factor: number; readonly doubt: number }[]): Estimate | undefined {
  if (found.length < fewest) return undefined
  const scatter = Math.max(best, medianOf(found.map(({ doubt }) => doubt)))
  const factors = found.map(({ factor }) => factor)
  let value = medianOf(factors)
  let leaders = factors
  for (let i = 0; i < 20; i++) {
    const least = value * (1 - scatter)
    leaders = factors.filter(factor => factor > least)
    value = medianOf(leaders)
  }
  return { value, doubt: Math.max(best, scatter / Math.sqrt(leaders.length)), count: leaders.length }
}

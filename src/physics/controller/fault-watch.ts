/** How the controller finds out what is wrong, from its sensors alone. Every limit here is a guess. */
import { type Control, stopCompressor } from './control.ts'
import { type RaisedFault, withFault } from './faults.ts'
import { outOfRange, type Readings, type Sensor } from './readings.ts'

/** Changed in place. Seconds where nothing else is said. */
export interface FaultWatch {
  /** For how long each sensor has told other than its fault says. */
  upper: number
  lower: number
  intake: number
  discharge: number
  suction: number
  evaporator: number
  /** One of them does. */
  doubtful: boolean
  /** For how long what should run shows no sign of it. */
  compressorDead: number
  fanStill: number
  elementCold: number
  /** For how long one element has been on. */
  elementOn: number
  /** The upper reading at the beginning of this minute with it, °C, and for how long that is ago. */
  reference: number
  sinceReference: number
  /** Starts in a row after which the compressor was switched off for its own sake. */
  trips: number
}

/** How often what happened; the names are the lifetime counters' subjects. */
export interface Occurrences {
  cutOuts: number
  dryFires: number
  overflows: number
  leaks: number
  hotDischarges: number
  coldSuctions: number
  pressureDifferences: number
  frostBurns: number
}

export const noOccurrences: Readonly<Occurrences> = {
  cutOuts: 0,
  dryFires: 0,
  overflows: 0,
  leaks: 0,
  hotDischarges: 0,
  coldSuctions: 0,
  pressureDifferences: 0,
  frostBurns: 0,
}

export const freshWatch: Readonly<FaultWatch> = {
  upper: 0,
  lower: 0,
  intake: 0,
  discharge: 0,
  suction: 0,
  evaporator: 0,
  doubtful: false,
  compressorDead: 0,
  fanStill: 0,
  elementCold: 0,
  elementOn: 0,
  reference: 0,
  sinceReference: 0,
  trips: 0,
}

/** A sensor is believed to be broken, or whole again, after so long, s. */
const sensorPatience = 10
/** What has been switched on has so long to show it, and then is watched for so long, s. */
const [showsAfter, watchedFor] = [60, 30] as const
/** Less than this and nothing runs: compressor and element, W; fan, rpm. */
const least = { compressor: 100, element: 2500, fan: 100 } as const
/** A compressor is switched off for its own sake at such temperatures, °C. */
const limits = { discharge: 115, suction: -25 } as const
/** So many starts in a row may fail, with the compressor's rest between them, before it gives up. */
export const attempts = 3
/** A run of so long has not failed, s. */
const goodRun = 1800
/** High-limit cut-out, °C at the upper thermistor: 170 °F is what comparable heaters have. */
const cutOutAt = 76.7
/** An element heats water by less than 2 K in a minute, and air by much more: K in so many seconds. */
const dryFire = { rise: 6, within: 60 } as const

const sensors = [
  ['upper', 480],
  ['lower', 481],
  ['discharge', 910],
  ['suction', 912],
  ['evaporator', 914],
  ['intake', 920],
] as const satisfies readonly (readonly [Sensor, number])[]

const counted: Readonly<Record<number, keyof Occurrences>> = {
  326: 'dryFires',
  799: 'leaks',
  901: 'cutOuts',
  911: 'hotDischarges',
  913: 'coldSuctions',
  915: 'pressureDifferences',
  990: 'overflows',
}

/** Counts a fault among what happened, if it is one that is counted. */
export function count(occurrences: Occurrences, code: number): void {
  const name = counted[code]
  if (name !== undefined) occurrences[name]++
}

/** Time passes, and what is wrong shows. @returns the faults there are now; the same list if nothing changed. */
export function watchForFaults(
  watch: FaultWatch,
  occurrences: Occurrences,
  control: Control,
  faults: readonly RaisedFault[],
  readings: Readings,
  seconds: number,
): readonly RaisedFault[] {
  let found = faults
  if (faults.length > 0 || watch.doubtful || !inOrder(readings))
    found = sensed(watch, occurrences, faults, readings, seconds)
  const compressor = compressorTrouble(watch, occurrences, control, readings, seconds)
  if (compressor > 0) found = withFound(found, occurrences, compressor)
  const element = elementTrouble(watch, control, readings, seconds)
  return element > 0 ? withFound(found, occurrences, element) : found
}

/** Whether no sensor has anything to complain of, which is so nearly always. */
const inOrder = ({ upper, lower, intake, discharge, suction, evaporator, leak, condensate }: Readings) =>
  !leak &&
  !condensate &&
  upper < cutOutAt &&
  outOfRange('upper', upper) === 0 &&
  outOfRange('lower', lower) === 0 &&
  outOfRange('intake', intake) === 0 &&
  outOfRange('discharge', discharge) === 0 &&
  outOfRange('suction', suction) === 0 &&
  outOfRange('evaporator', evaporator) === 0

function withFound(faults: readonly RaisedFault[], occurrences: Occurrences, code: number, part = 0) {
  if (faults.some(fault => fault.code === code && fault.part === part)) return faults
  count(occurrences, code)
  return withFault(faults, { code, part, detected: true })
}

const withoutDetected = (faults: readonly RaisedFault[], code: number) =>
  faults.filter(fault => fault.code !== code || !fault.detected)

/** What the sensors themselves tell: that they are broken or whole again, water where none should be, water that is too hot. */
function sensed(
  watch: FaultWatch,
  occurrences: Occurrences,
  faults: readonly RaisedFault[],
  readings: Readings,
  seconds: number,
): readonly RaisedFault[] {
  let found = faults
  watch.doubtful = false
  for (const [sensor, code] of sensors) {
    const part = partOf[outOfRange(sensor, readings[sensor]) + 1] ?? 0
    const known = faults.find(fault => fault.code === code && fault.detected)
    watch[sensor] = (known?.part ?? 0) === part ? 0 : watch[sensor] + seconds
    if (watch[sensor] >= sensorPatience) {
      watch[sensor] = 0
      found = part === 0 ? withoutDetected(found, code) : withFound(found, occurrences, code, part)
    }
    if (watch[sensor] > 0) watch.doubtful = true
  }
  if (readings.leak) found = withFound(found, occurrences, 799)
  if (readings.condensate) found = withFound(found, occurrences, 990)
  else if (found.some(({ code, detected }) => code === 990 && detected)) found = withoutDetected(found, 990)
  const tooHot = readings.upper >= cutOutAt && outOfRange('upper', readings.upper) === 0
  return tooHot ? withFound(found, occurrences, 901) : found
}

/** Below its range, in order, above it. */
const partOf = [1, 0, 2] as const

/** The code of what is wrong with a running compressor or its fan, 0 without. */
function compressorTrouble(
  watch: FaultWatch,
  occurrences: Occurrences,
  control: Control,
  { power, fan, discharge, suction }: Readings,
  seconds: number,
): number {
  if (!control.compressor) {
    watch.compressorDead = 0
    watch.fanStill = 0
    return 0
  }
  if (control.compressorAge < showsAfter) return 0
  if (control.compressorAge >= goodRun) watch.trips = 0
  watch.fanStill = fan < least.fan ? watch.fanStill + seconds : 0
  if (watch.fanStill >= watchedFor) return 909
  // Beside an element nobody could tell.
  if (control.element === 'none') watch.compressorDead = power < least.compressor ? watch.compressorDead + seconds : 0
  if (watch.compressorDead >= watchedFor) return tripped(watch, occurrences, control, 908)
  if (discharge >= limits.discharge && outOfRange('discharge', discharge) === 0)
    return tripped(watch, occurrences, control, 911)
  if (suction <= limits.suction && outOfRange('suction', suction) === 0)
    return tripped(watch, occurrences, control, 913)
  return 0
}

/** The compressor is switched off and may try again, or not. */
function tripped(watch: FaultWatch, occurrences: Occurrences, control: Control, code: number): number {
  watch.compressorDead = 0
  watch.trips++
  stopCompressor(control)
  if (watch.trips >= attempts) {
    watch.trips = 0
    return code
  }
  count(occurrences, code)
  return 0
}

/** The code of what is wrong with a running element, 0 without. */
function elementTrouble(watch: FaultWatch, control: Control, { power, upper }: Readings, seconds: number): number {
  const { element } = control
  if (element === 'none') {
    watch.elementOn = 0
    watch.elementCold = 0
    return 0
  }
  if (watch.elementOn === 0) {
    watch.sinceReference = 0
    watch.reference = upper
  }
  watch.elementOn += seconds
  watch.sinceReference += seconds
  const believed = outOfRange('upper', upper) === 0
  if (believed && upper - watch.reference >= dryFire.rise && watch.sinceReference <= dryFire.within) return 326
  if (watch.sinceReference >= dryFire.within) {
    watch.sinceReference = 0
    watch.reference = upper
  }
  // A sensor that jumps is broken; nothing is compared with what it tells.
  if (!believed) watch.reference = Number.POSITIVE_INFINITY
  if (watch.elementOn < showsAfter) return 0
  watch.elementCold = power < least.element ? watch.elementCold + seconds : 0
  if (watch.elementCold < watchedFor) return 0
  watch.elementCold = 0
  return element === 'upper' ? 96 : 97
}

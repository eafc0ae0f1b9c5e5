/** What each error code does to a heater: what it keeps from running, whether it goes by itself, what else shows. Nobody has told any of that: guesses by what the part is for. */

export interface Fault {
  readonly code: number
  /** `subErrorCode`. */
  readonly part: number
}

/** An error that is shown, and whether it was found. */
export interface RaisedFault extends Fault {
  /** Found by the controller itself: it goes when its cause does, if it is of that kind. */
  readonly detected: boolean
}

/** What may not run, and which readings are not to be believed. */
export interface Forbidden {
  readonly heatPump: boolean
  readonly upper: boolean
  readonly lower: boolean
  readonly upperSensor: boolean
  readonly lowerSensor: boolean
  readonly intakeSensor: boolean
}

type Stopped = 'nothing' | 'heat pump' | 'upper' | 'lower' | 'lower and heat pump' | 'all'

interface FaultEffect {
  readonly stops: Stopped
  /** `itself`: it goes with its cause. `reset`: it stays until somebody resets the heater. */
  readonly ends: 'itself' | 'reset'
  /** The status field beside the code that turns on. */
  readonly sign?: 'leak' | 'condensate'
}

const of = (stops: Stopped, ends: FaultEffect['ends'], sign?: FaultEffect['sign']): FaultEffect =>
  sign ? { stops, ends, sign } : { stops, ends }

// biome-ignore format: a code is a line
export const faultEffects: Readonly<Record<number, FaultEffect>> = Object.freeze({
  96: of('upper', 'reset'),
  97: of('lower', 'reset'),
  // Without water neither elements nor condenser have anything to heat.
  326: of('all', 'reset'),
  407: of('nothing', 'itself'),
  445: of('nothing', 'reset'),
  // The other thermistor stands in for the one that failed; what it can't watch over doesn't run.
  480: of('upper', 'itself'),
  481: of('lower and heat pump', 'itself'),
  // By its part, below.
  515: of('all', 'reset'),
  517: of('all', 'reset'),
  593: of('nothing', 'itself'),
  594: of('nothing', 'reset'),
  595: of('nothing', 'itself'),
  596: of('nothing', 'itself'),
  598: of('nothing', 'itself'),
  // By its part, below.
  615: of('all', 'reset'),
  781: of('nothing', 'itself'),
  798: of('nothing', 'reset'),
  799: of('all', 'reset', 'leak'),
  901: of('all', 'reset'),
  907: of('heat pump', 'reset'),
  908: of('heat pump', 'reset'),
  909: of('heat pump', 'reset'),
  910: of('heat pump', 'itself'),
  911: of('heat pump', 'reset'),
  912: of('heat pump', 'itself'),
  913: of('heat pump', 'reset'),
  914: of('heat pump', 'itself'),
  915: of('heat pump', 'reset'),
  916: of('heat pump', 'reset'),
  // It runs on and doesn't know what air it has.
  920: of('nothing', 'itself'),
  940: of('heat pump', 'reset'),
  990: of('heat pump', 'itself', 'condensate'),
})

/** Of codes that name a part of the heater: a relay, a wire that answers. */
const byPart: Readonly<Record<number, Stopped>> = {
  25: 'upper',
  26: 'lower',
  27: 'heat pump',
  28: 'heat pump',
  29: 'upper',
  30: 'lower',
}

/** 615 with part 27 is the cut-out, which holds everything. */
const cutOut = { code: 615, part: 27 } as const
const unknown: FaultEffect = of('nothing', 'reset')

export function effectOf({ code, part }: Fault): FaultEffect {
  const effect = faultEffects[code] ?? unknown
  const stops = code === 515 || (code === 615 && part !== cutOut.part) ? byPart[part] : undefined
  return stops === undefined ? effect : { ...effect, stops }
}

const stopsHeatPump = (stops: Stopped) => stops === 'heat pump' || stops === 'lower and heat pump' || stops === 'all'
const stopsLower = (stops: Stopped) => stops === 'lower' || stops === 'lower and heat pump' || stops === 'all'

export const nothingForbidden: Forbidden = {
  heatPump: false,
  upper: false,
  lower: false,
  upperSensor: false,
  lowerSensor: false,
  intakeSensor: false,
}

export function forbiddenBy(faults: readonly Fault[]): Forbidden {
  if (faults.length === 0) return nothingForbidden
  const stops = faults.map(fault => effectOf(fault).stops)
  const has = (code: number) => faults.some(fault => fault.code === code)
  // Blind in both eyes it heats with nothing.
  const all = stops.includes('all') || (has(480) && has(481))
  return {
    heatPump: all || stops.some(stopsHeatPump),
    upper: all || stops.includes('upper'),
    lower: all || stops.some(stopsLower),
    upperSensor: has(480),
    lowerSensor: has(481),
    intakeSensor: has(920),
  }
}

/** The faults with one more, or the same with another part. */
export const withFault = (faults: readonly RaisedFault[], fault: RaisedFault): readonly RaisedFault[] => [
  ...faults.filter(({ code }) => code !== fault.code),
  fault,
]

const weights: Readonly<Record<Stopped, number>> = {
  all: 3,
  'lower and heat pump': 2,
  'heat pump': 1,
  upper: 1,
  lower: 1,
  nothing: 0,
}

/** The one that the panel shows: what keeps most from running, of two alike the newer. */
export function shownFault(faults: readonly RaisedFault[]): Fault | undefined {
  let shown: RaisedFault | undefined
  for (const fault of faults)
    if (shown === undefined || weights[effectOf(fault).stops] >= weights[effectOf(shown).stops]) shown = fault
  return shown
}

/** What shows beside the code: `wtrOvrSensorUse`, `conOvrSensorUse`, and a valve that a leak has shut. */
export function signsOf(faults: readonly Fault[]): { leak: boolean; condensate: boolean; shutOff: boolean } {
  const shows = (sign: FaultEffect['sign']) => faults.some(fault => effectOf(fault).sign === sign)
  const leak = shows('leak')
  return { leak, condensate: shows('condensate'), shutOff: leak }
}

/** Codes of the refrigerant circuit: what the app calls a condenser fault is a guess. */
export const isCondenserFault = ({ code }: Fault): boolean => (code >= 907 && code <= 916) || code === 940

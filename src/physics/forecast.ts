/** What a heater will do: when there is hot water, how much of it is left, and when it runs cold. */
import type { Conditions } from './conditions.ts'
import { limits } from './limits.ts'
import { advance, checkConditions, copyMachine, type Machine, tapTemperature } from './machine.ts'
import type { Surroundings } from './surroundings.ts'
import { outletTemperature } from './tank.ts'

/** A forecast says what it takes for granted. */
interface Forecast {
  /** Sentences. */
  readonly assumptions: readonly string[]
}

/** When something will be so. */
export interface ForecastMoment extends Forecast {
  /** s since 1970; undefined: not within the horizon. */
  readonly at: number | undefined
  /** How far it was looked ahead, s. */
  readonly horizon: number
}

/** How much hot water there is. */
export interface HotWaterLeft extends Forecast {
  /** At the tap, L. */
  readonly litres: number
  /** The same in showers of 45 L. */
  readonly showers: number
  /** For which it runs, min. */
  readonly minutes: number
  /** Whether it ran cold within the horizon: where it didn't, there is more. */
  readonly runsOut: boolean
  /** How far it was looked ahead, s. */
  readonly horizon: number
}

/** What most forecasts can be asked. */
export interface ForecastQuestion {
  /** Now, s since 1970. */
  readonly from: number
  /** Of hot water at a tap, °C; 40.6 when left out. */
  readonly temperature?: number
  /** How far to look ahead, s. */
  readonly horizon?: number
  /** What falls due at the beginning of a step, by schedule or plan, s since 1970. */
  readonly due?: (machine: Machine, at: number) => Machine
}

/** What hot water is asked for. */
export interface ReadyQuestion extends ForecastQuestion {
  /** So much hot water is enough, L at the tap; a shower when left out. */
  readonly litres?: number
  /** L/min at the tap; 8 when left out. */
  readonly flow?: number
}

/** At what tap hot water is asked for. */
export interface LeftQuestion {
  /** L/min at the tap; 8 when left out. */
  readonly flow?: number
  /** At the tap, °C; 40.6 when left out. */
  readonly temperature?: number
  /** How far to look ahead, s; 12 hours when left out. */
  readonly horizon?: number
}

/** Measured in one household, L at the tap. [P] */
export const showerLitres = 45
/** A usual shower's, L/min. */
const usualFlow = 8

const [minute, hour, day] = [60, 3600, 86_400]
/** Our choice, s since 1970: milliseconds, given by mistake, lie far beyond. */
const latest = Date.UTC(2200, 0, 1) / 1000
/** How far is looked ahead where nobody says. */
const horizons = { ready: 2 * day, left: 12 * hour, cold: 7 * day } as const
/** Of a tap that runs the tank is looked at after each litre, but not less often than that, s. */
const longestTapStep = 60
/** L/min: a tap that drips would take days to warm anybody's hands. */
const leastFlow = 0.5
/** Whether there is enough is tried so often, s. */
const readyStep = 5 * minute

/**
 * When there will be enough hot water at the tap, a shower's by default.
 * @param surroundings what is drawn until then, too.
 */
export function readyAt(machine: Machine, surroundings: Surroundings, question: ReadyQuestion): ForecastMoment {
  const { litres = showerLitres, temperature = tapTemperature, flow = usualFlow } = question
  const { horizon = horizons.ready } = question
  checkAsked({ from: question.from, flow, temperature, horizon, litres })
  // Who draws that much at that pace needs no more.
  const long = Math.ceil((litres / flow) * minute) + longestTapStep
  const enough = (moved: Machine, { air, humidity, inlet }: Conditions) =>
    hotWaterLeft(moved, { air, humidity, inlet }, { flow, temperature, horizon: long }).litres >= litres
  const at = firstMoment(machine, surroundings, { ...question, horizon, every: readyStep }, enough)
  return {
    at,
    horizon,
    assumptions: [
      `Ready means ${told(litres)} L of ${told(temperature)} °C at a tap that runs ${told(flow)} L/min, tried every ${readyStep / minute} minutes.`,
      ...lifeAssumptions(machine, question),
      lookedAhead(horizon),
    ],
  }
}

/** How much hot water a tap gives from now on until it runs cold, while nobody else draws any. */
export function hotWaterLeft(
  machine: Machine,
  around: Pick<Conditions, 'air' | 'humidity' | 'inlet'>,
  { flow = usualFlow, temperature = tapTemperature, horizon = horizons.left }: LeftQuestion = {},
): HotWaterLeft {
  checkAsked({ flow, temperature, horizon })
  checkConditions(machine, { ...around, litres: 0, tapLitres: 0 })
  const moved = copyMachine(machine)
  const { inlet } = around
  // Cold water that is warm enough never ends.
  const mixes = inlet < temperature
  const tapStep = Math.min(longestTapStep, minute / flow)
  let seconds = 0
  let runsOut = false
  while (mixes && seconds < horizon) {
    const outlet = outletTemperature(moved.tank)
    runsOut = outlet < temperature
    if (runsOut) break
    const step = Math.min(tapStep, horizon - seconds)
    const hotShare = (temperature - inlet) / (outlet - inlet)
    advance(moved, { ...around, litres: ((flow * step) / minute) * hotShare, tapLitres: 0 }, step)
    seconds += step
  }
  if (!mixes) seconds = horizon
  const litres = (flow * seconds) / minute
  return {
    ...{ litres, showers: litres / showerLitres, minutes: seconds / minute, runsOut, horizon },
    assumptions: [
      `One tap runs ${told(flow)} L/min without a pause and mixes to ${told(temperature)} °C; nobody else draws.`,
      `Cold water stays at ${told(inlet)} °C, the air around the heater at ${told(around.air)} °C; nothing cools down in the pipes.`,
      `A shower takes ${showerLitres} L.`,
      asItIsSet(machine),
      lookedAhead(horizon),
    ],
  }
}

/** When the water that would leave the tank will be colder than comfortable. */
export function coldAt(machine: Machine, surroundings: Surroundings, question: ForecastQuestion): ForecastMoment {
  const { temperature = tapTemperature, horizon = horizons.cold } = question
  checkAsked({ from: question.from, temperature, horizon })
  const cold = ({ tank }: Machine) => outletTemperature(tank) < temperature
  const at = firstMoment(machine, surroundings, { ...question, horizon, every: minute }, cold)
  return {
    at,
    horizon,
    assumptions: [
      `Cold means that water leaves the tank with less than ${told(temperature)} °C, whether somebody draws it or not.`,
      ...lifeAssumptions(machine, question),
      lookedAhead(horizon),
    ],
  }
}

interface Search extends ForecastQuestion {
  readonly horizon: number
  /** s */
  readonly every: number
}

/** The first moment at which something is so, now included; looked for minute by minute of the heater's life. */
function firstMoment(
  machine: Machine,
  surroundings: Surroundings,
  { from, horizon, every, due }: Search,
  isSo: (moved: Machine, around: Conditions) => boolean,
): number | undefined {
  const end = from + horizon
  let moved = copyMachine(machine)
  let tried = Number.NEGATIVE_INFINITY
  for (let at = from; ; ) {
    if (at - tried >= every) {
      if (isSo(moved, surroundings.between(at, at + minute))) return at
      tried = at
    }
    if (at >= end) return undefined
    if (due) moved = due(moved, at)
    // Plans go by full minutes, whenever it is asked.
    const until = Math.min(end, (Math.floor(at / minute) + 1) * minute)
    const conditions = surroundings.between(at, until)
    checkConditions(moved, conditions)
    advance(moved, conditions, until - at)
    at = until
  }
}

interface Asked {
  readonly from?: number
  readonly flow?: number
  readonly temperature: number
  readonly horizon: number
  readonly litres?: number
}

/** @throws RangeError */
function checkAsked({ from = 0, flow = usualFlow, temperature, horizon, litres = showerLitres }: Asked): void {
  const wrong = (what: string, value: number, unit: string, [least, most]: readonly [number, number]) => {
    if (!(value >= least && value <= most))
      throw new RangeError(`The ${what} is ${value} ${unit}; it must be ${least} to ${most} ${unit}.`)
  }
  wrong('beginning', from, 's', [0, latest])
  wrong('flow', flow, 'L/min', [leastFlow, limits.flow.most])
  wrong('temperature', temperature, '°C', [20, 65.5])
  wrong('horizon', horizon, 's', [1, 366 * day])
  wrong('hot water', litres, 'L', [0.1, 2000])
}

const lifeAssumptions = (machine: Machine, { due }: ForecastQuestion): readonly string[] => [
  'Water is drawn, and air and cold water are, as the surroundings say.',
  due ? 'The heater does what its plans say, and nobody sets anything else.' : asItIsSet(machine),
]

function asItIsSet({ controller: { settings } }: Machine): string {
  if (settings.mode === 'off') return 'The heater stays off, and heats only what would freeze.'
  if (settings.mode === 'vacation') return 'The heater stays on vacation, and heats up in time for its end.'
  const mode = settings.mode.replaceAll('-', ' ')
  return `The heater goes on as it is set, ${mode} at ${told(settings.setpoint)} °C, and heats meanwhile by its own rules.`
}

function lookedAhead(horizon: number): string {
  const [count, unit] = horizon >= 2 * day ? [horizon / day, 'days'] : [horizon / hour, 'hours']
  return `Nobody looked further ahead than ${told(count)} ${unit}.`
}

/** A number as a sentence has it. */
const told = (value: number): string => String(Math.round(value * 10) / 10)

/** A past for a heater that begins in a simulation: what it would have used on 400 days before, by an account of heat and not step by step. */
import { fanRunOn } from '#physics/controller/control'
import { copAt, powerAt } from '#physics/heat-pump'
import { hotShare, type Machine } from '#physics/machine'
import type { Work } from '#physics/meters'
import { random } from '#physics/random'
import type { LocalTime } from '#physics/schedule/local-time'
import type { Surroundings } from '#physics/surroundings'
import { waterHeat } from '#physics/tank'
import type { Stretch } from './work.ts'

export interface Before {
  readonly machine: Machine
  readonly surroundings: Surroundings
  readonly time: LocalTime
  /** Where the simulation begins, ms since 1970. */
  readonly start: number
  readonly seed: number
}

const pastDays = 400
/** Of the days that are not spent in high demand anyway, as many are: guests. */
const guests = 0.1
/** Then the upper element gives this part of the heat, in bursts of so many Wh: 375 of them made 146 kWh on a real unit. */
const [elementPart, burst] = [0.2, 390]
/** K under the setpoint, on average of a day: the water that is drawn, and the lower half with its condenser. */
const [upperBelow, lowerBelow, condenserBelow] = [4, 9, 12]
/** Starts of a day: some for standing by, and one for each so many Wh. */
const [startsAnyway, heatOfStart] = [0.5, 8000]
/** Heat that a start costs, Wh. */
const startLoss = 130
/** Mains follow the seasons by so many K, warmest on the first of August. */
const season = { swing: 4, warmest: 213, year: 365.25 } as const

/** `none` is a heater that was installed just now. */
export type Past = 'none' | 'year'

/** What it did on each day since its installation, one after the other; the last ends where the simulation begins. */
export const pastOf = (past: Past, before: Before): Iterable<Stretch> => (past === 'none' ? [] : pastYear(before))

function* pastYear(before: Before): Generator<Stretch> {
  const { time, start } = before
  const today = time.dayOf(start)
  for (let day = today - pastDays; day <= today; day++) {
    const from = time.startOf(day)
    const to = Math.min(start, time.startOf(day + 1))
    if (to > from) yield { from, to, work: workOf(before, from, to) }
  }
}

function workOf({ machine, surroundings, time, start, seed }: Before, from: number, to: number): Work {
  const { parameters } = machine
  const { settings } = machine.controller
  const { air, humidity, inlet, litres, tapLitres } = surroundings.between(from / 1000, to / 1000)
  const day = time.dayOf(from)
  const lower = Math.max(settings.minimumOperation, settings.setpoint - lowerBelow)
  const upper = Math.max(lower, settings.setpoint - upperBelow)
  // Mains are what they are today on this day of every year.
  const mains = Math.max(2, inlet + season.swing * (warmth(day) - warmth(time.dayOf(start))))
  const hours = (to - from) / 3_600_000
  const drawn = litres + tapLitres * hotShare(upper, mains)
  const lost = parameters.standbyLoss * ((upper + lower) / 2 - air) * hours
  const heat = Math.max(0, lost + drawn * waterHeat * (upper - mains))

  const boosted = settings.mode === 'high-demand' || (drawn > 0 && random(seed * 7907 + day)() < guests)
  const elementEnergy = boosted ? heat * elementPart : 0
  const starts = (startsAnyway * (to - from)) / 86_400_000 + heat / heatOfStart
  const water = Math.max(lower, settings.setpoint - condenserBelow)
  const power = powerAt(parameters, water, air)
  const cop = copAt(parameters, water, air, humidity)
  const heatPumpEnergy = (heat - elementEnergy + starts * startLoss) / cop
  const compressorHours = heatPumpEnergy / power
  return {
    heatPumpEnergy,
    elementEnergy,
    compressorHours,
    compressorStarts: starts,
    fanHours: compressorHours + (starts * fanRunOn) / 3600,
    fanStarts: starts,
    upperElementHours: elementEnergy / parameters.elementPower,
    upperElementStarts: elementEnergy / burst,
    lowerElementHours: 0,
    lowerElementStarts: 0,
  }
}

const warmth = (day: number) => Math.cos((2 * Math.PI * (day - season.warmest)) / season.year)

/** What is computed of one day of a heater's zone: its line of the ledger, and its numbers for charts. */
import type { Rollup, Store } from '../store/store.ts'
import type { EnergyBySource } from './energy.ts'
import { energyBetween } from './energy.ts'
import type { EnergyDay } from './energy-day.ts'
import type { LocalDay, LocalDays } from './local-day.ts'
import { rollUp } from './rollup.ts'
import { encodeRollup } from './rollup-block.ts'
import { powerFields, stretchesAround } from './span-reader.ts'

/** @param now as far as the day has passed; what is later isn't counted. */
export async function numbersOfDay(
  store: Store,
  heater: string,
  day: LocalDay,
  now: number,
): Promise<{ readonly line: EnergyDay; readonly rollup: Rollup }> {
  const bounds = passed(day, now)
  const stretches = await stretchesAround(store, { heater, from: bounds[0], until: bounds[1] })
  const [numbers] = rollUp(stretches, bounds)
  const data = encodeRollup(numbers ? [numbers] : [])
  const [energy] = energyBetween(stretches, bounds)
  return { line: lineOf(heater, day, now, energy), rollup: { heater, span: 'day', from: day.from, data } }
}

/** Only the line of the ledger. */
export async function lineOfDay(store: Store, heater: string, day: LocalDay, now: number): Promise<EnergyDay> {
  const bounds = passed(day, now)
  const stretches = await stretchesAround(store, { heater, from: bounds[0], until: bounds[1], fields: powerFields })
  const [energy] = energyBetween(stretches, bounds)
  return lineOf(heater, day, now, energy)
}

const passed = ({ from, until }: LocalDay, now: number) => [from, Math.max(from, Math.min(until, now))] as const

/** A line of a day of which nothing was seen. */
export const emptyLine = (heater: string, day: LocalDay, now: number): EnergyDay => lineOf(heater, day, now)

function lineOf(heater: string, day: LocalDay, now: number, energy?: EnergyBySource): EnergyDay {
  const observed = seconds(energy?.observed ?? 0)
  return {
    heater,
    day: day.name,
    heatPumpEnergy: hundredths(energy?.heatPump ?? 0),
    elementEnergy: hundredths(energy?.element ?? 0),
    otherEnergy: hundredths(energy?.other ?? 0),
    observed,
    unobserved: Math.max(0, seconds(Math.min(now, day.until) - day.from) - observed),
  }
}

/** With what the heater told of that day, if it did. */
export function withTold(line: EnergyDay, known: EnergyDay | undefined): EnergyDay {
  if (known?.told === undefined) return line
  return { ...line, told: known.told, toldAt: known.toldAt }
}

/** What is left of a line when its day was one of another zone: what the heater told, if it did. */
export const toldAlone = (line: EnergyDay, days: LocalDays, now: number): EnergyDay | undefined =>
  line.told && withTold(emptyLine(line.heater, days.named(line.day), now), line)

const seconds = (span: number) => Math.round(span / 1000)
const hundredths = (energy: number) => Math.round(energy * 100) / 100

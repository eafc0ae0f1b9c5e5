/** The steps of a restoring: what each would change, and how it ended. */
import type { RestoreReport, RestoreStep } from '#heater/restore'
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import { differenceLines } from '#schema/schedule-difference'
import { temperatureText } from '#schema/schedule-text'
import type { UnitSystem } from '#schema/units'
import { formatDuration } from '#time/duration'
import { differenceJson } from './entry-record.ts'
import { printable } from './printable.ts'

/** For people, and for JSON with its unit. */
const names: Readonly<Record<RestoreStep['what'], readonly [words: string, key: string]>> = {
  power: ['power', 'power'],
  mode: ['mode', 'mode'],
  vacationDays: ['days of the vacation', 'vacation_days'],
  temperature: ['temperature', 'temperature_c'],
  antiLegionellaDays: ['days from one anti-legionella cycle to the next', 'anti_legionella_days'],
  airFilterLife: ['life of the air filter in hours', 'air_filter_life_h'],
  recirculation: ['recirculation', 'recirculation'],
  timeOfUse: ['time of use', 'time_of_use'],
  reservations: ['schedule', 'reservations'],
  tou: ['time-of-use plan', 'time_of_use_plan'],
}

const pumpSchedule = ['recirculation schedule', 'recirculation_schedule'] as const

/** The pump has a setting and a schedule of the same name; only a setting has a value. */
const nameOf = ({ what, to }: RestoreStep) =>
  what === 'recirculation' && to === undefined ? pumpSchedule : names[what]

const differenceOf = ({ outcome }: RestoreStep): ScheduleOutcome['difference'] =>
  outcome && 'difference' in outcome ? outcome.difference : undefined

export function stepLines(step: RestoreStep, units: UnitSystem): readonly string[] {
  const { what, from, to, reason } = step
  const [words] = nameOf(step)
  const value = (given: unknown) =>
    given === undefined ? 'not told' : what === 'temperature' ? temperatureText(Number(given), units) : String(given)
  const change = differenceOf(step)
  const lines = change
    ? [`${words}:`, ...differenceLines(change, units).map(line => `  ${line}`)]
    : [`${words}: ${value(from)} → ${value(to)}`]
  return reason === undefined ? lines : [...lines, `! ${reason}`]
}

/** `schedule: confirmed after 3 s` */
export function stepResultLine(step: RestoreStep): string {
  const { outcome, reason } = step
  const [words] = nameOf(step)
  if (outcome === undefined) return printable(`${words}: failed. ${reason ?? ''}`.trimEnd())
  if (outcome.result === 'confirmed') return `${words}: confirmed after ${formatDuration(outcome.took)}`
  return printable([`${words}: ${outcome.result}.`, outcome.reason ?? reason].filter(Boolean).join(' '))
}

/** All keys every time: what isn't known is null. */
export const reportJson = (name: string, { steps, notes, complete }: RestoreReport): object => ({
  name,
  complete,
  steps: steps.map(step => ({
    what: nameOf(step)[1],
    from: step.from ?? null,
    to: step.to ?? null,
    difference: differenceJson(differenceOf(step)),
    result: step.outcome?.result ?? null,
    reason: step.outcome?.reason ?? step.reason ?? null,
    message: step.drawnUp ?? null,
  })),
  notes,
})

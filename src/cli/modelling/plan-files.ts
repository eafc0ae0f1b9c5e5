/** What a scenario's heater lives by: reservations and a tariff, from files. */
import { parseScheduleFile, type ScheduleFile } from '#heater/schedule-file'
import { setpointRange } from '#physics/controller/settings'
import { NaviLinkError } from '#schema/errors'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouPeriod, TouSchedule } from '#schema/tou'
import { isRecord } from '#schema/wire-entry'
import { UsageError } from '../usage-error.ts'
import type { Scenario } from './scenario.ts'
import type { ReadNamed } from './scenario-house.ts'

export interface Tariff {
  readonly name: string
  readonly periods: readonly TouPeriod[]
  /** Whether the heater waits in its windows. A file that says `enabled: false` only tells prices. */
  readonly heeded: boolean
}

type JsonObject = Readonly<Record<string, unknown>>

export interface GivenPlans {
  readonly reservations: ReservationSchedule | undefined
  readonly tariff: Tariff | undefined
}

/** @throws UsageError */
export async function plansOf(scenario: Scenario, read: ReadNamed): Promise<GivenPlans> {
  const { told, step } = scenario
  const { schedule_file: schedule, tariff_file: tariff } = told.document
  if ((schedule ?? tariff) !== undefined && 60 % step !== 0)
    throw told.refusal('step_s', 'it must go into a minute evenly, such as 60, 30 or 20, where plans go by the minute')
  return {
    reservations:
      schedule === undefined ? undefined : await reservationsIn(schedule, await read('schedule_file'), scenario),
    tariff: tariff === undefined ? undefined : await tariffIn(tariff, await read('tariff_file')),
  }
}

/** Longer than any, characters: a file of another kind would be chewed for minutes. */
const longestPlan = 500_000

/** The plan as the heater holds it. */
export const touOf = ({ periods, heeded }: Tariff): TouSchedule => ({ enabled: heeded, periods })

async function reservationsIn(name: string, text: string, { heater }: Scenario): Promise<ReservationSchedule> {
  const limits = { lowest: heater.minimumOperation ?? setpointRange.lowest, highest: setpointRange.highest, step: 0.5 }
  const file = await planFile(name, text, { kind: 'reservations', limits })
  // Who asks for the comparison wants it on, although the heater that it is from may not follow it yet.
  return { ...file.schedule, enabled: true } as ReservationSchedule
}

async function tariffIn(name: string, text: string): Promise<Tariff> {
  const given = objectIn(text)
  const record = given && openEiRecord(name, given)
  if (record !== undefined) return convertedRecord(name, record)
  const file = await planFile(name, given && isPrintedPlan(given) ? printedPlan(given) : text, { kind: 'tou' })
  const { periods, enabled = true } = file.schedule as { periods: readonly TouPeriod[]; enabled?: boolean | undefined }
  if (periods.length === 0) throw new UsageError(`${name}: it has no periods, so nothing has a price.`)
  return { name: ('name' in file ? file.name : undefined) ?? name, periods, heeded: enabled }
}

async function planFile(
  name: string,
  text: string,
  options: Parameters<typeof parseScheduleFile>[1],
): Promise<ScheduleFile> {
  if (text.length > longestPlan) throw new UsageError(`${name}: it is longer than any schedule or plan.`)
  const { value, problems } = await parseScheduleFile(text, options)
  if (value !== undefined) return value
  const [first, ...more] = problems
  throw new UsageError(
    `${name}, ${first?.text ?? 'it is empty'}${more.length === 0 ? '' : ` (and ${more.length} more)`}.`,
  )
}

/** The object that a JSON text is; undefined when it is something else. */
function objectIn(text: string): JsonObject | undefined {
  try {
    const given: unknown = JSON.parse(text)
    return isRecord(given) ? given : undefined
  } catch {
    return undefined
  }
}

/** As `navilink tou plan --json` prints it. */
const isPrintedPlan = ({ kind, periods }: JsonObject) =>
  (kind === 'flat' || kind === 'time-of-use') && Array.isArray(periods)

/** The same as a file has it, where a flat one only tells prices. */
function printedPlan({ kind, name, utility, periods }: JsonObject): string {
  const inFile = (periods as readonly unknown[]).map(period => {
    if (!isRecord(period)) return period
    const { number: _, price_min_per_kwh: price_min, price_max_per_kwh: price_max, ...rest } = period
    return { ...rest, price_min, price_max }
  })
  return JSON.stringify({ kind: 'tou', name, utility, enabled: kind === 'time-of-use', periods: inFile })
}

/** One plan as OpenEI gives it, alone or in its answer. */
function openEiRecord(name: string, given: JsonObject): unknown {
  if ('energyratestructure' in given) return given
  if (!Array.isArray(given.items)) return undefined
  const [only, another] = given.items as readonly unknown[]
  if (only === undefined || another !== undefined)
    throw new UsageError(`${name}: it holds ${given.items.length} rate plans; it must be one.`)
  return only
}

async function convertedRecord(name: string, record: unknown): Promise<Tariff> {
  const { openEiPlans } = await import('#cloud/open-ei-records')
  const { convertPlan } = await import('#tariff/convert')
  const [plan] = openEiPlans.parse({ items: [record] }).items
  if (plan === undefined) throw new UsageError(`${name}: it holds no rate plan that can be read.`)
  try {
    const { periods, kind } = convertPlan(plan)
    return { name: plan.name, periods, heeded: kind === 'time-of-use' }
  } catch (error) {
    throw error instanceof NaviLinkError ? new UsageError(`${name}: ${error.message}`) : error
  }
}

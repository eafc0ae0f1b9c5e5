/** A time-of-use plan in the cloud's books, in plain values. */
import type { TouPlan, TouSeason } from '#cloud/records'
import { sameSchedule } from '#schema/schedule'
import { readTouSeasons, type TouPeriod, type TouPeriods, touSeasons } from '#schema/tou'
import type { Unreadable } from '#schema/wire-entry'

/** A plan as the cloud keeps it. Whether the heater heeds it is told by `touStatus` of its status. */
export interface RegisteredTou extends TouPeriods {
  readonly name: string | undefined
  readonly utility: string | undefined
  readonly zipCode: string | undefined
}

/** A plan to be applied. What isn't given is taken from the plan that the cloud keeps. */
export interface GivenTou {
  readonly periods: readonly TouPeriod[]
  /** What an exported plan had beside them that isn't understood: it is written as it came. */
  readonly unreadable?: readonly Unreadable[] | undefined
  readonly name?: string | undefined
  readonly utility?: string | undefined
  readonly zipCode?: string | undefined
  /** The utility's plan as OpenEI told it. The cloud keeps it beside; whether it wants one, nobody has tried. */
  readonly source?: unknown
}

export const periodsOf = ({ periods, unreadable }: TouPeriods): TouPeriods => ({
  periods,
  ...(unreadable && { unreadable }),
})

export const samePeriods = (one: TouPeriods, other: TouPeriods) =>
  sameSchedule({ enabled: true, ...periodsOf(one) }, { enabled: true, ...periodsOf(other) })

/** The cloud's record in plain values; undefined for one without a plan in it. */
export function registered({ touInfo }: TouPlan): RegisteredTou | undefined {
  if (touInfo === undefined) return undefined
  const { name, utility, zipCode, schedule } = touInfo
  // What isn't told is a member that is undefined, and must not stand in for the season of its group.
  return { name, utility, zipCode, ...readTouSeasons(JSON.parse(JSON.stringify(schedule))) }
}

/**
 * What the cloud is given of a plan.
 * @throws RangeError when nobody says the ZIP code, which the cloud files plans by.
 */
export function registrationOf(given: GivenTou, periods: TouPeriods, known: RegisteredTou | undefined) {
  const { name = known?.name ?? 'Own plan', utility = known?.utility ?? 'Own prices', zipCode = known?.zipCode } = given
  if (zipCode === undefined || !/^\d{5}$/.test(zipCode))
    throw new RangeError(
      zipCode === undefined
        ? 'There is no plan yet whose ZIP code could be taken; give one.'
        : `${zipCode} is no ZIP code; 02101 is one.`,
    )
  const schedule = touSeasons(periods) as readonly TouSeason[]
  return { name, utility, zipCode, schedule, sourceData: given.source ?? {} }
}

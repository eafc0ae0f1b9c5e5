/** Rate plans as OpenEI writes them (version 7 of its utility rates), read leniently: an odd value costs itself and no more. */
import { z } from 'zod'
import type { RatePlan } from '#tariff/rate-plan'
import { filledText, listOf, number } from './lenient.ts'

/** A plan that OpenEI knows. */
export interface OpenEiPlan extends RatePlan {
  /** As OpenEI gave it: NaviLink's own converter and its list of plans take it in this form. */
  readonly record: Readonly<Record<string, unknown>>
}

const tier = z.object({ rate: number, adj: number, max: number, unit: filledText, sell: number })

/** Tables name prices by their places, so what can't be read keeps its place. */
const places = <T extends z.ZodType>(item: T, odd: z.output<T>) => z.array(item.catch(() => odd))
const notTold = () => undefined

const tierTable = places(places(tier, { unit: undefined }), [])
  .optional()
  .catch(notTold)
const hourTable = places(places(number, undefined), []).optional().catch(notTold)

/** Seconds since 1970, which stand for a day somewhere in America. */
const day = number.transform(seconds => {
  const date = new Date((seconds ?? Number.NaN) * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10)
})

const item = z.object({
  label: filledText,
  name: filledText,
  utility: filledText,
  description: filledText,
  uri: filledText,
  sector: filledText,
  startdate: day,
  enddate: day,
  fixedchargefirstmeter: number,
  fixedchargeunits: filledText,
  energyratestructure: tierTable,
  energyweekdayschedule: hourTable,
  energyweekendschedule: hourTable,
  demandratestructure: tierTable,
  flatdemandstructure: tierTable,
})

const record = z.record(z.string(), z.unknown())

const plan = record.transform((given): OpenEiPlan => {
  const told = item.parse(given)
  const amount = told.fixedchargefirstmeter
  const demand = [...(told.demandratestructure ?? []), ...(told.flatdemandstructure ?? [])].flat()
  return {
    label: told.label ?? '',
    name: told.name ?? told.label ?? 'without a name',
    utility: told.utility ?? 'an unnamed utility',
    description: told.description,
    uri: told.uri,
    sector: told.sector,
    starts: told.startdate,
    ends: told.enddate,
    // A bill is by the month where nothing else is told.
    fixedCharge: amount === undefined ? undefined : { amount, unit: told.fixedchargeunits ?? '$/month' },
    demandCharges: demand.some(({ rate = 0, adj = 0 }) => rate + adj > 0),
    rates: told.energyratestructure,
    weekdays: told.energyweekdayschedule,
    weekends: told.energyweekendschedule,
    record: given,
  }
})

/** An answer with plans. */
export const openEiPlans = z.object({ items: z.array(z.unknown()).pipe(listOf(plan)) })

/** An answer without: `{"error": {"code": "API_KEY_INVALID", "message": "…"}}`, with HTTP 200 or another status. */
export const openEiError = z.object({
  error: z.union([
    z.object({ code: filledText, message: filledText }),
    z.string().transform(message => ({ code: undefined, message })),
  ]),
})

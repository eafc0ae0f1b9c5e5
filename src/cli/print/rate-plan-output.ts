/** Prints the rate plans of a ZIP code, and one of them as a heater would hold it. */
import type { OpenEiPlan } from '#cloud/open-ei-records'
import { type Conversion, planKind, planProblem } from '#tariff/convert'
import type { CommandContext } from '../command-context.ts'
import type { OutputFormat } from '../output-format.ts'
import { jsonText, printable } from './printable.ts'
import { printRecords } from './records-output.ts'
import { countText } from './schedule-outcome-text.ts'
import { periodsCsv, periodsJson, printPeriods } from './tou-output.ts'

type Printing = Pick<CommandContext, 'print' | 'note' | 'paint' | 'terminal'>

export const printRatePlans = (printing: Printing, format: OutputFormat, plans: readonly OpenEiPlan[]): Promise<void> =>
  printRecords(
    printing,
    format,
    plans.map(plan => ({
      utility: plan.utility,
      name: plan.name,
      kind: planKind(plan),
      since: plan.starts,
      until: plan.ends,
      problem: planProblem(plan),
      ...(format !== 'table' && { label: plan.label, uri: plan.uri }),
    })),
  )

export async function printRatePlan(
  printing: Printing,
  format: OutputFormat,
  plan: OpenEiPlan,
  conversion: Conversion,
): Promise<void> {
  const { print, note, paint } = printing
  const { kind, periods, decimals, rounded, loss } = conversion
  if (format === 'csv') return print(periodsCsv(conversion))
  if (format === 'json')
    return print(
      `${jsonText(
        {
          name: plan.name,
          utility: plan.utility,
          label: plan.label,
          uri: plan.uri ?? null,
          starts: plan.starts ?? null,
          ends: plan.ends ?? null,
          kind,
          fixed_charge: plan.fixedCharge ?? null,
          demand_charges: plan.demandCharges,
          decimals,
          rounded,
          periods: periodsJson(conversion),
          loss: loss
            ? {
                periods_needed: loss.periodsNeeded,
                hours_a_year: loss.hours,
                largest_per_kwh: loss.largest,
                dearest_hours_added: loss.dearestHoursAdded,
              }
            : null,
        },
        2,
      )}\n`,
    )
  const since = plan.starts === undefined ? '' : `, since ${plan.starts}`
  const title = `${plan.name} of ${plan.utility}${since}: ${kind}, ${countText(periods.length, 'period')}`
  await print(`${paint('bold', printable(title))}\n\n`)
  await printPeriods(printing, conversion)
  for (const remark of conversionRemarks(plan, conversion)) note(`! ${remark}`)
}

/** A heater acts in the dearest hours of its plan, and here that is whole days. */
const noHoursToAvoid =
  'Its price is the same at all hours of a day: there is nothing to wait for, and the heater may take whole days for the dearest time, and heat late.'

/** What periods don't say of the plan, a sentence each. */
export function conversionRemarks(plan: OpenEiPlan, { kind, rounded, loss }: Conversion): readonly string[] {
  return [
    ...(loss
      ? [
          `The plan needs ${loss.periodsNeeded} periods, more than the heater has: ${loss.hours} hours a year get another price, by ${loss.largest} at most${loss.dearestHoursAdded > 0 ? `, and ${loss.dearestHoursAdded} of them count as the dearest` : ''}.`,
        ]
      : []),
    ...(rounded ? ['Prices with more than five decimals were rounded.'] : []),
    ...(kind === 'time-of-use' ? [] : [noHoursToAvoid]),
    ...(plan.demandCharges ? ['It bills power ($/kW) as well, which no period can say.'] : []),
    ...(plan.ends === undefined ? [] : [`It ends on ${plan.ends}.`]),
  ]
}

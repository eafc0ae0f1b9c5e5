/** What `tou plans`, `plan` and `apply` do: rate plans of OpenEI, converted into the periods of a heater. */
import type { OpenEiPlan } from '#cloud/open-ei-records'
import type { TouSchedule } from '#schema/tou'
import { type Conversion, convertPlan } from '#tariff/convert'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { OutputFormat } from '../output-format.ts'
import { conversionRemarks, printRatePlan, printRatePlans } from '../print/rate-plan-output.ts'
import { countText } from '../print/schedule-outcome-text.ts'
import { whileWaiting } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import { alterSchedule } from './alter-schedule.ts'
import { openEi } from './open-ei.ts'
import { applying, switching, touWords, unchanged } from './tou-plan.ts'

export interface PlanFlags {
  readonly utility?: string
  readonly ended?: true
  readonly enable?: true
}

export interface WantedPlan {
  readonly zip: string
  readonly name: string
}

export async function listPlans(
  context: CommandContext,
  format: OutputFormat,
  zip: string,
  flags: PlanFlags,
): Promise<ExitCode> {
  await printRatePlans(context, format, await plansOf(context, zip, flags))
  return exitCode.done
}

export async function showRatePlan(
  context: CommandContext,
  format: OutputFormat,
  wanted: WantedPlan,
  flags: PlanFlags,
): Promise<ExitCode> {
  const { plan, conversion } = await converted(context, wanted, flags)
  await printRatePlan(context, format, plan, conversion)
  return exitCode.done
}

export async function applyPlan(
  context: CommandContext,
  flags: WriteFlags & PlanFlags,
  wanted: WantedPlan,
): Promise<ExitCode> {
  if (!flags.dryRun) mustBeAllowedToChange(context)
  const { plan, conversion } = await converted(context, wanted, flags)
  const { name, utility, record } = plan
  const given = { name, utility, zipCode: wanted.zip.trim().slice(0, 5), periods: conversion.periods, source: [record] }
  return alterSchedule<TouSchedule>(context, flags, {
    command: 'writeTou',
    words: touWords,
    edit: (heater, options) => applying(heater, { plan: given, enable: flags.enable }, options),
    also: switching(flags.enable),
    remarks: planned => [...conversionRemarks(plan, conversion), ...unchanged(planned)],
    danger: ({ difference }) => {
      const gone = difference?.removed.length ?? 0
      const dangers = [
        ...(gone > 0 ? [`Of the plan that is there, ${countText(gone, 'period')} would go.`] : []),
        ...(conversion.kind === 'time-of-use' ? [] : [`This plan is ${conversion.kind}: it has no hours to avoid.`]),
      ]
      return dangers.length === 0
        ? undefined
        : { danger: dangers.join(' '), doing: gone > 0 ? 'Apply the other?' : 'Apply it?' }
    },
  })
}

async function plansOf(context: CommandContext, zip: string, { utility, ended }: PlanFlags) {
  if (!/^\s*\d{5}(-\d{4})?\s*$/.test(zip))
    throw new UsageError(`${zip} is no ZIP code; it has five digits, like 94903.`)
  const service = await openEi(context)
  const { signal } = context
  return whileWaiting(context, 'Asking OpenEI', () => service.plans(zip, { utility, ended, signal }))
}

async function converted(
  context: CommandContext,
  { zip, name }: WantedPlan,
  flags: PlanFlags,
): Promise<{ readonly plan: OpenEiPlan; readonly conversion: Conversion }> {
  const plan = chosenPlan(await plansOf(context, zip, flags), name)
  return { plan, conversion: convertPlan(plan) }
}

/** By its whole name, OpenEI's own id, or a part of the name that no other plan has. @throws UsageError */
function chosenPlan<Plan extends Pick<OpenEiPlan, 'name' | 'label' | 'utility' | 'starts'>>(
  plans: readonly Plan[],
  wanted: string,
): Plan {
  const text = wanted.trim().toLowerCase()
  const exact = plans.filter(({ name, label }) => name.toLowerCase() === text || label.toLowerCase() === text)
  const fitting = exact.length > 0 ? exact : plans.filter(({ name }) => name.toLowerCase().includes(text))
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only
  const listed = (fitting.length > 0 ? fitting : plans)
    .slice(0, 12)
    .map(
      ({ name, utility, label, starts }) =>
        `${name} (${[utility, starts && `since ${starts}`, label].filter(Boolean).join(', ')})`,
    )
  const what = only === undefined ? 'no plan' : `${fitting.length} plans`
  throw new UsageError(
    `${JSON.stringify(wanted)} fits ${what} of this ZIP code. There are: ${listed.join('; ')}. The last word of each names it alone, and --utility leaves the others out.`,
  )
}

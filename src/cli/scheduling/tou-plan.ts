/** What `tou show`, `now`, `remove`, and the file of a plan do. */
import type { NaviLinkDevice } from '#heater/device'
import type { DrawnUp } from '#heater/line'
import type { GivenTou } from '#heater/registered-tou'
import type { EditOptions } from '#heater/schedule-outcome'
import type { TouOutcome } from '#heater/tou'
import { checkedTimeZone } from '#heater/tou-clock'
import { isEmptyDifference } from '#schema/schedule-difference'
import type { TouSchedule } from '#schema/tou'
import { millis } from '#time/duration'
import { askHeater } from '../asking/ask-heater.ts'
import type { CommandContext } from '../command-context.ts'
import { codeOfResult, type ExitCode, exitCode } from '../exit-code.ts'
import type { OutputFormat } from '../output-format.ts'
import type { ScheduleWords } from '../print/schedule-outcome-text.ts'
import { asUsage } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import type { FiledSchedule } from './schedule-file-commands.ts'

export const touWords: ScheduleWords = {
  what: 'time-of-use plan',
  shownBy: 'navilink tou show',
  enabledBy: 'navilink tou on',
}

export async function showPlan(context: CommandContext, format: OutputFormat): Promise<ExitCode> {
  const { printPlan } = await import('../print/tou-output.ts')
  const { signal } = context
  return askHeater(
    context,
    format,
    async heater => {
      const { touStatus } = await heater.status({ signal })
      return { plan: await heater.tou.read({ signal }), touStatus }
    },
    (told, { name }) => printPlan(context, format, name, told),
  )
}

export async function showPrice(
  context: CommandContext,
  format: OutputFormat,
  timeZone: string | undefined,
): Promise<ExitCode> {
  const { printPrice } = await import('../print/price-now-output.ts')
  const { signal } = context
  const zone = timeZone === undefined ? undefined : checkedZone(timeZone)
  return askHeater(
    context,
    format,
    async heater => {
      const { touStatus } = await heater.status({ signal })
      return { now: await heater.tou.now({ signal, timeZone: zone }), touStatus }
    },
    (told, { name }) => printPrice(context, format, name, told),
  )
}

function checkedZone(timeZone: string): string {
  try {
    return checkedTimeZone(timeZone)
  } catch (error) {
    throw asUsage(error)
  }
}

export interface PlanWish {
  readonly plan: GivenTou
  readonly enable?: boolean | undefined
}

/** As the course of an alteration wants it. */
export const applying = (
  heater: NaviLinkDevice,
  { plan, enable }: PlanWish,
  { base, ...options }: EditOptions<TouSchedule>,
): Promise<TouOutcome> => heater.tou.apply(plan, { ...options, enable, ...(typeof base === 'object' && { base }) })

/** Switching it on or off is a message of its own. */
export const switching =
  (enable: boolean | undefined) =>
  async (heater: NaviLinkDevice, signal: AbortSignal): Promise<readonly DrawnUp[]> =>
    enable === undefined ? [] : [await heater.drawUp(enable ? 'touOn' : 'touOff', undefined, { signal })]

/** What the cloud's copy says is no proof of what the heater holds. */
export const unchanged = ({ difference }: Pick<TouOutcome, 'difference'>): readonly string[] =>
  difference && isEmptyDifference(difference)
    ? ['The cloud’s copy says the same already; it is written again, for what the heater holds can’t be asked.']
    : []

export const filedPlan: FiledSchedule<TouSchedule> = {
  command: 'writeTou',
  words: touWords,
  kind: 'tou',
  async read(heater, signal) {
    const plan = await heater.tou.read({ signal })
    if (plan === undefined) return undefined
    const { touStatus } = await heater.status({ signal })
    const { name, utility, zipCode, ...periods } = plan
    const held = { ...periods, enabled: touStatus !== 'tou-off' }
    return { held, file: { kind: 'tou', name, utility, zipCode, schedule: periods } }
  },
  apply(heater, file, options) {
    if (file.kind !== 'tou') throw new RangeError('A plan is to be of the kind tou.')
    const { name, utility, zipCode, schedule } = file
    const { enabled: enable, periods, unreadable } = schedule
    return applying(heater, { plan: { name, utility, zipCode, periods, unreadable }, enable }, options)
  },
  also: (heater, { schedule }, signal) => switching(schedule.enabled)(heater, signal),
  remarks: unchanged,
}

export async function removePlan(context: CommandContext, flags: WriteFlags): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { mustBeMeant } = await import('../writing/confirmation.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { recordJson } = await import('../print/records-output.ts')
  const { printScheduleJson, printScheduleOutcome } = await import('../print/schedule-outcome-output.ts')
  const { signal, note, print } = context
  if (!flags.dryRun) mustBeAllowedToChange(context)
  return withHeater(context, async (heater): Promise<ExitCode> => {
    const { name } = heater
    const plan = await whileWaiting(context, `Reading the plan of ${name}`, () => heater.tou.read({ signal }))
    if (plan === undefined) {
      note(`The cloud keeps no time-of-use plan for ${name}.`)
      if (!flags.json) return exitCode.done
    }
    if (flags.dryRun) {
      await print(`${recordJson({ name, removes: plan?.name, utility: plan?.utility, zip_code: plan?.zipCode })}\n`)
      return exitCode.done
    }
    const danger = 'The cloud forgets the plan, while the heater goes on by its own until navilink tou off.'
    if (plan) await mustBeMeant(context, { danger, doing: 'Remove it?', yes: flags.yes })
    const options = { signal, deadline: millis(context.left() * 0.9) }
    const outcome = await whileWaiting(context, 'Telling the cloud', () => heater.tou.remove(options))
    const told = { name, words: touWords, outcome }
    await (flags.json ? printScheduleJson : printScheduleOutcome)(context, told)
    return outcome.result === 'dry-run' ? exitCode.done : codeOfResult[outcome.result]
  })
}

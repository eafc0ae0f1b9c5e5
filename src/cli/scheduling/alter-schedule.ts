/** The course of every command that changes a schedule: read it, show what would change, ask whether it is meant, write, print the outcome. */
import type { NaviLinkDevice } from '#heater/device'
import type { DrawnUp } from '#heater/line'
import type { EditOptions, ScheduleOutcome } from '#heater/schedule-outcome'
import type { Schedule } from '#schema/schedule'
import { millis } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { codeOfResult, type ExitCode, exitCode } from '../exit-code.ts'
import type { ScheduleWords } from '../print/schedule-outcome-text.ts'
import { asUsage } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import type { WriteFlags } from '../writing/write-flags.ts'

export interface Alteration<Of extends Schedule, Outcome extends ScheduleOutcome<Of> = ScheduleOutcome<Of>> {
  readonly command: ScheduleOutcome['command']
  readonly words: ScheduleWords
  /** What the schedule must be still, by its hash. */
  readonly base?: string | undefined
  edit(heater: NaviLinkDevice, options: EditOptions<Of>): Promise<Outcome>
  /** What is sent after it. */
  also?(heater: NaviLinkDevice, signal: AbortSignal): Promise<readonly DrawnUp[]>
  /** Sentences about what would change. */
  remarks?(planned: Outcome): readonly string[]
  /** Whether a person is asked before; `planned` has what would change. */
  danger?(planned: Outcome): { readonly danger: string; readonly doing: string } | undefined
}

type Registering = { readonly registered?: boolean }

export async function alterSchedule<Of extends Schedule>(
  context: CommandContext,
  flags: WriteFlags,
  alteration: Alteration<Of, ScheduleOutcome<Of> & Registering>,
): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { reachable } = await import('../asking/reachable.ts')
  const { notePlan, printScheduleJson } = await import('../print/schedule-outcome-output.ts')
  const { command, words, base, danger, remarks } = alteration
  const { signal } = context
  if (!flags.dryRun) mustBeAllowedToChange(context)
  return withHeater(context, async (heater): Promise<ExitCode> => {
    const { name } = heater
    const ended = (outcome: ScheduleOutcome<Of> & Registering) => tell(context, flags, { name, words, outcome })
    const planned = await whileWaiting(context, `Reading the ${words.what} of ${name}`, async () => {
      if (!(await reachable(heater, await context.log(), signal))) return undefined
      // Its own limits are better than those of the data plate.
      await heater.info({ signal })
      return inUsage(() => alteration.edit(heater, { base, dryRun: true, signal }))
    })
    if (planned === undefined) {
      const at = new Date(context.clock.now())
      const gone = { result: 'offline', reason: 'The cloud says that the heater is offline.' } as const
      return ended({ ...gone, command, at, took: millis(0), attempts: 0, warnings: [] })
    }
    if (planned.result !== 'dry-run') return ended(sinceListed(planned, base))
    const question = flags.yes ? undefined : danger?.(planned)
    if (!flags.json || question !== undefined) notePlan(context, { outcome: planned, words }, remarks?.(planned))
    if (flags.dryRun) {
      const { jsonText } = await import('../print/printable.ts')
      const messages = [
        ...(planned.drawnUp ? [planned.drawnUp] : []),
        ...((await alteration.also?.(heater, signal)) ?? []),
      ]
      if (flags.json) await printScheduleJson(context, { name, words, outcome: planned, messages })
      else await context.print(`${jsonText(messages.length === 1 ? messages[0] : messages, 2)}\n`)
      return exitCode.done
    }
    if (question) {
      const { mustBeMeant } = await import('../writing/confirmation.ts')
      await mustBeMeant(context, question)
    }
    // Bound to what was shown: when somebody changes it now, nothing is written.
    const options = { base: planned.before, signal, deadline: millis(context.left() * 0.9) }
    const outcome = await inUsage(() =>
      whileWaiting(context, `Waiting for ${name} to tell it again`, () => alteration.edit(heater, options)),
    )
    ;(await context.log()).info({ command, result: outcome.result }, 'The schedule has its outcome')
    const code = await ended(outcome)
    signal.throwIfAborted()
    return code
  })
}

/** Since a person looked it may as well have been that person who changed it. */
function sinceListed<Outcome extends ScheduleOutcome>(planned: Outcome, base: string | undefined): Outcome {
  if (base === undefined || planned.result !== 'refused' || planned.failCode !== undefined) return planned
  return { ...planned, reason: `It isn't version ${base} any more: it was changed since; nothing was written.` }
}

async function tell(
  context: CommandContext,
  { json }: WriteFlags,
  told: { readonly name: string; readonly words: ScheduleWords; readonly outcome: ScheduleOutcome & Registering },
): Promise<ExitCode> {
  const { printScheduleJson, printScheduleOutcome } = await import('../print/schedule-outcome-output.ts')
  const { outcome } = told
  if (json) await printScheduleJson(context, { ...told, registered: outcome.registered })
  else await printScheduleOutcome(context, told)
  return outcome.result === 'dry-run' ? exitCode.done : codeOfResult[outcome.result]
}

async function inUsage<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asUsage(error)
  }
}

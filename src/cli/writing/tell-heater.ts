/** The course of every command that changes something in one heater: see whether it is there, ask whether it is meant, send, print the outcome. */
import type { NaviLinkDevice } from '#heater/device'
import type { CommandOptions, CommandOutcome } from '#heater/outcome'
import type { ControlValue } from '#schema/command'
import type { WriteName } from '#schema/commands'
import { abortable } from '#time/abort'
import { millis } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { codeOfResult, type ExitCode, exitCode } from '../exit-code.ts'
import { asUsage } from '../usage-error.ts'
import { mustBeAllowedToChange } from './may-change.ts'
import type { WriteFlags } from './write-flags.ts'

/** What a person wants changed. */
export interface Wish {
  readonly command: WriteName
  readonly value?: ControlValue
  /** As it is called in the outcome, where the command itself doesn't say it. */
  readonly what?: string
  /** What a person is to know before; they are asked. */
  readonly danger?: string | undefined
  /** Explains a value that the heater doesn't take, after the heater's own words. */
  readonly hint?: string | undefined
  /** Looks whether there is anything to do. @returns why not. */
  needless?(heater: NaviLinkDevice, signal: AbortSignal): Promise<string | undefined>
  /** What would be sent. */
  drawUp(heater: NaviLinkDevice, signal: AbortSignal): Promise<object>
  send(heater: NaviLinkDevice, options: CommandOptions): Promise<CommandOutcome>
}

export async function tellHeater(context: CommandContext, flags: WriteFlags, wish: Wish): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { reachable } = await import('../asking/reachable.ts')
  const { signal, note } = context
  if (!flags.dryRun) mustBeAllowedToChange(context)
  return withHeater(context, async (heater): Promise<ExitCode> => {
    const { name } = heater
    const logger = await context.log()
    const there = await whileWaiting(context, `Looking for ${name}`, () => reachable(heater, logger, signal))
    const untold = { command: wish.command, value: wish.value, took: millis(0), attempts: 0 }
    const at = new Date(context.clock.now())
    if (!there)
      // The cloud said so before anything was tried.
      return ended(context, flags, heater, wish, { ...untold, at, result: 'offline', reason: heaterGone })
    if (flags.dryRun) {
      const { jsonText } = await import('../print/printable.ts')
      const drawn = await inWords(wish, () =>
        whileWaiting(context, `Asking ${name}`, () => wish.drawUp(heater, signal)),
      )
      await context.print(`${jsonText(drawn, 2)}\n`)
      return exitCode.done
    }
    const needless = await wish.needless?.(heater, signal)
    if (needless !== undefined) {
      const { printOutcomeJson } = await import('../print/outcome-output.ts')
      const outcome = { ...untold, at, result: 'confirmed', reason: needless } as const
      if (flags.json) await printOutcomeJson(context, { name, outcome })
      else note(needless)
      return exitCode.done
    }
    if (wish.danger) {
      const { mustBeMeant } = await import('./confirmation.ts')
      await mustBeMeant(context, {
        danger: wish.danger,
        doing: `Send ${await wantedOf(context, wish)} to ${name}?`,
        yes: flags.yes,
      })
    }
    // Its own deadline comes first: an outcome says more than the end of the command's time.
    const options = { signal, deadline: millis(context.left() * 0.9) }
    const outcome = await inWords(wish, () =>
      whileWaiting(context, `Waiting for ${name} to confirm it`, () => wish.send(heater, options)),
    )
    logger.info({ command: outcome.command, result: outcome.result }, 'The command has its outcome')
    const code = await ended(context, flags, heater, wish, outcome)
    signal.throwIfAborted()
    return code
  })
}

async function ended(
  context: CommandContext,
  flags: WriteFlags,
  { name }: NaviLinkDevice,
  { what }: Wish,
  outcome: CommandOutcome,
): Promise<ExitCode> {
  const { printEffect, printOutcome, printOutcomeJson } = await import('../print/outcome-output.ts')
  const told = { name, outcome, what }
  const waits = flags.effect === true && outcome.result === 'confirmed'
  if (!flags.json) await printOutcome(context, told)
  const effect = waits ? await effectOf(context, name, outcome) : undefined
  if (flags.json) await printOutcomeJson(context, told, waits ? (effect ?? null) : undefined)
  else if (waits) await printEffect(context, effect)
  return codeOfResult[outcome.result]
}

async function wantedOf({ settings }: CommandContext, { command, value, what }: Wish): Promise<string> {
  const { wantedText } = await import('../print/outcome-text.ts')
  return what ?? wantedText({ command, value }, settings)
}

async function effectOf(context: CommandContext, name: string, outcome: CommandOutcome) {
  const { whileWaiting } = await import('../progress.ts')
  const { signal, untimed } = context
  return untimed(() =>
    whileWaiting(context, `Waiting for what it changes in ${name}`, () =>
      abortable(Promise.resolve(outcome.effect), signal),
    ),
  )
}

const heaterGone = 'The cloud says that the heater is offline.'

async function inWords<Result>({ hint }: Wish, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asUsage(error, hint)
  }
}

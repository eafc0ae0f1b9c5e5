/** Prints how a command to the heater ended: a line for people, or the whole of it for programs. */
import type { CommandOutcome } from '#heater/outcome'
import { commands } from '#schema/commands'
import { heating } from '#schema/derived'
import type { Status } from '#schema/status'
import type { CommandContext } from '../command-context.ts'
import { advice, effectSentence, outcomeSentence, shown } from './outcome-text.ts'
import { jsonText, printable } from './printable.ts'

interface Told {
  readonly name: string
  readonly outcome: CommandOutcome
  /** What was wanted, where the command itself doesn't say it. */
  readonly what?: string | undefined
}

type Printing = Pick<CommandContext, 'print' | 'note' | 'settings'>

/** What was confirmed is data; why something wasn't is a complaint. */
export async function printOutcome({ print, note, settings }: Printing, { name, outcome, what }: Told): Promise<void> {
  const sentence = outcomeSentence(name, outcome, settings, what)
  if (outcome.result === 'confirmed') await print(`${printable(sentence)}\n`)
  else note(sentence)
}

export const printEffect = ({ print, settings }: Printing, effect: Status | undefined): Promise<void> =>
  print(`${effectSentence(effect, settings)}\n`)

/** @param effect where it was waited for: null when it could not be seen. */
export const printOutcomeJson = ({ print }: Printing, told: Told, effect?: Status | null): Promise<void> =>
  print(`${jsonText({ ...outcomeJson(told), ...(effect === undefined ? {} : { effect: effectJson(effect) }) }, 2)}\n`)

/** All keys every time: what isn't known is null. */
function outcomeJson({ name, outcome }: Told): object {
  const { command, value = null, result, at, took, attempts, failCode = null, reason = null, heldUntil } = outcome
  const row = commands[command]
  const parameter = 'parameter' in row ? row.parameter : undefined
  return {
    name,
    command,
    value,
    unit: parameter?.type === 'number' ? parameter.unit : null,
    result,
    at: at.toISOString(),
    took_s: Number((took / 1000).toFixed(3)),
    attempts,
    fail_code: failCode,
    reason,
    advice: advice(outcome) ?? null,
    held_until: heldUntil?.toISOString() ?? null,
    shown: shown(outcome),
  }
}

const effectJson = (effect: Status | null) =>
  effect && {
    heating: heating(effect),
    operation_mode: effect.operationMode ?? null,
    power_w: effect.currentInstPower ?? null,
  }

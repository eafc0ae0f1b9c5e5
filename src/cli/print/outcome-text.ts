/** How a command to the heater ended, in one line: what was set and what shows it, or why not and what to do. */

import type { CommandOutcome } from '#heater/outcome'
import type { Expectation } from '#schema/command'
import { commands } from '#schema/commands'
import { type Status, statusFields } from '#schema/status'
import { formatDuration } from '#time/duration'
import { controlValueText, controlWords } from '../writing/verb-forms.ts'
import { heatsText } from './heats-text.ts'
import { timeText } from './time-text.ts'
import { type Display, valueText } from './value-text.ts'

export type Units = Pick<Display, 'units'>

/** What was wanted: `mode electric`, `temperature 125 °F`. */
export function wantedText(
  { command, value, status }: Pick<CommandOutcome, 'command' | 'value' | 'status'>,
  { units }: Units,
): string {
  const row = commands[command]
  const display = { units, formula: status?.tempFormulaType }
  const celsius = (degrees: number) => valueText(statusFields.dhwTemperatureSetting, degrees, display)
  const text = 'parameter' in row ? controlValueText(row, value, celsius) : undefined
  return controlWords(row, text)
}

/** The settings by which a status shows it, as the last status had them. */
export function shown({ command, status }: CommandOutcome): Partial<Status> {
  const row = commands[command]
  if (status === undefined || !('confirmedBy' in row)) return {}
  const expected: readonly Expectation[] = row.confirmedBy
  return Object.fromEntries(
    expected.flatMap(({ setting }) => (status[setting] === undefined ? [] : [[setting, status[setting]]])),
  )
}

/** @param what was wanted, where the command itself doesn't say it. */
export function outcomeSentence(name: string, outcome: CommandOutcome, { units }: Units, what?: string): string {
  const { result, took, reason, status } = outcome
  const wanted = `${name}: ${what ?? wantedText(outcome, { units })}`
  if (result !== 'confirmed') return [`${wanted}: ${result}.`, reason, advice(outcome)].filter(Boolean).join(' ')
  const display = { units, formula: status?.tempFormulaType }
  const settings = Object.entries(shown(outcome)).map(
    ([key, value]) => `${key} ${valueText(statusFields[key as keyof typeof statusFields], value, display)}`,
  )
  const by = settings.length > 0 ? `: its status shows ${settings.join(' and ')}.` : '.'
  return [`${wanted}, confirmed after ${formatDuration(took)}${by}`, reason].filter(Boolean).join(' ')
}

/** What to do now. */
export function advice({ result, failCode, attempts, heldUntil }: CommandOutcome): string | undefined {
  switch (result) {
    case 'confirmed':
      return undefined
    case 'unconfirmed':
      return 'navilink status shows whether the heater took it by now.'
    case 'held':
      return `It is taken then${heldUntil ? `, at ${timeText(heldUntil)} by the plan` : ''}; navilink set mode heat-pump takes it back.`
    case 'offline':
      return 'Look at its power and its Wi-Fi; navilink check finds out more.'
    case 'expired':
      return 'Nothing was changed: give it again if it still holds.'
    case 'refused':
      // Of one that came too soon the heater's own words say what to do.
      return failCode === tooSoon ? undefined : 'navilink status shows what it does.'
    case 'failed':
      return attempts === 0
        ? 'Nothing was changed; navilink check finds out where it fails.'
        : 'navilink status shows whether the heater took it, navilink check where it fails.'
  }
}

/** A control that followed another one too closely. */
const tooSoon = 2

/** What runs once it has its effect. */
export function effectSentence(effect: Status | undefined, { units }: Units): string {
  if (effect === undefined) return 'What it changed could not be seen within ten minutes.'
  const power = valueText(statusFields.currentInstPower, effect.currentInstPower ?? '–', { units, formula: undefined })
  return `Now heats: ${heatsText(effect)} (${power}).`
}

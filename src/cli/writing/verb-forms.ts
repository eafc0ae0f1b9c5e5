/** Which words after `navilink` lead to which control, by the `verb` of its row in the command table. */
import type { Control, ControlValue } from '#schema/command'
import { type ControlName, commands, controlNames } from '#schema/commands'

/** One way to say something: `power off`, `vacation <days>`. */
export interface VerbForm {
  readonly name: ControlName
  readonly control: Control
  /** `vacation` of `set vacation <days>`. */
  readonly setting: string
  /** After it, literally: `off`. */
  readonly word?: string
  /** Or what is to be given: `days`. */
  readonly takes?: string
}

/** All of one command, in the table's order. */
export function verbForms(command: string): readonly VerbForm[] {
  return controlNames.flatMap(name => {
    const control: Control = commands[name]
    const [first, setting = '', last] = control.verb.split(' ')
    if (first !== command) return []
    const takes = /^<(.*)>$/.exec(last ?? '')?.[1]
    return [{ name, control, setting, ...(takes ? { takes } : last ? { word: last } : {}) }]
  })
}

/** The same by their settings. */
export const formsBySetting = (command: string): ReadonlyMap<string, readonly VerbForm[]> =>
  Map.groupBy(verbForms(command), ({ setting }) => setting)

/** `power off`, `vacation 7 days`: as one says it. */
export function controlWords({ verb }: Pick<Control, 'verb'>, valueText: string | undefined): string {
  const words = verb.replace(/^set /, '').replace(/ ?<.*>/, '')
  return valueText === undefined ? words : `${words} ${valueText}`
}

/** A value as a person reads it; a temperature goes by the units. */
export function controlValueText(
  { parameter }: Pick<Control, 'parameter'>,
  value: ControlValue,
  temperatureText: (celsius: number) => string,
): string | undefined {
  if (parameter === undefined || value === undefined) return undefined
  if (parameter.type === 'choice') return String(value)
  if (parameter.unit === '°C') return temperatureText(Number(value))
  return `${value} ${parameter.unit}`
}

/** Makes a subcommand of each setting that the command table has under one command. */
import { Argument, type Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'
import type { Wish } from './tell-heater.ts'
import { formsBySetting, type VerbForm } from './verb-forms.ts'
import type { WriteFlags } from './write-flags.ts'

export interface SettingSetup {
  readonly run: Run
  /** @param self the subcommand that was called. */
  readonly flags: (self: Command) => WriteFlags
  /** Gives a subcommand options of its own. */
  readonly options?: (self: Command) => Command
  /** Words that the table doesn't have, by the setting that they stand after. */
  readonly more?: Readonly<Record<string, Readonly<Record<string, { readonly doc: string; readonly wish: Wish }>>>>
}

export function settingCommands(
  command: Command,
  { run, flags, options = self => self, more = {} }: SettingSetup,
): void {
  command.helpCommand(false)
  const settings = [...formsBySetting(command.name()).keys()].join(', ')
  command.on('command:*', ([word]: readonly string[]) =>
    command.error(`error: '${word}' is nothing that can be set; there are ${settings}`),
  )
  for (const [setting, forms] of formsBySetting(command.name())) {
    const others = more[setting] ?? {}
    const self = options(command.command(setting))
      .summary(inShort(forms))
      .description(
        [...forms.map(line), ...Object.entries(others).map(([word, { doc }]) => `${word}: ${doc}`)].join('\n'),
      )
    const argument = argumentOf(forms, Object.keys(others))
    if (argument) self.addArgument(argument)
    self.action((...args: readonly unknown[]) =>
      run('one-shot', async context => {
        const { tellHeater } = await import('./tell-heater.ts')
        const given = argument ? String(args[0]).trim() : ''
        const wish = others[given.toLowerCase()]?.wish ?? (await wishOf(context, forms, given))
        return tellHeater(context, flags(self), wish)
      }),
    )
  }
}

/** What the last of them does, without the rest of the story. */
const inShort = (forms: readonly VerbForm[]): string => forms.at(-1)?.control.doc.split(/[.:]/)[0] ?? ''

function line({ control, word, takes }: VerbForm): string {
  const { parameter } = control
  const choices = parameter?.type === 'choice' ? ` One of ${Object.keys(parameter.choices).join(', ')}.` : ''
  return [word ?? (takes && `<${takes}>`), `${control.doc}${choices}`].filter(Boolean).join(': ')
}

/** `<days|off>`. */
function argumentOf(forms: readonly VerbForm[], more: readonly string[]): Argument | undefined {
  const takes = forms.find(form => form.takes !== undefined)
  const words = [...forms.flatMap(({ word }) => word ?? []).reverse(), ...more]
  const parameter = takes?.control.parameter
  if (parameter?.type === 'number' && parameter.or !== undefined) words.push('off')
  const name = [...(takes?.takes ? [takes.takes] : []), ...words].join('|')
  if (name === '') return undefined
  const argument = new Argument(`<${name}>`)
  // For help and completion: the library refuses the others, in its own words.
  const choices = parameter?.type === 'choice' ? [...Object.keys(parameter.choices), ...words] : words
  if (choices.length > 0) argument.argChoices = choices
  return argument
}

async function wishOf(context: CommandContext, forms: readonly VerbForm[], given: string): Promise<Wish> {
  const { controlWish } = await import('./control-wish.ts')
  const { units } = context.settings
  const literal = forms.find(({ word }) => word !== undefined && word === given.toLowerCase())
  const form = literal ?? forms.find(({ word }) => word === undefined)
  if (form) return controlWish(form, given, units)
  const words = forms.map(({ word }) => word).reverse()
  throw new UsageError(`${forms[0]?.setting} takes ${words.join(' or ')}, not ${JSON.stringify(given)}.`)
}

/** `navilink hot-button`: lets the recirculation pump run once. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import { verbForms } from '../writing/verb-forms.ts'
import { outcomeCodes, type WriteFlags, writeOptions } from '../writing/write-flags.ts'

const examples = `
For a unit that is fitted with a recirculation pump.
${outcomeCodes}

Example:
  $ navilink hot-button`

export function define(command: Command, run: Run): void {
  writeOptions(command)
    .addHelpText('after', examples)
    .action((flags: WriteFlags) =>
      run('one-shot', async context => {
        const { controlWish } = await import('../writing/control-wish.ts')
        const { tellHeater } = await import('../writing/tell-heater.ts')
        const [form] = verbForms('hot-button')
        return form && tellHeater(context, flags, controlWish(form, '', context.settings.units))
      }),
    )
}

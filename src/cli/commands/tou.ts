/** `navilink tou`: the time-of-use plan of a heater, by which it waits while power is dear. */
import type { Command } from 'commander'
import { defaultCommand } from '../default-command.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import type { PlanFlags, WantedPlan } from '../scheduling/rate-plans.ts'
import { fileCommands } from '../scheduling/schedule-file-commands.ts'
import { settingCommands } from '../writing/setting-commands.ts'
import { outcomeCodes, type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

const examples = `
In the dearest period of its plan the heater waits with heating, unless the
water gets cold; the other prices change nothing. The cloud keeps a copy of the
plan, which is what is shown here: the heater can't be asked for its own. Rate
plans come from OpenEI, for which everybody needs a free key (OPENEI_API_KEY, in
the environment or in .env), and are converted here. With a simulated cloud they
come from that; NAVILINK_OPENEI names another address.
${outcomeCodes}

Examples:
  $ navilink tou                                  the plan, and its weeks
  $ navilink tou now                              the price now, and when it changes
  $ navilink tou plans 94903                      the rate plans of a ZIP code
  $ navilink tou plan 94903 "E-TOU Option C"      as the heater would hold it
  $ navilink tou apply 94903 "E-TOU Option C" --enable
  $ navilink tou export tou.yaml                  to be edited, and then
  $ navilink tou set tou.yaml
  $ navilink tou off`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  formatOptions(defaultCommand(command, 'show'))
    .description('Print the plan, and on a terminal its weeks.')
    .action((options: FormatFlags) =>
      run('one-shot', async context =>
        (await import('../scheduling/tou-plan.ts')).showPlan(context, formatOf(options)),
      ),
    )
  formatOptions(command.command('now'))
    .description('Print the price of a kWh now, and when it changes.')
    .option('--time-zone <zone>', 'where the heater is, such as America/Los_Angeles (default: as this machine)')
    .action((options: FormatFlags & { readonly timeZone?: string }) =>
      run('one-shot', async context =>
        (await import('../scheduling/tou-plan.ts')).showPrice(context, formatOf(options), options.timeZone),
      ),
    )
  formatOptions(command.command('plans <zip>'))
    .description('List the residential rate plans of a ZIP code. No account is needed.')
    .option('--utility <name>', 'of this utility alone; a part of its name does')
    .option('--ended', 'list those that have ended, too')
    .action((zip: string, options: FormatFlags & PlanFlags) =>
      run('one-shot', async context =>
        (await import('../scheduling/rate-plans.ts')).listPlans(context, formatOf(options), zip, options),
      ),
    )
  formatOptions(command.command('plan <zip> <name...>'))
    .description('Print a rate plan as the heater would hold it. No account is needed.')
    .option('--utility <name>', 'of this utility; a part of its name does')
    .option('--ended', 'one that has ended, too')
    .action((zip: string, words: readonly string[], options: FormatFlags & PlanFlags) =>
      run('one-shot', async context =>
        (await import('../scheduling/rate-plans.ts')).showRatePlan(
          context,
          formatOf(options),
          wanted(zip, words),
          options,
        ),
      ),
    )
  yesOption(writeOptions(command.command('apply <zip> <name...>')))
    .description('Give the heater a rate plan.')
    .option('--utility <name>', 'of this utility; a part of its name does')
    .option('--ended', 'one that has ended, too')
    .option('--enable', 'and let it heed the plan (default: as it does now)')
    .action((zip: string, words: readonly string[], flags: WriteFlags & PlanFlags) =>
      run('one-shot', async context =>
        (await import('../scheduling/rate-plans.ts')).applyPlan(context, flags, wanted(zip, words)),
      ),
    )
  fileCommands(command, {
    run,
    applying: 'set',
    filed: async () => (await import('../scheduling/tou-plan.ts')).filedPlan,
  })
  settingCommands(command, {
    run,
    options: writeOptions,
    flags: self => self.opts<WriteFlags>(),
  })
  yesOption(writeOptions(command.command('remove')))
    .description("Remove the cloud's copy. The heater goes on by its own, unless it is told off.")
    .action((flags: WriteFlags) =>
      run('one-shot', async context => (await import('../scheduling/tou-plan.ts')).removePlan(context, flags)),
    )
}

/** A name with blanks needs no quotes. */
const wanted = (zip: string, words: readonly string[]): WantedPlan => ({ zip, name: words.join(' ') })

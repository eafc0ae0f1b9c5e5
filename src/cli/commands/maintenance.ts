/** `navilink maintenance`: the log books of filter changes and descaling that the cloud keeps. */
import { Argument, type Command } from 'commander'
import type { Upkeep } from '#cloud/records'
import { dayText, localDay } from '../asking/local-date.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'
import { asUsage } from '../usage-error.ts'
import { type WriteFlags, writeOptions } from '../writing/write-flags.ts'

const books: readonly Upkeep[] = ['filter', 'descaling']

const examples = `
The heater's own hours go on whatever is written here: navilink filter reset
is for them.

Examples:
  $ navilink maintenance list
  $ navilink maintenance log filter               done today
  $ navilink maintenance log descaling --date 2026-03-07`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  formatOptions(command.command('list'))
    .description('Print what was written down, newest first.')
    .addArgument(new Argument('[book]', 'one of them alone').choices(books))
    .action((book: Upkeep | undefined, options: FormatFlags) =>
      run('one-shot', async context => {
        const { withHeater } = await import('../account/account.ts')
        const { printRecords } = await import('../print/records-output.ts')
        const { timeText } = await import('../print/time-text.ts')
        const format = formatOf(options)
        await withHeater(context, async heater => {
          const { signal } = context
          const records = []
          for (const log of book ? [book] : books)
            for (const { maintenanceDate: date, registerAt } of await heater.upkeepLog(log, { signal }))
              records.push({ log, date, recorded_at: registerAt ? timeText(new Date(registerAt)) : undefined })
          if (records.length === 0) context.note(`Nothing is written down for ${heater.name}.`)
          if (records.length > 0 || format === 'json') await printRecords(context, format, records)
        })
        return undefined
      }),
    )
  writeOptions(command.command('log'))
    .description('Write down what was done.')
    .addArgument(new Argument('<book>', 'what was done').choices(books))
    .option('--date <date>', 'the day of it, such as 2026-03-07 (default: today)')
    .action((log: Upkeep, flags: WriteFlags & { readonly date?: string }) =>
      run('one-shot', async context => {
        const { tellCloud } = await import('../writing/tell-cloud.ts')
        const { date = dayText(localDay(context.clock.now())) } = flags
        await mustBeDay(date)
        return tellCloud(context, flags, ({ name }) => ({
          record: { name, log, date },
          sentence: `${log === 'filter' ? 'A change of the air filter' : 'A descaling'} of ${name} on ${date} is written down.`,
          send: (heater, signal) => heater.logUpkeep(log, date, { signal }),
        }))
      }),
    )
}

/** Also where nothing is sent. @throws UsageError */
async function mustBeDay(date: string): Promise<void> {
  const { unpaddedDate } = await import('#cloud/upkeep-records')
  try {
    unpaddedDate(date)
  } catch (error) {
    throw asUsage(error)
  }
}

/** `navilink energy`: what a heater used, by day or by month, as it keeps the account itself. */
import type { Command } from 'commander'
import type { NaviLinkDevice } from '#heater/device'
import type { EnergyRow, EnergyUse } from '#schema/energy'
import { type EnergyFlags, type EnergySpan, energySpan } from '../asking/energy-span.ts'
import { localDay } from '../asking/local-date.ts'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
Days and months are those of the heater's own calendar; which day is today,
this machine says. It keeps records by day and by month; by the hour none was
ever seen.

Examples:
  $ navilink energy                               the last twelve months
  $ navilink energy --last 30d                    day by day
  $ navilink energy --year 2025,2026              month by month
  $ navilink energy --month 11                    day by day, of this year's November
  $ navilink energy --last 12m --csv > energy.csv
  $ navilink energy --json | jq .sum.heat_pump_kwh`

export function define(command: Command, run: Run): void {
  formatOptions(command)
    .option('--last <span>', 'the last months, days or years: 12m, 30d, 2y')
    .option('--year <years>', 'the months of a year, or of several with commas between them')
    .option('--month <months>', 'the days of a month, 1 to 12, or of several')
    .addHelpText('after', examples)
    .action((options: FormatFlags & EnergyFlags) => run('one-shot', context => energy(context, options)))
}

async function energy(context: CommandContext, options: FormatFlags & EnergyFlags): Promise<ExitCode> {
  const { askHeater } = await import('../asking/ask-heater.ts')
  const { printEnergy } = await import('../print/energy-output.ts')
  const format = formatOf(options)
  const span = energySpan(options, localDay(context.clock.now()))
  return askHeater(
    context,
    format,
    heater => asked(heater, span, context.signal),
    ({ rows, total }, { name }) => printEnergy(context, format, { name, span, rows, lifetime: total }),
  )
}

async function asked(
  { energy: records }: NaviLinkDevice,
  { by, asks }: EnergySpan,
  signal: AbortSignal,
): Promise<{ rows: readonly EnergyRow[]; total: EnergyUse }> {
  if (by === 'month') {
    const { rows, total } = await records.monthly(
      asks.map(({ year }) => year),
      { signal },
    )
    return { rows, total }
  }
  const answers = []
  for (const { year, months } of asks) answers.push(await records.daily(year, months, { signal }))
  return { rows: answers.flatMap(({ rows }) => rows), total: answers[0]?.total ?? {} }
}

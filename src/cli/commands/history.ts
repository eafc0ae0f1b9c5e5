/** `navilink history`: the record that a station keeps. */
import { type Command, Option } from 'commander'
import { waterScales } from '#station/exchange/temperature-scale'
import type { ExportFlags } from '../historian/export-record.ts'
import type { ImportFlags } from '../historian/import-files.ts'
import type { QueryFlags } from '../historian/query-record.ts'
import {
  exportFormats,
  heaterOption,
  type RecordFlags,
  recordOptions,
  type StationFlags,
  spanOptions,
  stationOption,
} from '../historian/record-flags.ts'
import { type FormatFlags, formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
The record is a file that navilink serve writes. It can be read while the
station runs; import and vacuum then go through the station.

Examples:
  $ navilink history query --last 6h
  $ navilink history query --points 300 --last 90d --csv > quarter.csv
  $ navilink history export 2026.parquet --from 2026-01-01 --until 2027-01-01
  $ navilink history import tank_data_production.csv --dry-run
  $ navilink history stats
  $ navilink history backup /mnt/usb/history.db`

const queryExamples = `
Times are UTC; a date is a day of the heater's zone. A CSV has an empty row at
the beginning of a gap.

Examples:
  $ navilink history query                              the last day
  $ navilink history query --from 2026-11-20 --until 2026-11-21
  $ navilink history query --fields tank_upper_temp,current_inst_power --json
  $ navilink history query --points 100 --last 30d      the means
  $ navilink history query --points 100 --wide          mean, least and most`

const exportExamples = `
CSV has the columns of navilink monitor, and can be imported again; JSON has a
line a sample, with all that no column has. Parquet has the columns of the CSV
as numbers, and needs hyparquet-writer (npm install hyparquet-writer).

Examples:
  $ navilink history export tank.csv --last 30d
  $ navilink history export all.jsonl
  $ navilink history export tank.parquet --columns standard --units metric
  $ navilink history export - --format csv | head`

const importExamples = `
It takes what navilink monitor and history export wrote, and the CSV files of
the Python programs, whichever columns they have. Old ones give temperatures as
half degrees Celsius under the name of °F (121 is 60.5 °C), as that and 20, or as
°F; which one is found out where it can be, and --scale says it where not. Times
without a zone need --timezone. What is there already isn't taken twice. For a
heater that the record doesn't know yet, --heater takes its MAC address.

Examples:
  $ navilink history import tank_data_production.csv --dry-run
  $ navilink history import 2025-*.csv --timezone America/Los_Angeles
  $ navilink history import old.csv --scale half-celsius --heater Garage --yes`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  const query = command.command('query').description('Print samples, or how fields went over a time.')
  formatOptions(recordOptions(spanOptions(heaterOption(query), 'the last day when nothing is said, 30 with --points')))
    .option('--fields <names>', 'these fields alone, by their names in CSV or on the wire')
    .option('--points <n>', 'so many points in the place of samples')
    .option('--wide', 'with --points, the least and the most beside the mean, as CSV has them')
    .addHelpText('after', queryExamples)
    .action((flags: QueryFlags) =>
      run('one-shot', async context => (await import('../historian/query-record.ts')).queryRecord(context, flags)),
    )
  const exporting = command.command('export <file>').description('Write samples to a file; - is standard output.')
  recordOptions(spanOptions(heaterOption(exporting), 'all there is when nothing is said'))
    .addOption(new Option('--format <format>', 'when the name of the file does not say').choices([...exportFormats]))
    .option('--columns <columns>', 'standard, all, or names with commas between them', 'all')
    .option('--force', 'write over a file that is there')
    .addHelpText('after', exportExamples)
    .action((file: string, flags: ExportFlags) =>
      run('one-shot', async context =>
        (await import('../historian/export-record.ts')).exportRecord(context, file, flags),
      ),
    )
  const importing = command.command('import <file...>').description('Take older files into the record of a heater.')
  stationOption(recordOptions(heaterOption(importing)))
    .addOption(
      new Option('--scale <scale>', 'how old files count degrees').choices(['auto', ...waterScales]).default('auto'),
    )
    .option('--timezone <zone>', 'where the clock of times without a zone stood')
    .option('--dry-run', 'show a row before and after, and write nothing')
    .option('--yes', 'do not ask')
    .addHelpText('after', importExamples)
    .action((files: string[], flags: ImportFlags) =>
      run('one-shot', async context =>
        (await import('../historian/import-files.ts')).importFiles(context, files, flags),
      ),
    )
  formatOptions(
    recordOptions(command.command('stats').description('Tell how much there is, and what is missing.')),
  ).action((flags: RecordFlags & FormatFlags) =>
    run('one-shot', async context => (await import('../historian/record-upkeep.ts')).recordStats(context, flags)),
  )
  recordOptions(command.command('backup <file>').description('Copy the record, also while the station writes.')).action(
    (file: string, flags: RecordFlags) =>
      run('one-shot', async context =>
        (await import('../historian/record-upkeep.ts')).backUpRecord(context, file, flags),
      ),
  )
  stationOption(
    recordOptions(command.command('vacuum').description('Give space that the record does not need back to the disk.')),
  ).action((flags: RecordFlags & StationFlags) =>
    run('one-shot', async context => (await import('../historian/record-upkeep.ts')).vacuumRecord(context, flags)),
  )
}

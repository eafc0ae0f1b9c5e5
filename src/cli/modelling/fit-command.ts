/** `navilink model fit`: one's own heater from its record. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import type { Fit, FitRequest } from '#physics/fit/fit'
import type { TankSize } from '#physics/parameters'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'

interface FitFlags {
  readonly tank: string
  readonly set: 'rated' | 'field'
  readonly air?: string
  readonly inlet?: string
  readonly output?: string
  readonly force?: true
  readonly json?: true
}

const examples = `
HISTORY is what navilink monitor --csv wrote: any columns as long as both tank sensors are among them, and the relay of
the compressor or the power; gaps, torn rows and either unit are all right. It takes a week at least, and a month is
better. Rows a minute apart tell most. --columns all has the air (ambient_temperature) too, without which loss and
efficiency hold for an assumed one. Several files are given in the order of their time; - is standard input.

Every fifth day is kept back to judge by: what makes the model tell those days worse isn't kept. What was learned is
printed, and --output keeps it for model run --parameters.

Examples:
  $ navilink model fit tank.csv
  $ navilink model fit 2025.csv 2026.csv --tank 80 --output mine.json
  $ navilink model run --parameters mine.json
  $ navilink model fit tank.csv --air 68F --json`

export function defineFit(command: Command, run: Run): void {
  command
    .description('Learn the numbers of your own heater from its record.')
    .argument('<history...>', 'CSV files of one heater, or -')
    .addOption(
      new Option('--tank <gallons>', 'what the tank holds by its label').choices(['50', '65', '80']).default('65'),
    )
    .addOption(
      new Option('--set <name>', 'what is taken for usual: as one home measured, or by the published ratings')
        .choices(['field', 'rated'])
        .default('field'),
    )
    .option('--air <temperature>', 'around the heater, where the record is wrong about it or silent')
    .option('--inlet <temperature>', 'cold water, where you know it')
    .option('--output <file>', 'keep what was learned in a new JSON file')
    .option('--force', 'write over such a file')
    .option('--json', 'print JSON: °C, K, W, Wh and L whatever --units says')
    .addHelpText('after', examples)
    .action((files: string[], flags: FitFlags) => run('one-shot', context => fitFiles(context, files, flags)))
}

async function fitFiles(context: CommandContext, files: readonly string[], flags: FitFlags): Promise<undefined> {
  refuseFlags(context.flags, 'model fit reads files and asks nobody', accountFlags)
  if (flags.force && flags.output === undefined)
    throw new UsageError('--force says that a file may be written over; name it with --output.')
  if (files.length > 1 && files.includes('-'))
    throw new UsageError('Standard input (-) is read alone; give files, or pass all of them through it.')
  const { output, force = false } = flags
  // Not after half a minute of work.
  if (output !== undefined && output !== '-' && !force && existsSync(path.resolve(context.terminal.directory, output)))
    throw new UsageError(`${output} is there already; --force writes over it.`)
  const { units } = context.settings
  const { givenTemperature } = await import('./given-temperature.ts')
  const request: FitRequest = {
    size: `${flags.tank}-gal` as TankSize,
    set: flags.set,
    air: givenTemperature('air', flags.air, units),
    inlet: givenTemperature('inlet', flags.inlet, units),
  }
  const { whileWaiting } = await import('../progress.ts')
  const { readHistory } = await import('./fit-history.ts')
  const { fitRecord, fitText } = await import('./fit-report.ts')
  const { jsonText } = await import('../print/printable.ts')
  const { writeText } = await import('../scheduling/text-file.ts')
  const { history, leftOut } = await whileWaiting(context, 'Reading the record', () =>
    context.untimed(() => readHistory(context, files)),
  )
  const found = await whileWaiting(context, 'Learning from it', () =>
    context.untimed(() => fitted(context, history, request)),
  )
  const json = `${jsonText(fitRecord(found, leftOut), 2)}\n`
  if (output !== undefined && output !== '-') await writeText(context, output, json, { over: force })
  const asJson = flags.json === true || output === '-'
  await context.print(asJson ? json : fitText(found, leftOut, units, context.terminal.stdout.columns))
  return undefined
}

/** Lets others have a turn after each step, so that it can be watched and stopped. */
async function fitted(
  { signal }: CommandContext,
  ...asked: Parameters<typeof import('#physics/fit/fit').fitting>
): Promise<Fit> {
  const { fitting } = await import('#physics/fit/fit')
  const { problemOf } = await import('./fit-history.ts')
  const steps = fitting(...asked)
  try {
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
      await turn()
      signal.throwIfAborted()
    }
  } catch (error) {
    throw problemOf(error)
  }
}

/** What `model run` does: reads the scenario, runs it, and tells what came of it. */
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Command } from 'commander'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { type FormatFlags, formatOf } from '../output-format.ts'
import { csvReport } from '../print/model-csv.ts'
import { jsonReport } from '../print/model-json.ts'
import { scenarioRecord } from '../print/model-record.ts'
import type { ModelReport } from '../print/model-report.ts'
import { scenarioSentence } from '../print/model-sentences.ts'
import { tableReport } from '../print/model-table.ts'
import { jsonText } from '../print/printable.ts'
import { readText } from '../scheduling/text-file.ts'
import { asUsage, UsageError } from '../usage-error.ts'
import { dayProgress } from './day-progress.ts'
import { type Every, type PlannedRun, plannedRuns, rowsOfRun } from './model-run.ts'
import { type GivenPlans, plansOf } from './plan-files.ts'
import { type Scenario, scenarioOf } from './scenario.ts'
import { givenScenario } from './scenario-flags.ts'
import { houseOf, type ReadNamed, type ScenarioHouse } from './scenario-house.ts'
import { fileKeys, scenarioJsonSchema } from './scenario-schema.ts'
import { type ScenarioFile, type ToldScenario, tellScenario } from './told-scenario.ts'

export interface ModelRunFlags extends FormatFlags {
  readonly scenario?: string
  readonly printSchema?: true
  readonly every?: Every
}

interface Prepared {
  readonly scenario: Scenario
  readonly house: ScenarioHouse
  readonly plans: GivenPlans
}

/** For so many days a person wants to see each. */
const mostDaysShown = 31

export async function runModel(context: CommandContext, flags: ModelRunFlags, self: Command): Promise<void> {
  refuseFlags(context.flags, 'model run computes here and asks nobody', accountFlags)
  if (flags.printSchema) return context.print(`${jsonText(scenarioJsonSchema(), 2)}\n`)
  const format = formatOf(flags)
  if (format === 'table' && (flags.every === 'minute' || flags.every === 'hour'))
    throw new UsageError(`--every ${flags.every} is for --csv and --json; a table takes day or month.`)
  const prepared = await prepare(context, flags, self)
  const { scenario, house, plans } = prepared
  const runs = plannedRuns(plans)
  const comparing = runs.length > 1
  const { from, to } = scenario.span
  const every = flags.every ?? (format === 'table' && to - from > mostDaysShown * 86_400 ? 'month' : 'day')
  const { units } = context.settings
  const reports: Readonly<Record<typeof format, () => ModelReport>> = {
    csv: () => csvReport(context, comparing),
    json: () =>
      jsonReport(context, {
        scenario: scenarioRecord(scenario, house),
        comparing,
        withRows: flags.every !== undefined,
      }),
    table: () => tableReport(context, { scenario, every, title: scenarioSentence(scenario, house, units) }),
  }
  const report = reports[format]()
  await report.begin()
  const printing = format === 'csv' || flags.every !== undefined
  await context.untimed(async () => {
    try {
      for (const run of runs) await tellRun(context, prepared, { run, runs, every, report, printing })
    } catch (error) {
      // Such as water that comes in warmer than the setpoint, in August.
      throw asUsage(error)
    }
  })
  await report.end()
}

async function prepare(context: CommandContext, { scenario: file }: ModelRunFlags, self: Command): Promise<Prepared> {
  const flags = givenScenario(self, context.settings.units)
  const told = await tellScenario(flags, file === undefined ? undefined : await scenarioText(context, file))
  refuseSharedInput(told, file)
  const read = readerOf(context, told, file)
  const scenario = scenarioOf(told, await fittedOf(told, read))
  return { scenario, house: await houseOf(scenario, read), plans: await plansOf(scenario, read) }
}

/** Longer than any scenario, characters: of a hundred thousand names a reader of YAML makes an afternoon. */
const longestScenario = 100_000

async function scenarioText(context: CommandContext, file: string): Promise<ScenarioFile> {
  if (file === '') throw new UsageError('--scenario is empty; it must be the name of a file.')
  const name = file === '-' ? 'standard input' : file
  const text = await readText(context, file)
  if (text.length > longestScenario) throw new UsageError(`${name}: it is longer than any scenario.`)
  return { name, text }
}

/** What one of them has read the other can't read again. */
function refuseSharedInput({ document, nameOf }: ToldScenario, scenarioFile: string | undefined): void {
  const [one, other] = [
    ...(scenarioFile === '-' ? ['--scenario'] : []),
    ...fileKeys.filter(key => document[key] === '-').map(nameOf),
  ]
  if (other !== undefined)
    throw new UsageError(`${one} and ${other} both name standard input (-), which can be read once.`)
}

/** What checks it takes a while to load. */
async function fittedOf({ document: { parameters_file: name } }: ToldScenario, read: ReadNamed) {
  if (name === undefined) return undefined
  const { parseParameters } = await import('../wording/parameters-file.ts')
  return parseParameters(name, await read('parameters_file'))
}

/** Files that a scenario's file names lie where it lies; those of flags where the person is. */
const readerOf =
  (context: CommandContext, { document, originOf }: ToldScenario, scenarioFile = '-'): ReadNamed =>
  key => {
    const name = String(document[key])
    const beside = originOf(key) === 'file' && scenarioFile !== '-'
    return readText(context, beside ? path.resolve(context.terminal.directory, path.dirname(scenarioFile), name) : name)
  }

interface Telling {
  readonly run: PlannedRun
  readonly runs: readonly PlannedRun[]
  readonly every: Every
  readonly report: ModelReport
  /** Rows go out meanwhile. */
  readonly printing: boolean
}

async function tellRun(
  context: CommandContext,
  { scenario, house: { surroundings }, plans }: Prepared,
  { run, runs, every, report, printing }: Telling,
): Promise<void> {
  const { signal } = context
  const { from, to } = scenario.span
  const before = runs.indexOf(run) * (to - from)
  const progress = dayProgress(context, printing)
  await report.beginRun(run)
  try {
    const running = rowsOfRun(scenario, surroundings, { run, plans, every })
    let next = running.next()
    for (; !next.done; next = running.next()) {
      const { rows, until } = next.value
      progress.show((before + until - from) / 86_400, (runs.length * (to - from)) / 86_400)
      if (rows.length > 0) await report.rows(rows)
      // So that Ctrl-C is heard.
      await turn()
      signal.throwIfAborted()
    }
    progress.close()
    await report.endRun(next.value)
  } finally {
    progress.close()
  }
}

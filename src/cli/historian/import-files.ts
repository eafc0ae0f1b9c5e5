/** `navilink history import`: records of others, and our own files, into the record of a heater. */
import { existsSync } from 'node:fs'
import type { ImportedSample } from '#station/exchange/imported-sample'
import type { LeftOut } from '#station/exchange/left-out'
import type { Scales, WaterScale } from '#station/exchange/temperature-scale'
import { heaterId } from '#station/heater-id'
import { leastGapOf } from '#station/history/gap-cutting'
import type { StoredHeater } from '#station/store/store'
import { isMacAddress, macAddress } from '#wire/mac-address'
import type { CommandContext } from '../command-context.ts'
import { timeText } from '../print/time-text.ts'
import { whileWaiting } from '../progress.ts'
import { ask, canAsk } from '../question.ts'
import { UsageError } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import { decidedScales, decidedZone } from './import-decisions.ts'
import { previewText } from './import-preview.ts'
import { type ImportSource, importSource } from './import-source.ts'
import { recordFile, wantedHeater, withRecord } from './open-record.ts'
import type { HeaterFlag, RecordFlags, StationFlags } from './record-flags.ts'
import { type SampleKeeper, withKeeper } from './sample-keeper.ts'
import { runningStation, type StationCalls } from './station-calls.ts'
import { storedHeater } from './stored-heater.ts'

export interface ImportFlags extends RecordFlags, HeaterFlag, StationFlags {
  readonly scale: 'auto' | WaterScale
  readonly timezone?: string
  readonly dryRun?: true
  readonly yes?: true
}

interface Decided {
  readonly source: ImportSource
  readonly scales: Scales
  readonly timeZone: string | undefined
}

export async function importFiles(
  context: CommandContext,
  names: readonly string[],
  flags: ImportFlags,
): Promise<undefined> {
  if (!flags.dryRun) mustBeAllowedToChange(context)
  const file = await recordFile(context, flags, ['device'])
  const station = await runningStation(context, file, flags)
  const heater = await chosenHeater(context, file, station, flags)
  const given = flags.scale === 'auto' ? undefined : flags.scale
  const sources: ImportSource[] = []
  await whileWaiting(context, 'Reading the files', () =>
    context.untimed(async () => {
      for (const name of names) sources.push(await importSource(context, name, given))
    }),
  )
  const decided: readonly Decided[] = await decisions(context, sources, flags.timezone, heater.timeZone)
  for (const { source, ...how } of decided)
    await context.print(previewText(context, source, how.scales, await source.example(how)))
  if (flags.dryRun) return undefined
  await mustBeWanted(context, names, heater, flags)
  await context.untimed(() =>
    withKeeper(context, { file, station, heater }, async keeper => {
      for (const one of decided)
        await context.print(await whileWaiting(context, `Taking ${one.source.name}`, () => taken(context, keeper, one)))
    }),
  )
  return undefined
}

async function decisions(
  context: CommandContext,
  sources: readonly ImportSource[],
  given: string | undefined,
  usual: string,
): Promise<readonly Decided[]> {
  const scales = sources.map(decidedScales)
  const timeZone = await decidedZone(context, sources, given, usual)
  return sources.map((source, i) => ({ source, scales: scales[i] as Scales, timeZone }))
}

/** One that the record doesn't know is made from its MAC address: the name comes with the first sign-in. */
async function chosenHeater(
  context: CommandContext,
  file: string,
  station: StationCalls | undefined,
  flags: ImportFlags,
): Promise<StoredHeater> {
  const wanted = wantedHeater(context, flags)
  const known = station === undefined && !existsSync(file) ? [] : await knownHeaters(context, file, station)
  const mac = macAddress(wanted ?? '')
  const id = isMacAddress(mac) ? heaterId(mac) : undefined
  if (id === undefined && known.length === 0)
    throw new UsageError(
      'There is no record yet; give the MAC address of the heater with --heater, which navilink devices lists.',
    )
  if (id === undefined || known.some(heater => heater.id === id)) return storedHeater(known, wanted)
  if (station !== undefined) throw new UsageError('The station doesn’t know that heater; add it to its config first.')
  const timeZone = flags.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return { id, name: 'Heater', timeZone, account: '' }
}

async function knownHeaters(
  context: CommandContext,
  file: string,
  station: StationCalls | undefined,
): Promise<readonly StoredHeater[]> {
  if (station === undefined || existsSync(file))
    return withRecord(context, file, { readOnly: true }, ({ store }) => store.heaters())
  const { heaters } = await station.get('/api/v1/heaters')
  return (heaters as readonly { id: string; name: string; timeZone: string; account: string }[]).map(
    ({ id, name, timeZone, account }) => ({ id, name, timeZone, account }),
  )
}

async function mustBeWanted(
  context: CommandContext,
  names: readonly string[],
  { name }: StoredHeater,
  { yes }: ImportFlags,
): Promise<void> {
  if (yes) return
  if (!canAsk(context.terminal))
    throw new UsageError('There is no terminal to ask on, so nothing was imported; --yes says that it is right so.')
  const message = `Take ${names.join(', ')} into the record of ${name}?`
  const wanted = await ask(context, ({ confirm }, streams) => confirm({ ...streams, message, initialValue: true }))
  if (!wanted) throw new Error('Nothing was imported.')
}

async function taken({ signal }: CommandContext, keeper: SampleKeeper, { source, ...how }: Decided): Promise<string> {
  const spacing = source.survey?.spacing ?? Number.NaN
  const longest = leastGapOf(Number.isNaN(spacing) ? 0 : spacing)
  const { samples, leftOut } = source.samples(how)
  let [kept, known] = [0, 0]
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let waiting: ImportedSample[] = []
  const flush = async () => {
    const result = await keeper.keep(waiting)
    kept += result.kept
    known += result.known
    waiting = []
  }
  // Also when all was there: an import that was killed has left its holes unmarked.
  const settle = async () => (kept + known === 0 ? { gaps: 0 } : keeper.settle({ from: first, until: last, longest }))
  try {
    for await (const sample of samples) {
      signal.throwIfAborted()
      first = Math.min(first, sample.at)
      last = Math.max(last, sample.at)
      waiting.push(sample)
      if (waiting.length >= keeper.atOnce) await flush()
    }
    if (waiting.length > 0) await flush()
  } catch (error) {
    // What was taken until then stays.
    await settle().catch(() => {})
    throw error
  }
  const { gaps } = await settle()
  return resultText(source.name, { kept, known, gaps, first, last }, leftOut())
}

interface Taken {
  readonly kept: number
  readonly known: number
  readonly gaps: number
  readonly first: number
  readonly last: number
}

function resultText(name: string, { kept, known, gaps, first, last }: Taken, leftOut: readonly LeftOut[]): string {
  const span = kept + known === 0 ? '' : `, from ${timeText(new Date(first))} to ${timeText(new Date(last))}`
  const parts = [
    `${name}: ${kept} samples are kept${span}`,
    ...(known > 0 ? [`${known} were there already`] : []),
    ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? 'gap' : 'gaps'}`] : []),
  ]
  const left = leftOut.map(({ what, count, first: where }) => `  left out, ${what}: ${count}, the first in ${where}\n`)
  return `${parts.join('; ')}.\n${left.join('')}`
}

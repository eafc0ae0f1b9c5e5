/** What `export`, `diff` and `apply` do with the file of a schedule. */
import type { NaviLinkDevice } from '#heater/device'
import type { GivenSchedule } from '#heater/editable-schedule'
import { fileDifference, parseScheduleFile, type ScheduleFile, scheduleText } from '#heater/schedule-file'
import type { Schedule } from '#schema/schedule'
import { differenceLines, isEmptyDifference } from '#schema/schedule-difference'
import { askHeater } from '../asking/ask-heater.ts'
import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { differenceJson } from '../print/entry-record.ts'
import { jsonText, printable } from '../print/printable.ts'
import { countText } from '../print/schedule-outcome-text.ts'
import { UsageError } from '../usage-error.ts'
import type { WriteFlags } from '../writing/write-flags.ts'
import { alterSchedule } from './alter-schedule.ts'
import { valueOfFile } from './given-file.ts'
import type { FiledSchedule } from './schedule-file-commands.ts'
import { readText, textFormat, writeText } from './text-file.ts'

export function exportSchedule<Of extends Schedule>(
  context: CommandContext,
  { read, words }: FiledSchedule<Of>,
  file: string | undefined,
  { json, force }: { readonly json?: true; readonly force?: true },
): Promise<ExitCode> {
  const { signal, settings, note } = context
  return askHeater(
    context,
    'table',
    async heater => (await read(heater, signal))?.file ?? nothingThere(heater, words.what),
    async (told, { name }) => {
      const text = await scheduleText(told, { format: textFormat(file, json), units: settings.units })
      await writeText(context, file, text, { over: force === true })
      if (file !== undefined && file !== '-') note(`The ${words.what} of ${name} is in ${file}.`)
    },
  )
}

export async function compareFile<Of extends Schedule>(
  context: CommandContext,
  filed: FiledSchedule<Of>,
  file: string,
  { json }: { readonly json?: true },
): Promise<ExitCode> {
  const { settings, note, print, signal } = context
  const text = await readText(context, file)
  await parsed(context, filed, file, text)
  return askHeater(
    context,
    json ? 'json' : 'table',
    async heater => {
      await heater.info({ signal })
      const held = (await filed.read(heater, signal))?.held
      const { schedule } = await parsed(context, filed, file, text, heater)
      const given = schedule as unknown as GivenSchedule<Of>
      if (held !== undefined) return fileDifference(given, held)
      note(`${heater.name} has no ${filed.words.what}.`)
      return fileDifference(given, { enabled: schedule.enabled ?? false, periods: [] } as Schedule as Of)
    },
    async (change, { name }) => {
      if (json) return print(`${jsonText({ name, difference: differenceJson(change) }, 2)}\n`)
      if (isEmptyDifference(change)) note(`${name} holds what ${file} says.`)
      for (const line of differenceLines(change, settings.units)) await print(`${printable(line)}\n`)
    },
  )
}

export async function applyFile<Of extends Schedule>(
  context: CommandContext,
  filed: FiledSchedule<Of>,
  file: string,
  flags: WriteFlags,
): Promise<ExitCode> {
  const text = await readText(context, file)
  // Before anybody is asked for a password.
  const given = await parsed(context, filed, file, text)
  return alterSchedule<Of>(context, flags, {
    ...filed,
    also: async (heater, signal) => (await filed.also?.(heater, given, signal)) ?? [],
    edit: async (heater, options) => filed.apply(heater, await parsed(context, filed, file, text, heater), options),
    danger: ({ difference }) =>
      difference === undefined || difference.removed.length === 0
        ? undefined
        : { danger: `Of what the heater holds, ${countText(difference.removed.length)} would go.`, doing: 'Apply it?' },
  })
}

/** By the heater's own limits, once it told them. */
async function parsed<Of extends Schedule>(
  context: CommandContext,
  { kind }: FiledSchedule<Of>,
  file: string,
  text: string,
  heater?: NaviLinkDevice,
): Promise<ScheduleFile> {
  return valueOfFile(context, file, await parseScheduleFile(text, { kind, limits: heater?.capabilities?.setpoint }))
}

function nothingThere({ name }: NaviLinkDevice, what: string): never {
  throw new UsageError(`${name} has no ${what}.`)
}

/** What the verbs of `navilink alerts` do. */
import { isRecord } from '#schema/reply-body'
import type { Alert } from '#station/alerts/alert'
import { days, formatDuration } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type FormatFlags, formatOf } from '../output-format.ts'
import { csvLine } from '../print/csv-text.ts'
import { recordJson } from '../print/records-output.ts'
import { timeText } from '../print/time-text.ts'
import { wideTable } from '../print/wide-table.ts'
import { UsageError } from '../usage-error.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import { recordFile, withRecord } from './open-record.ts'
import type { RecordFlags, StationFlags } from './record-flags.ts'
import { neededStation, type StationCalls } from './station-calls.ts'

export interface ListFlags extends RecordFlags, FormatFlags {
  readonly all?: true
}
export type SnoozeFlags = RecordFlags & StationFlags

/** Older ones are in the journal. */
const mostAlerts = 1000

export async function listAlerts(context: CommandContext, flags: ListFlags): Promise<undefined> {
  const { print, note, paint, terminal } = context
  const file = await recordFile(context, flags)
  await withRecord(context, file, { readOnly: true }, async ({ store }) => {
    const alerts = await store.alerts({ ...(!flags.all && { open: true }), limit: mostAlerts })
    const names = new Map((await store.heaters()).map(({ id, name }) => [id, name]))
    const format = formatOf(flags)
    const told = alerts.map(alert => alertRecord(alert, names))
    if (format === 'json') return print(`${recordJson(told)}\n`)
    if (format === 'csv')
      return print([Object.keys(alertRecord(blank, names)), ...told.map(Object.values)].map(csvLine).join(''))
    if (alerts.length === 0) return note(flags.all ? 'There was never an alert.' : 'No alert is open.')
    const rows = alerts.map(alert => [
      alert.id,
      timeText(new Date(alert.since)),
      alert.severity,
      stateOf(alert),
      alert.heater === undefined ? '–' : (names.get(alert.heater) ?? alert.heater),
      alert.text,
    ])
    await print(wideTable(['id', 'since', 'severity', 'state', 'heater', 'what'], rows, paint, terminal.stdout.columns))
  })
  return undefined
}

const blank: Alert = { id: '', rule: '', severity: 'info', since: 0, text: '', told: 0 }

function stateOf({ ended, acknowledged }: Alert): string {
  if (ended !== undefined) return `over ${timeText(new Date(ended))}`
  return acknowledged === undefined ? 'open' : 'known'
}

function alertRecord(alert: Alert, names: ReadonlyMap<string, string>) {
  const moment = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString())
  return {
    id: alert.id,
    rule: alert.rule,
    severity: alert.severity,
    heater: alert.heater,
    name: alert.heater === undefined ? undefined : names.get(alert.heater),
    since: moment(alert.since),
    ended: moment(alert.ended),
    text: alert.text,
    acknowledged: moment(alert.acknowledged),
    acknowledged_by: alert.acknowledgedBy,
    snoozed_until: moment(alert.snoozedUntil),
    told: alert.told,
    told_at: moment(alert.toldAt),
  }
}

export async function testChannels(
  context: CommandContext,
  channel: string | undefined,
  flags: RecordFlags & StationFlags,
): Promise<ExitCode> {
  mustBeAllowedToChange(context)
  const station = await neededStation(context, await recordFile(context, flags), flags)
  const { channels } = await station.post('/api/v1/alerts/test', { ...(channel !== undefined && { channel }) })
  const results = (Array.isArray(channels) ? channels : []).filter(isRecord)
  if (results.length === 0) {
    context.note('The config of the station names no channel, so nobody can be told.')
    return exitCode.failed
  }
  const line = ({ channel: name, sent, problem }: Readonly<Record<string, unknown>>) =>
    `${sent === true ? '✓' : '✗'} ${name}${typeof problem === 'string' ? `: ${problem}` : ''}\n`
  await context.print(results.map(line).join(''))
  return results.every(({ sent }) => sent === true) ? exitCode.done : exitCode.failed
}

export async function acknowledge(
  context: CommandContext,
  id: string,
  flags: RecordFlags & StationFlags,
): Promise<undefined> {
  const { station, whole } = await foundAlert(context, id, flags)
  await station.post(`/api/v1/alerts/${encodeURIComponent(whole)}/acknowledge`)
  context.note('It is known, and not told again.')
  return undefined
}

export async function snooze(
  context: CommandContext,
  id: string,
  span: string | undefined,
  flags: SnoozeFlags,
): Promise<undefined> {
  const quiet = span === undefined ? days(1) : durationFlag('the span', span)
  const { station, whole } = await foundAlert(context, id, flags)
  await station.post(`/api/v1/alerts/${encodeURIComponent(whole)}/snooze`, {
    minutes: Math.max(1, Math.round(quiet / 60_000)),
  })
  context.note(`It is quiet for ${formatDuration(quiet)}.`)
  return undefined
}

/** @throws UsageError where no open alert begins so, or more than one. */
async function foundAlert(
  context: CommandContext,
  beginning: string,
  flags: RecordFlags & StationFlags,
): Promise<{ readonly station: StationCalls; readonly whole: string }> {
  mustBeAllowedToChange(context)
  const station = await neededStation(context, await recordFile(context, flags), flags)
  const { alerts } = await station.get('/api/v1/alerts?open=true&limit=1000')
  const ids = (Array.isArray(alerts) ? alerts : []).filter(isRecord).map(({ id }) => String(id))
  const fitting = ids.includes(beginning) ? [beginning] : ids.filter(id => id.startsWith(beginning))
  const [whole, another] = fitting
  if (whole === undefined)
    throw new UsageError(`No open alert is called ${JSON.stringify(beginning)}; navilink alerts lists them.`)
  if (another !== undefined)
    throw new UsageError(`${fitting.length} open alerts begin with ${JSON.stringify(beginning)}; give more of the id.`)
  return { station, whole }
}

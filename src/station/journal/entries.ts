/** Entries of the journal in words: a changed setting, a command and what came of it, a heater that came or went. */
import type { PresenceState } from '#heater/presence'
import type { Control } from '#schema/command'
import { commands } from '#schema/commands'
import { formatDuration, millis } from '#time/duration'
import type { Deed } from '../station-view.ts'
import type { EndedDeed } from './deeds.ts'
import type { JournalEntry, Who } from './journal-entry.ts'
import type { Author } from './setting-author.ts'
import { changeText, type SettingChange } from './watched-settings.ts'

const authors: Readonly<Record<Exclude<Who, 'us'>, string>> = {
  schedule: 'its weekly schedule',
  'time-of-use': 'its time-of-use plan',
  'demand-response': 'the grid',
  heater: 'the heater itself',
  somebody: 'somebody at the panel or in an app',
}

export function settingEntry(
  { field, old, new: value }: SettingChange,
  { who, deed }: Author,
  { at, heater }: { readonly at: number; readonly heater: string },
): JournalEntry {
  const by = who === 'us' ? (deed?.by ?? 'this station') : who && authors[who]
  return {
    at,
    heater,
    kind: 'setting',
    ...(who && { who }),
    text: `${changeText({ field, old, new: value })}, ${by ? `by ${by}` : 'while nobody watched'}.`,
    data: { field, old, new: value, ...(deed && { by: deed.by, command: deed.command }) },
  }
}

/** A longer reason lists what a person finds in the help. */
const longestReason = 200
/** A larger value, a whole schedule say, is told by what it changed. */
const longestValue = 500

export function commandEntry(deed: Deed, outcome: EndedDeed, began: number, now: number): JournalEntry {
  const { heater, by, command, value } = deed
  const { result } = outcome
  const reason = outcome.reason && shortened(outcome.reason)
  const took = Math.max(0, now - began)
  const ended = result === 'not-sent' ? 'not sent' : `${result} after ${formatDuration(millis(took))}`
  const isShort = value !== undefined && (JSON.stringify(value)?.length ?? longestValue) < longestValue
  return {
    at: now,
    heater: heater.id,
    kind: 'command',
    who: 'us',
    text: `«${said(command, value)}», for ${by}: ${ended}.${reason ? ` ${reason}` : ''}`,
    data: { command, ...(isShort && { value }), by, result, ...(reason !== undefined && { reason }), took },
  }
}

const shortened = (text: string) => (text.length > longestReason ? `${text.slice(0, longestReason)}…` : text)

/** As a person would type it: `set mode heat-pump`. */
function said(command: string, value: unknown): string {
  if (!Object.hasOwn(commands, command)) return command
  const { verb = command, parameter } = commands[command as keyof typeof commands] as Partial<Control>
  const unit = parameter?.type === 'number' ? ` ${parameter.unit}` : ''
  return verb.replace(/<\w+>/, name => {
    if (typeof value === 'string') return value
    if (typeof value === 'number') return `${value}${unit}`
    const { fahrenheit } = (value ?? {}) as { readonly fahrenheit?: unknown }
    return fahrenheit === undefined ? name : `${fahrenheit} °F`
  })
}

const presences: Readonly<Record<PresenceState, string>> = {
  unknown: 'Whether the heater is there is unknown',
  online: 'The heater is there again',
  stale: 'The heater leaves questions unanswered',
  offline: 'The heater is offline: the cloud can’t reach it, or it answers nothing',
}

/** @param before what it was until now, and since when. */
export function presenceEntry(
  state: PresenceState,
  before: { readonly state: PresenceState; readonly since: number } | undefined,
  { at, heater }: { readonly at: number; readonly heater: string },
): JournalEntry {
  const took = before && Math.max(0, at - before.since)
  const after = state === 'online' && took !== undefined ? ` after ${formatDuration(millis(took))}` : ''
  return {
    at,
    heater,
    kind: 'presence',
    text: `${presences[state]}${after}.`,
    data: { old: before?.state ?? 'unknown', new: state, ...(took !== undefined && { took }) },
  }
}

/** Many comings and goings in one. @param states what it was, one after another. */
export function flappingEntry(
  states: readonly PresenceState[],
  { since, at, heater }: { readonly since: number; readonly at: number; readonly heater: string },
): JournalEntry {
  const took = Math.max(0, at - since)
  const state = states.at(-1) ?? 'unknown'
  const returns = states.filter(each => each === 'online').length
  const times = returns === 1 ? 'once' : `${returns} times`
  const text = `The heater went and came back ${times} within ${formatDuration(millis(took))}. ${presences[state]}.`
  return { at, heater, kind: 'presence', text, data: { new: state, changes: states.length, returns, took } }
}

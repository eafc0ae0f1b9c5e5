/** Entries of the journal about accounts: whether they let us in, and which heaters they have. */
import { formatDuration, millis } from '#time/duration'
import { redactText } from '#wire/redact'
import type { AccountState } from '../station-view.ts'
import type { JournalEntry } from './journal-entry.ts'

interface Place {
  readonly at: number
  /** Its name in the config. */
  readonly account: string
}

const sentences: Readonly<Record<AccountState, string>> = {
  'signing-in': 'is signing in',
  ready: 'is there again',
  refused: 'was refused, and is not tried again',
  unreachable: 'can’t be listed at the moment, and is tried again',
}
/** What a person does about an account that was refused. */
export const remedy =
  'Mend its e-mail or password and reload the station; where the password comes from the environment, restart it.'

/** @param since when it began not to be ready. */
export function stateEntry(
  { at, account }: Place,
  state: AccountState,
  { problem, since }: { readonly problem?: string | undefined; readonly since?: number | undefined },
): JournalEntry {
  const reason = problem && redactText(problem)
  const took = since === undefined ? undefined : Math.max(0, at - since)
  const after = state === 'ready' && took !== undefined ? ` after ${formatDuration(millis(took))}` : ''
  const what = `Account ${account} ${sentences[state]}${after}${reason ? `: ${reason}` : '.'}`
  const text = state === 'refused' ? `${what} ${remedy}` : what
  const data = { account, state, ...(reason && { reason }), ...(after && { took }) }
  return { at, kind: 'link', text, data }
}

/** A choice of the config that fits no heater. @param names of those that are there. */
export function unmatchedEntry({ at, account }: Place, match: string, names: readonly string[]): JournalEntry {
  const shown = redactText(match)
  const there = names.length === 0 ? 'it has no heater' : `it has ${names.join(', ')}`
  const text = `The config names «${shown}», which is no heater of account ${account}: ${there}.`
  return { at, kind: 'station', text, data: { account, match: shown } }
}

export const sharedEntry = ({ at, account }: Place, heater: string, other: string): JournalEntry => ({
  at,
  heater,
  kind: 'station',
  text: `The heater is in account ${account} too; it is watched in account ${other} only.`,
  data: { account, watchedIn: other },
})

/** A heater that left its account, or came back to it. */
export const membershipEntry = ({ at, account }: Place, heater: string, there: boolean): JournalEntry => ({
  at,
  heater,
  kind: 'presence',
  text: there
    ? `The heater is in account ${account} again, and is watched.`
    : `The heater is not in account ${account} any more, and is watched no longer.`,
  data: { account, watched: there },
})

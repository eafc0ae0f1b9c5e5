/** What a station warns of at itself: the way to the cloud, and its record. */
import { formatDuration, hours, millis, minutes } from '#time/duration'
import type { Rule } from './alert-rule.ts'
import type { AccountFacts, StoreFacts } from './facts.ts'

export const accountRules = [
  {
    name: 'station-deaf',
    title: 'station hears nothing',
    severity: 'warning',
    looksAt: 'whether the link of an account is open, and how many intervals long none of its heaters was heard',
    advice: 'Look at the internet connection and at the log of the station.',
    limit: { is: 'above', at: 5, unit: 'intervals', clearance: 0 },
    hold: minutes(10),
    settle: minutes(1),
    repeat: hours(24),
    measure({ state, linked, silence }) {
      if (linked === undefined) return undefined
      if (state !== 'ready' || (!linked && silence)) return Number.POSITIVE_INFINITY
      return silence ? silence.span / silence.interval : 'fine'
    },
    tell({ name, state, problem, linked, silence }) {
      if (state === 'refused')
        return `The sign-in of account ${name} was refused: give the right password and reload the station.`
      if (!linked) return `There is no way to the cloud for account ${name}${problem ? `: ${problem}` : '.'}`
      return `Nothing was heard from account ${name} for ${formatDuration(silence?.span ?? millis(0))}, though its link is open.`
    },
  },
] as const satisfies readonly Rule<AccountFacts>[]

export const storeRules = [
  {
    name: 'not-recording',
    title: 'nothing is recorded',
    severity: 'warning',
    looksAt: 'whether the store takes what comes',
    advice: 'Give the disk room, or make it writable; what comes meanwhile may be lost.',
    hold: minutes(2),
    settle: minutes(1),
    repeat: hours(12),
    measure: ({ state }) => (state === 'closed' ? undefined : state === 'ready' ? 0 : 1),
    tell: ({ state }) => `The store keeps nothing: it is ${state}.`,
  },
] as const satisfies readonly Rule<StoreFacts>[]

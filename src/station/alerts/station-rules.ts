/** What a station warns of at itself: the way to the cloud, and its record. */
import { formatDuration, hours, millis, minutes, seconds } from '#time/duration'
import { remedy } from '../journal/account-entries.ts'
import type { Rule } from './alert-rule.ts'
import type { AccountFacts, StoreFacts } from './facts.ts'

export const accountRules = [
  {
    name: 'station-deaf',
    title: 'station hears nothing',
    severity: 'warning',
    looksAt: 'whether the link of an account is open, and how many intervals long none of its heaters was heard',
    advice: 'Look at the internet connection and at the log of the station.',
    limit: { is: 'above', at: 5, unit: 'intervals', range: [1, 1000], clearance: 0 },
    hold: minutes(10),
    settle: minutes(1),
    repeat: hours(24),
    measure({ state, linked, silence }) {
      if (linked === undefined) return undefined
      // What comes by the link comes, whatever REST says; and a refused sign-in has a rule of its own.
      if (!linked && state === 'refused') return undefined
      if (!linked && (silence || state !== 'ready')) return Number.POSITIVE_INFINITY
      return silence ? silence.span / silence.interval : 'fine'
    },
    tell({ name, problem, linked, silence }) {
      if (!linked) return `There is no way to the cloud for account ${name}${problem ? `: ${problem}` : '.'}`
      return `Nothing was heard from account ${name} for ${formatDuration(silence?.span ?? millis(0))}, though its link is open.`
    },
  },
  {
    name: 'account-refused',
    title: 'sign-in refused',
    severity: 'warning',
    looksAt: 'whether the sign-in of an account was refused, which is final until somebody does something',
    advice: remedy,
    hold: seconds(0),
    settle: seconds(0),
    repeat: hours(24),
    measure: ({ state }) => (state === 'refused' ? 1 : state === 'ready' ? 0 : undefined),
    tell: ({ name }) => `The sign-in of account ${name} was refused.`,
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
    tell: ({ state }) =>
      state === 'failed' ? 'The store keeps nothing; the log says why.' : `The store keeps nothing: it is ${state}.`,
  },
] as const satisfies readonly Rule<StoreFacts>[]

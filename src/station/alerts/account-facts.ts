/** What rules look at of an account: whether there is a way to the cloud, and how long nothing came that way. */
import { millis } from '#time/duration'
import type { StationAccount, StationHeater } from '../station-view.ts'
import type { AccountFacts } from './facts.ts'

/** Undefined while the link is being closed, and where there is no such account. */
export function isLinked(account: StationAccount | undefined): boolean | undefined {
  const state = account?.link.state
  return state === undefined || state === 'closing' || state === 'closed' ? undefined : state === 'online'
}

/** @param silent how long ago a heater was heard, ms. */
export function accountFacts(
  account: StationAccount,
  heaters: readonly StationHeater[],
  silent: (heater: string) => number,
): AccountFacts {
  const { name, state, problem } = account
  // Of one that is offline nothing is expected.
  const expected = heaters.filter(({ device }) => device.presence !== 'offline')
  const span = expected.length === 0 ? 0 : Math.min(...expected.map(({ id }) => Math.max(0, silent(id))))
  const interval = Math.min(...heaters.map(heater => heater.interval))
  const silence = heaters.length === 0 ? undefined : { span: millis(span), interval: millis(interval) }
  return { name, state, problem, linked: isLinked(account), silence }
}

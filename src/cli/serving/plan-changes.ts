/** What is another in a plan that was read anew: what a reload takes over, and what has to wait for the next start. */
import type { StationPlan } from './station-plan.ts'

export interface PlanChanges {
  readonly taken: readonly string[]
  readonly waiting: readonly string[]
}

/** By the names that a config has for them; accounts by their own. */
export function planChanges(before: StationPlan, next: StationPlan): PlanChanges {
  const differ = (
    names: readonly ('interval' | 'alerts' | 'log' | 'readOnly' | 'store' | 'api')[],
  ): readonly string[] => names.filter(name => !same(before[name], next[name]))
  const accountOf = (plan: StationPlan, name: string) => plan.accounts.find(account => account.name === name)
  const accounts = [
    ...next.accounts.flatMap(account => {
      const old = accountOf(before, account.name)
      if (old === undefined) return [`account ${account.name} is new`]
      return same(old, account) ? [] : [`account ${account.name}`]
    }),
    ...before.accounts.flatMap(({ name }) => (accountOf(next, name) ? [] : [`account ${name} is gone`])),
  ]
  return {
    taken: [...accounts, ...differ(['interval', 'alerts', 'log', 'readOnly'])],
    waiting: differ(['store', 'api']),
  }
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

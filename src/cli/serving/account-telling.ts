/** Tells of a station's accounts while it runs: what is watched, and which of them was refused and what to do about it. */
import type { News } from '#station/news'
import type { StationAccount, StationHeater } from '#station/station-view'
import type { Logger } from '#wire/logger'
import type { StationPlan } from './station-plan.ts'

export interface ToldStation {
  /** By which it goes now. */
  readonly plan: Pick<StationPlan, 'origins'> & {
    readonly accounts: readonly Pick<StationPlan['accounts'][number], 'name' | 'passwordReadBy'>[]
  }
  readonly station: {
    readonly accounts: readonly Pick<StationAccount, 'name' | 'state' | 'problem'>[]
    readonly heaters: readonly Pick<StationHeater, 'id' | 'name' | 'account'>[]
    readonly news: Pick<News, 'listen'>
  }
}

export interface AccountTelling {
  readonly logger: Logger
  /** A line for whoever started it. */
  readonly show: (line: string) => void
  /** Heaters by their names, which are for a person's eyes; else by their ids. */
  readonly named: boolean
}

/** @returns how to end it. */
export function tellAccounts(running: ToldStation, { logger, show, named }: AccountTelling): () => void {
  const { station } = running
  const shown = new Map<string, string>()
  // A reload makes another of one that was refused.
  const refused = new WeakSet<object>()
  const tell = (account: ToldStation['station']['accounts'][number]) => {
    const { name, state, problem } = account
    const line = watched(name)
    if (state === 'refused' && !refused.has(account)) {
      refused.add(account)
      logger.error({ account: name, problem }, refusal(running, name))
    } else if (state === 'ready' && line !== shown.get(name)) {
      shown.set(name, line)
      show(line)
    }
  }
  const watched = (account: string) => {
    const own = station.heaters.filter(heater => heater.account === account)
    const list = own.map(heater => (named ? heater.name : heater.id)).join(', ')
    return `watching  ${list || 'no heater'}, of account ${account}`
  }
  const tellOf = (name: string) => station.accounts.filter(account => account.name === name).forEach(tell)
  const stop = station.news.listen(item => {
    if (item.kind === 'account') tellOf(item.account)
  })
  // Those that were quicker.
  station.accounts.forEach(tell)
  return stop
}

const reload = 'reload: systemctl reload navilink, or kill -HUP and its number'

function refusal({ plan, station }: ToldStation, name: string): string {
  const index = plan.accounts.findIndex(account => account.name === name)
  const from = plan.origins.get(`accounts.${index}.password`)?.replace(/^In /, 'in ') ?? 'where it was said'
  const mending = {
    start: `correct its password (${from}) and start navilink serve anew, for a reload doesn't read that again`,
    reload: `correct its password (${from}), then ${reload}`,
    none: `run navilink login for it, then ${reload}`,
  }[plan.accounts[index]?.passwordReadBy ?? 'none']
  const alone = station.accounts.every(({ state }) => state === 'refused') ? ' Until then nothing is recorded.' : ''
  return `Account ${name} was refused and is not tried again: ${mending}.${alone}`
}

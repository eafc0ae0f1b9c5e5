/** Whether the feed of a station lives: a watchdog hears of it only as long as it does. */
import type { SinkReport } from '#station/sink'
import type { StationAccount, StationHeater } from '#station/station-view'
import { type Duration, formatDuration, millis, minutes } from '#time/duration'

/** What is looked at. */
export interface Pulsing {
  readonly heaters: readonly Pick<StationHeater, 'id' | 'account' | 'interval' | 'samples' | 'missed'>[]
  readonly accounts: readonly (Pick<StationAccount, 'name'> & {
    readonly link: Pick<StationAccount['link'], 'state'>
  })[]
  readonly sinks: readonly Pick<SinkReport, 'name' | 'lag'>[]
}

/** A question has half a minute for its answer, and then counts as missed; a busy machine may need longer. */
const patience = minutes(2)
/** Longer than any disk takes; one that is full is waited for elsewhere. */
const longestLag = minutes(10)
/** What passes between two looks at most: a clock that is set forward, or a machine that slept, makes nothing hang. */
const longestStep = minutes(1)

export class Pulse {
  readonly #now: () => number
  readonly #quiet = new Map<string, { readonly count: number; readonly time: Duration }>()
  #lookedAt: number | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * To be asked every few seconds. A link that is down and a heater that is silent are no fault of the feed: such a heater is
   * asked on, and what stays unanswered is counted.
   * @returns what hangs, in words; undefined while all is well.
   */
  hangs({ heaters, accounts, sinks }: Pulsing): string | undefined {
    const now = this.#now()
    const step = Math.min(longestStep, Math.max(0, now - (this.#lookedAt ?? now)))
    this.#lookedAt = now
    const online = new Set(accounts.filter(({ link }) => link.state === 'online').map(({ name }) => name))
    const stuck: string[] = []
    for (const { id, account, interval, samples, missed } of heaters) {
      const count = samples + missed
      const last = this.#quiet.get(id)
      // Over a link that is down nothing is asked.
      const time = millis(last?.count === count && online.has(account) ? last.time + step : 0)
      this.#quiet.set(id, { count, time })
      if (time > 3 * interval + patience)
        stuck.push(`Heater ${id} was neither heard nor missed for ${formatDuration(time)}`)
    }
    for (const { name, lag } of sinks)
      if (lag > longestLag) stuck.push(`The sink ${name} has taken nothing for ${formatDuration(lag)}`)
    return stuck[0]
  }
}

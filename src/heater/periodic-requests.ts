/** Asks a heater for its status or device info for as long as the client lives, one task for each, whoever listens. */
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes } from '#time/duration'
import { checkInterval, onSchedule } from './polling.ts'
import { notAsked } from './watch.ts'

/** What can be asked at an interval. */
export type PeriodicKind = 'status' | 'info'

export interface PeriodicSetting {
  readonly clock: Clock
  /** 0 to 1: when in its first period a task begins, so that many heaters don't beat together. */
  readonly random: () => number
  readonly closing: AbortSignal
  readonly online: () => boolean
  readonly ask: (kind: PeriodicKind, signal: AbortSignal) => Promise<unknown>
  /** Is told of each question that stayed without an answer or could not be asked. */
  readonly missed: (error: unknown) => void
}

export class PeriodicRequests {
  readonly #setting: PeriodicSetting
  readonly #tasks = new Map<PeriodicKind, AbortController>()

  constructor(setting: PeriodicSetting) {
    this.#setting = setting
    setting.closing.addEventListener('abort', () => this.stopAll(), { once: true })
  }

  /** Begins, or goes on with another period. @throws RangeError for a period under a second. */
  start(kind: PeriodicKind, period: Duration = minutes(5)): void {
    checkInterval(period, 'periodic requests')
    this.stop(kind)
    const { clock, random, closing, online, ask, missed } = this.#setting
    if (closing.aborted) return
    const stop = new AbortController()
    const { signal } = stop
    this.#tasks.set(kind, stop)
    const delay = millis(random() * period)
    void onSchedule({ clock, interval: period, delay, signal }, async () => {
      if (!online()) return missed(notAsked())
      await ask(kind, signal).catch(error => {
        if (!signal.aborted) missed(error)
      })
    })
  }

  stop(kind: PeriodicKind): void {
    this.#tasks.get(kind)?.abort()
    this.#tasks.delete(kind)
  }

  stopAll(): void {
    for (const kind of [...this.#tasks.keys()]) this.stop(kind)
  }
}

/** Asks heaters one after another for what changes seldom: when it is first heard in a run, once a day, and when told to. */
import type { Clock } from '#time/clock'
import { type Duration, hours, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'

export interface HeaterChecksSetting {
  /** The heaters'. */
  readonly clock: Clock
  readonly logger: Logger
  /** @throws what kept it from asking; it is tried again in an hour. */
  readonly check: (heater: string, signal: AbortSignal) => Promise<void>
}

const daily = hours(24)
const afterFailure = hours(1)
/** Who did something isn't worth more questions than that. */
const atMost = minutes(10)

export class HeaterChecks {
  readonly #setting: HeaterChecksSetting
  readonly #next = new Map<string, number>()
  /** When it may be asked again for no better reason than that somebody would like to know. */
  readonly #quiet = new Map<string, number>()
  readonly #queue = new Set<string>()
  readonly #closing = new AbortController()
  #working: Promise<void> | undefined

  constructor(setting: HeaterChecksSetting) {
    this.#setting = setting
  }

  /** It speaks: whatever is due is asked now. */
  heard(heater: string): void {
    const now = this.#setting.clock.now()
    const next = this.#next.get(heater)
    // A clock that was set back must not put it off for years.
    if (next === undefined || next <= now || next > now + daily) this.now(heater)
  }

  /** Whatever was due, it is asked as soon as the others before it were. */
  now(heater: string): void {
    if (this.#closing.signal.aborted) return
    this.#again(heater, daily)
    this.#queue.add(heater)
    this.#working ??= this.#work()
  }

  /** Now, or when the last time is some minutes ago; after a failure, when that is an hour ago. */
  soon(heater: string): void {
    const now = this.#setting.clock.now()
    const quiet = this.#quiet.get(heater) ?? now
    if (quiet <= now || quiet > now + afterFailure) this.now(heater)
    else this.#next.set(heater, quiet)
  }

  /** Safe twice. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#working
  }

  #again(heater: string, span: Duration): void {
    this.#next.set(heater, this.#setting.clock.now() + span)
  }

  async #work(): Promise<void> {
    const { check, clock, logger } = this.#setting
    const { signal } = this.#closing
    for (const heater of this.#queue) {
      this.#queue.delete(heater)
      if (signal.aborted) break
      this.#quiet.set(heater, clock.now() + atMost)
      try {
        await check(heater, signal)
      } catch (error) {
        this.#again(heater, afterFailure)
        this.#quiet.set(heater, clock.now() + afterFailure)
        if (!signal.aborted) logger.debug({ error, heater }, 'A heater could not be asked for its schedules')
      }
    }
    this.#working = undefined
  }
}

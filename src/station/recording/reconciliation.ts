/** Asks heaters for their own account of each day, and puts it beside ours: daily, and for days when nobody listened too. */
import { LocalTime } from '#physics/schedule/local-time'
import type { EnergyRow } from '#schema/energy'
import { UnsupportedError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { hours, minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { History } from '../history/history.ts'
import { nameOfDay } from '../history/local-day.ts'
import type { StationHeater } from '../station-view.ts'
import type { Store } from '../store/store.ts'
import { dayOfRow, longestBack, questionsFor, settledAfter, unsettledDays } from './unsettled-days.ts'

export interface ReconciliationOptions {
  readonly store: Store
  readonly history: Pick<History, 'energy' | 'told'>
  /** The heaters'. */
  readonly clock: Clock
  readonly logger: Logger
  readonly heaters: () => readonly StationHeater[]
  /** 0 to 1, so that not all are asked in one moment; the middle of it by default. */
  readonly random?: (() => number) | undefined
}

interface Turn {
  /** ms since 1970. */
  next: number
  failed: boolean
}

const lookedEvery = minutes(1)
const atStart = minutes(2)
const afterFailure = hours(1)
/** Between these after midnight, and after the time when yesterday is final. */
const [earliest, latest] = [minutes(5), minutes(25)]

export class Reconciliation {
  readonly #options: ReconciliationOptions
  readonly #turns = new Map<string, Turn>()
  readonly #closing = new AbortController()
  #working: Promise<void> | undefined
  #stop = () => {}

  constructor(options: ReconciliationOptions) {
    this.#options = options
  }

  start(): void {
    this.#stop()
    if (this.#closing.signal.aborted) return
    this.#stop = this.#options.clock.every(lookedEvery, () => {
      this.#working ??= this.#work().finally(() => {
        this.#working = undefined
      })
    })
  }

  /** Safe twice. */
  async close(): Promise<void> {
    this.#stop()
    this.#stop = () => {}
    this.#closing.abort()
    await this.#working
  }

  async #work(): Promise<void> {
    const { clock, heaters } = this.#options
    for (const heater of heaters()) {
      if (this.#closing.signal.aborted) return
      const now = clock.now()
      const turn = this.#turns.get(heater.id) ?? { next: now + atStart * this.#chance, failed: false }
      this.#turns.set(heater.id, turn)
      // A clock that was set back must not put it off for years.
      if (turn.next <= now || turn.next > now + hours(25)) await this.#take(heater, turn)
    }
  }

  async #take(heater: StationHeater, turn: Turn): Promise<void> {
    const { clock, logger } = this.#options
    const time = new LocalTime(heater.timeZone)
    try {
      const now = clock.now()
      const told = await this.#ask(heater, time, now)
      if (told > 0) logger.info({ heater: heater.id, days: told }, 'A heater told what it used')
      turn.next = this.#nextTurn(time, now)
      turn.failed = false
    } catch (error) {
      const unable = error instanceof UnsupportedError
      turn.next = unable ? this.#nextTurn(time, clock.now()) : clock.now() + afterFailure
      if (this.#closing.signal.aborted || turn.failed) return
      turn.failed = true
      logger[unable ? 'info' : 'warn']({ error, heater: heater.id }, 'A heater could not be asked what it used')
    }
  }

  /** @returns how many days it told. */
  async #ask({ id, device }: StationHeater, time: LocalTime, now: number): Promise<number> {
    const { history, clock } = this.#options
    const today = time.dayOf(now)
    const ledger = await history.energy({
      heater: id,
      from: nameOfDay(today - longestBack),
      until: nameOfDay(today),
    })
    // Today's figure is shown as it grows.
    const wanted = new Set([...unsettledDays(ledger, time, now), today])
    let count = 0
    for (const { year, months } of questionsFor(wanted)) {
      const { rows } = await device.energy.daily(year, months, { signal: this.#closing.signal })
      const news = rows.filter((row: EnergyRow) => wanted.has(dayOfRow(row) ?? Number.NaN))
      if (news.length > 0) await history.told(id, news, clock.now())
      count += news.length
    }
    return count
  }

  /** Some minutes after midnight, and once more when yesterday is final. */
  #nextTurn(time: LocalTime, now: number): number {
    const pause = earliest + (latest - earliest) * this.#chance
    const midnight = time.startOf(time.dayOf(now))
    const final = midnight + settledAfter
    return (now <= final ? final : time.startOf(time.dayOf(now) + 1)) + pause
  }

  get #chance(): number {
    return this.#options.random?.() ?? 0.5
  }
}

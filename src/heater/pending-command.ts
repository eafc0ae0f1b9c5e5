/** A command from the call to its one outcome: how old it may get, how often it was sent, and when nothing more is waited for. */
import type { Clock } from '#time/clock'
import { type Duration, formatDuration, millis, minutes, seconds } from '#time/duration'
import type { QueuedCommand } from './command-queue.ts'
import type { Order } from './order.ts'
import type { CommandOptions, CommandOutcome, CommandResult } from './outcome.ts'
import type { Reading } from './reading.ts'
import { inTouWindow } from './tou-window.ts'

export interface CommandTimes {
  readonly clock: Clock
  /** For the time in its outcome. */
  readonly heaterClock: Clock
  /** How long after it was sent a status may show the setting, where no deadline says it. */
  readonly timeout: Duration
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal
}

/** Longer is no command sent late to a real appliance. */
const oldest = minutes(5)
/** A heater answers within a second [captured]. */
const answersWithin = seconds(10)
/** The first time and the one after it. */
const mostAttempts = 2

export class PendingCommand implements QueuedCommand {
  readonly order: Order
  readonly heater: string
  readonly outcome: Promise<CommandOutcome>
  /** The gateway took it, once at least. */
  acknowledged = false
  readonly #times: CommandTimes
  readonly #resolve: (outcome: CommandOutcome) => void
  readonly #reject: (error: unknown) => void
  readonly #done = new AbortController()
  readonly #at: Date
  readonly #called: number
  /** How long after the call it may be sent, and, where there is a deadline, that its outcome may take. */
  readonly #youth: Duration
  readonly #deadline: Duration | undefined
  #attempts = 0
  #seen: Reading | undefined
  #stopTimer = () => {}

  /** @throws RangeError for a deadline or an age that is no span of time. */
  constructor(order: Order, heater: string, times: CommandTimes, options: CommandOptions = {}) {
    const { signal, deadline, maxAge = oldest } = options
    if (!(maxAge > 0 && (deadline === undefined || deadline > 0)))
      throw new RangeError('The deadline and the greatest age of a command must be above zero.')
    this.order = order
    this.heater = heater
    this.#times = times
    this.#at = new Date(times.heaterClock.now())
    this.#called = times.clock.now()
    this.#youth = millis(Math.min(maxAge, deadline ?? maxAge))
    this.#deadline = deadline
    const { promise, resolve, reject } = Promise.withResolvers<CommandOutcome>()
    this.outcome = promise
    this.#resolve = resolve
    this.#reject = reject
    this.wait()
    this.#endWith(signal, 'given up by this program')
    this.#endWith(times.closing, 'given up because the client was closed')
  }

  get sets(): string {
    return this.order.command.sets
  }

  /** Aborts when there is an outcome. */
  get done(): AbortSignal {
    return this.#done.signal
  }

  get isFirstTry(): boolean {
    return this.#attempts === 0
  }

  get repeated(): boolean {
    return this.#attempts > 1
  }

  /** How long the answer to one attempt is waited for, before it counts as silence. */
  get patience(): Duration {
    return millis(Math.min(answersWithin, this.#window / 3))
  }

  /** How long the gateway may keep it. */
  get expiry(): Duration {
    return millis(Math.max(0, Math.min(this.#window, this.#youth - this.#age)))
  }

  /** It waits to be sent, and expires when that takes too long. */
  wait(): void {
    this.#timer(millis(Math.max(0, this.#youth - this.#age)), () => this.#tooLate())
  }

  /** Ends it if it grew too old to be sent. No timer tells that of a machine that slept. @returns whether it did. */
  ifTooOld(): boolean {
    if (this.#age < this.#youth) return false
    this.#tooLate()
    return true
  }

  /** It is being sent, and a status has so long to show the setting. */
  sent(): void {
    this.#attempts++
    this.#timer(this.#window, () => this.#late())
  }

  /** Whether it may be sent, or sent once more, `after` so long. */
  mayRepeat(after: Duration = millis(0)): boolean {
    const most = this.order.command.idempotent ? mostAttempts : 1
    return this.#attempts < most && this.#age + after < this.#youth
  }

  /** Takes in a status that came after it was sent. */
  heard(status: Reading): void {
    this.#seen = status
    if (this.order.shows?.(status)) this.settle('confirmed')
  }

  /** Takes in the heater's own answer, which confirms what no status shows. */
  answered(answer: unknown): void {
    if (this.order.shows !== undefined) return
    const reason = 'The heater acknowledged it; no field of its status is known to show it.'
    const echo = answer as Readonly<Record<string, unknown>>
    this.settle('confirmed', this.order.command.answer === 'status' ? { reason } : { echo })
  }

  /** It can't be sent: the heater hasn't got it, or not in this range. The outcome is thrown, as it is before waiting. */
  refuse(error: unknown): void {
    if (this.#done.signal.aborted) return
    this.#stopTimer()
    this.#reject(error)
    this.#done.abort()
  }

  /** It won't be sent any more. What was sent before may have been taken. */
  expire(reason: string): void {
    if (this.#attempts === 0) this.settle('expired', { reason })
    else if (this.acknowledged)
      this.settle('unconfirmed', { reason: `It was sent, and no status showed it. ${reason}` })
    else this.fail(`The gateway did not acknowledge it, and whether the heater took it is not known. ${reason}`)
  }

  fail(reason: string, error?: unknown): void {
    this.settle('failed', error === undefined ? { reason } : { reason, error })
  }

  /** The first outcome counts. */
  settle(result: CommandResult, more: Pick<CommandOutcome, 'reason' | 'failCode' | 'error' | 'echo'> = {}): void {
    if (this.#done.signal.aborted) return
    this.#stopTimer()
    const { name: command, value } = this.order
    this.#resolve({
      result,
      command,
      ...(value === undefined ? {} : { value }),
      at: this.#at,
      took: this.#age,
      attempts: this.#attempts,
      ...(this.#seen === undefined ? {} : { status: this.#seen }),
      ...more,
    })
    this.#done.abort()
  }

  get #age(): Duration {
    return millis(Math.max(0, this.#times.clock.now() - this.#called))
  }

  get #window(): Duration {
    return this.#deadline === undefined ? this.#times.timeout : millis(Math.max(0, this.#deadline - this.#age))
  }

  #tooLate(): void {
    const again = this.#attempts > 0 ? ' again' : ''
    this.expire(`It could not be sent${again} within ${formatDuration(this.#youth)}.`)
  }

  #late(): void {
    if (!this.acknowledged) this.fail('The gateway did not acknowledge it in time.')
    else if (this.sets === 'mode' && this.#seen && inTouWindow(this.#seen))
      this.settle('held', { reason: 'The heater keeps the mode back until its time-of-use window ends.' })
    else if (this.#seen)
      this.settle('unconfirmed', { reason: 'The heater spoke, but did not show the setting in time.' })
    else this.settle('unconfirmed', { reason: 'The heater said nothing after it was sent.' })
  }

  #timer(span: Duration, callback: () => void): void {
    this.#stopTimer()
    this.#stopTimer = this.#times.clock.after(span, callback)
  }

  #endWith(signal: AbortSignal | undefined, how: string): void {
    const end = () => {
      const when =
        this.#attempts > 0 ? ' after it had been sent: whether the heater took it is not known' : ' before it was sent'
      this.fail(`It was ${how}${when}.`, signal?.reason)
    }
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true, signal: this.done })
  }
}

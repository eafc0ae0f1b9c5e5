/** The messages that wait for one channel: sent in their order, and again and again for a day while it takes none. */
import { ThrottledError, TimeoutError } from '#schema/errors'
import { type Clock, deadline, sleep } from '#time/clock'
import { type Duration, formatDuration, hours, millis, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { redactText } from '#wire/redact'
import type { AlertMessage } from './alert-message.ts'
import type { ChannelType } from './channel-config.ts'
import type { Channel } from './channels/channel.ts'
import { mended } from './mended.ts'

/** A message on its way; JSON, for it outlives the station. */
export interface Letter {
  readonly message: AlertMessage
  /** When it was handed over, by the machine's clock. */
  readonly since: number
  readonly attempts: number
}

/** How a channel fares. */
export interface ChannelReport {
  readonly name: string
  readonly type: ChannelType
  readonly waiting: number
  /** How long the oldest of them has waited. */
  readonly lag: Duration
  /** Of this run. */
  readonly sent: number
  /** Attempts that failed. */
  readonly failures: number
  /** Messages that were given up. */
  readonly dropped: number
  readonly lastSent?: Date | undefined
  /** Why the last attempt failed; undefined since one went through. */
  readonly problem?: string | undefined
}

export interface DeliveryOptions {
  /** The machine's clock. */
  readonly clock: Clock
  readonly random: () => number
  readonly logger: Logger
  /** What waits is other than before. */
  readonly changed: () => void
}

const sendLimit = seconds(30)
const firstWait = seconds(10)
const longestWait = hours(1)
const givenUpAfter = hours(24)
const longestQueue = 500
const graceAtClose = seconds(2)

export class DeliveryQueue {
  readonly name: string
  readonly #channel: Channel
  readonly #options: DeliveryOptions
  readonly #closing = new AbortController()
  readonly #cut = new AbortController()
  #letters: Letter[]
  #working: Promise<void> | undefined
  #sent = 0
  #failures = 0
  #dropped = 0
  #lastSent: number | undefined
  #problem: string | undefined

  constructor(name: string, channel: Channel, letters: readonly Letter[], options: DeliveryOptions) {
    this.name = name
    this.#channel = channel
    this.#letters = [...letters]
    this.#options = options
  }

  get letters(): readonly Letter[] {
    return this.#letters
  }

  get report(): ChannelReport {
    const [oldest] = this.#letters
    return {
      name: this.name,
      type: this.#channel.type,
      waiting: this.#letters.length,
      lag: millis(oldest ? Math.max(0, this.#options.clock.now() - oldest.since) : 0),
      sent: this.#sent,
      failures: this.#failures,
      dropped: this.#dropped,
      lastSent: this.#lastSent === undefined ? undefined : new Date(this.#lastSent),
      problem: this.#problem,
    }
  }

  offer(message: AlertMessage): void {
    this.#letters.push({ message, since: this.#options.clock.now(), attempts: 0 })
    // The first may be on its way.
    if (this.#letters.length > longestQueue) this.#drop(1)
    this.wake()
  }

  /** Sends what waits. */
  wake(): void {
    if (this.#closing.signal.aborted) return
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
    })
  }

  /** At once and past the queue. @throws why it could not be sent. */
  async send(message: AlertMessage): Promise<void> {
    const silent = () =>
      new TimeoutError(`The ${this.#channel.type} channel took nothing within ${formatDuration(sendLimit)}.`)
    const limit = deadline(this.#options.clock, sendLimit, silent, this.#cut.signal)
    try {
      await this.#channel.send(message, limit.signal)
    } catch (error) {
      throw limit.signal.aborted ? limit.signal.reason : error
    } finally {
      limit.done()
    }
  }

  /** What is on its way has a moment to arrive; the rest stays in `letters`. Safe twice. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('The channel was closed.'))
    const stop = this.#options.clock.after(graceAtClose, () => this.#cut.abort(this.#closing.signal.reason))
    await this.#working
    stop()
  }

  async #work(): Promise<void> {
    const { clock } = this.#options
    for (let [letter] = this.#letters; letter && !this.#closing.signal.aborted; [letter] = this.#letters) {
      if (clock.now() - letter.since > givenUpAfter) {
        this.#drop(0)
        continue
      }
      try {
        await this.send(letter.message)
        this.#letters.shift()
        this.#sent++
        this.#lastSent = clock.now()
        this.#problem = undefined
        this.#options.changed()
      } catch (error) {
        await this.#failed(letter, error)
      }
    }
  }

  async #failed(letter: Letter, error: unknown): Promise<void> {
    const { clock, logger } = this.#options
    const attempts = letter.attempts + 1
    this.#letters[0] = mended({ ...letter, attempts }, ['since'], clock.now())
    this.#failures++
    this.#problem = problemOf(error)
    const wait = this.#wait(attempts, error)
    logger.warn(
      { channel: this.name, attempts, problem: this.#problem, again: formatDuration(wait), repeats: true },
      'An alert could not be sent',
    )
    await sleep(clock, wait, this.#closing.signal).catch(() => {})
  }

  #wait(attempts: number, error: unknown): Duration {
    const asked = error instanceof ThrottledError ? (error.retryAfter ?? 0) : 0
    const grown = Math.min(longestWait, firstWait * 3 ** Math.min(attempts - 1, 10))
    return millis(Math.min(longestWait, Math.max(asked, grown * (0.5 + this.#options.random() / 2))))
  }

  #drop(index: number): void {
    this.#letters.splice(index, 1)
    this.#dropped++
    this.#options.logger.error({ channel: this.name, repeats: true }, 'An alert was given up that could not be sent')
    this.#options.changed()
  }
}

/** A sentence without addresses of people: servers like to repeat them. */
export const problemOf = (error: unknown): string => redactText(error instanceof Error ? error.message : String(error))

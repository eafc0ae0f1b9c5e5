/** All channels with what waits for them. */
import { isDeepStrictEqual } from 'node:util'
import type { AlertMessage } from './alert-message.ts'
import type { Severity } from './alert-rule.ts'
import type { AlertsConfig } from './alerts-config.ts'
import type { ChannelConfig } from './channel-config.ts'
import { openChannel } from './channels/open-channel.ts'
import { type ChannelReport, type DeliveryOptions, DeliveryQueue, type Letter, problemOf } from './delivery-queue.ts'

export interface OutboxOptions extends DeliveryOptions {
  readonly fetch: typeof globalThis.fetch
}

export interface TestReport {
  readonly channel: string
  readonly sent: boolean
  readonly problem?: string | undefined
}

/** What waits, by channel. */
export type Letters = Readonly<Record<string, readonly Letter[]>>

interface Opened {
  readonly config: ChannelConfig
  readonly queue: DeliveryQueue
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, alarm: 2 }

export class Outbox {
  readonly #options: OutboxOptions
  readonly #opened = new Map<string, Opened>()

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  get reports(): readonly ChannelReport[] {
    return [...this.#opened.values()].map(({ queue }) => queue.report)
  }

  get letters(): Letters {
    const waiting = [...this.#opened].filter(([, { queue }]) => queue.letters.length > 0)
    return Object.fromEntries(waiting.map(([name, { queue }]) => [name, queue.letters]))
  }

  /**
   * Opens what is new and closes what is gone; a channel that stays as it was doesn't notice.
   * @param letters that waited when the station was stopped.
   */
  async configure({ channels = {} }: AlertsConfig, letters: Letters = {}): Promise<void> {
    const before = new Map(this.#opened)
    this.#opened.clear()
    const closed: Promise<void>[] = []
    for (const [name, config] of Object.entries(channels)) {
      const known = before.get(name)
      before.delete(name)
      if (known && isDeepStrictEqual(known.config, config)) {
        this.#opened.set(name, known)
        continue
      }
      if (known) closed.push(known.queue.close())
      const waiting = known?.queue.letters ?? letters[name] ?? []
      const queue = new DeliveryQueue(name, openChannel(config, this.#options), waiting, this.#options)
      this.#opened.set(name, { config, queue })
    }
    for (const { queue } of before.values()) closed.push(queue.close())
    await Promise.all(closed)
    this.wake()
  }

  /** Sends what waits. */
  wake(): void {
    for (const { queue } of this.#opened.values()) queue.wake()
  }

  /** The channels that a message of this severity goes to. */
  fitting(wanted: readonly string[] | undefined, severity: Severity): readonly string[] {
    return [...this.#opened]
      .filter(
        ([name, { config }]) => wanted?.includes(name) !== false && ranks[severity] >= ranks[config.least ?? 'info'],
      )
      .map(([name]) => name)
  }

  post(channels: readonly string[], message: AlertMessage): void {
    for (const name of channels) this.#opened.get(name)?.queue.offer(message)
  }

  /** Past the queues. Without a name by all of them. */
  async test(message: AlertMessage, channel?: string): Promise<readonly TestReport[]> {
    const wanted = channel === undefined ? [...this.#opened.keys()] : [channel]
    return Promise.all(wanted.map(name => this.#test(name, message)))
  }

  /** Safe twice. */
  async close(): Promise<void> {
    await Promise.all([...this.#opened.values()].map(({ queue }) => queue.close()))
  }

  async #test(channel: string, message: AlertMessage): Promise<TestReport> {
    const queue = this.#opened.get(channel)?.queue
    if (!queue) {
      const names = [...this.#opened.keys()].join(', ') || 'none'
      return { channel, sent: false, problem: `There is no such channel; there are: ${names}.` }
    }
    try {
      await queue.send(message)
      return { channel, sent: true }
    } catch (error) {
      return { channel, sent: false, problem: problemOf(error) }
    }
  }
}

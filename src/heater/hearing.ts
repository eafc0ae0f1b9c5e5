/** What one heater says: repeats are dropped, news is told from history, and answers go to who asked. */
import type { Clock } from '#time/clock'
import type { Message } from '#wire/envelope'
import type { Logger } from '#wire/logger'
import { Duplicates } from './duplicates.ts'
import type { Exchange } from './exchange.ts'
import type { HeaterLink } from './heater-link.ts'
import type { Presence } from './presence.ts'
import { type InfoReading, type Reading, readDeviceInfo, readStatus } from './reading.ts'
import { ReadingCauses } from './reading-causes.ts'
import { StoredMessages } from './stored-messages.ts'

type Envelope = Readonly<Record<string, unknown>>

export interface HearingSetup {
  readonly host: {
    readonly exchange: Exchange
    readonly clock: Clock
    readonly heaterClock: Clock
    readonly logger: Logger
    readonly link: Pick<HeaterLink, 'resumed'>
    readonly closing: AbortSignal
  }
  readonly presence: Presence
  readonly onMessage: (topic: string, envelope: Envelope) => void
  readonly onStatus: (reading: Reading) => void
  readonly onInfo: (info: InfoReading) => void
  /** A status came that is no history, before it is told to anybody. */
  readonly news: (reading: Reading) => void
  /** It speaks, and nobody knows whether what it says is news. */
  readonly onlyHistory: () => void
  /** It was away, and what it was asked meanwhile is lost. */
  readonly onReturn: () => void
}

export class Hearing {
  readonly #setup: HearingSetup
  readonly #duplicates: Duplicates
  readonly #causes: ReadingCauses
  readonly #stored: StoredMessages
  #latest: Reading | undefined
  #info: InfoReading | undefined

  constructor(setup: HearingSetup) {
    const { clock, closing, link } = setup.host
    const now = () => clock.now()
    this.#setup = setup
    this.#duplicates = new Duplicates(now)
    this.#causes = new ReadingCauses(now)
    this.#stored = new StoredMessages(clock, closing, () => this.#storeIsEmpty())
    this.#stored.restart(link.resumed)
  }

  /** The newest status, and never history. */
  get latest(): Reading | undefined {
    return this.#latest
  }

  get info(): InfoReading | undefined {
    return this.#info
  }

  /** The link came online: until an answer comes, what comes is history. */
  restart(): void {
    this.#duplicates.restart()
    this.#causes.restart()
    this.#stored.restart(this.#setup.host.link.resumed)
  }

  receive(message: Message, envelope: Envelope): void {
    const { host, presence, onMessage, onInfo } = this.#setup
    const { exchange, heaterClock, logger } = host
    const { topic, kind } = message
    const awaited = exchange.awaits(message)
    if (this.#duplicates.repeats(message, envelope, awaited)) {
      logger.debug({ topic, kind }, 'A message came twice or late, and was dropped')
      return
    }
    onMessage(topic, envelope)
    if (awaited) presence.heard()
    const at = new Date(heaterClock.now())
    if (kind === 'status') this.#status(message, awaited, at)
    else if (kind === 'device-info') {
      this.#info = readDeviceInfo(message.raw, at)
      exchange.answer(message, this.#info)
      onInfo(this.#info)
    } else if (kind === 'connection') {
      if (topic.endsWith('/connection') && message.status !== undefined) this.#cameOrWent(message.status > 0)
    } else if (kind === 'refusal') exchange.answer(message, undefined)
    else if (kind === 'other') exchange.answer(message, message.raw)
  }

  #status(message: Message & { kind: 'status' }, awaited: boolean, at: Date): void {
    const { host, presence, news, onlyHistory, onStatus } = this.#setup
    const superseded = host.exchange.superseded(message)
    const stored = !awaited && this.#stored.coming
    if (stored) this.#stored.came()
    const cause = this.#causes.of(message.raw.command, awaited, superseded || stored)
    const reading = readStatus(message.raw, at, cause)
    if (cause !== 'history') {
      this.#latest = reading
      presence.heard()
      host.exchange.answer(message, reading)
      news(reading)
    } else if (this.#causes.history) onlyHistory()
    onStatus(reading)
  }

  /** Among what was stored there may have been news. */
  #storeIsEmpty(): void {
    this.#duplicates.restart()
    this.#setup.onlyHistory()
  }

  #cameOrWent(came: boolean): void {
    const { presence, onReturn } = this.#setup
    const wasAway = presence.state !== 'online'
    this.#duplicates.restart()
    if (came) presence.heard()
    else presence.told(false)
    if (came && wasAway) onReturn()
  }
}

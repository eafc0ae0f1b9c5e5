/** How one heater is asked: listening first, within a time, over one connection, and told of what stayed without an answer. */
import type { Command } from '#schema/command'
import { commands } from '#schema/commands'
import { type Help, TimeoutError } from '#schema/errors'
import { deadline } from '#time/clock'
import { formatDuration } from '#time/duration'
import type { Addressed } from '#wire/envelope'
import type { ReplyAddress } from '#wire/topics'
import type { SayOptions } from './controls.ts'
import type { HeaterHost } from './heater-host.ts'
import { untilLost } from './heater-link.ts'
import type { Order } from './order.ts'

export interface AskedHeater extends Addressed {
  readonly homeSeq: number
}

export interface QuestionOptions {
  readonly signal?: AbortSignal | undefined
  /** The question's own fields, beside its number. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Is called when it is on its way. */
  readonly sent?: () => void
  /** 0, which is enough for what only asks, by default. */
  readonly qos?: 0 | 1
}

/** The question never left: others had taken the room that the gateway gives a link. */
export class NotAskedError extends TimeoutError {
  static override readonly help: Help = 'heater-does-not-answer'
}

export class Questions {
  readonly #host: HeaterHost
  readonly #heater: () => AskedHeater
  readonly #silent: () => void
  #listening = false
  /** The questions for a status that are on their way. */
  readonly #statuses = new Set<object>()

  /** @param silent is told when an answer that was expected did not come, though the link was there. */
  constructor(host: HeaterHost, heater: () => AskedHeater, silent: () => void) {
    this.#host = host
    this.#heater = heater
    this.#silent = silent
  }

  /**
   * Hears the heater from now on. The first time a status is asked for: without one nobody knows whether what it
   * says is news.
   * @returns where it is to reply to.
   */
  async listen(signal: AbortSignal): Promise<ReplyAddress> {
    const { homeSeq, deviceType, macAddress, additionalValue } = this.#heater()
    const reply = await this.#host.listen({ deviceType, macAddress, additionalValue, homeSeq }, signal)
    if (!this.#listening) {
      this.#listening = true
      void this.refresh()
    }
    return { deviceType, homeSeq, ...reply }
  }

  /** Listens, within the time of a question. */
  reach(signal?: AbortSignal): Promise<void> {
    return this.#inTime(signal, async limit => void (await this.listen(limit)))
  }

  async ask<Told>(
    command: Command,
    { signal, fields = {}, sent = () => {}, qos = 0 }: QuestionOptions = {},
  ): Promise<Told> {
    const question = {}
    const over = () => void this.#statuses.delete(question)
    if (command.code === commands.status.code) this.#statuses.add(question)
    try {
      return await this.#inTime(signal, async limit => {
        const reply = await this.listen(limit)
        const lost = untilLost(this.#host.link)
        // At once, and not when who asked hears of it: the next link may be there before.
        lost.signal.addEventListener('abort', over, { once: true })
        return this.#overOneLink<Told>(reply, command, { limit, lost: lost.signal, fields, sent, qos }).finally(
          lost.done,
        )
      })
    } finally {
      over()
    }
  }

  /** Says a control and waits for its answer; the signal says how long. */
  async say(order: Order, { sending, acknowledged, signal, ...options }: SayOptions): Promise<unknown> {
    const reply = await this.listen(signal)
    sending()
    const { fields, command } = order
    return this.#host.exchange.ask(this.#heater(), reply, command, { ...options, fields, signal, sent: acknowledged })
  }

  /**
   * Asks for a status, if nobody does so already. Resolves when the question is on its way, or can't be.
   * @param again also when somebody did, for that was lost.
   */
  refresh(again = false): Promise<void> {
    if (!this.#listening || (this.#statuses.size > 0 && !again)) return Promise.resolve()
    return new Promise(resolve => {
      this.ask(commands.status, { sent: resolve })
        .catch(cause => this.#host.logger.debug({ cause }, 'The heater gave no status at the start'))
        .finally(resolve)
    })
  }

  async #inTime<Told>(signal: AbortSignal | undefined, work: (limit: AbortSignal) => Promise<Told>): Promise<Told> {
    const { clock, timeout, closing } = this.#host
    const silent = () =>
      new TimeoutError(`The heater gave no answer within ${formatDuration(timeout)}.`, {
        help: 'heater-does-not-answer',
      })
    const limit = deadline(clock, timeout, silent, signal, closing)
    try {
      return await work(limit.signal)
    } finally {
      limit.done()
    }
  }

  /** An answer to what was asked over a lost connection may come over the next one, and would be taken for news. */
  async #overOneLink<Told>(
    reply: ReplyAddress,
    command: Command,
    {
      limit,
      lost,
      fields,
      sent,
      qos,
    }: Required<Omit<QuestionOptions, 'signal'>> & Record<'limit' | 'lost', AbortSignal>,
  ): Promise<Told> {
    const { exchange, clock } = this.#host
    const { signal, done } = deadline(clock, undefined, () => new Error(), limit, lost)
    let asked = false
    const onSent = () => {
      asked = true
      sent()
    }
    try {
      return await exchange.ask<Told>(this.#heater(), reply, command, { signal, fields, qos, sent: onSent })
    } catch (error) {
      if (error !== limit.reason || !(error instanceof TimeoutError)) throw error
      if (!asked) throw new NotAskedError('The heater was not asked: the link was too busy with other messages.')
      this.#silent()
      throw error
    } finally {
      done()
    }
  }
}

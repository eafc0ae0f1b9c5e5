/** Questions and their answers: each question carries a sessionID of its own, and the answer that echoes it ends it. */
import type { Command } from '#schema/commands'
import { RefusedError } from '#schema/errors'
import { type Addressed, type Message, requestEnvelope } from '#wire/envelope'
import { requestIds } from '#wire/request-id'
import { type ReplyAddress, replyTopic, requestTopic } from '#wire/topics'

interface Question {
  readonly macAddress: string
  readonly replyTopic: string
  readonly wants: Command['answer']
  answer(told: unknown): void
  refuse(error: unknown): void
}

export interface ExchangeOptions {
  readonly now: () => number
  readonly publish: (topic: string, payload: string, signal: AbortSignal) => Promise<void>
}

/** How many ids of ours are remembered, to know a late answer for what it is. */
const remembered = 256

export class Exchange {
  readonly #publish: ExchangeOptions['publish']
  readonly #nextId: () => string
  readonly #open = new Map<string, Question>()
  readonly #issued = new Set<string>()

  constructor({ now, publish }: ExchangeOptions) {
    this.#publish = publish
    this.#nextId = requestIds(now)
  }

  /**
   * Sends a command and waits for what {@link answer} is given for it; the signal says how long.
   * @param fields the command's own, beside its number.
   * @throws RefusedError when the heater says no, and the signal's reason.
   */
  async ask<Told>(
    heater: Addressed,
    reply: ReplyAddress,
    command: Command,
    signal: AbortSignal,
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<Told> {
    const sessionID = this.#newId()
    const responseTopic = replyTopic(reply, command.reply)
    const topic = requestTopic(heater, command.topic)
    const ids = { clientID: reply.clientId, sessionID, requestTopic: topic, responseTopic }
    const payload = JSON.stringify(requestEnvelope(heater, ids, command.code, fields))
    try {
      return await new Promise<Told>((resolve, refuse) => {
        if (signal.aborted) return refuse(signal.reason)
        signal.addEventListener('abort', () => refuse(signal.reason), { once: true })
        const answer = resolve as (told: unknown) => void
        this.#open.set(sessionID, {
          macAddress: heater.macAddress,
          replyTopic: responseTopic,
          wants: command.answer,
          answer,
          refuse,
        })
        this.#publish(topic, payload, signal).catch(refuse)
      })
    } finally {
      this.#open.delete(sessionID)
    }
  }

  /**
   * Hands a message to the question that it answers.
   * @param told what the question resolves with.
   * @returns whether there was one.
   */
  answer(message: Message, told: unknown): boolean {
    const id = this.#matching(message)
    const question = id === undefined ? undefined : this.#open.get(id)
    if (id === undefined || question === undefined) return false
    this.#open.delete(id)
    if (message.kind === 'refusal') question.refuse(refusal(message.failCode))
    else question.answer(told)
    return true
  }

  /** Whether the message answers an open question. */
  awaits(message: Message): boolean {
    return this.#matching(message) !== undefined
  }

  /** The heater that was asked what the message answers, for one that doesn't say whose it is. */
  askedOf(message: Message): string | undefined {
    return this.#open.get(this.#matching(message) ?? '')?.macAddress
  }

  #matching({ kind, sessionId, topic, macAddress }: Message): string | undefined {
    const fits = (question: Question | undefined) =>
      question !== undefined &&
      (kind === question.wants || kind === 'refusal') &&
      (macAddress === undefined || macAddress === question.macAddress)
    if (sessionId !== undefined && fits(this.#open.get(sessionId))) return sessionId
    // A late answer to a question that was given up must not pass for the answer to a newer one.
    if (sessionId !== undefined && this.#issued.has(sessionId)) return undefined
    // A firmware that doesn't echo the id still answers on the topic that it was told.
    for (const [id, question] of this.#open) {
      if (question.replyTopic === topic && fits(question)) return id
    }
    return undefined
  }

  #newId(): string {
    const id = this.#nextId()
    this.#issued.add(id)
    for (const oldest of this.#issued) {
      if (this.#issued.size <= remembered) break
      this.#issued.delete(oldest)
    }
    return id
  }
}

function refusal(failCode: number): RefusedError {
  const why = failCode === 2 ? 'its last control was too recent; wait 30 seconds' : `code ${failCode}`
  return new RefusedError(`The heater refused the command: ${why}.`, { by: 'heater', failCode })
}

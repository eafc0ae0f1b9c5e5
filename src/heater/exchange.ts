/** Questions and their answers: each question carries a sessionID of its own, and the answer that echoes it ends it. */
import type { RequestHealth } from '#cloud/link-health'
import type { Command } from '#schema/command'
import { RefusedError } from '#schema/errors'
import { type Duration, millis } from '#time/duration'
import { type Addressed, type Message, requestEnvelope } from '#wire/envelope'
import { requestIds } from '#wire/request-id'
import { type ReplyAddress, replyTopic, requestTopic } from '#wire/topics'
import type { HeaterLink, SendOptions } from './heater-link.ts'

interface Question {
  readonly askedAt: number
  readonly code: number
  readonly macAddress: string
  readonly replyTopic: string
  /** After the reply topic. */
  readonly suffix: string
  readonly wants: Command['answer']
  answer(told: unknown): void
  refuse(error: unknown): void
}

export interface ExchangeOptions {
  readonly now: () => number
  readonly send: HeaterLink['send']
}

export interface AskOptions extends Partial<SendOptions> {
  /** Says how long. */
  readonly signal: AbortSignal
  /** The command's own fields, beside its number. */
  readonly fields?: Readonly<Record<string, unknown>>
  /** Is called when it was sent, and for QoS 1 acknowledged. */
  readonly sent?: () => void
}

/** How many ids of ours are remembered, to know a late answer for what it is. */
const remembered = 256

export class Exchange {
  readonly #now: ExchangeOptions['now']
  readonly #send: ExchangeOptions['send']
  readonly #nextId: () => string
  readonly #open = new Map<string, Question>()
  readonly #issued = new Set<string>()
  /** The newest question of each heater that a status answered. */
  readonly #answered = new Map<string, number>()
  #answerTime: Duration | undefined

  constructor({ now, send }: ExchangeOptions) {
    this.#now = now
    this.#send = send
    this.#nextId = requestIds(now)
  }

  /** How its questions fare. */
  get health(): RequestHealth {
    return { unanswered: this.#open.size, answerTime: this.#answerTime }
  }

  /**
   * Sends a command and waits for what {@link answer} is given for it.
   * @throws RefusedError when the heater says no, what sending throws, and the signal's reason.
   */
  async ask<Told>(
    heater: Addressed,
    reply: ReplyAddress,
    command: Command,
    { signal, fields = {}, sent = () => {}, qos = 0, expiry }: AskOptions,
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
        this.#open.set(sessionID, {
          askedAt: this.#now(),
          code: command.code,
          macAddress: heater.macAddress,
          replyTopic: responseTopic,
          suffix: command.reply,
          wants: command.answer,
          answer: resolve as (told: unknown) => void,
          refuse,
        })
        this.#send(topic, payload, { qos, expiry, signal }).then(sent, refuse)
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
    this.#answerTime = millis(Math.max(0, this.#now() - question.askedAt))
    if (message.kind === 'refusal') question.refuse(refusal(message.failCode))
    else question.answer(told)
    const newest = this.#answered.get(question.macAddress) ?? 0
    if (message.kind === 'status') this.#answered.set(question.macAddress, Math.max(newest, Number(id)))
    return true
  }

  /** Whether it is a status that answers a question which was given up, and a later one was answered. */
  superseded({ kind, sessionId, macAddress }: Message): boolean {
    if (kind !== 'status' || sessionId === undefined || !this.#issued.has(sessionId)) return false
    return Number(sessionId) < (this.#answered.get(macAddress ?? '') ?? 0)
  }

  /** Whether the message answers an open question. */
  awaits(message: Message): boolean {
    return this.#matching(message) !== undefined
  }

  /** The heater that was asked what the message answers, for one that doesn't say whose it is. */
  askedOf(message: Message): string | undefined {
    return this.#open.get(this.#matching(message) ?? '')?.macAddress
  }

  #matching(message: Message): string | undefined {
    const { kind, sessionId, topic, macAddress } = message
    const fits = (question: Question | undefined) =>
      question !== undefined &&
      (kind === question.wants || kind === 'refusal') &&
      (macAddress === undefined || macAddress === question.macAddress)
    if (sessionId !== undefined && fits(this.#open.get(sessionId))) return sessionId
    // A late answer to a question that was given up must not pass for the answer to a newer one.
    if (sessionId !== undefined && this.#issued.has(sessionId)) return undefined
    // Nor must an answer that the gateway kept for an earlier process of the same client id: its schedule may be hours old.
    if (sessionId !== undefined && isRequestId(sessionId)) return undefined
    // A firmware that doesn't echo the id still answers on the topic that it was told.
    for (const [id, question] of this.#open) {
      if (isAnsweredOn(question, topic) && fits(question) && isOf(question, message)) return id
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

/** Milliseconds since 1970, as clients number their questions; what a heater says unasked has one digit. */
const isRequestId = (sessionId: string) => /^\d{12,}$/.test(sessionId)

/** Some answers come on the heater's own topic, whatever topic they were asked to. */
const isAnsweredOn = ({ replyTopic, wants, suffix, macAddress }: Question, topic: string) =>
  topic === replyTopic || (wants === 'other' && topic.endsWith(`/navilink-${macAddress}/res/${suffix}`))

/** A status names the command that it answers, and several may be answered on one topic. */
const isOf = ({ code }: Question, message: Message) =>
  message.kind !== 'status' || typeof message.raw.command !== 'number' || message.raw.command === code

function refusal(failCode: number): RefusedError {
  const why = failCode === 2 ? 'its last control was too recent; wait 30 seconds' : `code ${failCode}`
  return new RefusedError(`The heater refused the command: ${why}.`, { by: 'heater', failCode })
}

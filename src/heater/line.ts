/** What is said to one heater, asked or ordered by the name of its row, and checked before anything is sent. */
import type { Command } from '#schema/command'
import { type ControlName, commands, type QueryName, type WriteName } from '#schema/commands'
import { UnsupportedError } from '#schema/errors'
import { days } from '#time/duration'
import { type Addressed, requestEnvelope } from '#wire/envelope'
import { replyTopic, requestTopic } from '#wire/topics'
import type { Controls } from './controls.ts'
import type { HeaterHost } from './heater-host.ts'
import { bodyOrder, mustHave, type Order, order } from './order.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import type { Questions } from './questions.ts'
import type { InfoReading } from './reading.ts'

/** A body or the fields of one, on the wire's terms. */
export type Body = Readonly<Record<string, unknown>>

/** How long a heater's limits and capabilities are taken as it told them. It says itself when they changed: `didReload`. */
const freshFor = days(1)

/** What would be sent. */
export interface DrawnUp {
  readonly topic: string
  readonly envelope: Body
}

/** A write with a body of its own. */
export type BodyWriteName = Exclude<WriteName, ControlName>

/** Something that no row of the command table has. */
export interface RawRequest {
  readonly code: number
  /** After `cmd/{deviceType}/navilink-{mac}/`. */
  readonly topic: string
  /** After the reply topic. */
  readonly reply: string
  /** What the answer brings: `other` takes any body but a status or device info. */
  readonly answer: 'status' | 'device-info' | 'other'
  readonly fields?: Body
}

/** Said by who knows what may happen. */
export interface Dangerous {
  readonly danger: true
}

/** @throws UnsupportedError when it isn't said, as a program without types may have it. */
export function mustMeanIt(danger: unknown, why: string): void {
  if (danger !== true) throw new UnsupportedError(`${why} Nothing was sent; danger: true says that you know.`)
}

export interface LineSetup {
  readonly host: HeaterHost
  readonly address: () => Addressed & { readonly homeSeq: number }
  readonly name: () => string
  readonly questions: Questions
  readonly controls: Controls
  /** What the heater told of itself last. */
  readonly known: () => InfoReading | undefined
  /** That, or what it says when it is asked. */
  readonly info: (signal: AbortSignal | undefined) => Promise<InfoReading>
}

export class Line {
  readonly #setup: LineSetup

  constructor(setup: LineSetup) {
    this.#setup = setup
  }

  /** Asks, and resolves with the body of the answer. @throws UnsupportedError when the heater told that it hasn't got that. */
  async ask(name: QueryName, fields: Body = {}, signal?: AbortSignal): Promise<Body> {
    const query: Command = commands[name]
    if (query.needs !== undefined) mustHave(query.needs, (await this.#infoIfTold(signal)) ?? {})
    return this.#setup.questions.ask<Body>(query, { signal, fields })
  }

  /** Sets something. @throws UnsupportedError, RangeError */
  async control(name: ControlName, given: unknown, options: CommandOptions = {}): Promise<CommandOutcome> {
    this.mayWrite()
    return this.#setup.controls.do(order(name, given, this.#fresh), options)
  }

  /** Writes a whole body, whose echo confirms it. */
  async write(name: BodyWriteName, fields: Body, options: CommandOptions = {}): Promise<CommandOutcome> {
    this.mayWrite()
    return this.#setup.controls.do(bodyOrder(name, fields, this.#fresh), options)
  }

  /** What would be sent, checked in the same way; nothing is. */
  async drawUp(name: ControlName, given: unknown, signal?: AbortSignal): Promise<DrawnUp> {
    return this.#drawnUp(order(name, given, await this.#infoIfTold(signal)), signal)
  }

  async drawUpWrite(name: BodyWriteName, fields: Body, signal?: AbortSignal): Promise<DrawnUp> {
    return this.#drawnUp(bodyOrder(name, fields, await this.#infoIfTold(signal)), signal)
  }

  /** The same of what no row has, unchecked. */
  async drawUpRaw({ fields = {}, ...command }: RawRequest, signal?: AbortSignal): Promise<DrawnUp> {
    return this.#drawnUp({ command, fields }, signal)
  }

  /** Sends what no row has. @returns the body of the answer. */
  async raw(request: Omit<RawRequest, 'fields'>, fields: Body, signal?: AbortSignal): Promise<Body> {
    this.mayWrite()
    const command = { ...request, doc: '', seen: 'guessed' } as const
    return this.#setup.questions.ask<Body>(command, { signal, fields, qos: 1 })
  }

  /** Looks at an order again with what the heater says of itself; one that doesn't answer stands in nobody's way. */
  async fits({ check }: Order, signal: AbortSignal): Promise<void> {
    const info = await this.#infoIfTold(signal)
    if (info !== undefined) check(info)
  }

  /** @throws UnsupportedError in a client that only reads. */
  mayWrite(): void {
    if (this.#setup.host.readOnly)
      throw new UnsupportedError(`This client only reads: nothing was sent to ${this.#setup.name()}.`)
  }

  /** What the heater told of itself, unless that is so long ago that an installer may have changed it. */
  get #fresh(): InfoReading | undefined {
    const { known, host } = this.#setup
    const info = known()
    return info && host.heaterClock.now() - info.about.at.getTime() <= freshFor ? info : undefined
  }

  async #infoIfTold(signal: AbortSignal | undefined): Promise<InfoReading | undefined> {
    const { known, info, host } = this.#setup
    try {
      return this.#fresh ?? (await info(signal))
    } catch (error) {
      host.logger.debug({ error }, 'The heater did not say what it can do')
      return known()
    }
  }

  async #drawnUp(
    { command, fields }: { readonly command: Pick<Command, 'code' | 'topic' | 'reply'>; readonly fields: Body },
    signal: AbortSignal | undefined,
  ): Promise<DrawnUp> {
    const { host, address } = this.#setup
    const heater = address()
    const reply = { deviceType: heater.deviceType, homeSeq: heater.homeSeq, ...(await host.replyAddress(signal)) }
    const topic = requestTopic(heater, command.topic)
    const ids = {
      clientID: reply.clientId,
      sessionID: String(host.clock.now()),
      requestTopic: topic,
      responseTopic: replyTopic(reply, command.reply),
    }
    return { topic, envelope: { ...requestEnvelope(heater, ids, command.code, fields) } }
  }
}

/** One heater of an account: what it says, what it is asked, and what the cloud knows of it. */
import { Events } from '#cloud/events'
import { type DeviceDetail, type DeviceRecord, type Firmware, isOnline, type TouPlan } from '#cloud/records'
import { type Command, commands, nwp500DeviceType, pushCodes } from '#schema/commands'
import { TimeoutError, UnsupportedError } from '#schema/errors'
import { type Clock, deadline } from '#time/clock'
import { type Duration, formatDuration, seconds } from '#time/duration'
import type { Addressed, Message } from '#wire/envelope'
import type { Logger } from '#wire/logger'
import type { ReplyAddress } from '#wire/topics'
import type { Exchange } from './exchange.ts'
import { type InfoReading, type Reading, type ReadingCause, readDeviceInfo, readStatus } from './reading.ts'
import { type WatchOptions, watch } from './watch.ts'

/** Whether the cloud can reach the heater. */
export interface Connectivity {
  readonly connected: boolean
}

export interface CallOptions {
  /** Gives the question up. */
  readonly signal?: AbortSignal | undefined
}

export interface HeaterEvents {
  /** Every status that comes: answers, the copies after them, and pushes. */
  status: [reading: Reading]
  info: [info: InfoReading]
  /** The cloud can reach the heater again. */
  online: []
  /** The cloud can't reach the heater. */
  offline: []
  /** A question of `watch` stayed without an answer. */
  missed: [error: unknown]
  /** Every message on the heater's topics, requests of the phone app included. */
  message: [topic: string, envelope: Readonly<Record<string, unknown>>]
}

/** What a heater needs of the client that it belongs to. */
export interface HeaterHost {
  readonly exchange: Exchange
  readonly logger: Logger
  /** For time-outs. */
  readonly clock: Clock
  /** For intervals and the time of a reading. */
  readonly heaterClock: Clock
  readonly timeout: Duration
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal
  /** Listens to the heater's topics from now on. @returns where it is to reply to. */
  listen(
    heater: Addressed & { readonly homeSeq: number },
    signal: AbortSignal,
  ): Promise<{ clientId: string; userSeq: number }>
  connected(heater: Addressed, signal: AbortSignal | undefined): Promise<boolean | undefined>
  details(heater: Addressed, signal: AbortSignal | undefined): Promise<DeviceDetail>
  firmware(heater: Addressed, signal: AbortSignal | undefined): Promise<readonly Firmware[] | undefined>
  touPlan(
    heater: Addressed,
    controllerSerialNumber: string,
    signal: AbortSignal | undefined,
  ): Promise<TouPlan | undefined>
}

/** The copy of an answer follows it at once; what comes later is of somebody else's question. */
const copyComesWithin = seconds(10)

export class NaviLinkDevice extends Events<HeaterEvents> implements Addressed {
  readonly #host: HeaterHost
  #record: DeviceRecord
  #connected: boolean | undefined
  #latest: Reading | undefined
  /** The heater sends each answer twice: until when each second one is expected. */
  #copiesDue: number[] = []

  constructor(record: DeviceRecord, host: HeaterHost) {
    super(host.logger)
    this.#host = host
    this.#record = record
    this.#connected = isOnline(record.deviceInfo)
  }

  /** What the cloud's list said of it last: name, place, and the last fault that the cloud knows. */
  get record(): DeviceRecord {
    return this.#record
  }

  get name(): string {
    return this.#record.deviceInfo.deviceName ?? 'unnamed'
  }
  /** Twelve hex digits, lower case. */
  get macAddress(): string {
    return this.#record.deviceInfo.macAddress
  }
  get additionalValue(): string {
    return this.#record.deviceInfo.additionalValue
  }
  get deviceType(): number {
    return this.#record.deviceInfo.deviceType
  }
  /** Whether this library knows how to talk to it. */
  get supported(): boolean {
    return this.deviceType === nwp500DeviceType
  }
  /** `NWP500`, or the number of another product. */
  get modelName(): string {
    return this.supported ? 'NWP500' : `device type ${this.deviceType}`
  }
  /** Whether the cloud can reach it, as far as was told last. */
  get connected(): boolean | undefined {
    return this.#connected
  }
  /** The newest status, however it came. */
  get latest(): Reading | undefined {
    return this.#latest
  }

  /** Asks the cloud whether it can reach the heater. No question to the heater itself. */
  async connectivity({ signal }: CallOptions = {}): Promise<Connectivity> {
    this.#mustBeSupported()
    const connected = await this.#host.connected(this, signal)
    if (connected !== undefined) this.#setConnected(connected)
    return { connected: connected ?? this.#connected ?? false }
  }

  /** What the cloud keeps on the heater beyond its list: place, installer, alarm settings. */
  async details({ signal }: CallOptions = {}): Promise<DeviceDetail> {
    this.#mustBeSupported()
    return this.#host.details(this, signal)
  }

  /** Hears the heater from now on without asking it anything: `status` events come whenever it speaks. */
  async listen({ signal }: CallOptions = {}): Promise<void> {
    await this.#reached(signal, async () => {})
  }

  /** Asks the heater for its status: `cmd/52/navilink-{mac}/st`. */
  status(options: CallOptions = {}): Promise<Reading> {
    return this.#ask<Reading>(commands.status, options)
  }

  /** Asks the heater what it is and what it can do: `…/st/did`. */
  info(options: CallOptions = {}): Promise<InfoReading> {
    return this.#ask<InfoReading>(commands.deviceInfo, options)
  }

  /**
   * Asks for a status at an interval, and hands out those that the heater sends unasked as well.
   * It ends when its signal says so or the client is closed.
   */
  watch(options: WatchOptions): AsyncGenerator<Reading, void, undefined> {
    this.#mustBeSupported()
    const { closing } = this.#host
    const signal = options.signal ? AbortSignal.any([options.signal, closing]) : closing
    return watch(this, { ...options, signal }, this.#host.heaterClock, error => this.#missed(error))
  }

  /** The firmware of its parts, from the cloud; undefined where the account may not see it. */
  async firmware({ signal }: CallOptions = {}): Promise<readonly Firmware[] | undefined> {
    this.#mustBeSupported()
    return this.#host.firmware(this, signal)
  }

  /** The time-of-use plan, from the cloud. Asks the heater for its serial number first. */
  async touPlan({ signal }: CallOptions = {}): Promise<TouPlan | undefined> {
    const { controllerSerialNumber } = await this.info({ signal })
    if (!controllerSerialNumber)
      throw new UnsupportedError(
        `${this.name} doesn't tell its serial number, and without it the plan can't be asked for.`,
      )
    return this.#host.touPlan(this, controllerSerialNumber, signal)
  }

  /** Takes in what a newer list says. @internal */
  update(record: DeviceRecord): void {
    this.#record = record
    const connected = isOnline(record.deviceInfo)
    if (connected !== undefined) this.#setConnected(connected)
  }

  /** Takes in a message of this heater. @internal */
  receive(message: Message, envelope: Readonly<Record<string, unknown>>): void {
    this.emit('message', message.topic, envelope)
    const { exchange, heaterClock } = this.#host
    const at = new Date(heaterClock.now())
    if (message.kind === 'status') {
      const reading = readStatus(message.raw, at, this.#causeOf(message, exchange.awaits(message)))
      this.#latest = reading
      this.#setConnected(true)
      exchange.answer(message, reading)
      this.emit('status', reading)
    } else if (message.kind === 'device-info') {
      const info = readDeviceInfo(message.raw, at)
      exchange.answer(message, info)
      this.emit('info', info)
    } else if (message.kind === 'connection') {
      if (message.topic.endsWith('/connection') && message.status !== undefined) this.#setConnected(message.status > 0)
    } else if (message.kind === 'refusal') exchange.answer(message, undefined)
    else if (message.kind === 'other') exchange.answer(message, message.raw)
  }

  #causeOf({ raw: { command } }: Message & { kind: 'status' }, awaited: boolean): ReadingCause {
    const now = this.#host.clock.now()
    if (awaited) {
      if (command === commands.status.code) this.#copiesDue.push(now + copyComesWithin)
      return 'answer'
    }
    if (command !== pushCodes.afterRequest) return 'push'
    this.#copiesDue = this.#copiesDue.filter(until => until >= now)
    return this.#copiesDue.shift() === undefined ? 'push' : 'copy'
  }

  #ask<Told>(command: Command, { signal }: CallOptions): Promise<Told> {
    return this.#reached(signal, (reply, limit) => this.#host.exchange.ask<Told>(this.#address, reply, command, limit))
  }

  /** Subscribes where that wasn't done yet, and bounds that and what comes after by the time-out. */
  async #reached<Told>(
    signal: AbortSignal | undefined,
    then: (reply: ReplyAddress, limit: AbortSignal) => Promise<Told>,
  ): Promise<Told> {
    this.#mustBeSupported()
    const { clock, timeout, closing } = this.#host
    const silent = () => new TimeoutError(`The heater gave no answer within ${formatDuration(timeout)}.`)
    const limit = deadline(clock, timeout, silent, signal, closing)
    try {
      const homeSeq = this.#record.deviceInfo.homeSeq ?? 0
      const { clientId, userSeq } = await this.#host.listen({ ...this.#address, homeSeq }, limit.signal)
      return await then({ deviceType: this.deviceType, homeSeq, userSeq, clientId }, limit.signal)
    } finally {
      limit.done()
    }
  }

  get #address(): Addressed {
    return { deviceType: this.deviceType, macAddress: this.macAddress, additionalValue: this.additionalValue }
  }

  #missed(error: unknown): void {
    this.emit('missed', error)
    // Silence alone doesn't say whether the heater or the way to it is at fault; the cloud knows.
    this.connectivity().catch(cause =>
      this.#host.logger.debug({ cause }, 'The cloud could not be asked about the heater'),
    )
  }

  #setConnected(connected: boolean): void {
    if (connected === this.#connected) return
    this.#connected = connected
    this.emit(connected ? 'online' : 'offline')
  }

  #mustBeSupported(): void {
    if (!this.supported)
      throw new UnsupportedError(`${this.name} is ${this.modelName}, not an NWP500: this library can only list it.`)
  }
}

/** One heater of an account: what it says, what it is asked, and what the cloud knows of it. */
import { Events } from '#cloud/events'
import { type DeviceDetail, type DeviceRecord, type Firmware, isOnline, type TouPlan } from '#cloud/records'
import { type ControlName, type ControlValue, commands, type DhwMode, nwp500DeviceType } from '#schema/commands'
import { UnsupportedError } from '#schema/errors'
import type { Duration } from '#time/duration'
import type { Addressed, Message } from '#wire/envelope'
import { order } from './control.ts'
import { Controls } from './controls.ts'
import { Hearing } from './hearing.ts'
import type { HeaterHost } from './heater-host.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import { type PeriodicKind, PeriodicRequests } from './periodic-requests.ts'
import { Presence, type PresenceState } from './presence.ts'
import { Questions } from './questions.ts'
import type { InfoReading, Reading } from './reading.ts'
import { type WatchOptions, watch } from './watch.ts'

export type { HeaterHost } from './heater-host.ts'

/** Whether the cloud can reach the heater. */
export interface Connectivity {
  readonly connected: boolean
}

export interface CallOptions {
  /** Gives the question up. */
  readonly signal?: AbortSignal | undefined
}

export interface HeaterEvents {
  /** Every status that comes: answers, the copies after them, pushes, and history. */
  status: [reading: Reading]
  info: [info: InfoReading]
  /** The heater is there. */
  online: []
  /** The heater left three questions unanswered. */
  stale: []
  /** The cloud can't reach the heater, or it left ten questions unanswered. */
  offline: []
  /** A question of `watch` or of the periodic requests stayed without an answer, or could not be asked. */
  missed: [error: unknown]
  /** Every message on the heater's topics, requests of the phone app included; one that came before is left out. */
  message: [topic: string, envelope: Readonly<Record<string, unknown>>]
}

export class NaviLinkDevice extends Events<HeaterEvents> implements Addressed {
  readonly #host: HeaterHost
  readonly #presence: Presence
  readonly #questions: Questions
  readonly #controls: Controls
  readonly #periodic: PeriodicRequests
  readonly #hearing: Hearing
  #record: DeviceRecord
  #asking: Promise<unknown> | undefined

  constructor(record: DeviceRecord, host: HeaterHost) {
    super(host.logger)
    const { heaterClock, link, closing, random } = host
    this.#host = host
    this.#record = record
    this.#presence = new Presence(
      isOnline(record.deviceInfo),
      () => heaterClock.now(),
      state => state !== 'unknown' && this.emit(state),
    )
    this.#hearing = new Hearing({
      host,
      presence: this.#presence,
      onMessage: (topic, envelope) => this.emit('message', topic, envelope),
      onStatus: reading => this.emit('status', reading),
      onInfo: info => this.emit('info', info),
      news: reading => this.#controls.heard(reading),
      // When the link comes online it is asked anyway.
      onlyHistory: () => void (link.online && this.#questions.refresh()),
      onReturn: () => void this.#questions.refresh(true),
    })
    this.#questions = new Questions(
      host,
      () => ({ ...this.#address, homeSeq: this.#record.deviceInfo.homeSeq ?? 0 }),
      () => this.#presence.silent(),
    )
    this.#controls = new Controls({
      macAddress: this.macAddress,
      host,
      latest: () => this.#hearing.latest,
      connected: () => this.#presence.connected,
      askConnected: async signal => (await this.connectivity({ signal })).connected,
      listen: signal => this.#questions.listen(signal),
      say: (ordered, options) => this.#questions.say(ordered, options),
      look: signal => this.#questions.ask(commands.status, signal),
      silent: () => this.#presence.silent(),
    })
    this.#periodic = new PeriodicRequests({
      clock: heaterClock,
      random,
      closing,
      online: () => link.online,
      ask: (kind, signal) => (kind === 'status' ? this.status({ signal }) : this.info({ signal })),
      missed: error => this.#missed(error),
    })
    closing.addEventListener(
      'abort',
      link.onChange(online => this.#linkChanged(online)),
      { once: true },
    )
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
    return this.#presence.connected
  }
  /** Whether it is there: the cloud's word and its own silence taken together. The link is another matter. */
  get presence(): PresenceState {
    return this.#presence.state
  }
  /** When its presence last changed, by the heater's clock. */
  get presenceSince(): Date {
    return this.#presence.since
  }
  /** The newest status, however it came. History is none. */
  get latest(): Reading | undefined {
    return this.#hearing.latest
  }

  /** Asks the cloud whether it can reach the heater. No question to the heater itself. */
  async connectivity({ signal }: CallOptions = {}): Promise<Connectivity> {
    this.#mustBeSupported()
    const connected = await this.#host.connected(this, signal)
    if (connected !== undefined) this.#presence.told(connected)
    return { connected: connected ?? this.#presence.connected ?? false }
  }

  /** What the cloud keeps on the heater beyond its list: place, installer, alarm settings. */
  async details({ signal }: CallOptions = {}): Promise<DeviceDetail> {
    this.#mustBeSupported()
    return this.#host.details(this, signal)
  }

  /**
   * Hears the heater from now on: `status` events come whenever it speaks. The first time, and whenever the link comes
   * online again, it is asked for a status, for what it says before that may be old.
   */
  async listen({ signal }: CallOptions = {}): Promise<void> {
    this.#mustBeSupported()
    await this.#questions.reach(signal)
  }

  /** Asks the heater for its status: `cmd/52/navilink-{mac}/st`. */
  async status({ signal }: CallOptions = {}): Promise<Reading> {
    this.#mustBeSupported()
    return this.#questions.ask<Reading>(commands.status, signal)
  }

  /** Asks the heater what it is and what it can do: `…/st/did`. */
  async info({ signal }: CallOptions = {}): Promise<InfoReading> {
    this.#mustBeSupported()
    return this.#questions.ask<InfoReading>(commands.deviceInfo, signal)
  }

  /**
   * Asks for a status at an interval, and hands out those that the heater sends unasked as well, but no history.
   * While there is no link nothing is asked. It ends when its signal says so or the client is closed.
   */
  watch(options: WatchOptions): AsyncGenerator<Reading, void, undefined> {
    this.#mustBeSupported()
    const { closing, heaterClock, link } = this.#host
    const missed = (error: unknown) => this.#missed(error)
    return watch(this, options, { clock: heaterClock, closing, online: () => link.online, missed })
  }

  /**
   * Asks for its status or device info every `period` (5 min by default) until it is told to stop or the client is
   * closed, beginning at some moment of the first period; what comes is heard as `status` and `info` events, what
   * doesn't as `missed`. A second call changes the period. While there is no link nothing is asked, and nothing later.
   * @throws RangeError for a period under a second.
   */
  startPeriodicRequests(kind: PeriodicKind, period?: Duration): void {
    this.#mustBeSupported()
    this.#periodic.start(kind, period)
    this.listen().catch(error => this.#missed(error))
  }

  stopPeriodicRequests(kind: PeriodicKind): void {
    this.#periodic.stop(kind)
  }

  /** Switches the heater on. @returns the outcome, see {@link CommandOutcome}: a command always resolves with one. */
  powerOn(options?: CommandOptions): Promise<CommandOutcome> {
    return this.#control('powerOn', undefined, options)
  }

  /** Switches the heater off: no hot water is made until it is switched on again. */
  powerOff(options?: CommandOptions): Promise<CommandOutcome> {
    return this.#control('powerOff', undefined, options)
  }

  /**
   * Chooses a mode. In a time-of-use window the heater may keep it back: `held`.
   * @throws UnsupportedError when the heater told that it hasn't got it.
   */
  setMode(mode: DhwMode, options?: CommandOptions): Promise<CommandOutcome> {
    return this.#control('dhwMode', mode, options)
  }

  /**
   * Sets the setpoint.
   * @param celsius rounded to half degrees.
   * @throws RangeError outside of 35–65.5 °C, or of the range that the heater's device info told.
   */
  setTemperature(celsius: number, options?: CommandOptions): Promise<CommandOutcome> {
    return this.#control('dhwTemperature', celsius, options)
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
    if (connected !== undefined) this.#presence.told(connected)
  }

  /** Takes in a message of this heater. @internal */
  receive(message: Message, envelope: Readonly<Record<string, unknown>>): void {
    this.#hearing.receive(message, envelope)
  }

  #linkChanged(online: boolean): void {
    // A gateway that kept the session hands out what it stored before the link is online.
    this.#hearing.restart()
    if (online) void this.#questions.refresh().then(() => this.#controls.drain())
    else this.#controls.offline()
  }

  async #control(name: ControlName, value: ControlValue, options: CommandOptions = {}): Promise<CommandOutcome> {
    this.#mustBeSupported()
    if (this.#host.readOnly) throw new UnsupportedError(`This client only reads: nothing was sent to ${this.name}.`)
    return this.#controls.do(order(name, value, this.#hearing.info), options)
  }

  get #address(): Addressed {
    return { deviceType: this.deviceType, macAddress: this.macAddress, additionalValue: this.additionalValue }
  }

  #missed(error: unknown): void {
    this.emit('missed', error)
    // Silence alone doesn't say whether the heater or the way to it is at fault; the cloud knows.
    this.#asking ??= this.connectivity()
      .catch(cause => this.#host.logger.debug({ cause }, 'The cloud could not be asked about the heater'))
      .finally(() => {
        this.#asking = undefined
      })
  }

  #mustBeSupported(): void {
    if (!this.supported)
      throw new UnsupportedError(`${this.name} is ${this.modelName}, not an NWP500: this library can only list it.`)
  }
}

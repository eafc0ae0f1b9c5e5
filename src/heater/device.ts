/** One heater of an account: what it says, what it is asked, and what it is told. */
import { type DeviceRecord, isOnline } from '#cloud/records'
import type { CapabilityName } from '#schema/capabilities'
import { type ControlName, commands, type DhwMode } from '#schema/commands'
import { type Counters, readCounters } from '#schema/counters'
import { type DownloadedFirmware, readDownloadedFirmware } from '#schema/downloaded-firmware'
import type { Duration } from '#time/duration'
import type { Message } from '#wire/envelope'
import { Capabilities } from './capabilities.ts'
import { Controllable } from './controllable.ts'
import { atRest, untilShown, withEffect } from './effect.ts'
import { EnergyRecords } from './energy-records.ts'
import type { CallOptions } from './heater-events.ts'
import type { HeaterHost } from './heater-host.ts'
import { type HeaterParts, heaterParts } from './heater-parts.ts'
import type { Line } from './line.ts'
import type { GivenValue } from './order.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import type { PeriodicKind } from './periodic-requests.ts'
import type { PresenceState } from './presence.ts'
import type { InfoReading, Reading } from './reading.ts'
import { Recirculation } from './recirculation.ts'
import { Reservations } from './reservations.ts'
import { TimeOfUse } from './tou.ts'
import { type WatchOptions, watch } from './watch.ts'

export type { HeaterHost } from './heater-host.ts'

/** Whether the cloud can reach the heater. */
export interface Connectivity {
  readonly connected: boolean
}

/** How fresh device info has to be. */
export interface InfoOptions extends CallOptions {
  /** Takes what the heater told no longer ago than this, without asking again. */
  readonly maxAge?: Duration | undefined
}

export class NaviLinkDevice extends Controllable {
  /** What it used, by day and by month. */
  readonly energy: EnergyRecords
  /** The times at which it changes its mode and setpoint by itself, week after week. */
  readonly reservations: Reservations
  /** The times at which its recirculation pump runs. */
  readonly recirculation: Recirculation
  /** Its time-of-use plan. */
  readonly tou: TimeOfUse
  readonly #host: HeaterHost
  readonly #parts: HeaterParts
  #asking: Promise<unknown> | undefined
  #modeBefore: DhwMode | undefined
  #reloaded = false

  constructor(record: DeviceRecord, host: HeaterHost) {
    super(record, host)
    this.#host = host
    this.#parts = heaterParts(this, host, {
      presence: state => this.emit(state),
      message: (topic, envelope) => this.emit('message', topic, envelope),
      status: reading => this.emit('status', reading),
      info: info => this.emit('info', info),
      news: reading => this.#news(reading),
      missed: error => this.#missed(error),
    })
    this.energy = new EnergyRecords(this.#parts.line)
    const schedules = {
      line: this.#parts.line,
      host,
      mustBeSupported: () => this.mustBeSupported(),
      limits: () => this.capabilities?.setpoint,
    }
    this.reservations = new Reservations(schedules)
    this.recirculation = new Recirculation(schedules)
    this.tou = new TimeOfUse(this, schedules)
    const { closing, link } = host
    closing.addEventListener(
      'abort',
      link.onChange(online => this.#linkChanged(online)),
      { once: true },
    )
  }

  /** Whether the cloud can reach it, as far as was told last. */
  get connected(): boolean | undefined {
    return this.#parts.presence.connected
  }
  /** Whether it is there: the cloud's word and its own silence taken together. The link is another matter. */
  get presence(): PresenceState {
    return this.#parts.presence.state
  }
  /** When its presence last changed, by the heater's clock. */
  get presenceSince(): Date {
    return this.#parts.presence.since
  }
  /** The newest status, however it came. History is none. */
  get latest(): Reading | undefined {
    return this.#parts.hearing.latest
  }
  /** What it can do and within which limits; undefined until it was asked by `info`. */
  get capabilities(): Capabilities | undefined {
    const info = this.#parts.hearing.info
    return info && new Capabilities(info, info.about.at, () => this.#host.heaterClock.now())
  }
  /** Whether it has that; undefined until it was asked by `info`, and where it doesn't tell. */
  can(name: CapabilityName): boolean | undefined {
    return this.capabilities?.can(name)
  }

  /** Asks the cloud whether it can reach the heater. No question to the heater itself. */
  async connectivity({ signal }: CallOptions = {}): Promise<Connectivity> {
    this.mustBeSupported()
    const connected = await this.#host.connected(this, signal)
    if (connected !== undefined) this.#parts.presence.told(connected)
    return { connected: connected ?? this.#parts.presence.connected ?? false }
  }

  /**
   * Hears the heater from now on: `status` events come whenever it speaks. The first time, and whenever the link comes
   * online again, it is asked for a status, for what it says before that may be old.
   */
  async listen({ signal }: CallOptions = {}): Promise<void> {
    this.mustBeSupported()
    await this.#parts.questions.reach(signal)
  }

  /** Asks the heater for its status: `cmd/52/navilink-{mac}/st`. */
  async status({ signal }: CallOptions = {}): Promise<Reading> {
    this.mustBeSupported()
    return this.#parts.questions.ask<Reading>(commands.status, { signal })
  }

  /** Asks the heater what it is and what it can do: `…/st/did`. */
  async info({ signal, maxAge }: InfoOptions = {}): Promise<InfoReading> {
    this.mustBeSupported()
    const known = this.#parts.hearing.info
    if (known && maxAge !== undefined && (this.capabilities?.age ?? 0) <= maxAge) return known
    return this.#parts.questions.ask<InfoReading>(commands.deviceInfo, { signal })
  }

  /** Asks for its lifetime counters. */
  async counters({ signal }: CallOptions = {}): Promise<Counters> {
    this.mustBeSupported()
    return readCounters(await this.#parts.line.ask('counters', {}, signal))
  }

  /** Asks for the firmware that waits to be installed. Mostly none. */
  async downloadedFirmware({ signal }: CallOptions = {}): Promise<readonly DownloadedFirmware[]> {
    this.mustBeSupported()
    return readDownloadedFirmware(await this.#parts.line.ask('downloadedFirmware', {}, signal)).waiting
  }

  /**
   * Asks for a status at an interval, and hands out those that the heater sends unasked as well, but no history.
   * While there is no link nothing is asked. It ends when its signal says so or the client is closed.
   */
  watch(options: WatchOptions): AsyncGenerator<Reading, void, undefined> {
    this.mustBeSupported()
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
    this.mustBeSupported()
    this.#parts.periodic.start(kind, period)
    this.listen().catch(error => this.#missed(error))
  }

  /** Ends what `startPeriodicRequests` began; safe when it didn’t. */
  stopPeriodicRequests(kind: PeriodicKind): void {
    this.#parts.periodic.stop(kind)
  }

  override async control<Name extends ControlName>(
    name: Name,
    value: GivenValue<Name>,
    options: CommandOptions = {},
  ): Promise<CommandOutcome> {
    this.mustBeSupported()
    const { heaterClock: clock, closing } = this.#host
    const outcome = await this.#parts.line.control(name, value, options)
    const heldUntil = outcome.result === 'held' ? await this.tou.windowEnd() : undefined
    return withEffect({ ...outcome, ...(heldUntil && { heldUntil }) }, this, { clock, closing })
  }

  /**
   * Resolves when compressor and elements stand still, asking now and then. A recovery in a time-of-use window ends
   * about 2 K short of the setpoint, at 90 % charge: wait for this, and not for 100 %.
   * @throws the signal's reason.
   */
  async settled({ signal }: CallOptions = {}): Promise<Reading> {
    this.mustBeSupported()
    const { heaterClock: clock, closing } = this.#host
    return (await untilShown(this, atRest, { clock, signals: [signal, closing] })) as Reading
  }

  /** Takes in what a newer list says. @internal */
  override update(record: DeviceRecord): void {
    super.update(record)
    const connected = isOnline(record.deviceInfo)
    if (connected !== undefined) this.#parts.presence.told(connected)
  }

  /** Takes in a message of this heater. @internal */
  receive(message: Message, envelope: Readonly<Record<string, unknown>>): void {
    this.#parts.hearing.receive(message, envelope)
  }

  protected override get line(): Line {
    return this.#parts.line
  }

  protected override get modeBefore(): DhwMode | undefined {
    return this.#modeBefore
  }

  #news(reading: Reading): void {
    const { dhwOperationSetting: mode } = reading
    if (mode !== undefined && mode in commands.dhwMode.parameter.choices) this.#modeBefore = mode as DhwMode
    const reloaded = reading.didReload === 'on'
    // Its limits or capabilities are others now.
    if (reloaded && !this.#reloaded && this.capabilities) this.info().catch(error => this.#missed(error))
    this.#reloaded = reloaded
  }

  #linkChanged(online: boolean): void {
    // A gateway that kept the session hands out what it stored before the link is online.
    this.#parts.hearing.restart()
    if (online) void this.#parts.questions.refresh().then(() => this.#parts.controls.drain())
    else this.#parts.controls.offline()
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
}

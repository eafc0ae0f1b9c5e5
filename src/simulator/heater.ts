/** A simulated heater: a life by its own clock, an identity, and a voice on the broker. */
import type { Machine } from '#physics/machine'
import type { Counters } from '#schema/counters'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes, seconds } from '#time/duration'
import { eventTopic, heaterFilter, pushTopic, requestTopic } from '#wire/topics'
import type { Appliance } from './appliance.ts'
import type { Broker } from './broker.ts'
import { type Conversation, conversation } from './conversation.ts'
import type { EnergyBook } from './energy-book.ts'
import type { FaultName, Faults } from './faults.ts'
import { deviceInfoFrame, type Identity } from './identity.ts'
import { InstalledFirmware } from './installed-firmware.ts'
import { Life, longestStep } from './life.ts'
import type { HeaterSetup } from './make-heater.ts'
import { oddStatus } from './odd-status.ts'
import { Panel } from './panel.ts'
import { PresentApps } from './present-apps.ts'
import { type FirmwareSet, statusFrame } from './report.ts'
import { type RememberedFault, Troubles } from './troubles.ts'
import { Wifi } from './wifi.ts'

/** How often the heater looks at the clock, whatever its speed. */
const tick = { shortest: millis(50), longest: seconds(1) } as const
/** How long a new firmware takes it. */
const restart = minutes(1)

export class SimulatedHeater {
  /** Somebody works it by hand. */
  readonly panel: Panel
  /** What is wrong with the machine. */
  readonly troubles = new Troubles()
  readonly #macAddress: string
  readonly #firmware: InstalledFirmware
  readonly #wall: Clock
  readonly #clock: Clock
  readonly #broker: Broker
  readonly #conversation: Conversation
  readonly #faults: Faults
  readonly #apps = new PresentApps()
  readonly #wifi: Wifi
  readonly #life: Life
  readonly #stops: Set<() => void>
  #oddTurn = 0
  #pushId = 0

  /** @internal Heaters come from `startSimulator`. */
  constructor(setup: HeaterSetup) {
    const { identity, wall, clock, household, faults, broker } = setup
    this.#macAddress = identity.macAddress
    this.#firmware = new InstalledFirmware(identity, setup.downloadedFirmware, () => this.#holds('old-firmware'))
    this.#wall = wall
    this.#clock = clock
    this.#faults = faults
    this.#broker = broker
    this.#life = new Life(
      { ...setup.life, clock, household, build: identity.build },
      () => this.firmware === 'new',
      push => this.push(push),
    )
    this.#wifi = new Wifi(setup)
    this.panel = new Panel(this.#life, identity.build)
    this.#conversation = conversation(this, setup.controlGap)
    const period = millis(Math.min(tick.longest, Math.max(tick.shortest, longestStep / setup.speed)))
    this.#stops = new Set([
      wall.every(period, () => this.live()),
      broker.listen(heaterFilter(identity), (topic, payload) => {
        if (this.connected) this.#conversation.hear(topic, payload)
      }),
      broker.listen(eventTopic(identity, 'app-connection'), (_, payload) => {
        if (this.connected && !this.#holds('heater-deaf')) this.#apps.hear(payload)
      }),
      () => this.#wifi.close(),
    ])
  }

  /** Who it is at the moment, with the firmware that it has. */
  get identity(): Identity {
    return this.#firmware.identity
  }

  get firmware(): FirmwareSet {
    return this.identity.firmware
  }

  /** Gives it another controller: versions and fields follow. */
  set firmware(firmware: FirmwareSet) {
    this.#firmware.changeController(firmware)
  }

  /** All that it is at the moment. */
  get appliance(): Appliance {
    this.live()
    return this.#life.appliance
  }

  /** The state of the machine, brought up to date. */
  get machine(): Machine {
    return this.appliance.machine
  }

  /** The weekly schedule that it holds. */
  get reservations(): ReservationSchedule {
    return this.appliance.reservations
  }

  /** The time-of-use plan that it goes by. The cloud's own copy, which REST tells, is another. */
  get touPlan(): TouSchedule {
    return this.appliance.tou.schedule
  }

  /** Undefined where no pump is fitted. */
  get recirculationSchedule(): RecirculationSchedule | undefined {
    return this.appliance.recirculation?.schedule
  }

  /** What it used, by days and by months of its own calendar. */
  get energy(): EnergyBook {
    this.live()
    return this.#life.ledger.energy
  }

  /** Lifetime counters. */
  counters(): Counters {
    const { recirculation: pump } = this.appliance
    const counters = this.#life.ledger.counters(this.#life.ownTime)
    const pumped = pump && {
      cumulatedOpNumRecircPump: pump.starts,
      cumulatedOpTimeRecircPump: Math.floor(pump.hours),
    }
    return { ...counters, taData: { ...counters.taData, ...pumped } }
  }

  /** Milliseconds since 1970 by the clock that its time passes with. */
  now(): number {
    return this.#clock.now()
  }

  /** Whether its Wi-Fi reaches the cloud. Offline it lives on, and is silent. */
  get connected(): boolean {
    return this.#wifi.connected
  }

  set connected(connected: boolean) {
    this.live()
    this.#wifi.connected = connected
  }

  /** Whether there is mains power. Without it nothing runs, nothing is said, and what falls due is missed. */
  get powered(): boolean {
    return this.#life.powered
  }

  set powered(powered: boolean) {
    this.#life.powered = powered
    this.#wifi.powered = powered
  }

  /** The last fault that the cloud knows, readable while the heater is offline. */
  get rememberedFault(): RememberedFault | undefined {
    return this.troubles.remembered
  }

  /** Raises an error code with its part: `fail(480, 1)`. */
  fail(code: number, part = 0): void {
    this.troubles.raise({ code, part }, this.now())
  }

  /** The error is over; the cloud remembers it. */
  recover(): void {
    this.troubles.recover()
  }

  /** Client ids of the apps that said they are here. */
  get apps(): readonly string[] {
    return this.#apps.clientIds
  }

  /**
   * Whether a TOU window is in force. In it a mode that is written waits for the end of the window, unless it is the
   * heat pump, which withdraws the one that waits.
   */
  get touWindow(): boolean {
    return this.appliance.tou.rate === 'on-peak'
  }

  /** Opens one by hand, or forbids it; undefined leaves it to the plan and the heater's clock. */
  set touWindow(byHand: boolean | undefined) {
    this.#life.changeAndTell(appliance => ({ ...appliance, tou: { ...appliance.tou, byHand } }))
  }

  /** Firmware that waits to be installed. */
  get downloadedFirmware(): readonly DownloadedFirmware[] {
    return this.#firmware.waiting
  }

  set downloadedFirmware(waiting: readonly DownloadedFirmware[]) {
    this.#firmware.waiting = waiting
  }

  /** Takes over one that waits: it is gone for a minute, and comes back with another version. */
  install(firmware: DownloadedFirmware): void {
    this.powered = false
    this.#onceAfter(this.#clock, restart, () => {
      this.#firmware.install(firmware)
      this.powered = true
    })
  }

  /** Applies a control to what it is at this moment. @internal */
  change(to: (appliance: Appliance) => Appliance): void {
    this.#life.change(to)
  }

  /** @internal */
  leave(clientId: string): void {
    this.#apps.leave(clientId)
  }

  /** @internal */
  strike(name: FaultName) {
    return this.#faults.strike(name, { macAddress: this.#macAddress })
  }

  /** @internal */
  later(delay: Duration, callback: () => void): void {
    this.#onceAfter(this.#wall, delay, callback)
  }

  /** `response.status` of this moment, on the wire's terms. */
  statusFrame(command: number): Record<string, unknown> {
    this.live()
    return this.#frame(command)
  }

  /** `response.feature`, on the wire's terms. */
  deviceInfoFrame(): Record<string, unknown> {
    return deviceInfoFrame(this.identity, this.#life.appliance.machine.settings.minimumOperation)
  }

  /** Sends under the heater's name, if it is online. @internal */
  send(topic: string, envelope: Readonly<Record<string, unknown>>): void {
    if (this.connected) this.#broker.publish(topic, JSON.stringify(envelope), 1)
  }

  /** Says a status unasked. @internal */
  push(command: number): void {
    this.#pushId = (this.#pushId + 1) % 10
    this.send(pushTopic(this.identity), {
      protocolVersion: 2,
      clientID: this.#conversation.lastClient() ?? this.identity.macAddress,
      sessionID: String(this.#pushId),
      requestTopic: requestTopic(this.identity, 'st'),
      response: { ...this.address, status: this.#frame(command) },
    })
  }

  /** What every body carries. @internal */
  get address() {
    const { deviceType, macAddress, additionalValue } = this.#firmware.identity
    return { deviceType, macAddress, additionalValue }
  }

  /** Catches up with the clock, telling of every change on the way. */
  live(): void {
    this.#life.catchUp()
  }

  /** Ends its life. @internal */
  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops.clear()
  }

  #onceAfter(clock: Clock, span: Duration, callback: () => void): void {
    const cancel = clock.after(span, () => {
      this.#stops.delete(cancel)
      callback()
    })
    this.#stops.add(cancel)
  }

  #holds(name: FaultName): boolean {
    return this.#faults.holds(name, { macAddress: this.#macAddress }) !== undefined
  }

  #frame(command: number) {
    const { machine, ...beside } = this.#life.appliance
    const { firmware, unit } = this.identity
    const { fault, alarm } = this.troubles
    const frame = statusFrame({ machine, beside, firmware, unit, command, fault, alarm })
    return this.strike('heater-odd') ? oddStatus(frame, this.#oddTurn++) : frame
  }
}

/** A simulated heater: a life by its own clock, an identity, and a voice on the broker. */
import { chanceFor } from '#physics/house/chance'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes, seconds } from '#time/duration'
import { eventTopic, heaterFilter, pushTopic, requestTopic } from '#wire/topics'
import type { Broker } from './broker.ts'
import { type Conversation, conversation } from './conversation.ts'
import type { FaultName, Faults } from './faults.ts'
import { deviceInfoFrame, type Identity } from './identity.ts'
import { InstalledFirmware } from './installed-firmware.ts'
import { Life, longestStep } from './life.ts'
import { LivingHeater } from './living-heater.ts'
import type { HeaterSetup } from './make-heater.ts'
import { Mishaps } from './mishaps.ts'
import { oddStatus } from './odd-status.ts'
import { Panel } from './panel.ts'
import { PresentApps } from './present-apps.ts'
import { type FirmwareSet, statusFrame } from './report.ts'
import { Wifi } from './wifi.ts'

/** How often the heater looks at the clock, whatever its speed. */
const tick = { shortest: millis(50), longest: seconds(1) } as const
const controllerFirmware = { old: '10.1', new: '11' } as const
/** Of its streams of chance, the one of its sensors. */
const jitters = 4
/** How long a new firmware takes it. */
const restart = minutes(1)

export class SimulatedHeater extends LivingHeater {
  /** Somebody works it by hand. */
  readonly panel: Panel
  readonly #macAddress: string
  readonly #firmware: InstalledFirmware
  readonly #wall: Clock
  readonly #clock: Clock
  readonly #broker: Broker
  readonly #conversation: Conversation
  readonly #faults: Faults
  readonly #apps = new PresentApps()
  readonly #wifi: Wifi
  /** Of the chance by which its sensors jitter. */
  readonly #jitter: number | undefined
  /** @internal */
  protected readonly life: Life
  readonly #stops: Set<() => void>
  #oddTurn = 0
  #pushId = 0

  /** @internal Heaters come from `startSimulator`. */
  constructor(setup: HeaterSetup) {
    super()
    const { identity, wall, clock, surroundings, faults, broker } = setup
    this.#macAddress = identity.macAddress
    this.#firmware = new InstalledFirmware(identity, setup.downloadedFirmware, () => this.#holds('old-firmware'))
    this.#wall = wall
    this.#clock = clock
    this.#faults = faults
    this.#broker = broker
    this.life = new Life(
      { ...setup.life, clock, surroundings, build: identity.build },
      () => controllerFirmware[this.firmware],
      push => this.push(push),
    )
    this.#wifi = new Wifi(setup)
    this.#jitter = setup.jitter ? setup.life.seed : undefined
    this.panel = new Panel(this.life, identity.build)
    const mishaps = new Mishaps(faults, identity.macAddress, change => this.alter(change))
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
      () => mishaps.close(),
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
    return this.life.powered
  }

  set powered(powered: boolean) {
    this.life.powered = powered
    this.#wifi.powered = powered
  }

  /** Client ids of the apps that said they are here. */
  get apps(): readonly string[] {
    return this.#apps.clientIds
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
    return deviceInfoFrame(this.identity, this.life.appliance.machine.controller.settings.minimumOperation)
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
    const { machine, ...beside } = this.life.appliance
    const { firmware, unit } = this.identity
    const { gauged, ownTime } = this.life
    // One moment has one reading.
    const chance = this.#jitter === undefined ? undefined : chanceFor(this.#jitter, jitters, Math.floor(ownTime / 1000))
    const frame = statusFrame({ machine, beside, firmware, unit, command, gauged, ...(chance && { chance }) })
    return this.strike('heater-odd') ? oddStatus(frame, this.#oddTurn++) : frame
  }
}

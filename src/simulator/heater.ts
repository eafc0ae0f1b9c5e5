/** A simulated heater: the machine of the equations, living by its own clock and speaking on the broker. */
import { inDemand } from '#physics/control'
import type { Household } from '#physics/household'
import { type Machine, step } from '#physics/machine'
import { pushCodes } from '#schema/commands'
import type { Clock } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'
import { eventTopic, heaterFilter, pushTopic, requestTopic } from '#wire/topics'
import type { Broker } from './broker.ts'
import { type Conversation, conversation, type Write } from './conversation.ts'
import type { FaultName, Faults } from './faults.ts'
import { deviceInfoFrame, type Identity } from './identity.ts'
import { oddStatus } from './odd-status.ts'
import { Panel } from './panel.ts'
import { PresentApps } from './present-apps.ts'
import { type Fault, type FirmwareSet, statusFrame } from './report.ts'
import { Wifi } from './wifi.ts'

/** The last fault as the cloud remembers it; `at` in ms since 1970, by the heater's clock. */
export interface RememberedFault extends Fault {
  readonly at: number
}

/** The longest step of the physics, and how often the heater looks at the clock, whatever its speed. */
const longestStep = seconds(10)
const tick = { shortest: millis(50), longest: seconds(1) } as const

export class SimulatedHeater {
  /** Somebody works it by hand. */
  readonly panel: Panel
  #identity: Identity
  readonly #wall: Clock
  readonly #clock: Clock
  readonly #household: Household
  readonly #broker: Broker
  readonly #conversation: Conversation
  readonly #faults: Faults
  readonly #apps = new PresentApps()
  readonly #wifi: Wifi
  readonly #stops: Set<() => void>
  #machine: Machine
  #livedUntil: number
  #touWindow = false
  #held: ((machine: Machine) => Machine) | undefined
  #oddTurn = 0
  #fault: Fault | undefined
  #remembered: RememberedFault | undefined
  #pushId = 0

  /** @internal Heaters come from `startSimulator`. */
  constructor(setup: {
    readonly identity: Identity
    readonly machine: Machine
    readonly household: Household
    readonly broker: Broker
    readonly wall: Clock
    /** The heater's own. */
    readonly clock: Clock
    readonly speed: number
    readonly connected: boolean
    readonly controlGap: number
    readonly faults: Faults
  }) {
    this.#identity = setup.identity
    this.#wall = setup.wall
    this.#faults = setup.faults
    this.#machine = setup.machine
    this.#household = setup.household
    this.#broker = setup.broker
    this.#clock = setup.clock
    this.#livedUntil = setup.clock.now()
    this.#wifi = new Wifi(setup)
    this.panel = new Panel(
      (about, to) => {
        if (about !== 'setpoint') this.#held = undefined
        this.#changeAndTell(to)
      },
      () => this.#machine.settings.minimumOperation,
    )
    this.#conversation = conversation(this, setup.controlGap)
    const period = millis(Math.min(tick.longest, Math.max(tick.shortest, longestStep / setup.speed)))
    this.#stops = new Set([
      setup.wall.every(period, () => this.live()),
      setup.broker.listen(heaterFilter(setup.identity), (topic, payload) => {
        if (this.connected) this.#conversation.hear(topic, payload)
      }),
      setup.broker.listen(eventTopic(setup.identity, 'app-connection'), (_, payload) => {
        if (this.connected && !this.#holds('heater-deaf')) this.#apps.hear(payload)
      }),
      () => this.#wifi.close(),
    ])
  }

  /** Who it is at the moment, with the firmware that it has. */
  get identity(): Identity {
    return this.#holds('old-firmware') ? { ...this.#identity, firmware: 'old' } : this.#identity
  }

  get firmware(): FirmwareSet {
    return this.identity.firmware
  }

  /** Gives it another controller, as an update does: versions and fields follow. */
  set firmware(firmware: FirmwareSet) {
    this.#identity = { ...this.#identity, firmware }
  }

  /** The state of the machine, brought up to date. */
  get machine(): Machine {
    this.live()
    return this.#machine
  }

  /** Milliseconds since 1970 by the heater's own clock. */
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

  /** Client ids of the apps that said they are here. */
  get apps(): readonly string[] {
    return this.#apps.clientIds
  }

  /**
   * Whether a TOU window is in force. In it a mode that is written waits for the end of the window, unless it is the
   * heat pump, which withdraws the one that waits.
   */
  get touWindow(): boolean {
    return this.#touWindow
  }

  set touWindow(inForce: boolean) {
    this.#touWindow = inForce
    const held = this.#held
    if (inForce || held === undefined) return
    this.#held = undefined
    this.#changeAndTell(held)
  }

  /** The last fault that the cloud knows, readable while the heater is offline. */
  get rememberedFault(): RememberedFault | undefined {
    return this.#remembered
  }

  /** Raises an error code with its part: `fault(480, 1)`. */
  fail(code: number, part = 0): void {
    this.#fault = { code, part }
    this.#remembered = { code, part, at: this.now() }
  }

  /** The error is over; the cloud remembers it. */
  recover(): void {
    this.#fault = undefined
  }

  /** Applies a control to the machine of this moment, or keeps it for the end of the window. @internal */
  write(about: Write, to: (machine: Machine) => Machine): void {
    const machine = to(this.machine)
    if (machine === this.#machine) return
    if (about !== 'setpoint') this.#held = undefined
    if (about === 'mode' && this.#touWindow && machine.settings.mode !== 'heat-pump') this.#held = to
    else this.#machine = machine
  }

  /** @internal */
  leave(clientId: string): void {
    this.#apps.leave(clientId)
  }

  /** @internal */
  strike(name: FaultName) {
    return this.#faults.strike(name, this.#identity)
  }

  /** @internal */
  later(delay: Duration, callback: () => void): void {
    const cancel = this.#wall.after(delay, () => {
      this.#stops.delete(cancel)
      callback()
    })
    this.#stops.add(cancel)
  }

  /** `response.status` of this moment, on the wire's terms. */
  statusFrame(command: number): Record<string, unknown> {
    this.live()
    return this.#frame(command)
  }

  /** `response.feature`, on the wire's terms. */
  deviceInfoFrame(): Record<string, unknown> {
    return deviceInfoFrame(this.identity, this.#machine.settings.minimumOperation)
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
    const { deviceType, macAddress, additionalValue } = this.#identity
    return { deviceType, macAddress, additionalValue }
  }

  /** Catches up with the clock, telling of every change on the way. */
  live(): void {
    const now = this.#clock.now()
    while (this.#livedUntil < now) {
      const until = Math.min(now, this.#livedUntil + longestStep)
      const [from, to] = [this.#livedUntil / 1000, until / 1000]
      const before = this.#machine
      this.#machine = step(before, this.#household.between(from, to), to - from)
      this.#livedUntil = until
      const push = whatChanged(before, this.#machine)
      if (push !== undefined) this.push(push)
    }
  }

  /** Ends its life. @internal */
  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops.clear()
  }

  #holds(name: FaultName): boolean {
    return this.#faults.holds(name, this.#identity) !== undefined
  }

  #frame(command: number) {
    const { firmware } = this.identity
    const frame = statusFrame({
      machine: this.#machine,
      firmware,
      command,
      fault: this.#fault,
      touWindow: this.#touWindow,
    })
    return this.strike('heater-odd') ? oddStatus(frame, this.#oddTurn++) : frame
  }

  /** A change that nobody asked for over the wire: who listens is told of the demand that it makes or ends. */
  #changeAndTell(to: (machine: Machine) => Machine): void {
    const before = inDemand(this.machine.control)
    this.#machine = to(this.#machine)
    if (inDemand(this.#machine.control) !== before) this.push(pushCodes.demandChanged)
  }
}

/** One push a step, for the weightiest change: the activity, a heat source, the demand. */
function whatChanged({ control: before }: Machine, { control: after }: Machine): number | undefined {
  if (after.activity !== before.activity) return pushCodes.activityChanged
  if (after.compressor !== before.compressor || after.element !== before.element) return pushCodes.heatSourceSwitched
  if (inDemand(after) !== inDemand(before)) return pushCodes.demandChanged
  return undefined
}

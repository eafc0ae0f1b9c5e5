/** A simulated heater: the machine of the equations, living by its own clock and speaking on the broker. */
import { inDemand } from '#physics/control'
import type { Household } from '#physics/household'
import { type Machine, step } from '#physics/machine'
import { pushCodes } from '#schema/commands'
import type { Clock } from '#time/clock'
import { millis, seconds } from '#time/duration'
import { eventTopic, heaterFilter, pushTopic, requestTopic } from '#wire/topics'
import type { Broker } from './broker.ts'
import { type Conversation, conversation } from './conversation.ts'
import { deviceInfoFrame, type Identity } from './identity.ts'
import { type Fault, statusFrame } from './report.ts'

/** The last fault as the cloud remembers it; `at` in ms since 1970, by the heater's clock. */
export interface RememberedFault extends Fault {
  readonly at: number
}

/** The longest step of the physics, and how often the heater looks at the clock, whatever its speed. */
const longestStep = seconds(10)
const tick = { shortest: millis(50), longest: seconds(1) } as const

export class SimulatedHeater {
  readonly identity: Identity
  readonly #clock: Clock
  readonly #household: Household
  readonly #broker: Broker
  readonly #conversation: Conversation
  readonly #stops: (() => void)[]
  #machine: Machine
  #livedUntil: number
  #connected: boolean
  #fault: Fault | undefined
  #remembered: RememberedFault | undefined
  #pushId = 0
  #sessionNumber = 0

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
  }) {
    this.identity = setup.identity
    this.#machine = setup.machine
    this.#household = setup.household
    this.#broker = setup.broker
    this.#clock = setup.clock
    this.#livedUntil = setup.clock.now()
    this.#connected = setup.connected
    this.#conversation = conversation(this, setup.controlGap)
    const period = millis(Math.min(tick.longest, Math.max(tick.shortest, longestStep / setup.speed)))
    this.#stops = [
      setup.wall.every(period, () => this.live()),
      setup.broker.listen(heaterFilter(setup.identity), (topic, payload) => {
        if (this.#connected) this.#conversation.hear(topic, payload)
      }),
    ]
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
    return this.#connected
  }

  set connected(connected: boolean) {
    if (connected === this.#connected) return
    this.live()
    this.#connected = connected
    this.#announce(connected)
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

  /** Applies a setting to the machine of this moment. @internal */
  change(to: (machine: Machine) => Machine): void {
    this.live()
    this.#machine = to(this.#machine)
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
    if (this.#connected) this.#broker.publish(topic, JSON.stringify(envelope), 1)
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
    const { deviceType, macAddress, additionalValue } = this.identity
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
    for (const stop of this.#stops.splice(0)) stop()
  }

  #frame(command: number) {
    const { firmware } = this.identity
    return statusFrame({ machine: this.#machine, firmware, command, fault: this.#fault })
  }

  #announce(connected: boolean): void {
    this.#sessionNumber++
    const topic = eventTopic(this.identity, 'connection')
    this.#broker.publish(
      topic,
      JSON.stringify({
        protocolVersion: 1,
        clientID: this.identity.macAddress,
        sessionID: String(this.#clock.now()),
        sessionNumber: this.#sessionNumber,
        requestTopic: topic,
        event: { ...this.address, connection: { os: 'A', status: connected ? 1 : 0 } },
      }),
      1,
    )
  }
}

/** One push a step, for the weightiest change: the activity, a heat source, the demand. */
function whatChanged({ control: before }: Machine, { control: after }: Machine): number | undefined {
  if (after.activity !== before.activity) return pushCodes.activityChanged
  if (after.compressor !== before.compressor || after.element !== before.element) return pushCodes.heatSourceSwitched
  if (inDemand(after) !== inDemand(before)) return pushCodes.demandChanged
  return undefined
}

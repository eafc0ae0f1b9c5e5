/** Whether a simulated heater reaches the cloud, and what the cloud says when that changes. */
import type { Clock } from '#time/clock'
import { eventTopic } from '#wire/topics'
import type { Broker } from './broker.ts'
import type { Faults } from './faults.ts'
import type { Identity } from './identity.ts'

export interface WifiSetup {
  readonly identity: Identity
  readonly connected: boolean
  readonly broker: Broker
  /** The heater's own. */
  readonly clock: Clock
  readonly faults: Faults
}

export class Wifi {
  readonly #setup: WifiSetup
  readonly #stop: () => void
  #up: boolean
  #powered = true
  #announced: boolean
  #sessionNumber = 0

  constructor(setup: WifiSetup) {
    this.#setup = setup
    this.#up = setup.connected
    this.#announced = this.connected
    this.#stop = setup.faults.onSwitch(name => {
      if (name === 'heater-offline') this.#announce()
    })
  }

  get connected(): boolean {
    return this.#up && this.#powered && this.#setup.faults.holds('heater-offline', this.#setup.identity) === undefined
  }

  set connected(up: boolean) {
    this.#up = up
    this.#announce()
  }

  /** Without mains power there is none. */
  set powered(powered: boolean) {
    this.#powered = powered
    this.#announce()
  }

  close(): void {
    this.#stop()
  }

  #announce(): void {
    const { connected } = this
    if (connected === this.#announced) return
    this.#announced = connected
    this.#sessionNumber++
    const { identity, broker, clock } = this.#setup
    const { deviceType, macAddress, additionalValue } = identity
    const topic = eventTopic(identity, 'connection')
    const connection = { os: 'A', status: connected ? 1 : 0 }
    broker.publish(
      topic,
      JSON.stringify({
        protocolVersion: 1,
        clientID: macAddress,
        sessionID: String(clock.now()),
        sessionNumber: this.#sessionNumber,
        requestTopic: topic,
        event: { deviceType, macAddress, additionalValue, connection },
      }),
      1,
    )
  }
}

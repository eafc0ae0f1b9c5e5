/** What a simulated heater tells with a delay of its own: charge and energy counts follow a changed target, what is measured a relay that switched. */

import type { Circuit } from '#physics/circuit'
import { recoveryTarget } from '#physics/controller/controller'
import type { Machine } from '#physics/machine'

/** As a status shows it at a moment. */
export interface Gauged {
  /** By which the charge is counted, °C. */
  readonly setpoint: number
  /** By which energy is counted, °C. */
  readonly target: number
  /** W */
  readonly power: number
  readonly circuit: Readonly<Circuit>
}

/** Two pushes after a change of mode still counted by the old target, the answer 10 s after it by the new one [C], s. */
const countsLag = 8

/** What it would tell without any delay. */
export const gaugesOf = ({ controller, moment, circuit }: Machine): Gauged => ({
  setpoint: controller.aim.setpoint,
  target: recoveryTarget(controller),
  power: moment.power,
  circuit,
})

export class Gauges {
  #told: Gauged
  #pending = 0

  constructor(machine: Machine) {
    this.#told = gaugesOf(machine)
  }

  get told(): Gauged {
    return this.#told
  }

  /** Reads the machine after a step of so many seconds. */
  follow(before: Machine, after: Machine, seconds: number): void {
    const { target, setpoint } = gaugesOf(after)
    const same = target === this.#told.target && setpoint === this.#told.setpoint
    this.#pending = same ? 0 : this.#pending + seconds
    const counts = this.#pending < countsLag ? this.#told : { target, setpoint }
    // The push about a relay goes out before anything is measured anew [C].
    const { power, circuit } = gaugesOf(switched(before, after) ? before : after)
    this.#told = { setpoint: counts.setpoint, target: counts.target, power, circuit }
  }
}

function switched({ controller: { control: before } }: Machine, { controller: { control: after } }: Machine): boolean {
  return before.compressor !== after.compressor || before.element !== after.element
}

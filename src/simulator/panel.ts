/** Somebody at the panel of a simulated heater: settings change, and the cloud hears of it by what follows from them. */
import { chooseMode, chooseSetpoint, type Machine, powerOn } from '#physics/machine'
import { type Mode, setpointRange } from '#physics/settings'
import type { Write } from './conversation.ts'

const modes = ['heat-pump', 'electric', 'energy-saver', 'high-demand', 'vacation'] as const satisfies readonly Mode[]
export type PanelMode = (typeof modes)[number]

export class Panel {
  readonly #press: (about: Write, to: (machine: Machine) => Machine) => void
  readonly #minimum: () => number

  /** @param minimum the lowest setpoint of the moment, °C. */
  constructor(press: (about: Write, to: (machine: Machine) => Machine) => void, minimum: () => number) {
    this.#press = press
    this.#minimum = minimum
  }

  /** @param days of a vacation, 1–99. @throws RangeError for a mode or a length that there isn't. */
  setMode(mode: PanelMode, days = 7): void {
    if (!modes.includes(mode))
      throw new RangeError(`There is no mode ${JSON.stringify(mode)}; there are ${modes.join(', ')}.`)
    if (!(Number.isInteger(days) && days >= 1 && days <= 99))
      throw new RangeError('A vacation takes a whole number of days from 1 to 99.')
    this.#press('mode', machine => chooseMode(machine, mode, days))
  }

  /** @param celsius in half degrees. @throws RangeError for what the panel doesn't reach. */
  setTemperature(celsius: number): void {
    const lowest = this.#minimum()
    if (!(Number.isInteger(celsius * 2) && celsius >= lowest && celsius <= setpointRange.highest))
      throw new RangeError(`The temperature goes from ${lowest} to ${setpointRange.highest} °C in half degrees.`)
    this.#press('setpoint', machine => chooseSetpoint(machine, celsius))
  }

  /** On, in the mode from before, or off. */
  power(on: boolean): void {
    this.#press('power', machine => (on ? powerOn(machine) : chooseMode(machine, 'off')))
  }
}

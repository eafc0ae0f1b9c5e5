/** What the faults that are switched on in a simulation do to the machine of a heater: they break a part of it, or raise an error. */
import { clear, raise, reset } from '#physics/controller/writes'
import type { Defect } from '#physics/defects'
import { asked, broken, type Machine } from '#physics/machine'
import type { Faults } from './faults.ts'

/** Of an error when its fault says none. */
const noPart = 0

export class Mishaps {
  readonly #faults: Faults
  readonly #macAddress: string
  readonly #stop: () => void
  /** What was done to the machine, and will be undone. */
  #defects: readonly Defect[] = []
  #errors: readonly number[] = []

  /** @param alter changes the machine at this moment. */
  constructor(faults: Faults, macAddress: string, alter: (change: (machine: Machine) => Machine) => void) {
    this.#faults = faults
    this.#macAddress = macAddress
    this.#stop = faults.onSwitch(name => {
      if (name === 'heater-broken') alter(machine => this.#break(machine))
      if (name === 'heater-error') alter(machine => this.#raise(machine))
    })
  }

  close(): void {
    this.#stop()
  }

  #break(machine: Machine): Machine {
    const wanted = [...new Set(this.#mine('heater-broken').flatMap(({ defect }) => defect ?? []))]
    const others = machine.defects.filter(defect => !this.#defects.includes(defect) && !wanted.includes(defect))
    const repaired = this.#defects.some(defect => !wanted.includes(defect))
    this.#defects = wanted
    const now = broken(machine, [...others, ...wanted])
    // Who repairs a heater resets it too.
    return repaired ? asked(now, reset) : now
  }

  #raise(machine: Machine): Machine {
    const wanted = this.#mine('heater-error').flatMap(({ code, part = noPart }) => (code ? [{ code, part }] : []))
    const over = this.#errors.filter(code => !wanted.some(error => error.code === code))
    this.#errors = wanted.map(({ code }) => code)
    const cleared = over.reduce((one, code) => asked(one, clear, code), machine)
    return wanted.reduce((one, error) => asked(one, raise, error), cleared)
  }

  #mine(name: 'heater-broken' | 'heater-error') {
    return this.#faults
      .list()
      .filter(fault => fault.name === name)
      .map(({ settings }) => settings)
      .filter(({ macAddress = this.#macAddress }) => macAddress === this.#macAddress)
  }
}

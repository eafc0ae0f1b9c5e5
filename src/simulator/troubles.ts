/** What is wrong with a simulated heater by its own word, and what the cloud remembers of it. */
import type { Fault } from './report.ts'

/** The last fault as the cloud remembers it; `at` in ms since 1970, by the heater's clock. */
export interface RememberedFault extends Fault {
  readonly at: number
}

/** Codes of the refrigerant circuit: what «condenser fault» means is a guess. */
const isCondenser = ({ code }: Fault) => (code >= 907 && code <= 916) || code === 940
/** The only number of the second alarm that an owner can reset. */
const resettable = 101

export class Troubles {
  /** `minorCode`, 0 for none. */
  alarm = 0
  #fault: Fault | undefined
  #remembered: RememberedFault | undefined

  get fault(): Fault | undefined {
    return this.#fault
  }

  get remembered(): RememberedFault | undefined {
    return this.#remembered
  }

  raise(fault: Fault, at: number): void {
    this.#fault = fault
    this.#remembered = { ...fault, at }
  }

  recover(): void {
    this.#fault = undefined
  }

  /** The faults of the refrigerant circuit are over, and the alarm that an owner can reset. */
  resetCondenser(): void {
    if (this.#fault && isCondenser(this.#fault)) this.recover()
    if (this.alarm === resettable) this.alarm = 0
  }
}

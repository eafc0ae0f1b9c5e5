/** What the simulated cloud itself keeps of heaters and phones: nothing of it reaches a heater, nor comes from one. */
import type { Account } from './account.ts'
import type { SimulatedHeater } from './heater.ts'
import { type RegisteredTou, touPlan } from './tou-plan.ts'

/** 1 is on and 2 off here, the reverse of everything else. */
export interface PushFlags {
  isErrorAlarm: 1 | 2
  isDescalingAlarm: 1 | 2
  isEtcAlarm: 1 | 2
}

export interface LogEntry {
  /** As it was sent: `2026-3-7`. */
  readonly maintenanceDate: string
  /** ms since 1970. */
  readonly registerAt: number
}

/** One heater's. */
export interface Registration {
  deviceName: string
  installType: string
  tou: RegisteredTou | undefined
  readonly push: PushFlags
  /** The newest first. */
  readonly filter: LogEntry[]
  /** Cleaning in place: descaling. */
  readonly cip: LogEntry[]
}

/** The phone that an account's notifications go to. */
export interface PushTarget {
  readonly pushToken: string
  readonly modelName: string
  readonly appVersion: string
  readonly os: string
  readonly osVersion: string
}

export class Registrations {
  /** By account. */
  readonly phones = new Map<Account, PushTarget>()
  readonly #heaters = new Map<SimulatedHeater, Registration>()

  of(heater: SimulatedHeater): Registration {
    const known = this.#heaters.get(heater)
    if (known) return known
    const fresh: Registration = {
      deviceName: heater.identity.name,
      installType: 'R',
      tou: touPlan(heater.identity),
      push: { isErrorAlarm: 1, isDescalingAlarm: 1, isEtcAlarm: 1 },
      filter: [],
      cip: [],
    }
    this.#heaters.set(heater, fresh)
    return fresh
  }
}

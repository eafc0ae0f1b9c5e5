/** The side of a heater that talks: what its answers are made of, and what a request may do to it. */
import type { Counters } from '#schema/counters'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { Duration } from '#time/duration'
import type { Appliance } from './appliance.ts'
import type { EnergyBook } from './energy-book.ts'
import type { FaultName, FaultSettings } from './faults.ts'
import type { HeardRequest } from './heard-request.ts'
import type { Identity } from './identity.ts'

export interface Speaker {
  readonly identity: Identity
  readonly address: Readonly<Record<string, unknown>>
  /** Brought up to date. */
  readonly appliance: Appliance
  readonly energy: EnergyBook
  readonly downloadedFirmware: readonly DownloadedFirmware[]
  now(): number
  counters(): Counters
  /** Changes what was set, as it is at this moment. */
  change(to: (appliance: Appliance) => Appliance): void
  /** Takes over one of the firmwares that wait, and restarts. */
  install(firmware: DownloadedFirmware): void
  statusFrame(command: number): Record<string, unknown>
  deviceInfoFrame(): Record<string, unknown>
  send(topic: string, envelope: Readonly<Record<string, unknown>>): void
  push(command: number): void
  /** The app is done with this heater. */
  leave(clientId: string): void
  /** The fault, when it is on for this heater; uses up one of its count. */
  strike(name: FaultName): FaultSettings | undefined
  later(delay: Duration, callback: () => void): void
}

/** Says a body under a topic, as the answer to a request. */
export type Answer = (heard: HeardRequest, topic: string, body: Readonly<Record<string, unknown>>) => void

/** What is said and done about a request. */
export type Reply = (heard: HeardRequest) => void

/** A heater that the station watches: what it said last, and how often it should have. */
import type { NaviLinkDevice } from '#heater/device'
import type { PresenceState } from '#heater/presence'
import { NotAskedError } from '#heater/questions'
import type { Clock } from '#time/clock'
import { type Duration, millis } from '#time/duration'
import { heaterId } from './heater-id.ts'
import type { Sample } from './sample.ts'
import type { StationHeater } from './station-view.ts'

export interface WatchedHeaterSetting {
  readonly device: NaviLinkDevice
  readonly account: string
  readonly timeZone: string
  /** The config's name for it. */
  readonly name?: string | undefined
  readonly interval: Duration
  /** The heater's. */
  readonly clock: Pick<Clock, 'now'>
  readonly presence: (state: PresenceState) => void
}

export class WatchedHeater implements StationHeater {
  readonly id: string
  readonly account: string
  readonly timeZone: string
  readonly interval: Duration
  readonly device: NaviLinkDevice
  readonly #name: string | undefined
  readonly #clock: Pick<Clock, 'now'>
  readonly #since: number
  readonly #forget: () => void
  #latest: Sample | undefined
  #samples = 0
  #answers = 0
  #missed = 0
  #unasked = false

  constructor({ device, account, timeZone, name, interval, clock, presence }: WatchedHeaterSetting) {
    this.id = heaterId(device.macAddress)
    this.account = account
    this.timeZone = timeZone
    this.interval = interval
    this.device = device
    this.#name = name
    this.#clock = clock
    this.#since = clock.now()
    const missed = (error: unknown) => {
      this.#missed++
      this.#unasked = error instanceof NotAskedError
    }
    const told = () => presence(device.presence)
    device.on('missed', missed).on('online', told).on('stale', told).on('offline', told)
    this.#forget = () => device.off('missed', missed).off('online', told).off('stale', told).off('offline', told)
  }

  get name(): string {
    return this.#name ?? this.device.name
  }
  /** The config's name for it. */
  get ownName(): string | undefined {
    return this.#name
  }
  get latest(): Sample | undefined {
    return this.#latest
  }
  get samples(): number {
    return this.#samples
  }
  get answers(): number {
    return this.#answers
  }
  get expected(): number {
    return Math.floor(this.watchedFor / this.interval) + 1
  }
  get missed(): number {
    return this.#missed
  }
  /** The last question never left: its link was too busy. */
  get unasked(): boolean {
    return this.#unasked
  }
  /** By the heater's clock. */
  get watchedFor(): Duration {
    return millis(Math.max(0, this.#clock.now() - this.#since))
  }

  heard(sample: Sample): void {
    this.#latest = sample
    this.#samples++
    this.#unasked = false
    if (sample.status.about.cause === 'answer') this.#answers++
  }

  /** Stops listening to its events. */
  forget(): void {
    this.#forget()
  }
}

/** Notices when somebody sets the clock, or the machine slept. */
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes, seconds } from '#time/duration'

export interface ClockWatchSetting {
  readonly clock: Clock
  /** Milliseconds that nobody sets, at its pace. Without it the clock's timers are believed: they keep their spans. */
  readonly monotonic?: (() => number) | undefined
  /** By how much: ahead, or back when it is below zero. */
  readonly jumped: (by: Duration) => void
}

const period = seconds(30)
/** A smaller step only moves a few samples. */
const smallest = minutes(2)

export class ClockWatch {
  readonly #setting: ClockWatchSetting
  #now = 0
  #monotonic = 0
  #stop = () => {}

  constructor(setting: ClockWatchSetting) {
    this.#setting = setting
  }

  start(): void {
    this.#remember()
    this.#stop()
    this.#stop = this.#setting.clock.every(period, () => {
      this.look()
      this.#remember()
    })
  }

  /** Also between two of its own looks, before something is made of the time. */
  look(): void {
    const { clock, monotonic, jumped } = this.#setting
    const elapsed = clock.now() - this.#now
    const passed = monotonic ? monotonic() - this.#monotonic : Math.min(Math.max(elapsed, 0), period)
    if (Math.abs(elapsed - passed) < smallest) return
    this.#remember()
    jumped(millis(elapsed - passed))
  }

  /** Safe twice. */
  close(): void {
    this.#stop()
    this.#stop = () => {}
  }

  #remember(): void {
    this.#now = this.#setting.clock.now()
    this.#monotonic = this.#setting.monotonic?.() ?? 0
  }
}

/** The life of a simulated heater: machine, schedules and books, brought up to date with its own clock step by step. */
import { inDemand } from '#physics/control'
import type { Household } from '#physics/household'
import { type Machine, step } from '#physics/machine'
import { pushCodes } from '#schema/commands'
import type { Clock } from '#time/clock'
import { type Duration, minutes, seconds } from '#time/duration'
import type { Appliance, Build } from './appliance.ts'
import { Ledger } from './ledger.ts'
import type { LocalMoment, LocalTime } from './local-time.ts'
import { type Past, pastOf } from './past.ts'
import { pumped } from './recirculation.ts'
import { rateAt, turnedTo } from './time-of-use.ts'
import { reserved, scheduledPump } from './weekly-entries.ts'

/** Of the physics. */
export const longestStep = seconds(10)
const minute = minutes(1)

export interface LifeSetup {
  readonly appliance: Appliance
  readonly build: Build
  readonly household: Household
  /** By which its time passes. */
  readonly clock: Clock
  /** By how much what it takes for the time is off: that of the captured heater was hours. */
  readonly clockOffset: Duration
  readonly time: LocalTime
  readonly past: Past
  readonly seed: number
}

export class Life {
  readonly ledger: Ledger
  readonly #setup: LifeSetup
  readonly #heedsWindows: () => boolean
  readonly #tell: (push: number) => void
  #appliance: Appliance
  #livedUntil: number
  #powered = true

  /**
   * @param heedsWindows whether the firmware of the moment keeps modes back.
   * @param tell hears of each change that is pushed, in the middle of a step.
   */
  constructor(setup: LifeSetup, heedsWindows: () => boolean, tell: (push: number) => void) {
    const { appliance, clock, clockOffset, household, time, past, seed } = setup
    this.#setup = setup
    this.#heedsWindows = heedsWindows
    this.#tell = tell
    this.#appliance = appliance
    this.#livedUntil = clock.now()
    const start = this.#livedUntil + clockOffset
    const { machine } = appliance
    this.ledger = new Ledger({ time, start, machine, past: pastOf(past, { machine, household, time, start, seed }) })
    this.#appliance = this.#byTheClock(appliance)
  }

  /** As far as it has lived. */
  get appliance(): Appliance {
    return this.#appliance
  }

  /** Without power the water cools, and what falls due is missed. */
  get powered(): boolean {
    return this.#powered
  }

  set powered(powered: boolean) {
    this.catchUp()
    this.#powered = powered
    if (powered) this.changeAndTell(appliance => appliance)
  }

  /** What it takes for the time, ms since 1970. */
  get ownTime(): number {
    return this.#setup.clock.now() + this.#setup.clockOffset
  }

  /** Lives on to this moment, telling of every change on the way. */
  catchUp(): void {
    const { clock, household, clockOffset } = this.#setup
    const now = clock.now()
    while (this.#livedUntil < now) {
      const began = this.#livedUntil
      const turn = (Math.floor((began + clockOffset) / minute) + 1) * minute - clockOffset
      const until = Math.min(now, turn, began + longestStep)
      const [from, to] = [began / 1000, until / 1000]
      const before = this.#appliance
      const machine = step(before.machine, household.between(from, to), to - from, this.#powered)
      this.#appliance = { ...before, machine, recirculation: this.#pumped(before, to - from) }
      this.ledger.follow(began + clockOffset, until + clockOffset, machine)
      this.#livedUntil = until
      const push = whatChanged(before.machine, machine)
      if (push !== undefined) this.#tell(push)
      if (until === turn && this.#powered) this.#minute()
    }
  }

  /** Changes what it is at this moment. */
  change(to: (appliance: Appliance) => Appliance): void {
    this.catchUp()
    const changed = to(this.#appliance)
    if (changed !== this.#appliance) this.#appliance = this.#byTheClock(changed)
  }

  /** A change that nobody asked for over the wire: who listens is told of the demand that it makes or ends. */
  changeAndTell(to: (appliance: Appliance) => Appliance): void {
    this.catchUp()
    this.#alter(to)
  }

  #alter(to: (appliance: Appliance) => Appliance): void {
    const before = inDemand(this.#appliance.machine.control)
    this.#appliance = this.#byTheClock(to(this.#appliance))
    if (inDemand(this.#appliance.machine.control) !== before) this.#tell(pushCodes.demandChanged)
  }

  /** What falls due at the beginning of a minute: windows first, so that a reservation's mode meets the one in force. */
  #minute(): void {
    const at = this.#localMoment()
    const { build } = this.#setup
    this.#alter(appliance => {
      const after = reserved(this.#byTheClock(appliance), at, build)
      const { recirculation: pump } = after
      return pump ? { ...after, recirculation: scheduledPump(pump, at) } : after
    })
  }

  #byTheClock(appliance: Appliance): Appliance {
    return turnedTo(appliance, rateAt(appliance.tou, this.#localMoment()), this.#heedsWindows())
  }

  #localMoment(): LocalMoment {
    return this.#setup.time.at(this.#livedUntil + this.#setup.clockOffset)
  }

  #pumped({ recirculation, machine }: Appliance, seconds: number) {
    const { mode } = machine.settings
    return recirculation && pumped(recirculation, this.#powered && mode !== 'off' && mode !== 'vacation', seconds)
  }
}

/** One push a step, for the weightiest change: the activity, a heat source, the demand. */
function whatChanged({ control: before }: Machine, { control: after }: Machine): number | undefined {
  if (after.activity !== before.activity) return pushCodes.activityChanged
  if (after.compressor !== before.compressor || after.element !== before.element) return pushCodes.heatSourceSwitched
  if (inDemand(after) !== inDemand(before)) return pushCodes.demandChanged
  return undefined
}

/** The life of a simulated heater: machine, schedules and books, brought up to date with its own clock step by step. */
import type { Build } from '#physics/build'
import { inDemand } from '#physics/controller/control'
import { type Fault, shownFault } from '#physics/controller/faults'
import type { ControllerFirmware } from '#physics/controller/firmware'
import { setFirmware } from '#physics/controller/writes'
import { asked, type Machine, step } from '#physics/machine'
import { reserved } from '#physics/schedule/follow'
import type { LocalMoment, LocalTime } from '#physics/schedule/local-time'
import type { Surroundings } from '#physics/surroundings'
import { pushCodes } from '#schema/commands'
import type { Clock } from '#time/clock'
import { type Duration, minutes, seconds } from '#time/duration'
import { type Appliance, withMachine } from './appliance.ts'
import { type Gauged, Gauges } from './gauges.ts'
import { Ledger } from './ledger.ts'
import { type Past, pastOf } from './past.ts'
import { pumped, scheduledPump, steppedWith } from './recirculation.ts'
import { turnedTo } from './time-of-use.ts'

/** The last fault as the cloud remembers it; `at` in ms since 1970, by the clock that its time passes with. */
export interface RememberedFault extends Fault {
  readonly at: number
}

/** Of the physics. */
export const longestStep = seconds(10)
const minute = minutes(1)

export interface LifeSetup {
  readonly appliance: Appliance
  readonly build: Build
  readonly surroundings: Surroundings
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
  readonly #firmware: () => ControllerFirmware
  readonly #tell: (push: number) => void
  readonly #gauges: Gauges
  #appliance: Appliance
  #livedUntil: number
  #powered = true
  #rememberedFault: RememberedFault | undefined

  /**
   * @param firmware of the controller at the moment.
   * @param tell hears of each change that is pushed, in the middle of a step.
   */
  constructor(setup: LifeSetup, firmware: () => ControllerFirmware, tell: (push: number) => void) {
    const { appliance, clock, clockOffset, surroundings, time, past, seed } = setup
    this.#setup = setup
    this.#firmware = firmware
    this.#tell = tell
    this.#appliance = appliance
    this.#livedUntil = clock.now()
    const start = this.#livedUntil + clockOffset
    const { machine } = appliance
    this.#gauges = new Gauges(machine)
    this.ledger = new Ledger({ time, start, machine, past: pastOf(past, { machine, surroundings, time, start, seed }) })
    this.#appliance = this.#byTheClock(appliance)
  }

  /** As far as it has lived. */
  get appliance(): Appliance {
    return this.#appliance
  }

  /** What a status tells later than it is so. */
  get gauged(): Gauged {
    return this.#gauges.told
  }

  /** The last fault of its life, also when it is over. */
  get rememberedFault(): RememberedFault | undefined {
    return this.#rememberedFault
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

  /** ms since 1970 by the clock that its time passes with. */
  get now(): number {
    return this.#setup.clock.now()
  }

  /** What it takes for the time, ms since 1970. */
  get ownTime(): number {
    return this.#setup.clock.now() + this.#setup.clockOffset
  }

  /** Lives on to this moment, telling of every change on the way. */
  catchUp(): void {
    const { clock, surroundings, clockOffset } = this.#setup
    const now = clock.now()
    while (this.#livedUntil < now) {
      const began = this.#livedUntil
      const turn = (Math.floor((began + clockOffset) / minute) + 1) * minute - clockOffset
      const until = Math.min(now, turn, began + longestStep)
      const [from, to] = [began / 1000, until / 1000]
      const before = this.#appliance
      const conditions = surroundings.between(from, to)
      const machine = steppedWith(before.recirculation, before.machine, one =>
        step(one, conditions, to - from, this.#powered),
      )
      this.#appliance = { ...before, machine, recirculation: this.#pumped(before, to - from) }
      this.ledger.follow(began + clockOffset, until + clockOffset, machine)
      this.#gauges.follow(before.machine, machine, to - from)
      this.#livedUntil = until
      this.#remember(before)
      const push = whatChanged(before.machine, machine)
      if (push !== undefined) this.#tell(push)
      if (until === turn && this.#powered) this.#minute()
    }
  }

  /** Changes what it is at this moment. */
  change(to: (appliance: Appliance) => Appliance): void {
    this.catchUp()
    const before = this.#appliance
    const changed = to(before)
    if (changed === before) return
    this.#appliance = this.#byTheClock(changed)
    this.#remember(before)
  }

  /** A change that nobody asked for over the wire: who listens is told of the demand that it makes or ends. */
  changeAndTell(to: (appliance: Appliance) => Appliance): void {
    this.catchUp()
    this.#alter(to)
  }

  #alter(to: (appliance: Appliance) => Appliance): void {
    const before = this.#appliance
    this.#appliance = this.#byTheClock(to(before))
    this.#remember(before)
    if (isDemanding(this.#appliance) !== isDemanding(before)) this.#tell(pushCodes.demandChanged)
  }

  /** What falls due at the beginning of a minute: windows first, so that a reservation's mode meets the one in force. */
  #minute(): void {
    const at = this.#localMoment()
    const { build } = this.#setup
    this.#alter(appliance => {
      const turned = this.#byTheClock(appliance)
      const after = withMachine(turned, reserved(turned.machine, turned.reservations, at, build))
      const { recirculation: pump } = after
      return pump ? { ...after, recirculation: scheduledPump(pump, at) } : after
    })
  }

  /** A fault that has come since. */
  #remember(before: Appliance): void {
    const { faults } = this.#appliance.machine.controller
    if (faults === before.machine.controller.faults) return
    const added = shownFault(faults.filter(fault => !before.machine.controller.faults.includes(fault)))
    if (added) this.#rememberedFault = { code: added.code, part: added.part, at: this.#livedUntil }
  }

  #byTheClock(appliance: Appliance): Appliance {
    const { machine } = appliance
    const firmware = this.#firmware()
    const known = machine.controller.settings.firmware === firmware
    const same = known ? appliance : withMachine(appliance, asked(machine, setFirmware, firmware))
    return turnedTo(same, this.#localMoment())
  }

  #localMoment(): LocalMoment {
    return this.#setup.time.at(this.#livedUntil + this.#setup.clockOffset)
  }

  #pumped({ recirculation, machine }: Appliance, seconds: number) {
    const { mode } = machine.controller.settings
    return recirculation && pumped(recirculation, this.#powered && mode !== 'off' && mode !== 'vacation', seconds)
  }
}

const isDemanding = ({ machine }: Appliance) => inDemand(machine.controller.control)

/** One push a step, for the weightiest change: the activity, a heat source, the demand. */
function whatChanged(old: Machine, now: Machine): number | undefined {
  const { control: before } = old.controller
  const { control: after } = now.controller
  if (after.activity !== before.activity) return pushCodes.activityChanged
  if (after.compressor !== before.compressor || after.element !== before.element) return pushCodes.heatSourceSwitched
  if (inDemand(after) !== inDemand(before)) return pushCodes.demandChanged
  return undefined
}

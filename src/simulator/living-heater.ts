/** The life of a simulated heater as a program looks into it and reaches into it: what it is, what goes wrong with it, what the grid asks. */
import type { DemandResponseEvent } from '#physics/controller/settings'
import { endOverride, overrideEvent, raise, reset, setEvent } from '#physics/controller/writes'
import type { Defect } from '#physics/defects'
import { asked, broken, type Machine } from '#physics/machine'
import type { Counters } from '#schema/counters'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import { type Appliance, withMachine } from './appliance.ts'
import type { EnergyBook } from './energy-book.ts'
import type { Life, RememberedFault } from './life.ts'

export abstract class LivingHeater {
  /** @internal */
  protected abstract readonly life: Life

  /** All that it is at the moment. */
  get appliance(): Appliance {
    this.live()
    return this.life.appliance
  }

  /** The state of the machine, brought up to date. */
  get machine(): Machine {
    return this.appliance.machine
  }

  /** The weekly schedule that it holds. */
  get reservations(): ReservationSchedule {
    return this.appliance.reservations
  }

  /** The time-of-use plan that it goes by. The cloud's own copy, which REST tells, is another. */
  get touPlan(): TouSchedule {
    return this.appliance.tou.schedule
  }

  /** Undefined where no pump is fitted. */
  get recirculationSchedule(): RecirculationSchedule | undefined {
    return this.appliance.recirculation?.schedule
  }

  /** What it used, by days and by months of its own calendar. */
  get energy(): EnergyBook {
    this.live()
    return this.life.ledger.energy
  }

  /** Lifetime counters. */
  counters(): Counters {
    const { recirculation: pump, machine } = this.appliance
    const counters = this.life.ledger.counters(this.life.ownTime, machine.controller)
    const pumped = pump && {
      cumulatedOpNumRecircPump: pump.starts,
      cumulatedOpTimeRecircPump: Math.floor(pump.hours),
    }
    return { ...counters, taData: { ...counters.taData, ...pumped } }
  }

  /** Milliseconds since 1970 by the clock that its time passes with. */
  now(): number {
    return this.life.now
  }

  /** The last fault that the cloud knows, readable while the heater is offline. */
  get rememberedFault(): RememberedFault | undefined {
    this.live()
    return this.life.rememberedFault
  }

  /** Raises an error code with its part: `fail(480, 1)`. */
  fail(code: number, part = 0): void {
    this.alter(machine => asked(machine, raise, { code, part }))
  }

  /** No error any more, unless its cause is still there; the cloud remembers it. */
  recover(): void {
    this.alter(machine => asked(machine, reset))
  }

  /** The second alarm, `minorCode`; 0 for none. */
  set alarm(alarm: number) {
    this.life.changeAndTell(appliance => ({ ...appliance, alarm }))
  }

  /** What is broken about its machine. The controller finds out by itself, and raises what error it takes it for. */
  get defects(): readonly Defect[] {
    return this.machine.defects
  }

  set defects(defects: readonly Defect[]) {
    this.alter(machine => broken(machine, defects))
  }

  /** What the grid asks of it. It does so when demand response is on. */
  set gridEvent(event: DemandResponseEvent) {
    this.alter(machine => asked(machine, setEvent, event))
  }

  /** Its owner wants hot water whatever the grid asks for. */
  set gridOverride(on: boolean) {
    this.alter(machine => asked(machine, on ? overrideEvent : endOverride))
  }

  /**
   * Whether a TOU window is in force. In it a mode that is written waits for the end of the window, unless it is the
   * heat pump, which withdraws the one that waits.
   */
  get touWindow(): boolean {
    return this.appliance.tou.rate === 'on-peak'
  }

  /** Opens one by hand, or forbids it; undefined leaves it to the plan and the heater's clock. */
  set touWindow(byHand: boolean | undefined) {
    this.life.changeAndTell(appliance => ({ ...appliance, tou: { ...appliance.tou, byHand } }))
  }

  /** Applies a control to what it is at this moment. @internal */
  change(to: (appliance: Appliance) => Appliance): void {
    this.life.change(to)
  }

  /** Catches up with the clock, telling of every change on the way. */
  live(): void {
    this.life.catchUp()
  }

  /** @internal */
  protected alter(change: (machine: Machine) => Machine): void {
    this.life.changeAndTell(appliance => withMachine(appliance, change(appliance.machine)))
  }
}

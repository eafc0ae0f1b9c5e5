/** The time-of-use plan of a heater: the cloud keeps a copy that can be read, the heater goes by its own, which can't. */
import type { TouPlan } from '#cloud/records'
import { ProtocolError, UnsupportedError } from '#schema/errors'
import { sameSchedule } from '#schema/schedule'
import { difference } from '#schema/schedule-difference'
import { readTou, type TouPeriod, type TouPeriods, type TouSchedule, touFields } from '#schema/tou'
import { checkTou } from '#schema/tou-check'
import { nextChange, type PriceChange, type PriceNow, priceAt, wallTime } from '#tariff/price-now'
import { deadline } from '#time/clock'
import { days, seconds } from '#time/duration'
import { type EditRecord, sentence } from './edit-record.ts'
import { EditTurns } from './edit-turns.ts'
import type { CallOptions } from './heater-events.ts'
import type { CommandOptions, CommandOutcome } from './outcome.ts'
import {
  type GivenTou,
  periodsOf,
  type RegisteredTou,
  registered,
  registrationOf,
  samePeriods,
} from './registered-tou.ts'
import type { ScheduleSetup } from './reservations.ts'
import type { EditOptions, ScheduleOutcome } from './schedule-outcome.ts'
import { checkedTimeZone, ownTimeZone, wallDate, windowEnd } from './tou-clock.ts'

/** How a plan is written. */
export interface TouOptions extends Pick<EditOptions, 'signal' | 'deadline' | 'dryRun'> {
  /** The plan that this one was made up for. Where the cloud keeps another one by now, nothing is written. */
  readonly base?: TouPeriods | undefined
  /** Switches the plan on or off; by default it stays as the heater's status tells. */
  readonly enable?: boolean | undefined
}

/** How the writing of a plan ended, on the heater and in the cloud. */
export interface TouOutcome extends ScheduleOutcome<TouSchedule> {
  /** Whether the cloud's copy, read again, says the same. */
  readonly registered: boolean
}

/** The price of this moment, and the next change. */
export interface TouNow {
  /** What a kilowatt-hour costs; undefined where no period covers the time. */
  readonly price: PriceNow | undefined
  /** When that changes; undefined when it never does. */
  readonly next: PriceChange | undefined
  readonly timeZone: string
  readonly plan: RegisteredTou
}

/** What it needs of its heater. */
export interface TouHeater {
  readonly name: string
  readonly macAddress: string
  readonly additionalValue: string
  /** Undefined until it was asked what it is. */
  readonly capabilities: unknown
  info(options: { signal?: AbortSignal | undefined; maxAge: ReturnType<typeof days> }): Promise<{
    readonly controllerSerialNumber?: string
  }>
  status(options: CallOptions): Promise<{ readonly touStatus?: string }>
  touOn(options?: CommandOptions): Promise<CommandOutcome>
  touOff(options?: CommandOptions): Promise<CommandOutcome>
}

/** A whole plan that waited longer for the link might undo what somebody else wrote meanwhile. */
const oldestWrite = seconds(30)

export class TimeOfUse {
  readonly #heater: TouHeater
  readonly #setup: ScheduleSetup
  readonly #turns: EditTurns<TouSchedule>
  #known: TouPlan | undefined

  /** @internal Comes with a heater. */
  constructor(heater: TouHeater, setup: ScheduleSetup) {
    this.#heater = heater
    this.#setup = setup
    this.#turns = new EditTurns(setup.host)
  }

  /** The record of the cloud as it came; undefined when there is none. There is no way to ask the heater for its plan. */
  async plan({ signal }: CallOptions = {}): Promise<TouPlan | undefined> {
    const serial = await this.#serial(signal)
    const { host } = this.#setup
    const plan = await host.cloud((rest, caller) => rest.touPlans.plan(caller, this.#heater, serial), signal)
    this.#known = plan
    return plan
  }

  /** The number under which the controller was made; undefined when the cloud knows none, or doesn't tell this account. */
  async manufactureId({ signal }: CallOptions = {}): Promise<string | undefined> {
    const serial = await this.#serial(signal)
    const { host } = this.#setup
    return host.cloud((rest, caller) => rest.touPlans.manufactureId(caller, this.#heater, serial), signal)
  }

  /** The plan in plain values; undefined when there is none. */
  async read({ signal }: CallOptions = {}): Promise<RegisteredTou | undefined> {
    const plan = await this.plan({ signal })
    return plan && registered(plan)
  }

  /** What a kilowatt-hour costs now, and when that changes; undefined when there is no plan. */
  async now({
    signal,
    timeZone,
  }: CallOptions & { readonly timeZone?: string | undefined } = {}): Promise<TouNow | undefined> {
    const zone = timeZone === undefined ? this.#timeZone : checkedTimeZone(timeZone)
    const plan = await this.read({ signal })
    if (plan === undefined) return undefined
    const at = wallDate(this.#setup.host.heaterClock.now(), zone)
    return { price: priceAt(plan.periods, wallTime(at)), next: nextChange(plan.periods, at), timeZone: zone, plan }
  }

  /** Heeds the plan that the heater holds. */
  on(options?: CommandOptions): Promise<CommandOutcome> {
    return this.#heater.touOn(options)
  }

  /** Takes no notice of it. */
  off(options?: CommandOptions): Promise<CommandOutcome> {
    return this.#heater.touOff(options)
  }

  /** As `apply`, with the name, utility and ZIP code that the plan has now. */
  set(periods: readonly TouPeriod[], options?: TouOptions): Promise<TouOutcome> {
    return this.apply({ periods }, options)
  }

  /**
   * Gives the heater a plan, and then the cloud: what the heater didn't take is not put into the cloud's copy either. The
   * heater's own repetition confirms the first, and a second reading the other. It is written also when the cloud's copy
   * says the same already, because that doesn't tell what the heater holds.
   * @throws RangeError for a plan without periods, which is never sent: it would wipe the heater's. UnsupportedError.
   */
  async apply(plan: GivenTou, options: TouOptions = {}): Promise<TouOutcome> {
    this.#mayWrite(options)
    let isRegistered = false
    const outcome = await this.#turns.take('writeTou', options, async (record, signal) => {
      const told = await this.#apply(plan, options, record, signal)
      isRegistered = told.registered
      return told.outcome
    })
    return { ...outcome, registered: isRegistered }
  }

  /** Removes the cloud's copy. The heater keeps its own and goes by it until it is switched off: see `off`. */
  async remove(options: Pick<EditOptions, 'signal' | 'deadline'> = {}): Promise<ScheduleOutcome<TouSchedule>> {
    this.#mayWrite({})
    return this.#turns.take('removeTou', options, async (record, signal) => {
      const { host } = this.#setup
      try {
        const plan = await this.plan({ signal })
        if (plan?.touInfo === undefined) return record.end('confirmed', 'There was none.')
        const serial = await this.#serial(signal)
        record.written({ attempts: 1 })
        // Its answer may have been lost: what is there then tells.
        await host
          .cloud((rest, caller) => rest.touPlans.remove(caller, this.#heater, serial, plan), signal)
          .catch(error => record.written({ attempts: 0, error }))
        const left = await this.plan({ signal })
        if (left?.touInfo === undefined) return record.end('confirmed')
        if (record.error === undefined) return record.end('unconfirmed', 'The cloud still has it.')
        return record.end('failed', sentence(record.error))
      } catch (error) {
        if (error instanceof UnsupportedError || signal.aborted) throw error
        record.error = error
        return record.end(record.attempts > 0 ? 'unconfirmed' : 'failed', sentence(error))
      }
    })
  }

  /** When the window in which the heater keeps a mode back should end, by the plan as far as it is known. @internal */
  async windowEnd(): Promise<Date | undefined> {
    // It isn't worth another question to the heater.
    if (this.#known === undefined && this.#heater.capabilities === undefined) return undefined
    const { clock, closing, heaterClock } = this.#setup.host
    const limit = deadline(clock, seconds(5), () => new Error('It took too long.'), closing)
    try {
      const known = this.#known ?? (await this.plan({ signal: limit.signal }))
      const plan = known && registered(known)
      const end = plan && windowEnd(plan.periods, heaterClock.now(), this.#timeZone)
      return end === undefined ? undefined : new Date(end)
    } catch {
      return undefined
    } finally {
      limit.done()
    }
  }

  get #timeZone(): string {
    return this.#setup.host.timeZone ?? ownTimeZone()
  }

  #mayWrite({ dryRun }: Pick<EditOptions, 'dryRun'>): void {
    this.#setup.mustBeSupported()
    if (!dryRun) this.#setup.line.mayWrite()
  }

  async #serial(signal: AbortSignal | undefined): Promise<string> {
    this.#setup.mustBeSupported()
    const { controllerSerialNumber } = await this.#heater.info({ signal, maxAge: days(1) })
    if (controllerSerialNumber) return controllerSerialNumber
    throw new UnsupportedError(
      `${this.#heater.name} doesn't tell its serial number, and without it the plan can't be asked for.`,
    )
  }

  async #apply(
    plan: GivenTou,
    { enable, base, dryRun }: TouOptions,
    record: EditRecord<TouSchedule>,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: ScheduleOutcome<TouSchedule>; readonly registered: boolean }> {
    const not = (outcome: ScheduleOutcome<TouSchedule>) => ({ outcome, registered: false })
    const held = await this.#held(record, signal)
    if (held === undefined) return not(record.unread())
    const { known, before } = held
    if (base !== undefined && !samePeriods(base, before))
      return not(record.changedSince({ enabled: before.enabled, ...periodsOf(base) }, before))
    const wanted = this.#checked(plan, enable, before, record)
    const registration = registrationOf(plan, wanted, known)
    record.plan(before, wanted)
    const { line, host } = this.#setup
    const serial = await this.#serial(signal)
    const fields = { controllerSerialNumber: serial, ...touFields(wanted) }
    if (dryRun) return not(record.dry(await line.drawUpWrite('writeTou', fields, signal)))
    const told = await line.write('writeTou', fields, { signal, maxAge: oldestWrite })
    record.written(told)
    if (told.result !== 'confirmed') return not(record.as(told))
    const echoed = this.#echoed(told, record)
    if (echoed === undefined)
      return not(record.end('unconfirmed', 'The heater answered with something else than a plan.'))
    record.after = echoed
    if (!sameSchedule(echoed, wanted)) return not(record.overtaken(difference(wanted, echoed)))
    if (enable !== undefined) {
      const switched = await (enable ? this.on({ signal }) : this.off({ signal }))
      if (switched.result !== 'confirmed') return not(record.as(switched))
    }
    try {
      await host.cloud((rest, caller) => rest.touPlans.register(caller, this.#heater, registration), signal)
      const kept = await this.read({ signal })
      if (kept && samePeriods(kept, wanted)) return { outcome: record.end('confirmed'), registered: true }
      return not(record.end('unconfirmed', 'The heater took it, and the cloud keeps another plan.'))
    } catch (error) {
      record.error = error
      const why = error instanceof Error ? ` ${error.message}` : ''
      return not(
        record.end('unconfirmed', `The heater took it, and the cloud’s copy could not be brought up to date.${why}`),
      )
    }
  }

  /** What the cloud keeps, and whether the heater heeds a plan; undefined when one of them can't be told. */
  async #held(record: EditRecord<TouSchedule>, signal: AbortSignal) {
    try {
      const known = await this.read({ signal })
      const { touStatus } = await this.#heater.status({ signal })
      if (touStatus === undefined) throw new ProtocolError('The heater’s status does not tell whether its plan is on.')
      const before: TouSchedule = { enabled: touStatus !== 'tou-off', ...periodsOf(known ?? { periods: [] }) }
      return { known, before }
    } catch (error) {
      if (error instanceof UnsupportedError || signal.aborted) throw error
      record.error = error
      return undefined
    }
  }

  #checked(
    { periods, unreadable }: GivenTou,
    enable: boolean | undefined,
    before: TouSchedule,
    record: EditRecord<TouSchedule>,
  ): TouSchedule {
    if (periods.length === 0)
      throw new RangeError('A plan without periods is never sent: it would wipe the heater’s. Switch it off instead.')
    const given = { enabled: enable ?? before.enabled, periods, unreadable }
    const { value, problems, warnings } = checkTou(given, { held: before })
    record.warnings = warnings
    if (value === undefined) throw new RangeError(`${problems.map(({ text }) => text).join('. ')}.`)
    return value
  }

  #echoed({ echo }: CommandOutcome, record: EditRecord<TouSchedule>): TouSchedule | undefined {
    try {
      return readTou(echo)
    } catch (error) {
      record.error = error
      return undefined
    }
  }
}

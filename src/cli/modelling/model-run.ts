/** A heater through a scenario, day by day of its calendar, with a bill where prices are known. */

import { chooseMode } from '#physics/controller/writes'
import type { TimeSpan } from '#physics/house/file-time'
import { asked, initialMachine, type Machine } from '#physics/machine'
import { runRows } from '#physics/run'
import { followPlans } from '#physics/schedule/follow'
import type { LocalTime } from '#physics/schedule/local-time'
import type { Surroundings } from '#physics/surroundings'
import { Bill, pricesBy } from './bill.ts'
import { type GivenPlans, type Tariff, touOf } from './plan-files.ts'
import { type ModelRow, together } from './row-total.ts'
import type { Scenario } from './scenario.ts'

export type Every = 'minute' | 'hour' | 'day' | 'month'

/** One of the runs of a scenario: alone, or without and with its plans. */
export interface PlannedRun {
  readonly name: 'alone' | 'without' | 'with'
  readonly plans: Partial<GivenPlans>
}

/** What a run came to. */
export interface ModelTotal {
  readonly run: PlannedRun
  readonly total: ModelRow
  /** Whose prices it cost. */
  readonly tariff: Tariff | undefined
  /** Electricity of hours that have no price, Wh. */
  readonly unpriced: number
}

/** Plans that the heater lives by are compared with none; prices alone are no plan. */
export function plannedRuns(plans: GivenPlans): readonly PlannedRun[] {
  if (plans.reservations === undefined && !plans.tariff?.heeded) return [{ name: 'alone', plans: {} }]
  return [
    { name: 'without', plans: {} },
    { name: 'with', plans },
  ]
}

interface Running {
  readonly run: PlannedRun
  /** Prices count for all runs. */
  readonly plans: GivenPlans
  /** What a row stands for. */
  readonly every: Every
}

/** Rows that are ready to be told, and how far the run has come. */
export interface ReadyRows {
  readonly rows: readonly ModelRow[]
  /** s since 1970. */
  readonly until: number
}

/** Runs a scenario. What a row stands for begins and ends with hours, days and months of its calendar. */
export function* rowsOfRun(
  scenario: Scenario,
  surroundings: Surroundings,
  running: Running,
): Generator<ReadyRows, ModelTotal> {
  const steps = shortRows(scenario, surroundings, running)
  if (running.every !== 'month') return yield* steps
  const monthOf = ({ from }: ModelRow) => scenario.time.at(from * 1000).month
  let month: ModelRow | undefined
  let next = steps.next()
  for (; !next.done; next = steps.next()) {
    const { rows, until } = next.value
    for (const day of rows) {
      const over = month !== undefined && monthOf(month) !== monthOf(day)
      yield { rows: over && month ? [month] : [], until }
      month = month === undefined || over ? day : together(month, day)
    }
  }
  if (month !== undefined) yield { rows: [month], until: month.to }
  return next.value
}

/** A row that is shorter than a day, s. */
const rowSeconds = { minute: 60, hour: 3600 } as const
/** More at a time would only be more to remember. */
const atOnce = 60

/** Rows of minutes, hours or days. */
function* shortRows(
  { heater, span, step, comfort, time }: Scenario,
  surroundings: Surroundings,
  { run, plans, every }: Running,
): Generator<ReadyRows, ModelTotal> {
  const bill = plans.tariff && new Bill(pricesBy(plans.tariff.periods, time))
  const due = dueOf(run, time, bill)
  const still = initialMachine({ ...heater, air: surroundings.between(span.from, span.from + step).air })
  // As if the mode were chosen at that moment: a tank that is short of its setpoint is heated from the beginning.
  let machine = asked(still, chooseMode, still.controller.settings.mode)
  let [meter, paid] = [0, 0]
  let total: ModelRow | undefined
  for (const { from, to } of calendarDays(span, time)) {
    const seconds = to - from
    const row = every === 'minute' || every === 'hour' ? rowSeconds[every] : seconds
    const paidBefore = paid
    const running = runRows(machine, surroundings, { from, seconds, step, row, comfort, ...(due && { due }) })
    let rows: ModelRow[] = []
    let next = running.next()
    for (; !next.done; next = running.next()) {
      const { value } = next
      meter += value.electricity
      bill?.read(meter, value.to)
      rows.push(bill === undefined ? value : { ...value, cost: bill.cost - paid })
      paid = bill?.cost ?? 0
      if (rows.length < atOnce && value.to < to) continue
      yield { rows, until: value.to }
      rows = []
    }
    const { machine: after, ...whole } = next.value
    machine = after
    const day: ModelRow = bill === undefined ? whole : { ...whole, cost: paid - paidBefore }
    total = total === undefined ? day : together(total, day)
  }
  if (total === undefined) throw new RangeError('A run needs some time.')
  return { run, total, tariff: plans.tariff, unpriced: bill?.unpriced ?? 0 }
}

/** What falls due at the beginning of each step: plans, after the meter is read. */
function dueOf({ plans: { reservations, tariff } }: PlannedRun, time: LocalTime, bill: Bill | undefined) {
  const follow =
    reservations === undefined && tariff === undefined
      ? undefined
      : followPlans({ time, ...(reservations && { reservations }), ...(tariff && { tou: touOf(tariff) }) })
  if (bill === undefined) return follow
  return (machine: Machine, at: number): Machine => {
    bill.read(machine.meters.electricity, at)
    return follow === undefined ? machine : follow(machine, at)
  }
}

function* calendarDays({ from, to }: TimeSpan, time: LocalTime): Generator<TimeSpan> {
  for (let at = from; at < to; ) {
    const midnight = time.startOf(time.dayOf(at * 1000) + 1) / 1000
    const end = Math.min(to, midnight > at ? midnight : at + 86_400)
    yield { from: at, to: end }
    at = end
  }
}

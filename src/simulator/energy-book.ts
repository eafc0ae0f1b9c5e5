/** What a heater used, by the days of its own calendar and in its life, in whole watt-hours and hours as it tells them. */

import { type DayNumber, dateOf, dayNumber, type LocalTime } from '#physics/schedule/local-time'
import { type EnergyRow, type EnergyUse, energyBody } from '#schema/energy'

export type Used = Required<EnergyUse>

const kinds = ['heatPumpEnergy', 'elementEnergy', 'heatPumpTime', 'elementTime'] as const
const nothing: Used = { heatPumpEnergy: 0, elementEnergy: 0, heatPumpTime: 0, elementTime: 0 }

export class EnergyBook {
  readonly #time: LocalTime
  readonly #days = new Map<DayNumber, Record<keyof Used, number>>()
  readonly #exact = { ...nothing }
  /** What has been written down of it. */
  readonly #whole = { ...nothing }
  #today = { number: Number.NaN, start: 0, end: 0 }

  constructor(time: LocalTime) {
    this.#time = time
  }

  /** Spreads what was used evenly from one moment to another, ms since 1970, over the days on which they lie. */
  add(from: number, to: number, used: Used): void {
    for (let start = from; start < to; ) {
      this.#turnTo(start)
      const end = Math.min(to, this.#today.end)
      this.#count(used, (end - start) / (to - from))
      start = end
    }
  }

  /** Of its life. It is the sum of all days, to the watt-hour. */
  get total(): Used {
    return { ...this.#whole }
  }

  /** The answer to the daily query: each day of these months. */
  daily(year: number, months: readonly number[]): Record<string, unknown> {
    return this.#body(
      months
        .filter(isMonth)
        .flatMap(month => this.#daysOf(year, month).map(([day, used]) => ({ ...dateOf(day), ...used }))),
    )
  }

  /** The answer to the monthly query: each month of these years. */
  monthly(years: readonly number[]): Record<string, unknown> {
    return this.#body(
      years
        .filter(Number.isInteger)
        .flatMap(year =>
          twelve.map(month => ({ year, month, ...sum(this.#daysOf(year, month).map(([, used]) => used)) })),
        ),
    )
  }

  #body(rows: readonly EnergyRow[]) {
    return energyBody({ total: this.total, rows })
  }

  #daysOf(year: number, month: number): [DayNumber, Used][] {
    const days: [DayNumber, Used][] = []
    const end = dayNumber(year, month + 1, 1)
    for (let day = dayNumber(year, month, 1); day < end; day++) days.push([day, this.#days.get(day) ?? nothing])
    return days
  }

  #turnTo(moment: number): void {
    const { start, end } = this.#today
    if (moment >= start && moment < end) return
    const number = this.#time.dayOf(moment)
    this.#today = { number, start: this.#time.startOf(number), end: this.#time.startOf(number + 1) }
  }

  /** The counters of a life turn over one by one, and each turn is of the day on which it comes. */
  #count(used: Used, part: number): void {
    const { number } = this.#today
    const day = this.#days.get(number) ?? { ...nothing }
    this.#days.set(number, day)
    for (const kind of kinds) {
      this.#exact[kind] += used[kind] * part
      const turned = Math.floor(this.#exact[kind]) - this.#whole[kind]
      this.#whole[kind] += turned
      day[kind] += turned
    }
  }
}

const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
const isMonth = (month: number) => Number.isInteger(month) && month >= 1 && month <= 12

function sum(rows: readonly Used[]): Used {
  const total = { ...nothing }
  for (const row of rows) for (const kind of kinds) total[kind] += row[kind]
  return total
}

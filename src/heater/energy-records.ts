/** What a heater used: it keeps the account itself, by day and by month. */
import { type EnergyUsage, readEnergy } from '#schema/energy'
import type { CallOptions } from './heater-events.ts'
import type { Line } from './line.ts'

export class EnergyRecords {
  readonly #line: Line

  /** @internal Comes with a heater. */
  constructor(line: Line) {
    this.#line = line
  }

  /**
   * Asks for the days of some months of a year, by the heater's own calendar.
   * @param months 1 to 12.
   * @throws UnsupportedError where the heater keeps no records; RangeError for what is no month.
   */
  async daily(year: number, months: readonly number[], { signal }: CallOptions = {}): Promise<EnergyUsage> {
    if (months.length === 0 || !months.every(month => Number.isInteger(month) && month >= 1 && month <= 12))
      throw new RangeError(`The months are 1 to 12, not ${months.join(', ') || 'none'}.`)
    checkYears([year])
    return readEnergy(await this.#line.ask('dailyEnergy', { year, month: [...months] }, signal))
  }

  /** Asks for the months of some years. */
  async monthly(years: readonly number[], { signal }: CallOptions = {}): Promise<EnergyUsage> {
    checkYears(years)
    return readEnergy(await this.#line.ask('monthlyEnergy', { year: [...years] }, signal))
  }
}

function checkYears(years: readonly number[]): void {
  if (years.length === 0 || !years.every(year => Number.isInteger(year) && year >= 2000 && year <= 2099))
    throw new RangeError(`The years are 2000 to 2099, not ${years.join(', ') || 'none'}.`)
}

/**
 * Turns a utility's plan of OpenEI into a heater's windows, as plainly as the vendor's cloud does: weekdays and weekend apart
 * even where they are the same, the first tier as the lowest price and the dearest as the highest.
 */
import { type TouSeason, weekdays, weekend } from './tou-plan.ts'

export interface ConvertedTou {
  readonly name: string
  readonly utility: string
  readonly schedule: readonly TouSeason[]
}

type Fields = Readonly<Record<string, unknown>>
interface Price {
  readonly priceMin: number
  readonly priceMax: number
}

/** Prices are in hundred-thousandths of a dollar per kWh. */
const decimalPoint = 5
const hours = Array.from({ length: 24 }, (_, hour) => hour)
const months = Array.from({ length: 12 }, (_, month) => month)

/** @returns undefined for a plan that doesn't say what each hour costs. */
export function convertTou(plan: unknown): ConvertedTou | undefined {
  const { name, utility, energyratestructure, energyweekdayschedule, energyweekendschedule } = fieldsOf(plan)
  const prices = listOf(energyratestructure).map(priceOf)
  const days = [
    { week: weekdays, matrix: energyweekdayschedule },
    { week: weekend, matrix: energyweekendschedule },
  ]
  const byWindows = new Map<string, { months: number; interval: object[] }>()
  for (const month of months) {
    const interval: object[] = []
    for (const { week, matrix } of days) {
      const row = listOf(listOf(matrix)[month])
      const costs = hours.flatMap(hour => prices[Number(row[hour])] ?? [])
      if (costs.length < hours.length) return undefined
      interval.push(...windows(week, costs))
    }
    const key = JSON.stringify(interval)
    const season = byWindows.get(key) ?? { months: 0, interval }
    season.months |= 1 << month
    byWindows.set(key, season)
  }
  const schedule = [...byWindows.values()].map(({ months: season, interval }) => ({ season, interval }))
  return { name: String(name ?? ''), utility: String(utility ?? ''), schedule }
}

/** Neighbouring hours of one price are one window. */
function windows(week: number, costs: readonly Price[]): object[] {
  const starts = hours.filter(hour => {
    const [before, now] = [costs[hour - 1], costs[hour]]
    return before?.priceMin !== now?.priceMin || before?.priceMax !== now?.priceMax
  })
  return starts.map((startHour, i) => ({
    week,
    startHour,
    startMinute: 0,
    endHour: (starts[i + 1] ?? hours.length) - 1,
    endMinute: 59,
    ...costs[startHour],
    decimalPoint,
  }))
}

function priceOf(tiers: unknown): Price {
  const costs = listOf(tiers).map(tier => {
    const { rate, adj } = fieldsOf(tier)
    return Math.round((Number(rate ?? 0) + Number(adj ?? 0)) * 10 ** decimalPoint)
  })
  return { priceMin: costs[0] ?? 0, priceMax: Math.max(...costs, costs[0] ?? 0) }
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

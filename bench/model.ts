/** A heater's year at one-minute steps: how long it takes on one core, whether cost is linear in days, and the memory of its process. */
import { measured } from './measured-process.ts'
import { asSeconds, median } from './spread.ts'

/** What its process tells. */
interface ModelTimes {
  /** Of each round, ms of processor time: 30 days, and a year. */
  readonly month: readonly number[]
  readonly year: readonly number[]
  /** The most that was ever resident, bytes; and what Node had before. */
  readonly largest: number
  readonly before: number
  /** Of the year, Wh. */
  readonly electricity: number
}

const rounds = 5
/** Of a year, ms; of a year in months of 30 days; of the process, MB. */
const bounds = { year: 1000, months: 13, megabytes: 100 } as const

export async function modelBench(): Promise<string> {
  const { month, year, largest, before, electricity } = await measured<ModelTimes>('model-process.mjs', [
    String(rounds),
  ])
  const ratio = median(year) / median(month)
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0)
  return (
    `model: a heater-year of a family in Sacramento at one-minute steps in ${asSeconds(median(year), 2)} on one core ` +
    `(bound ${asSeconds(bounds.year, 0)}; ${Math.round(electricity / 1000)} kWh), ${ratio.toFixed(1)} times 30 days ` +
    `(bound ${bounds.months}), ${megabytes(largest)} MB resident at most (bound ${bounds.megabytes}; ${megabytes(before)} before)`
  )
}

if (import.meta.main) process.stdout.write(`${await modelBench()}\n`)

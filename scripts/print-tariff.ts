/**
 * Prints a rate plan as the heater's time-of-use periods, and what it costs at a time: of OpenEI where OPENEI_API_KEY is
 * set, else of the simulated one.
 *
 *     node --conditions=navilink-source scripts/print-tariff.ts ZIP NAME [YYYY-MM-DDTHH:MM]
 */
import { OpenEi } from '../src/cloud/open-ei.ts'
import { monthsText } from '../src/schema/months.ts'
import { weekdaysText } from '../src/schema/weekdays.ts'
import { startSimulator } from '../src/simulator/index.ts'
import { convertPlan } from '../src/tariff/convert.ts'
import { nextChange, type PriceNow, priceAt, wallTime } from '../src/tariff/price-now.ts'

export async function printedTariff(zip: string, name: string, at: string, apiKey?: string): Promise<string> {
  await using simulator = apiKey ? undefined : await startSimulator({ heaters: [] })
  const openEi = new OpenEi({
    apiKey: apiKey ?? 'simulated-openei-key',
    ...(simulator && { address: `${simulator.url}/openei` }),
  })
  const plans = await openEi.plans(zip)
  const plan = plans.find(plan => plan.name.toLowerCase() === name.toLowerCase())
  if (!plan) return `There is no plan of this name. There are:\n${plans.map(plan => `  ${plan.name}\n`).join('')}`
  const { kind, periods, loss } = convertPlan(plan)
  const rows = periods.map(({ months, days, start, end, priceMin, priceMax }) => [
    monthsText(months),
    weekdaysText(days),
    `${start}–${end}`,
    priceMin === priceMax ? priceMin : `${priceMin}–${priceMax}`,
  ])
  const widths = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = at.split(/\D/).map(Number)
  const now = { year, month, day, minutes: hour * 60 + minute }
  const next = nextChange(periods, now)
  const lines = [
    `${plan.name}, ${plan.utility}: ${kind}, ${periods.length} periods`,
    ...rows.map(row => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`),
    ...(loss
      ? [
          `${loss.periodsNeeded} periods would be exact; ${loss.hours} hours a year differ, by ${loss.largest} at most, and ${loss.dearestHoursAdded} more count as dearest`,
        ]
      : []),
    `${at}: ${costs(priceAt(periods, wallTime(now)))}${next ? `; in ${next.inMinutes} min ${costs(next.price)}` : ''}`,
  ]
  return `${lines.join('\n')}\n`
}

const costs = (price: PriceNow | undefined) =>
  price === undefined ? 'no price' : `${price.priceMin} (${price.rank}${price.dearestOfAll ? ' of all' : ''})`

if (import.meta.main) {
  const [zip = '94903', name = 'Evening Peak', at = '2026-07-15T17:30'] = process.argv.slice(2)
  process.stdout.write(await printedTariff(zip, name, at, process.env.OPENEI_API_KEY))
}

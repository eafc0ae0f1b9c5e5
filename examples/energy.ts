/** What the heater used in the last twelve months, by its own account. `node energy.ts [PRICE]` */
import { type EnergyRow, NaviLinkClient, NaviLinkConfig, sumOf } from 'navilink'

const price = Number(process.argv[2] ?? 0.2)
const kWh = (wattHours = 0) => wattHours / 1000

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  // Months to come are rows of zeros: the heater's calendar is a table of twelve.
  const today = new Date()
  const [year, month] = [today.getFullYear(), today.getMonth() + 1]
  const age = (row: EnergyRow) => (year - row.year) * 12 + month - row.month
  const { rows, total } = await heater.energy.monthly([year - 1, year])
  const last = rows.filter(row => age(row) >= 0 && age(row) < 12).sort((a, b) => age(b) - age(a))

  for (const { year, month, heatPumpEnergy, elementEnergy } of last) {
    const [pump, element] = [kWh(heatPumpEnergy), kWh(elementEnergy)]
    const bar = '█'.repeat(Math.round(pump / 5)) + '▒'.repeat(Math.round(element / 5))
    console.log(`${year}-${String(month).padStart(2, '0')} ${(pump + element).toFixed(1).padStart(7)} kWh ${bar}`)
  }
  const { heatPumpEnergy, elementEnergy, elementTime } = sumOf(last)
  const sum = kWh(heatPumpEnergy) + kWh(elementEnergy)
  console.log(`12 months: ${sum.toFixed(1)} kWh, ${(sum * price).toFixed(2)} at ${price}; elements ${elementTime} h`)
  console.log(`in its life: ${(kWh(total.heatPumpEnergy) + kWh(total.elementEnergy)).toFixed(1)} kWh`)
} finally {
  await client.close()
}

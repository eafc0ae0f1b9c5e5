/** Writes a CSV file of a heater: as many rows as asked for, 12 when nothing is said. `node csv.ts FILE [ROWS]` */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { NaviLinkClient, NaviLinkConfig, type Reading, seconds } from 'navilink'

const [file = 'heater.csv', rows = '12'] = process.argv.slice(2)

const columns: Record<string, (status: Reading) => unknown> = {
  timestamp: status => status.about.at.toISOString(),
  charge_percent: status => status.dhwChargePer,
  upper_c: status => status.tankUpperTemperature,
  lower_c: status => status.tankLowerTemperature,
  power_w: status => status.currentInstPower,
  compressor: status => status.compUse,
  setting: status => status.dhwOperationSetting,
}
const line = (cells: readonly unknown[]) => `${cells.map(cell => cell ?? '').join(',')}\n`

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  // A file that is there is gone on with: it may hold years.
  if (!existsSync(file)) writeFileSync(file, line(Object.keys(columns)))
  let written = 0
  for await (const status of heater.watch({ interval: seconds(2) })) {
    // Each answer comes twice; the copy says nothing new.
    if (status.about.cause === 'copy') continue
    appendFileSync(file, line(Object.values(columns).map(cell => cell(status))))
    written++
    if (written >= Number(rows)) break
  }
  console.log(`${written} rows in ${file}`)
} finally {
  await client.close()
}

/** A thousand heaters of as many accounts in one station: samples kept a second, processor, memory, and the lag of each sink. */
import { measured } from './measured-process.ts'
import { asSeconds } from './spread.ts'
import type { StationHeaters } from './station-heaters-process.ts'

const heaters = 1000

export async function stationHeatersBench(): Promise<string> {
  const { lasted, expected, stored, processor, lags, dropped, loop, before, after } = await measured<StationHeaters>(
    'station-heaters-process.ts',
    [String(heaters)],
    ['--expose-gc'],
  )
  const each = ((after.held - before.held) / heaters / 1000).toFixed(0)
  const lag = Object.entries(lags).map(([name, ms]) => `${name} ${ms.toFixed(0)} ms`)
  return (
    `a station of ${heaters} heaters and as many accounts, each asked every 10 s: ${(stored / (lasted / 1000)).toFixed(0)} samples/s kept ` +
    `(${((100 * stored) / expected).toFixed(0)} % of those asked for) in ${asSeconds(lasted)} with ${((100 * processor) / lasted).toFixed(0)} % of a processor, ` +
    `${(processor / stored).toFixed(2)} ms a sample; ${dropped} dropped, longest lag ${lag.join(', ')}; ` +
    `event loop late by ${loop.toFixed(0)} ms at most in 99 of 100 cases; ${each} kB held a heater`
  )
}

if (import.meta.main) process.stdout.write(`${await stationHeatersBench()}\n`)

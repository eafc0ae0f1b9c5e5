/** A heater's year in the record of a station at a sample a minute: how fast it is kept, what it takes of the disk, and how fast it is drawn. */
import { measured } from './measured-process.ts'
import { asSeconds, median } from './spread.ts'
import type { StationRecord } from './station-record-process.ts'

const year = 365
/** Of a year, MB; of a chart, ms; of the process, MB. */
const bounds = { disk: 12, chart: 20, memory: 40 } as const

export async function stationRecordBench(): Promise<string> {
  const { samples, ingest, kept, packedDays, bytes, charts, before, after, largest } = await measured<StationRecord>(
    'station-record-process.ts',
    [String(year)],
    ['--expose-gc'],
  )
  const megabytes = (count: number) => (count / 1e6).toFixed(1)
  return (
    `record of a heater-year, ${samples} samples: ${Math.round(samples / (ingest / 1000))} samples/s taken in a thousand at a time, ` +
    `rollups, ledger and packing of all of it in ${asSeconds(kept)}; ` +
    `${megabytes((bytes * year) / packedDays)} MB of disk a year beyond the raw window (bound ${bounds.disk}), ` +
    `a year's chart of 6 fields in 1000 points in ${median(charts).toFixed(1)} ms (bound ${bounds.chart}), ` +
    `${megabytes(after.held - before.held)} MB more held at the end (bound ${bounds.memory}), ${megabytes(largest)} MB resident at most, the simulated heater's included`
  )
}

if (import.meta.main) process.stdout.write(`${await stationRecordBench()}\n`)

/** The process of a heater's year in the record: it is lived, kept, packed and drawn here, so that the memory is that of all of it. */
import '../test/setup.ts'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '#simulator/index'
import { heaterId } from '#station/heater-id'
import { History } from '#station/history/history'
import { openStore } from '#station/store/sqlite/open-store'
import type { StoredSample } from '#station/store/store'
import { days, hours } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { type Memory, memory } from './process-cost.ts'

export interface StationRecord {
  readonly samples: number
  /** ms in which the store took them, a thousand at a time. */
  readonly ingest: number
  /** ms in which rollups and ledger were made and old days packed. */
  readonly kept: number
  /** Days that are packed, and what the file takes for them and the rollups of the year, bytes. */
  readonly packedDays: number
  readonly bytes: number
  /** ms of each chart of the year: 1000 points of six fields. */
  readonly charts: readonly number[]
  readonly before: Memory
  readonly after: Memory
  readonly largest: number
}

const batch = 1000
const fields = [
  'dhwChargePer',
  'tankUpperTemperature',
  'tankLowerTemperature',
  'dhwTemperatureSetting',
  'currentInstPower',
  'ambientTemperature',
] as const

async function stationRecord(length: number): Promise<StationRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-bench-'))
  const store = await openStore(join(folder, 'history.db'), { logger: silentLogger })
  try {
    const from = Date.UTC(2026, 0, 1)
    const until = from + days(length)
    // No raw window: everything that is over is packed, so that what is measured is what a year comes to.
    const history = new History({ store, clock: { now: () => until }, logger: silentLogger, rawDays: 0 })
    const before = await memory()
    let waiting: StoredSample[] = []
    let last = from
    let [samples, ingest, kept] = [0, 0, 0]
    const keep = async () => {
      const dirty = new Set(waiting.flatMap(({ at }) => [at - (at % hours(1))]))
      dirty.add(last - (last % hours(1)))
      last = waiting.at(-1)?.at ?? last
      const start = performance.now()
      await store.write({
        samples: waiting,
        dirty: [...dirty].map(hour => ({ heater: waiting[0]?.heater ?? '', hour })),
      })
      ingest += performance.now() - start
      samples += waiting.length
      waiting = []
    }
    const tidy = async () => {
      const start = performance.now()
      await history.keep()
      kept += performance.now() - start
    }
    let heater = ''
    const simulator = await startSimulator({
      heaterStart: until,
      heaters: [{ household: 'family', climate: 'sacramento' }],
      past: {
        length: days(length),
        async tell({ heater: tank, at, cause, raw }) {
          if (heater === '') {
            heater = heaterId(tank.identity.macAddress)
            await store.write({
              heaters: [{ id: heater, name: 'Bench', timeZone: 'America/Los_Angeles', account: 'bench' }],
            })
          }
          waiting.push({ heater, at, cause, connected: true, raw })
          if (waiting.length === batch) await keep()
          if (samples > 0 && samples % (30 * batch) === 0 && waiting.length === 0) await tidy()
        },
      },
    })
    await simulator.close()
    await keep()
    await tidy()
    await store.vacuum()
    const charts: number[] = []
    for (let i = 0; i < 7; i++) {
      const start = performance.now()
      const chart = await history.chart({ heater, fields, from, until, points: 1000 })
      charts.push(performance.now() - start)
      if (chart.at.length < 900) throw new Error(`The chart has ${chart.at.length} points.`)
    }
    const { blocks } = await store.size()
    await store.close()
    const { size: bytes } = await stat(join(folder, 'history.db'))
    const after = await memory()
    return {
      samples,
      ingest,
      kept,
      packedDays: blocks,
      bytes,
      charts,
      before,
      after,
      largest: process.resourceUsage().maxRSS * 1024,
    }
  } finally {
    await store.close()
    await rm(folder, { recursive: true })
  }
}

process.on('disconnect', () => process.exit())
const [length = ''] = process.argv.slice(2)
process.send?.(await stationRecord(Number(length)))
process.disconnect?.()

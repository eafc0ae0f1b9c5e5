/** What `monitor` holds in memory after an hour of heater time: the built code in a process of its own, the simulated cloud in this one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '#simulator/index'
import { measured } from './measured-process.ts'

const speed = 360

/** Both processes live from the same moment at the same speed, so that the monitor can be given the heater's clock. */
export async function monitorMemoryBench(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-bench-'))
  const file = join(folder, 'tank.csv')
  await using simulator = await startSimulator({ speed })
  const { url, heaterClock } = simulator
  try {
    const { before, after } = await measured<Record<'before' | 'after', number>>('monitor-process.mjs', [
      url,
      String(speed),
      String(heaterClock.now()),
      file,
    ])
    const rows = readFileSync(file, 'utf8').trim().split('\n').length - 1
    const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0)
    return `monitor: ${megabytes(after)} MB resident after an hour of heater time at one poll a minute (${rows} rows), ${megabytes(before)} MB before the first`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) process.stdout.write(`${await monitorMemoryBench()}\n`)

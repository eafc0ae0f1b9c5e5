/** What `monitor` holds in memory after an hour of heater time: the built code in a process of its own, the simulated cloud in this one. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '#simulator/index'

const speed = 360

/** Both processes live from the same moment at the same speed, so that the monitor can be given the heater's clock. */
export async function monitorMemoryBench(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'navilink-bench-'))
  const file = join(folder, 'tank.csv')
  await using simulator = await startSimulator({ speed })
  const { url, heaterClock } = simulator
  try {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'monitor-process.mjs'), url, String(speed), String(heaterClock.now()), file],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let said = ''
    child.stdout.on('data', chunk => {
      said += chunk
    })
    const code = await new Promise(resolve => child.once('close', resolve))
    if (code !== 0) throw new Error(`The monitor ended with ${code}.`)
    const { before, after } = JSON.parse(said) as Record<'before' | 'after', number>
    const rows = readFileSync(file, 'utf8').trim().split('\n').length - 1
    const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(0)
    return `monitor: ${megabytes(after)} MB resident after an hour of heater time at one poll a minute (${rows} rows), ${megabytes(before)} MB before the first`
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (import.meta.main) process.stdout.write(`${await monitorMemoryBench()}\n`)

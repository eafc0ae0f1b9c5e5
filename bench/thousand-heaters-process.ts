/** The process of many simulated heaters at real speed: first alone, then each with an MQTT link whose client lives here too. */
import '../test/setup.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSimulator } from '#simulator/index'
import { minutes } from '#time/duration'
import { accountsOf, Fleet } from './fleet.ts'
import { type Memory, memory } from './process-cost.ts'

/** Of a stretch in which nothing but living was done. Durations in ms. */
export interface Living {
  readonly memory: Memory
  readonly lasted: number
  /** Processor time. */
  readonly processor: number
}

export interface ThousandHeaters {
  readonly before: Memory
  readonly alone: Living
  /** How long all links took to open. */
  readonly opened: number
  readonly linked: Living
}

/** So long each stretch is watched. */
const stretch = 15_000
/** What a start leaves behind is over then. */
const settled = 4000
const polling = minutes(1)

async function living(): Promise<Living> {
  await sleep(settled)
  const spent = process.cpuUsage()
  const start = performance.now()
  await sleep(stretch)
  const { user, system } = process.cpuUsage(spent)
  const lasted = performance.now() - start
  return { memory: await memory(), lasted, processor: (user + system) / 1000 }
}

async function thousandHeaters(count: number): Promise<ThousandHeaters> {
  const before = await memory()
  // Families in a garage: their weather and their showers are to be paid for too.
  const accounts = accountsOf(count).map(({ email = '' }) => ({
    email,
    heaters: [{ household: 'family', climate: 'sacramento' } as const],
  }))
  await using simulator = await startSimulator({ accounts })
  const alone = await living()
  await using fleet = new Fleet(simulator.url, count)
  const start = performance.now()
  const owners = await fleet.open()
  const opened = performance.now() - start
  for (const [i, { heater }] of owners.entries()) {
    await sleep(i % 100 === 0 ? 20 : 0)
    heater.startPeriodicRequests('status', polling)
  }
  const linked = await living()
  return { before, alone, opened, linked }
}

process.on('disconnect', () => process.exit())
const [count = ''] = process.argv.slice(2)
process.send?.(await thousandHeaters(Number(count)))
process.disconnect?.()

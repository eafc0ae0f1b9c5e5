/** The process of many accounts: it opens them all, is left by the gateway, comes back, and tells its parent what that took. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { LinkOptions } from '#cloud/link-options'
import { seconds } from '#time/duration'
import { startCloud } from './cloud.ts'
import { Fleet, recovery } from './fleet.ts'
import { type Memory, memory, peakProcessor } from './process-cost.ts'
import { worst } from './spread.ts'

/** Of opening, and of coming back. Durations in ms. */
export interface Effort {
  readonly online: number
  /** Processors in use, at the peak. */
  readonly peak: number
  /** Processor time, ms. */
  readonly processor: number
}

export interface ManyAccounts {
  readonly before: Memory
  readonly idle: Memory
  /** The most that was ever resident, bytes. */
  readonly largest: number
  readonly opening: Effort
  readonly returning: Effort
}

/** So long it is away. */
const restart = seconds(5)
/** After that the sockets of REST are closed. */
const idleAfter = 6000

async function manyAccounts(count: number, protocol: LinkOptions['protocol']): Promise<ManyAccounts> {
  await using cloud = await startCloud(count)
  await using fleet = new Fleet(cloud.url, count, { link: { protocol } })
  const before = await memory()
  const effort = () => {
    const peak = peakProcessor()
    const spent = process.cpuUsage()
    return (online: number): Effort => {
      const { user, system } = process.cpuUsage(spent)
      return { online, peak: peak(), processor: (user + system) / 1000 }
    }
  }

  const opened = effort()
  const start = Date.now()
  const owners = await fleet.open()
  const opening = opened(Date.now() - start)
  await sleep(idleAfter)
  const idle = await memory()

  const returned = effort()
  const backs = owners.map(owner => recovery(owner, Date.now))
  const gone = await cloud.strike(['gateway-away', { duration: restart }], ['drop'])
  const statuses = (await Promise.all(backs)).map(({ status }) => status)
  const returning = returned(worst(statuses) - gone - restart)
  const largest = process.resourceUsage().maxRSS * 1024
  return { before, idle, largest, opening, returning }
}

process.on('disconnect', () => process.exit())
const [count = '', protocol = ''] = process.argv.slice(2)
process.send?.(await manyAccounts(Number(count), protocol as LinkOptions['protocol']))
process.disconnect?.()

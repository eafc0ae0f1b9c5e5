/** What this process costs: processor time at its peak, and memory once the garbage is gone. Wants `--expose-gc`. */

export interface Memory {
  /** Resident, bytes. */
  readonly resident: number
  /** Held by objects and buffers, bytes. */
  readonly held: number
}

/** Times two, for what the first leaves to finalizers. */
export async function memory(): Promise<Memory> {
  const { gc } = globalThis as { gc?: () => void }
  for (let i = 0; i < 2; i++) {
    gc?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss, held: heapUsed + external }
}

/** Looked at this often, ms. */
const period = 500

/** @returns what stops it and tells the highest share of a processor, user and system, over half a second: 1 is one processor. */
export function peakProcessor(): () => number {
  let peak = 0
  let since = performance.now()
  let before = process.cpuUsage()
  const look = () => {
    const elapsed = performance.now() - since
    // What is left at the end would be nothing but noise.
    if (elapsed < period / 2) return
    const { user, system } = process.cpuUsage(before)
    peak = Math.max(peak, (user + system) / 1000 / elapsed)
    since = performance.now()
    before = process.cpuUsage()
  }
  const timer = setInterval(look, period)
  return () => {
    clearInterval(timer)
    look()
    return peak
  }
}

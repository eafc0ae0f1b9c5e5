/** A lock that processes of one machine share through a file, and that a dead one doesn't keep for ever. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { type Clock, sleep } from '#time/clock'
import { millis, minutes } from '#time/duration'

interface Holder {
  readonly id: string
  readonly pid: number
  readonly host: string
  /** ms since 1970 */
  readonly at: number
}

/** Longer than the slowest renewal: several calls of 30 s each. Counts where the process can't be asked for. */
const longestHold = minutes(5)
const pollEvery = millis(50)

/**
 * Waits for the lock and takes it.
 * @returns what gives it back.
 * @throws the file system's error where no lock can be written, or the signal's reason.
 */
export async function lockFile(path: string, clock: Clock, signal: AbortSignal): Promise<() => Promise<void>> {
  const id = randomUUID()
  for (;;) {
    signal.throwIfAborted()
    const holder = await holderOf(path)
    if (!holder && (await claim(path, id, clock.now()))) return () => giveBack(path, id)
    if (!holder || !isLeft(holder, clock.now()) || !(await breakLeft(path, clock)))
      await sleep(clock, pollEvery, signal)
  }
}

async function giveBack(path: string, id: string): Promise<void> {
  if ((await holderOf(path))?.id === id) await rm(path, { force: true })
}

/** The lock appears with its content or not at all, so that nobody takes one just made for a left one. */
async function claim(path: string, id: string, now: number): Promise<boolean> {
  const text = JSON.stringify({ id, pid: process.pid, host: hostname(), at: now } satisfies Holder)
  const own = `${path}.${id}`
  await writeFile(own, text, { mode: 0o600 })
  try {
    await link(own, path).catch(error => {
      if (codeOf(error) === 'EEXIST') throw error
      // A file system without hard links.
      return writeFile(path, text, { flag: 'wx', mode: 0o600 })
    })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    return false
  } finally {
    await rm(own, { force: true })
  }
}

/** One at a time, and after a second look: who comes late would remove the lock of whoever came first. */
async function breakLeft(path: string, clock: Clock): Promise<boolean> {
  const gate = `${path}.break`
  const id = randomUUID()
  if (!(await claim(gate, id, clock.now()))) {
    const breaker = await holderOf(gate)
    if (breaker && isLeft(breaker, clock.now())) await rm(gate, { force: true })
    return false
  }
  try {
    const holder = await holderOf(path)
    if (holder && isLeft(holder, clock.now())) await rm(path, { force: true })
    return true
  } finally {
    await giveBack(gate, id)
  }
}

/** Its process is over, or it is too old, or from a time yet to come because the clock was set back. */
function isLeft({ host, pid, at }: Holder, now: number): boolean {
  if (Math.abs(now - at) >= longestHold) return true
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** undefined when there is no file. An illegible one has nothing but its age. */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    return parsed(text) ?? { id: text, pid: 0, host: '', at: (await stat(path)).mtimeMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parsed(text: string): Holder | undefined {
  try {
    const { id, pid, host, at } = JSON.parse(text) as Partial<Holder>
    if (typeof id === 'string' && typeof pid === 'number' && typeof host === 'string' && typeof at === 'number')
      return { id, pid, host, at }
  } catch {}
  return undefined
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code

import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { type ManualClock, manualClock } from '../../test/fixtures/manual-clock.ts'
import { lockFile } from './file-lock.ts'

let path: string
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'navilink-')), 'session.json.lock')
})
afterEach(() => rm(join(path, '..'), { recursive: true, force: true }))

const never = new AbortController().signal
const files = () => readdir(join(path, '..'))

/** A lock as somebody else left it. */
const left = (holder: object) =>
  writeFile(path, JSON.stringify({ id: 'theirs', pid: process.pid, host: hostname(), at: 0, ...holder }))

/** A process that is certainly over. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

/** Runs the clock until the promise settles; the disk may take as long as it likes. */
async function ends<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  let over = false
  const settled = promise.finally(() => {
    over = true
  })
  while (!over) await clock.advance(50)
  return settled
}

/** Whether the promise is still open after so long. */
async function waits(clock: ManualClock, span: number, promise: Promise<unknown>): Promise<boolean> {
  let open = true
  void promise.finally(() => {
    open = false
  })
  for (let step = 0; open && step < 1000; step++) await clock.advance(span / 1000)
  return open
}

it('is held by one at a time, and leaves nothing behind', async () => {
  const clock = manualClock()
  const unlock = await lockFile(path, clock, never)
  const second = lockFile(path, clock, never)
  expect(await waits(clock, seconds(10), second)).toBe(true)
  await unlock()
  const unlockSecond = await ends(clock, second)
  expect(await files()).toHaveLength(1)
  await unlockSecond()
  expect(await files()).toEqual([])
  expect(clock.pending).toBe(0)
})

it('keeps twenty from being inside together', async () => {
  const clock = manualClock()
  let inside = 0
  let most = 0
  const all = Promise.all(
    Array.from({ length: 20 }, async () => {
      const unlock = await lockFile(path, clock, never)
      most = Math.max(most, ++inside)
      await clock.settle()
      inside--
      await unlock()
    }),
  )
  await ends(clock, all)
  expect(most).toBe(1)
  expect(await files()).toEqual([])
})

describe('a lock that was left', () => {
  it('by a process that is over is broken at once', async () => {
    const clock = manualClock()
    await left({ pid: deadPid(), at: clock.now() })
    const start = clock.now()
    await ends(clock, lockFile(path, clock, never))
    expect(clock.now() - start).toBeLessThan(minutes(5))
  })

  it('is broken by one of many who wait for it', async () => {
    const clock = manualClock()
    await left({ pid: deadPid(), at: clock.now() })
    let inside = 0
    let most = 0
    const all = Promise.all(
      Array.from({ length: 10 }, async () => {
        const unlock = await lockFile(path, clock, never)
        most = Math.max(most, ++inside)
        await clock.settle()
        inside--
        await unlock()
      }),
    )
    const start = clock.now()
    await ends(clock, all)
    expect(clock.now() - start).toBeLessThan(minutes(5))
    expect(most).toBe(1)
    expect(await files()).toEqual([])
  })

  it.each([
    ['of this machine that lives', {}],
    ['of another machine, whose processes nobody can ask for', { host: 'another', pid: 2 ** 22 - 1 }],
  ])('by a process %s is broken after five minutes', async (_, holder) => {
    const clock = manualClock()
    await left({ ...holder, at: clock.now() })
    const waiting = lockFile(path, clock, never)
    expect(await waits(clock, minutes(4.9), waiting)).toBe(true)
    await ends(clock, waiting)
  })

  it('at a time that is yet to come is broken', async () => {
    const clock = manualClock()
    await left({ at: clock.now() + minutes(60) })
    const start = clock.now()
    await ends(clock, lockFile(path, clock, never))
    expect(clock.now() - start).toBeLessThan(minutes(5))
  })

  it('without being legible counts by its age', async () => {
    const clock = manualClock()
    await writeFile(path, '{"id')
    const written = (clock.now() - minutes(4)) / 1000
    await utimes(path, written, written)
    const waiting = lockFile(path, clock, never)
    expect(await waits(clock, seconds(30), waiting)).toBe(true)
    await ends(clock, waiting)
  })
})

it('by a breaker that is over is taken away as well', async () => {
  const clock = manualClock()
  await left({ pid: deadPid(), at: clock.now() })
  await rename(path, `${path}.break`)
  await left({ pid: deadPid(), at: clock.now() })
  const start = clock.now()
  await ends(clock, lockFile(path, clock, never))
  expect(clock.now() - start).toBeLessThan(minutes(5))
  expect(await files()).toHaveLength(1)
})

it('is not given back by one who lost it', async () => {
  const clock = manualClock()
  const unlock = await lockFile(path, clock, never)
  await left({ id: 'the next' })
  await unlock()
  expect(await files()).toHaveLength(1)
})

it('lets the wait be given up', async () => {
  const clock = manualClock()
  await lockFile(path, clock, never)
  const stop = new AbortController()
  const waiting = expect(lockFile(path, clock, stop.signal)).rejects.toBe('enough')
  await clock.advance(seconds(1))
  stop.abort('enough')
  await waiting
  expect(clock.pending).toBe(0)
})

it('says so where no file can be written', async () => {
  await expect(lockFile(join(path, 'nowhere', 'lock'), manualClock(), never)).rejects.toMatchObject({ code: 'ENOENT' })
})

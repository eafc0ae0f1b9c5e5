/** A station's process is killed at any moment: what its store had taken is there afterwards, whole. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { loadEngine } from '../../src/station/store/sqlite/engine.ts'
import { openStore } from '../../src/station/store/sqlite/open-store.ts'
import { writtenSample } from '../fixtures/written-sample.ts'

const engine = await loadEngine()
const writer = join(import.meta.dirname, '../fixtures/store-writer.ts')
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navilink-crash-'))
  file = join(folder, 'history.db')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** @param lines after which it is killed. @returns the numbers of samples that were acknowledged. */
async function writeUntilKilled(first: number, seed: number, lines: number): Promise<number[]> {
  const child = spawn(process.execPath, ['--conditions=navilink-source', writer, file, String(first), String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const acknowledged: number[] = []
  let heard = 0
  for await (const line of createInterface(child.stdout)) {
    // Whatever it said before it died counts, but not half a line.
    const batch = /^(\d+) (\d+)\.$/.exec(line)
    if (batch) for (let i = Number(batch[1]); i > 0; i--) acknowledged.push(Number(batch[2]) - i + 1)
    if (++heard === lines) child.kill('SIGKILL')
  }
  expect((await ended)[1]).toBe('SIGKILL')
  return acknowledged
}

/** What is in the file now, packed or raw. */
async function look(): Promise<number[]> {
  const db = new engine.DatabaseSync(file)
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  db.close()
  const store = await openStore(file, { logger: silentLogger })
  const raw = await store.samples({ heater: 'h1' })
  for (const sample of raw) expect(sample).toEqual(writtenSample(sample.at))
  const blocks = await store.blocks({ heater: 'h1' })
  const packed: number[] = blocks.flatMap(({ data }) => JSON.parse(Buffer.from(data).toString()))
  expect(await store.size()).toMatchObject({ samples: raw.length, packedSamples: packed.length })
  const numbers = [...packed, ...raw.map(({ at }) => at)]
  // A batch and its journal entry came together or not at all.
  const [entry] = await store.journal({ limit: 1 })
  expect(entry?.text ?? 'nothing').toBe(numbers.length === 0 ? 'nothing' : `up to ${Math.max(...numbers)}`)
  await store.close()
  return numbers
}

it('loses nothing that was acknowledged, and corrupts nothing', async () => {
  let first = 0
  const acknowledged: number[] = []
  for (const [round, lines] of [1, 2, 60, 7, 200, 25].entries()) {
    acknowledged.push(...(await writeUntilKilled(first, 7 + round, lines)))
    expect(existsSync(`${file}-wal`)).toBe(true)
    const found = await look()
    expect(new Set(found).size).toBe(found.length)
    expect(acknowledged.filter(number => !found.includes(number))).toEqual([])
    first = Math.max(-1, ...found) + 1
  }
  expect(acknowledged.length).toBeGreaterThan(1000)
})

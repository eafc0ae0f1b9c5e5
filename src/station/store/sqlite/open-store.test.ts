import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import {
  chmod,
  mkdtemp,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { baseStatus } from '../../../../test/fixtures/frames.ts'
import type { Store, StoredSample } from '../store.ts'
import { loadEngine } from './engine.ts'
import { openStore } from './open-store.ts'

const engine = await loadEngine()
const logger = silentLogger

let folder: string
let file: string
const opened: Store[] = []

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'navilink-store-')))
  file = join(folder, 'history.db')
})

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function openHere(options: Partial<Parameters<typeof openStore>[1]> = {}, name = file) {
  const store = await openStore(name, { logger, ...options })
  opened.push(store)
  return store
}
const toRead = (name = file) => openHere({ readOnly: true }, name)

const samples = (count: number, from = 0): StoredSample[] =>
  Array.from({ length: count }, (_, i) => ({
    heater: 'h1',
    at: from + i,
    cause: 'answer',
    connected: true,
    raw: { ...baseStatus, wifiRssi: i },
  }))
const written = async (count = 3) => {
  const store = await openHere()
  await store.write({ samples: samples(count) })
  return store
}
const count = async (store: Store) => (await store.samples({ heater: 'h1' })).length
/** Changes it as another program would. */
const inFile = (sql: string, name = file) => {
  const db = new engine.DatabaseSync(name)
  db.exec(sql)
  db.close()
}

/** What a script of test/fixtures prints about it. */
async function inChild(script: string): Promise<string> {
  const path = join(import.meta.dirname, '../../../../test/fixtures', script)
  const run = promisify(execFile)
  return (await run(process.execPath, ['--conditions=navilink-source', path, file], { timeout: 10_000 })).stdout
}

describe('a file', () => {
  it('is made with its folder, for its owner alone, and found again', async () => {
    file = join(folder, 'new', 'folder', 'history.db')
    const store = await written()
    for (const name of await readdir(join(folder, 'new', 'folder')))
      expect((await stat(join(folder, 'new', 'folder', name))).mode & 0o777, name).toBe(0o600)
    expect((await store.size()).bytes).toBeGreaterThan(10_000)
    expect(store).toMatchObject({ kind: 'sqlite', place: file, state: 'ready' })
    await store.close()
    await store.close()
    expect((await readdir(join(folder, 'new', 'folder'))).sort()).toEqual(['history.db', 'history.db-lock'])
    expect(await count(await openHere())).toBe(3)
  })

  it('belongs to one station at a time, also by another name', async () => {
    const store = await written()
    await symlink(file, join(folder, 'link.db'))
    for (const name of [file, join(folder, 'link.db')])
      await expect(openHere({}, name)).rejects.toMatchObject({
        problem: 'in-use',
        message: `Another station is writing to ${file}: stop it, or give this one its own file.`,
      })
    // That this process tried must not have cost the lock.
    await expect(inChild('store-writer.ts')).rejects.toThrow(`Another station is writing to ${file}`)
    await store.write({ samples: samples(1, 100) })
    await store.close()
    expect(await count(await openHere())).toBe(4)
  })

  it('of a newer version is refused and left as it is', async () => {
    await (await written()).close()
    inFile('PRAGMA user_version = 99; CREATE TABLE later (x)')
    const before = await readFile(file)
    for (const readOnly of [false, true])
      await expect(openHere({ readOnly })).rejects.toMatchObject({
        problem: 'newer',
        message: expect.stringContaining('newer version of this program (99, this one knows'),
      })
    expect(await readFile(file)).toEqual(before)
  })

  it('of another program is refused and left as it is', async () => {
    inFile('CREATE TABLE mine (x)')
    const before = await readFile(file)
    const problem = { problem: 'damaged', message: `${file} is no record of this program: name another file.` }
    await expect(openHere()).rejects.toMatchObject(problem)
    expect(await readFile(file)).toEqual(before)
    await writeFile(file, 'timestamp,dhwChargePer\n'.repeat(100))
    await expect(openHere()).rejects.toMatchObject(problem)
    await expect(toRead()).rejects.toMatchObject(problem)
    expect(await readFile(file, 'utf8')).toBe('timestamp,dhwChargePer\n'.repeat(100))
  })

  it('that is damaged is told from the others', async () => {
    await (await written(2000)).close()
    const damage = async (from: number, bytes: number) => {
      const handle = await open(file, 'r+')
      await handle.write(Buffer.alloc(bytes, 0x55), 0, bytes, from)
      await handle.close()
    }
    const { size } = await stat(file)
    await damage(size / 2, 4096 * 10)
    const store = await openHere()
    await expect(store.samples({ heater: 'h1' })).rejects.toMatchObject({
      problem: 'damaged',
      message: expect.stringContaining('is damaged: put a backup in its place'),
    })
    await store.close()
    await damage(200, 3000)
    await expect(openHere()).rejects.toMatchObject({ problem: 'damaged' })
    await expect(toRead()).rejects.toMatchObject({ problem: 'damaged' })
  })

  it('in a place where none can be is refused in a sentence', async () => {
    await expect(openHere({}, folder)).rejects.toThrow(`${folder} is a folder: name a file in it.`)
    await writeFile(file, '')
    await expect(openHere({}, join(file, 'below.db'))).rejects.toMatchObject({ name: 'StoreError' })
  })

  it('that was moved away while it was in use is not written any more', async () => {
    const store = await written()
    await rename(file, join(folder, 'moved.db'))
    await expect(store.write({ samples: samples(1, 100) })).rejects.toThrow('was moved, deleted or exchanged')
    expect(store.state).toBe('failed')
    await rename(join(folder, 'moved.db'), file)
    await store.write({ samples: samples(1, 100) })
    expect(store.state).toBe('ready')
  })
})

describe('a reader', () => {
  it('sees at once what the station writes, and changes nothing', async () => {
    const store = await written()
    const reader = await toRead()
    expect(await count(reader)).toBe(3)
    await store.write({ samples: samples(2, 10) })
    expect(await count(reader)).toBe(5)
    expect(reader.state).toBe('read-only')
    await expect(reader.write({})).rejects.toThrow('was opened for reading only.')
    await expect(reader.vacuum()).rejects.toMatchObject({ problem: 'read-only' })
    await store.close()
    expect(await count(reader)).toBe(5)
    await reader.close()
    expect(await count(await toRead())).toBe(5)
  })

  it('says so when there is nothing to read yet, or an older version', async () => {
    await expect(toRead()).rejects.toThrow(`There is no record at ${file} yet; «navilink serve» begins one.`)
    expect(existsSync(file)).toBe(false)
    await writeFile(file, '')
    await expect(toRead()).rejects.toThrow('is empty as yet')
  })

  it.skipIf(process.platform === 'win32')('needs no right to write where it reads', async () => {
    await (await written()).close()
    await chmod(folder, 0o555)
    await chmod(file, 0o444)
    const read = () => inChild('store-read-by-nobody.ts')
    expect(await read()).toBe('3 samples')
    expect((await readdir(folder)).sort()).toEqual(['history.db', 'history.db-lock'])
    await chmod(file, 0o000)
    expect(await read()).toBe(`${file} is not for this user: ask as the one who runs the station.`)
    await chmod(folder, 0o755)
    await chmod(file, 0o644)
    // As a crash leaves it, on a disk that was mounted read-only afterwards.
    await writeFile(`${file}-wal`, 'not brought in yet')
    await chmod(folder, 0o555)
    expect(await read()).toContain(`The newest part of ${file} is in ${file}-wal`)
    await chmod(folder, 0o755)
  })
})

describe('a backup', () => {
  it('is a store of its own, made while the station writes', async () => {
    const store = await written(5000)
    const copy = join(folder, 'copy.db')
    let writing = true
    const backup = store.backup(copy).finally(() => (writing = false))
    let at = 1e6
    // By another program's connection each step of the copy would see a change.
    while (writing) {
      await store.write({ samples: samples(1, at++) })
      await new Promise(resolve => setImmediate(resolve))
    }
    await backup
    expect(at).toBeGreaterThan(1e6 + 1)
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
    const copied = await openHere({}, copy)
    const found = await copied.samples({ heater: 'h1' })
    expect(found.length).toBeGreaterThanOrEqual(5000)
    expect(found).toEqual((await store.samples({ heater: 'h1' })).slice(0, found.length))
    expect((await copied.size()).samples).toBe(found.length)
  })

  it('is made by a reader and of a memory too', async () => {
    await written()
    await (await toRead()).backup(join(folder, 'copy.db'))
    expect(await count(await toRead(join(folder, 'copy.db')))).toBe(3)
    const memory = await openHere({}, ':memory:')
    await memory.write({ samples: samples(2) })
    await memory.backup(join(folder, 'memory.db'))
    expect(await count(await toRead(join(folder, 'memory.db')))).toBe(2)
  })

  it('takes no name that is taken, and leaves nothing behind when it ends early', async () => {
    const store = await written(5000)
    await writeFile(join(folder, 'taken'), 'mine')
    await expect(store.backup(join(folder, 'taken'))).rejects.toThrow(
      'exists already: name another file for the backup.',
    )
    expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('mine')
    await expect(store.backup(join(folder, 'no', 'folder'))).rejects.toMatchObject({ name: 'StoreError' })
    await expect(store.backup(join(folder, 'never'), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    const midway = new AbortController()
    const backup = store.backup(join(folder, 'never'), midway.signal)
    setImmediate(() => midway.abort(new Error('stop')))
    await expect(backup).rejects.toThrow('stop')
    const unfinished = store.backup(join(folder, 'never'))
    await Promise.all([expect(unfinished).rejects.toThrow('is closed'), store.close()])
    expect((await readdir(folder)).sort()).toEqual(['history.db', 'history.db-lock', 'taken'])
  })
})

it('gives space back', async () => {
  const store = await written(5000)
  const raw = samples(5000).map(({ at }) => at)
  await store.write({ blocks: [{ heater: 'h1', day: 0, samples: 5000, data: new Uint8Array(100), raw }] })
  const before = await store.size()
  await store.vacuum()
  const after = await store.size()
  expect(after.bytes).toBeLessThan(before.bytes / 4)
  expect({ ...after, bytes: 0 }).toEqual({ ...before, bytes: 0 })
  await store.write({ samples: samples(1) })
})

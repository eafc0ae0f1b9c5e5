import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import type { Batch, Store } from '../store.ts'
import { type Database, loadEngine } from './engine.ts'
import { migrate, migrations, newestVersion, versionOf } from './migrations.ts'
import { openStore } from './open-store.ts'

/** What is in the file of every version in test/fixtures/store-versions, as far as that version could keep it. */
const record = {
  heaters: [
    { id: '1a2b3c4d', name: 'Cellar', timeZone: 'America/Los_Angeles', account: 'home' },
    { id: '5e6f7a8b', name: "Mum's", timeZone: 'Asia/Kolkata', account: 'home' },
  ],
  samples: [
    {
      heater: '1a2b3c4d',
      at: 1764000000000,
      cause: 'answer',
      connected: true,
      raw: { command: 16777219, dhwTemperature: 117, currentSuperHeat: -1 },
    },
    {
      heater: '1a2b3c4d',
      at: 1764000060000,
      cause: 'push',
      connected: true,
      raw: { command: 16777220, dhwTemperature: 118, currentSuperHeat: 0 },
    },
    {
      heater: '1a2b3c4d',
      at: 1764000120000,
      cause: 'import',
      connected: false,
      raw: { dhwTemperature: null, strange: 'ü', list: [0.5, {}] },
    },
    {
      heater: '5e6f7a8b',
      at: 1764000000000,
      cause: 'answer',
      connected: true,
      raw: { command: 1, dhwTemperature: 90, currentSuperHeat: 9007199254740991 },
    },
  ],
  dirty: [{ heater: '1a2b3c4d', hour: 1763996400000 }],
  rollups: [
    { heater: '1a2b3c4d', span: 'hours', from: 1763942400000, data: new Uint8Array([1, 0, 255]) },
    { heater: '1a2b3c4d', span: 'day', from: 1763971200000, data: new Uint8Array([2]) },
  ],
  blocks: [{ heater: '5e6f7a8b', day: 1755993600000, samples: 1440, data: new Uint8Array([3, 4]), raw: [] }],
  gaps: [
    { heater: '1a2b3c4d', from: 1763990000000, until: 1763999000000, cause: 'link-down' },
    { heater: '5e6f7a8b', from: 1764000000000, cause: 'heater-offline' },
  ],
  energy: [
    {
      heater: '1a2b3c4d',
      day: '2025-11-23',
      heatPumpEnergy: 1234.5,
      elementEnergy: 0,
      otherEnergy: 20.25,
      observed: 86000,
      unobserved: 400,
      told: { heatPumpEnergy: 1200, elementEnergy: 0, heatPumpTime: 3, elementTime: 0 },
      toldAt: 1763999999000,
    },
    {
      heater: '1a2b3c4d',
      day: '2025-11-24',
      heatPumpEnergy: 1,
      elementEnergy: 2,
      otherEnergy: 3,
      observed: 4,
      unobserved: 5,
    },
  ],
  journal: [
    { id: 1, at: 1763999999000, kind: 'station', text: 'The station started.' },
    {
      id: 2,
      at: 1764000060000,
      heater: '1a2b3c4d',
      kind: 'setting',
      who: 'somebody',
      text: 'The setpoint was changed.',
      data: { field: 'dhwTemperatureSetting', old: 50, new: null },
    },
  ],
  alerts: [
    {
      id: 'second',
      rule: 'offline',
      severity: 'warning',
      heater: '5e6f7a8b',
      since: 1764000050000,
      ended: 1764000060000,
      text: 'It is offline.',
      acknowledged: 1764000055000,
      acknowledgedBy: 'command line',
      snoozedUntil: 1764000099000,
      told: 2,
      toldAt: 1764000051000,
    },
    { id: 'first', rule: 'disk', severity: 'info', since: 1764000000000, text: 'The disk is nearly full.', told: 0 },
  ],
  tokens: [
    { id: 'k', name: 'Kitchen', scope: 'read', hash: '00ff', created: 1764000000000 },
    { id: 'l', name: 'Home', scope: 'write', hash: 'ff00', created: 1764000000001, used: 1764000000002 },
  ],
  runs: [
    { id: 'a', started: 1763900000000, alive: 1763990000000, ended: 1763990000001, version: '0.1.0' },
    { id: 'b', started: 1763999999000, alive: 1764000120000, version: '0.1.0' },
  ],
  memory: { alerts: { since: 5, list: [null, 'x'] }, journal: 7 },
} as const satisfies Batch

const folderOfVersions = join(import.meta.dirname, '../../../../test/fixtures/store-versions')
const versions = readdirSync(folderOfVersions).map(name => Number.parseInt(name, 10))
const sqlOf = (version: number) => readFileSync(join(folderOfVersions, `${version}.sql`), 'utf8')

const engine = await loadEngine()
let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navilink-store-'))
  file = join(folder, 'history.db')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function inFile<T>(work: (db: Database) => T): T {
  const db = new engine.DatabaseSync(file)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

/** Tables and indices with what is between their brackets, spaces apart. */
const tablesOf = (db: Database) =>
  db
    .prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name')
    .all()
    .map(({ type, name, sql }) => `${type} ${name} ${String(sql).replace(/\s+/g, ' ')}`)

async function expectRecord(store: Store) {
  const found = {
    heaters: await store.heaters(),
    samples: (await Promise.all(record.heaters.map(({ id }) => store.samples({ heater: id })))).flat(),
    dirty: await store.dirty(),
    rollups: await Promise.all(
      (['hours', 'day'] as const).map(span => store.rollups({ heater: '1a2b3c4d', span })),
    ).then(all => all.flat()),
    blocks: await store.blocks({ heater: '5e6f7a8b' }),
    gaps: await store.gaps({}),
    energy: await store.energy({}),
    journal: [...(await store.journal({}))].reverse(),
    alerts: await store.alerts({}),
    tokens: await store.tokens(),
    runs: [...(await store.runs(10))].reverse(),
    memory: { alerts: await store.memory('alerts'), journal: await store.memory('journal') },
  }
  expect(found).toEqual({
    ...record,
    dirty: [{ ...record.dirty[0], mark: 1 }],
    blocks: record.blocks.map(({ raw, ...block }) => block),
  })
  expect(await store.size()).toMatchObject({ samples: 4, blocks: 1, packedSamples: 1440, journal: 2, gaps: 2 })
}

describe('a file of every older version', () => {
  it('is kept as an example', () => {
    expect(versions.sort()).toEqual(migrations.map((_, i) => i + 1))
  })

  it.each(versions)('opens: version %i', async version => {
    inFile(db => db.exec(sqlOf(version)))
    for (const _ of ['first', 'again']) {
      const store = await openStore(file, { logger: silentLogger })
      await expectRecord(store)
      await store.close()
    }
    const tables = inFile(tablesOf)
    await rm(file)
    const fresh = await openStore(file, { logger: silentLogger })
    await fresh.write(record)
    await expectRecord(fresh)
    await fresh.close()
    expect(tables).toEqual(inFile(tablesOf))
  })

  it.each(versions.filter(version => version < newestVersion))('is not renewed by a reader: %i', async version => {
    inFile(db => db.exec(sqlOf(version)))
    await expect(openStore(file, { readOnly: true, logger: silentLogger })).rejects.toThrow('is of an older version')
    expect(inFile(versionOf)).toBe(version)
  })
})

describe('a step', () => {
  it('is taken once, in its order', () => {
    inFile(db => {
      expect(migrate(db, ['CREATE TABLE a (x)'])).toBe(0)
      expect(migrate(db, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD y', 'INSERT INTO a VALUES (1, 2)'])).toBe(1)
      expect(migrate(db, ['', '', 'fails'])).toBe(3)
      expect(versionOf(db)).toBe(3)
      expect(db.prepare('SELECT * FROM a').all()).toEqual([{ x: 1, y: 2 }])
    })
  })

  it('that fails leaves nothing of itself, and what came before it', () => {
    inFile(db => {
      expect(() => migrate(db, ['CREATE TABLE a (x)', 'CREATE TABLE b (x); INSERT INTO c VALUES (1)'])).toThrow(
        'no such table',
      )
      expect(versionOf(db)).toBe(1)
      expect(tablesOf(db)).toEqual(['table a CREATE TABLE a (x)'])
    })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { baseStatus } from '../../../../test/fixtures/frames.ts'
import type { JournalEntry } from '../../journal/journal-entry.ts'
import type { StoredSample } from '../store.ts'
import { connectToWrite } from './connection.ts'
import { type Database, loadEngine } from './engine.ts'
import { SqliteStore } from './sqlite-store.ts'

const engine = await loadEngine()
const day = 86_400_000

let db: Database
let store: SqliteStore

function openSmall(largestPages?: number) {
  db = connectToWrite(engine, ':memory:', { largestPages })
  store = new SqliteStore({ engine, db, place: ':memory:', logger: silentLogger, lock: { close() {} } })
}

beforeEach(() => openSmall())
afterEach(() => store.close())

const sample = (at: number, raw: StoredSample['raw'] = baseStatus, heater = 'h1'): StoredSample => ({
  heater,
  at,
  cause: 'answer',
  connected: true,
  raw,
})
const times = async (query: Partial<Parameters<SqliteStore['samples']>[0]> = {}) =>
  (await store.samples({ heater: 'h1', ...query })).map(({ at }) => at)

describe('samples', () => {
  it('come back as they went in', async () => {
    const samples: StoredSample[] = [
      sample(1),
      { ...sample(2), cause: 'push', connected: false },
      { ...sample(3), cause: 'import', raw: { odd: null, nested: [{ a: 0.5 }], command: -1 } },
      sample(4, {}),
    ]
    await store.write({ samples })
    const found = await store.samples({ heater: 'h1' })
    expect(found).toEqual(samples)
    expect(Object.keys(found[0]?.raw ?? {})).toEqual(Object.keys(baseStatus))
  })

  it('are found by heater and span, in either order, as many as are wanted', async () => {
    await store.write({ samples: [5, 1, 3, 2, 4].map(at => sample(at)) })
    await store.write({ samples: [sample(3, baseStatus, 'h2')] })
    expect(await times()).toEqual([1, 2, 3, 4, 5])
    expect(await times({ from: 2, until: 4 })).toEqual([2, 3])
    expect(await times({ backwards: true, until: 5, limit: 2 })).toEqual([4, 3])
    expect(await times({ heater: 'h2' })).toEqual([3])
    expect(await times({ heater: 'nobody' })).toEqual([])
  })

  it('that are there already are left out, so that an import can be repeated', async () => {
    const samples = [sample(10, { a: 1 }), sample(10, { a: 2 }), sample(10, { a: 1, b: 1 }), sample(11, { a: 3 })]
    await store.write({ samples })
    const first = await store.samples({ heater: 'h1' })
    expect(first.map(({ at, raw }) => [at, raw])).toEqual([
      [10, { a: 1 }],
      [11, { a: 2 }],
      [12, { a: 1, b: 1 }],
      [13, { a: 3 }],
    ])
    await store.write({ samples })
    expect(await store.samples({ heater: 'h1' })).toEqual(first)
    expect((await store.size()).samples).toBe(4)
  })

  it('of one moment are gone through once, however many there are', async () => {
    const crowd = Array.from({ length: 3000 }, (_, i) => sample(i % 3, { a: i }))
    let looked = 0
    const prepare = db.prepare.bind(db)
    db.prepare = text => {
      const statement = prepare(text)
      if (!text.startsWith('SELECT shape, frame')) return statement
      const get = statement.get.bind(statement)
      return Object.assign(statement, {
        get(...values: number[]) {
          looked++
          return get(...values)
        },
      })
    }
    const counted = new SqliteStore({ engine, db, place: ':memory:', logger: silentLogger, lock: { close() {} } })
    await counted.write({ samples: crowd })
    await counted.write({ samples: crowd })
    expect((await store.size()).samples).toBe(3000)
    expect(await times({ backwards: true, limit: 1 })).toEqual([2999])
    expect(looked).toBeLessThan(3 * 3000)
  })

  it.each([
    [{ x: [[[[[[[[[1]]]]]]]]] }, 'nested deeper than 8 levels'],
    [{ x: { y: 'x'.repeat(10_000) } }, 'longer than 10000 characters'],
    [{ x: JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)) }, 'nested deeper'],
  ])('that no heater says are refused, and the store is as it was', async (raw, sentence) => {
    await expect(store.write({ samples: [sample(1), sample(2, raw)] })).rejects.toMatchObject({
      name: 'StoreError',
      problem: 'failed',
      message: expect.stringContaining(sentence),
    })
    expect(store.state).toBe('ready')
    expect(await times()).toEqual([])
    await store.write({ samples: [sample(3, { x: [[[[[[[['y']]]]]]]] })] })
    expect(await times()).toEqual([3])
  })

  it('have whole milliseconds, also by a fast clock', async () => {
    await store.write({ samples: [sample(10.4)], gaps: [{ heater: 'h1', from: 10.4, until: 20.6, cause: 'clock' }] })
    expect(await times()).toEqual([10])
    expect(await store.gaps({})).toEqual([{ heater: 'h1', from: 10, until: 21, cause: 'clock' }])
  })
})

describe('a packed day', () => {
  const block = { heater: 'h1', day: 0, samples: 2, data: new Uint8Array([1, 2, 3]), raw: [1, 2] }

  it('takes its raw samples away, and not those that came meanwhile', async () => {
    await store.write({ samples: [sample(1), sample(2), sample(3), sample(day)] })
    await store.write({ blocks: [block], samples: [sample(4)] })
    expect(await times()).toEqual([3, 4, day])
    expect(await store.blocks({ heater: 'h1' })).toEqual([{ heater: 'h1', day: 0, samples: 2, data: block.data }])
    expect(await store.size()).toMatchObject({ samples: 3, blocks: 1, packedSamples: 2 })
  })

  it('is replaced when it is packed again', async () => {
    await store.write({ blocks: [block] })
    await store.write({
      blocks: [
        { ...block, samples: 5, data: new Uint8Array([9]) },
        { ...block, day },
      ],
    })
    expect(await store.size()).toMatchObject({ samples: 0, blocks: 2, packedSamples: 7 })
    expect(await store.blocks({ heater: 'h1', until: day })).toMatchObject([{ samples: 5, data: new Uint8Array([9]) }])
    expect(await store.blocks({ heater: 'h1', from: 1 })).toMatchObject([{ day }])
  })
})

describe('dirty hours', () => {
  it('stay dirty when they were marked again while they were worked on', async () => {
    await store.write({
      dirty: [
        { heater: 'h1', hour: 0 },
        { heater: 'h1', hour: 1 },
      ],
    })
    const seen = await store.dirty()
    await store.write({ dirty: [{ heater: 'h1', hour: 1 }] })
    await store.write({ clean: seen })
    expect(await store.dirty()).toMatchObject([{ heater: 'h1', hour: 1 }])
    await store.write({ clean: await store.dirty() })
    await store.write({ dirty: [{ heater: 'h1', hour: 0 }] })
    await store.write({ clean: seen })
    expect(await store.dirty()).toHaveLength(1)
    await store.write({ clean: [{ heater: 'h1', hour: 0 }] })
    expect(await store.dirty()).toEqual([])
  })
})

it('keeps rollups by span and beginning', async () => {
  const data = new Uint8Array([7])
  await store.write({ rollups: [0, day, 2 * day].map(from => ({ heater: 'h1', span: 'hours', from, data })) })
  await store.write({ rollups: [{ heater: 'h1', span: 'day', from: day, data: new Uint8Array([8]) }] })
  await store.write({ rollups: [{ heater: 'h1', span: 'hours', from: day, data: new Uint8Array([9]) }] })
  expect(await store.rollups({ heater: 'h1', span: 'hours', from: 1, until: 2 * day })).toEqual([
    { heater: 'h1', span: 'hours', from: day, data: new Uint8Array([9]) },
  ])
  expect(await store.rollups({ heater: 'h1', span: 'day' })).toHaveLength(1)
})

it('takes a gap away that is over where it begins', async () => {
  const gap = { heater: 'h1', from: 10, cause: 'link-down' } as const
  await store.write({ gaps: [gap] })
  await store.write({ gaps: [{ ...gap, until: 10.2 }] })
  expect(await store.gaps({})).toEqual([])
})

it('keeps gaps, open ones too, and finds those that touch a span', async () => {
  await store.write({
    gaps: [
      { heater: 'h1', from: 30, cause: 'heater-silent' },
      { heater: 'h1', from: 10, until: 20, cause: 'link-down' },
      { heater: 'h2', from: 10, until: 15, cause: 'unknown' },
    ],
  })
  const found = async (query: Parameters<SqliteStore['gaps']>[0]) => (await store.gaps(query)).map(gap => gap.from)
  expect(await found({})).toEqual([10, 10, 30])
  expect(await found({ heater: 'h1', from: 20, until: 30 })).toEqual([])
  expect(await found({ heater: 'h1', from: 19, until: 31 })).toEqual([10, 30])
  expect(await found({ heater: 'h1', from: 1000 })).toEqual([30])
  await store.write({ gaps: [{ heater: 'h1', from: 30, until: 40, cause: 'heater-offline' }] })
  expect(await store.gaps({ heater: 'h1', from: 35 })).toEqual([
    { heater: 'h1', from: 30, until: 40, cause: 'heater-offline' },
  ])
})

it('keeps the energy ledger by day', async () => {
  const line = { heatPumpEnergy: 1.5, elementEnergy: 0, otherEnergy: 0.25, observed: 86_400, unobserved: 0 }
  const told = { heatPumpEnergy: 2, elementEnergy: 1, heatPumpTime: 3 }
  await store.write({ energy: ['2026-01-01', '2026-01-02'].map(d => ({ heater: 'h1', day: d, ...line })) })
  await store.write({ energy: [{ heater: 'h1', day: '2026-01-02', ...line, told, toldAt: 5 }] })
  await store.write({ energy: [{ heater: 'h2', day: '2026-01-02', ...line }] })
  expect(await store.energy({ heater: 'h1', from: '2026-01-02' })).toEqual([
    { heater: 'h1', day: '2026-01-02', ...line, told, toldAt: 5 },
  ])
  expect(await store.energy({ until: '2026-01-02' })).toEqual([{ heater: 'h1', day: '2026-01-01', ...line }])
  expect(await store.energy({})).toHaveLength(3)
})

it('takes lines of the ledger away before others come', async () => {
  const line = (day: string) => ({
    ...{ heater: 'h1', day, heatPumpEnergy: 1, elementEnergy: 0, otherEnergy: 0, observed: 1, unobserved: 0 },
  })
  await store.write({ energy: [line('2026-01-01'), line('2026-01-02')] })
  await store.write({ removedEnergy: [line('2026-01-01'), line('2026-01-02')], energy: [line('2026-01-02')] })
  expect((await store.energy({ heater: 'h1' })).map(({ day }) => day)).toEqual(['2026-01-02'])
})

it('tells what takes the room', async () => {
  await store.write({
    samples: Array.from({ length: 1000 }, (_, i) => sample(i, { ...baseStatus, i })),
    rollups: [{ heater: 'h1', span: 'hours', from: 0, data: new Uint8Array(50_000) }],
  })
  const bytes = await store.bytes()
  expect(bytes).toMatchObject({ rolledUpDays: 1 })
  expect(bytes?.samples).toBeGreaterThan(150_000)
  expect(bytes?.rollups).toBeGreaterThan(50_000)
  expect(bytes?.blocks).toBeLessThan(10_000)
})

it('numbers the journal and finds in it', async () => {
  const entry = (at: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
    at,
    kind: 'link',
    text: 'x',
    ...more,
  })
  const { journal } = await store.write({
    journal: [
      entry(1, { heater: 'h1', kind: 'setting', who: 'somebody', data: { field: 'a', old: 1, new: null } }),
      entry(2),
      entry(3, { heater: 'h2', kind: 'fault' }),
      entry(4, { heater: 'h1', kind: 'fault' }),
    ],
  })
  expect(journal.map(({ id }) => id)).toEqual([1, 2, 3, 4])
  expect(await store.journal({})).toEqual([...journal].reverse())
  const found = async (query: Parameters<SqliteStore['journal']>[0]) => (await store.journal(query)).map(({ id }) => id)
  expect(await found({ heater: 'h1' })).toEqual([4, 1])
  expect(await found({ heater: 'nobody' })).toEqual([])
  expect(await found({ kinds: ['fault', 'link'], before: 4 })).toEqual([3, 2])
  expect(await found({ heater: 'h1', kinds: ['fault'] })).toEqual([4])
  expect(await found({ kinds: [] })).toEqual([])
  expect(await found({ from: 2, until: 4 })).toEqual([3, 2])
  expect(await found({ limit: 1 })).toEqual([4])
  await store.write({ journal: [{ ...entry(2), id: 2, text: 'y' }] })
  expect(await store.journal({ before: 3, limit: 1 })).toEqual([{ id: 2, at: 2, kind: 'link', text: 'y' }])
})

it('keeps alerts, tokens, runs, heaters and memory', async () => {
  const alert = {
    id: 'a',
    rule: 'leak',
    severity: 'alarm',
    heater: 'h1',
    since: 1,
    text: 'x',
    told: 1,
    toldAt: 2,
  } as const
  const later = { id: 'b', rule: 'disk', severity: 'info', since: 5, ended: 6, text: 'y', told: 0 } as const
  await store.write({ alerts: [later, alert] })
  expect(await store.alerts({})).toEqual([later, alert])
  expect(await store.alerts({ open: true })).toEqual([alert])
  expect(await store.alerts({ open: false })).toEqual([later])
  expect(await store.alerts({ limit: 1 })).toEqual([later])
  const known = { ...alert, acknowledged: 3, acknowledgedBy: 'me', snoozedUntil: 9, ended: 8 }
  await store.write({ alerts: [known] })
  expect(await store.alerts({})).toEqual([later, known])

  const token = { id: 't', name: 'Kitchen', scope: 'read', hash: 'ff', created: 1 } as const
  await store.write({ tokens: [token, { ...token, id: 'u', used: 4 }] })
  expect(await store.tokens()).toEqual([token, { ...token, id: 'u', used: 4 }])
  await store.write({ removedTokens: ['t'] })
  expect(await store.tokens()).toHaveLength(1)

  const run = { id: 'r', started: 1, alive: 1, version: '1' }
  await store.write({ runs: [run, { ...run, id: 's', started: 9 }] })
  await store.write({ runs: [{ ...run, alive: 7, ended: 8 }] })
  expect(await store.runs(5)).toEqual([
    { ...run, id: 's', started: 9 },
    { ...run, alive: 7, ended: 8 },
  ])
  expect(await store.runs(1)).toHaveLength(1)

  const heater = { id: 'h1', name: 'Cellar', timeZone: 'Asia/Kolkata', account: 'home' }
  await store.write({ heaters: [heater], samples: [sample(1, {}, 'h9')] })
  expect(await store.heaters()).toEqual([heater])
  await store.write({ heaters: [{ ...heater, name: 'Attic' }] })
  expect(await store.heaters()).toEqual([{ ...heater, name: 'Attic' }])

  await store.write({ memory: { a: { b: [1, null] }, c: 1 } })
  await store.write({ memory: { c: undefined } })
  expect(await store.memory('a')).toEqual({ b: [1, null] })
  expect(await store.memory('c')).toBeUndefined()
})

describe('a batch', () => {
  it('is kept as a whole or not at all, and what it taught is forgotten with it', async () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    const bad = { samples: [sample(1, { shape: 1 }, 'new')], memory: { circular } }
    await expect(store.write(bad)).rejects.toThrow('failed')
    expect(store.state).toBe('failed')
    expect(await store.samples({ heater: 'new' })).toEqual([])
    await store.write({ samples: [sample(1, baseStatus, 'other'), sample(2, { shape: 1 }, 'new')] })
    expect(store.state).toBe('ready')
    expect(await store.samples({ heater: 'new' })).toEqual([sample(2, { shape: 1 }, 'new')])
    expect(await store.samples({ heater: 'other' })).toEqual([sample(1, baseStatus, 'other')])
    expect((await store.size()).samples).toBe(2)
  })

  it('that finds the disk full says so, and the next one that fits is taken', async () => {
    await store.close()
    openSmall(60)
    const written: StoredSample[] = []
    const fill = async () => {
      for (let at = 0; ; at += 100) {
        const samples = Array.from({ length: 100 }, (_, i) => sample(at + i))
        await store.write({ samples })
        written.push(...samples)
      }
    }
    await expect(fill()).rejects.toMatchObject({ name: 'StoreError', problem: 'full' })
    expect(store.state).toBe('full')
    expect(await store.samples({ heater: 'h1' })).toEqual(written)
    // Packing makes room.
    const raw = written.map(({ at }) => at)
    await store.write({ blocks: [{ heater: 'h1', day: 0, samples: raw.length, data: new Uint8Array(100), raw }] })
    expect(store.state).toBe('ready')
    await store.write({ samples: [sample(1e6)] })
    expect(await times()).toEqual([1e6])
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
  })

  it('that finds the disk read-only says so, until it isn’t', async () => {
    db.exec('PRAGMA query_only = ON')
    await expect(store.write({ samples: [sample(1)] })).rejects.toMatchObject({ problem: 'read-only' })
    expect(store.state).toBe('read-only')
    expect(await times()).toEqual([])
    db.exec('PRAGMA query_only = OFF')
    await store.write({ samples: [sample(1)] })
    expect(store.state).toBe('ready')
  })
})

it('says that it is closed, and may be closed twice', async () => {
  await store.close()
  await store.close()
  expect(store.state).toBe('closed')
  for (const use of [store.write({}), store.samples({ heater: 'h1' }), store.vacuum(), store.backup('/nowhere/x')])
    await expect(use).rejects.toThrow(':memory: is closed.')
})

import { afterEach, expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { days, hours, minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { type ManualClock, manualClock } from '../../../test/fixtures/manual-clock.ts'
import type { Gap, GapCause } from '../history/gap.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import { News } from '../news.ts'
import type { Sample } from '../sample.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import type { Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { Recorder, type RecorderOptions } from './recorder.ts'

const heater = 'cafe0001'
const start = Date.UTC(2026, 10, 21, 12)

class Bench {
  readonly clock: ManualClock
  readonly store: Store
  readonly notes: JournalEntry[] = []
  readonly told: Gap[] = []
  cause: GapCause = 'heater-silent'
  /** What the store says to a batch, if it refuses it. */
  refuses: () => Error | undefined = () => undefined
  writes = 0
  #count = 0

  constructor(store: Store, clock = manualClock(start)) {
    this.clock = clock
    const write: Store['write'] = async batch => {
      this.writes++
      const refusal = this.refuses()
      if (refusal) throw refusal
      return store.write(batch)
    }
    this.store = new Proxy(store, {
      get: (target, key) => {
        if (key === 'write') return write
        const value = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  recorder(options: Partial<RecorderOptions> = {}): Recorder {
    const news = new News(silentLogger)
    news.listen(item => item.kind === 'gap' && this.told.push(item.gap))
    return new Recorder({
      store: this.store,
      news,
      clock: this.clock,
      wallClock: this.clock,
      logger: silentLogger,
      version: '1',
      interval: () => minutes(1),
      silence: () => this.cause,
      note: entry => this.notes.push(entry),
      ...options,
    })
  }

  sample(id = heater): Sample {
    const at = new Date(this.clock.now())
    const raw = { ...baseStatus, dischargeTemperature: this.#count++ }
    return { heater: id, at, status: readStatus(raw, at, 'answer'), connected: true }
  }

  /** A sample a minute. */
  async samples(recorder: Recorder, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await recorder.write([this.sample()])
      await this.clock.advance(minutes(1))
    }
  }

  async times(): Promise<number[]> {
    const samples = await this.store.samples({ heater })
    return samples.map(({ at }) => (at - start) / 60_000)
  }

  async gaps(): Promise<unknown[]> {
    const gaps = await this.store.gaps({})
    return gaps.map(({ from, until, cause }) => [
      (from - start) / 60_000,
      until === undefined ? 'lasts' : (until - start) / 60_000,
      cause,
    ])
  }
}

const open: Store[] = []
async function bench(): Promise<Bench> {
  const store = await openStore(':memory:', { logger: silentLogger })
  open.push(store)
  const made = new Bench(store)
  await store.write({ heaters: [{ id: heater, name: 'Tank', timeZone: 'UTC', account: 'home' }] })
  return made
}
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
})

it('keeps what comes as it came, and marks the hours between one sample and the next', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  const first = it.sample()
  await recorder.write([first])
  await it.clock.advance(hours(2))
  await recorder.write([it.sample()])
  await it.clock.advance(seconds(1))
  const [kept] = await it.store.samples({ heater })
  expect(kept).toEqual({ heater, at: start, cause: 'answer', connected: true, raw: first.status.about.raw })
  expect((await it.store.dirty()).map(({ hour }) => (hour - start) / hours(1))).toEqual([0, 1, 2])
  await recorder.stop()
  await recorder.stop()
  expect(it.clock.pending).toBe(0)
})

it('puts what comes within a second into one transaction', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.clock.advance(seconds(2))
  const before = it.writes
  for (let i = 0; i < 10; i++) {
    await recorder.write([it.sample()])
    await it.clock.advance(50)
  }
  expect(it.writes - before).toBe(1)
  await it.clock.advance(seconds(1))
  expect(it.writes - before).toBe(2)
  expect(await it.times()).toHaveLength(10)
  await recorder.write([it.sample()])
  await recorder.stop()
  expect(await it.times()).toHaveLength(11)
})

it('doesn’t wait where there is enough for a transaction, so that nothing is lost however much comes', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  for (let i = 0; i < 12; i++) {
    const many = Array.from({ length: 1000 }, (_, n) => ({ ...it.sample(), at: new Date(start + i * 1000 + n) }))
    await recorder.write(many)
  }
  expect([recorder.lost, recorder.waiting]).toEqual([0, 0])
  await recorder.stop()
})

it('opens a gap after one interval and a half, with its cause, and ends it with the next sample', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 3)
  it.cause = 'link-down'
  await it.clock.advance(minutes(2))
  expect(await it.gaps()).toEqual([[2, 'lasts', 'link-down']])
  it.cause = 'heater-offline'
  await it.clock.advance(minutes(5))
  await recorder.write([it.sample()])
  await it.clock.advance(seconds(1))
  expect(await it.gaps()).toEqual([[2, 10, 'link-down']])
  expect(it.told.map(({ until }) => until !== undefined)).toEqual([false, true])
  await recorder.stop()
})

it('learns that a silent heater is offline, and makes no gap of a sample that is a little late', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 2)
  await it.clock.advance(seconds(20))
  await recorder.write([it.sample()])
  await it.clock.advance(minutes(3))
  expect(await it.gaps()).toMatchObject([[expect.closeTo(2.33), 'lasts', 'heater-silent']])
  it.cause = 'heater-offline'
  await it.clock.advance(minutes(1))
  expect(await it.gaps()).toMatchObject([[expect.closeTo(2.33), 'lasts', 'heater-offline']])
  await recorder.stop()
})

it('knows at the next start since when nobody listened, and whether the station crashed', async () => {
  const it = await bench()
  const first = it.recorder()
  await first.start()
  await it.samples(first, 3)
  await first.stop()
  await it.clock.advance(minutes(10))
  const second = it.recorder()
  await second.start()
  expect(it.notes).toEqual([])
  expect(await it.gaps()).toEqual([[2, 'lasts', 'station-stopped']])
  await it.samples(second, 2)
  expect(await it.gaps()).toEqual([[2, 13, 'station-stopped']])

  // Dropped without an end.
  const alive = it.clock.now()
  await it.clock.advance(hours(3))
  const third = it.recorder()
  await third.start()
  expect(it.notes).toMatchObject([{ kind: 'station', data: { crashed: true, version: '1' } }])
  expect(it.notes[0]?.data?.alive).toBeGreaterThanOrEqual(alive - minutes(1))
  expect((await it.store.runs(9)).map(({ ended }) => ended !== undefined)).toEqual([false, false, true])
  await third.stop()
})

it('makes no gap of a short stop, and goes on with one that lasted before', async () => {
  const it = await bench()
  const first = it.recorder()
  await first.start()
  await it.samples(first, 2)
  await first.stop()
  const second = it.recorder()
  await second.start()
  await it.samples(second, 2)
  expect(await it.gaps()).toEqual([])
  it.cause = 'link-down'
  await it.clock.advance(minutes(5))
  await second.stop()
  await it.clock.advance(days(1))
  const third = it.recorder()
  await third.start()
  expect(await it.gaps()).toEqual([[3, 'lasts', 'link-down']])
  await third.stop()
})

it('says while it runs that it lives', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.clock.advance(minutes(5))
  expect(await it.store.runs(1)).toMatchObject([{ started: start, alive: start + minutes(5), version: '1' }])
  await recorder.stop()
  expect(await it.store.runs(1)).toMatchObject([{ ended: start + minutes(5) }])
})

it('keeps samples in memory while the disk is full, and writes them when it isn’t any more', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 2)
  it.refuses = () => new StoreError('full', 'The disk is full.')
  await it.samples(recorder, 30)
  expect(recorder.state).toMatchObject({ kind: 'waiting', problem: 'The disk is full.' })
  expect(recorder.state.since.getTime() - start).toBeCloseTo(minutes(2), -4)
  expect(recorder.waiting).toBe(30)
  it.refuses = () => undefined
  await it.samples(recorder, 2)
  expect(recorder.state).toMatchObject({ kind: 'recording' })
  expect(await it.times()).toHaveLength(34)
  expect(await it.gaps()).toEqual([])
  expect(it.notes.map(({ kind, text }) => [kind, text])).toEqual([
    ['store', 'Nothing can be kept, and samples wait in memory: The disk is full.'],
    ['store', expect.stringMatching(/^Samples are kept again after .*; none was lost\.$/)],
  ])
  await recorder.stop()
})

it('gives up what its memory can’t hold, and calls that a gap', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  it.refuses = () => new StoreError('read-only', 'The disk is read-only.')
  await it.samples(recorder, 1)
  const many = Array.from({ length: recorder.longestQueue }, (_, i) => ({
    ...it.sample(),
    at: new Date(start + minutes(1) + i),
  }))
  await recorder.write(many)
  await it.samples(recorder, 5)
  expect(recorder.lost).toBe(6)
  it.refuses = () => undefined
  await it.clock.advance(minutes(1))
  await recorder.write([it.sample()])
  await it.clock.advance(seconds(1))
  expect(await it.gaps()).toEqual([[expect.closeTo(1.083, 2), 7, 'not-stored']])
  await recorder.stop()
})

it('tries growing waits, at most a minute', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  it.refuses = () => new StoreError('full', 'The disk is full.')
  await it.samples(recorder, 1)
  const before = it.writes
  await it.clock.advance(hours(1))
  expect(it.writes - before).toBeGreaterThan(55)
  expect(it.writes - before).toBeLessThan(65)
  await recorder.stop()
  expect(it.clock.pending).toBe(0)
  expect(recorder.waiting).toBeGreaterThan(0)
})

it('leaves out the one sample that the store can’t ever take', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  const bad = it.sample()
  const { write } = it.store
  const store = new Proxy(it.store, {
    get: (target, key) =>
      key === 'write'
        ? async (batch: Parameters<Store['write']>[0]) => {
            if (batch.samples?.some(({ raw }) => raw === bad.status.about.raw)) throw new TypeError('cannot be written')
            return write(batch)
          }
        : Reflect.get(target, key),
  })
  await recorder.stop()
  const other = it.recorder({ store })
  await other.start()
  await other.write([bad])
  await it.samples(other, 5)
  expect(other.lost).toBe(1)
  expect(await it.times()).toHaveLength(5)
  await other.stop()
})

it('tells a clock that was set forward: a gap and a line in the journal', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 3)
  it.clock.step(hours(1))
  await recorder.write([it.sample()])
  await it.clock.advance(minutes(1))
  await it.samples(recorder, 2)
  expect(await it.gaps()).toEqual([[2, 63, 'clock']])
  expect(it.notes).toMatchObject([{ kind: 'store', text: expect.stringMatching(/went ahead by (1 h|59 min)/) }])
  await recorder.stop()
})

it('tells a clock that was set back, without a gap, and keeps every sample', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 5)
  it.clock.step(-minutes(3.5))
  await it.samples(recorder, 5)
  expect(await it.times()).toEqual([0, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5.5])
  expect(await it.gaps()).toEqual([])
  expect(it.notes).toMatchObject([{ kind: 'store', text: expect.stringMatching(/^The clock was set back by/) }])
  await recorder.stop()
})

it('gets over a clock that was years ahead for a while', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 2)
  it.clock.step(days(1000))
  await it.samples(recorder, 2)
  it.clock.step(-days(1000))
  await it.samples(recorder, 3)
  expect(await it.gaps()).toEqual([[1, 4, 'clock']])
  it.cause = 'link-down'
  await it.clock.advance(minutes(5))
  expect(await it.gaps()).toEqual([
    [1, 4, 'clock'],
    [6, 'lasts', 'link-down'],
  ])
  await recorder.stop()
  const next = it.recorder()
  await next.start()
  await it.samples(next, 2)
  expect(await it.gaps()).toEqual([
    [1, 4, 'clock'],
    [6, 12, 'link-down'],
  ])
  await next.stop()
})

it('believes a count that nobody sets more than timers, which a busy program delays', async () => {
  const it = await bench()
  let slept = 0
  const recorder = it.recorder({ monotonic: () => it.clock.now() - slept })
  await recorder.start()
  await it.samples(recorder, 2)
  // An hour in which nothing ran, and no clock was set.
  it.clock.step(hours(1))
  await recorder.write([it.sample()])
  expect(it.notes).toEqual([])
  slept += hours(1)
  await recorder.write([it.sample()])
  expect(it.notes).toMatchObject([{ text: expect.stringMatching(/^The clock went ahead by 1 h:/) }])
  await recorder.stop()
})

it('finds silences by the right clock again, whatever came or was missing while it was ahead', async () => {
  const it = await bench()
  const first = it.recorder()
  await first.start()
  await it.samples(first, 2)
  it.clock.step(days(365))
  await it.samples(first, 2)
  await it.clock.advance(minutes(5))
  await it.samples(first, 2)
  await it.clock.advance(minutes(3))
  const ahead = days(365) / minutes(1)
  const holes = [[expect.closeTo(ahead + 3, 1), expect.closeTo(ahead + 9, 1), 'heater-silent']]
  expect(await it.gaps()).toEqual([
    [1, expect.closeTo(ahead + 2, 1), 'clock'],
    ...holes,
    [expect.closeTo(ahead + 10, 1), 'lasts', 'heater-silent'],
  ])
  it.clock.step(-days(365))
  await it.samples(first, 1)
  it.cause = 'link-down'
  await it.clock.advance(minutes(3))
  const facts = async () => (await it.store.gaps({})).filter(({ from, until }) => until !== from).length
  expect((await it.gaps()).slice(0, 2)).toEqual([
    [1, 14, 'clock'],
    [14, 'lasts', 'link-down'],
  ])
  expect(await facts()).toBe(3)

  // A run that ended with the clock ahead, and one that begins with it right.
  it.clock.step(days(365))
  await it.samples(first, 2)
  await first.stop()
  it.clock.step(-days(365))
  const second = it.recorder()
  await second.start()
  await it.samples(second, 2)
  expect((await it.gaps()).slice(0, 2)).toEqual([
    [1, 14, 'clock'],
    [14, 20, 'link-down'],
  ])
  await it.clock.advance(minutes(3))
  expect((await it.gaps())[2]).toEqual([21, 'lasts', 'link-down'])
  await second.stop()
})

it('knows what is missing after a start with an old clock, and that nothing is seen between its samples and the record', async () => {
  const it = await bench()
  const first = it.recorder()
  await first.start()
  await it.samples(first, 3)
  await first.stop()
  await it.clock.advance(minutes(30))
  it.clock.step(-days(40))
  const second = it.recorder()
  await second.start()
  await it.samples(second, 2)
  it.clock.step(days(40))
  await it.samples(second, 2)
  const back = -days(40) / minutes(1)
  expect(await it.gaps()).toEqual([
    [back + 34, 0, 'clock'],
    [2, 35, 'station-stopped'],
  ])
  await second.stop()
})

it('leaves out of a gap what was imported while it lasted', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 1)
  it.cause = 'link-down'
  await it.clock.advance(hours(3))
  const raw = { currentInstPower: 1 }
  const at = (minute: number) => start + minutes(minute)
  const samples = Array.from(
    { length: 20 },
    (_, i) => ({ at: at(60 + 3 * i), cause: 'import', connected: true }) as const,
  )
  await it.store.write({ samples: samples.map(sample => ({ ...sample, heater, raw })) })
  await recorder.write([it.sample()])
  await it.clock.advance(seconds(1))
  expect(await it.gaps()).toEqual([
    [0, 60, 'link-down'],
    [117, 181, 'link-down'],
  ])
  await recorder.stop()
})

it('has only the hours of both ends worked out again where a hole is longer than anything observed', async () => {
  const it = await bench()
  const first = it.recorder()
  await first.start()
  await it.samples(first, 1)
  await first.stop()
  await it.clock.advance(days(900) - minutes(1))
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 1)
  expect((await it.store.dirty()).map(({ hour }) => (hour - start) / hours(1))).toEqual([0, 900 * 24])
  await recorder.stop()
})

it('has the hour after a sample worked out again too, where the clock was set back between others', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.clock.advance(minutes(30))
  await it.samples(recorder, 32)
  const dirty = await it.store.dirty()
  await it.store.write({ clean: dirty })
  it.clock.step(-minutes(2.5))
  await recorder.write([it.sample()])
  await it.clock.advance(seconds(1))
  expect((await it.times()).slice(-3)).toEqual([59.5, 60, 61])
  expect((await it.store.dirty()).map(({ hour }) => (hour - start) / hours(1))).toEqual([0, 1])
  await recorder.stop()
})

it('knows better what a lasting silence is when the heater was left out meanwhile, or nobody had time to ask it', async () => {
  const it = await bench()
  const recorder = it.recorder()
  await recorder.start()
  await it.samples(recorder, 1)
  await it.clock.advance(minutes(3))
  it.cause = 'not-asked'
  await it.clock.advance(minutes(1))
  expect(await it.gaps()).toEqual([[0, 'lasts', 'not-asked']])
  await it.samples(recorder, 1)
  it.cause = 'link-down'
  await it.clock.advance(minutes(3))
  it.cause = 'not-watched'
  await it.clock.advance(minutes(1))
  expect((await it.gaps())[1]).toEqual([5, 'lasts', 'not-watched'])
  await recorder.stop()
})

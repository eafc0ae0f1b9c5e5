/** Whatever happens to a record, its numbers are a function of its samples and gaps. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { random } from '#physics/random'
import {
  all,
  day,
  emptyStore,
  heater,
  historyOf,
  hour,
  minute,
  record,
  sampleAt,
} from '../../../test/fixtures/kept-record.ts'
import type { Batch, Store, StoredSample } from '../store/store.ts'
import { energyBetween } from './energy.ts'
import type { Gap } from './gap.ts'
import { LocalDays } from './local-day.ts'
import { rollUp } from './rollup.ts'
import { decodeRollup } from './rollup-block.ts'
import { stretchesOf } from './stretch.ts'

const start = Date.UTC(2026, 2, 5)

/** A record with runs, bursts, pushes, gaps and strange values. */
function someRecord(seed: number, days: number): { samples: StoredSample[]; gaps: Gap[] } {
  const chance = random(seed)
  const samples: StoredSample[] = []
  const gaps: Gap[] = []
  const states = [
    { compUse: 1, heatUpperUse: 1, currentInstPower: 1 },
    { compUse: 2, heatUpperUse: 1, currentInstPower: 430 },
    { compUse: 2, heatUpperUse: 2, currentInstPower: 4300 },
    { compUse: 1, heatUpperUse: 2, currentInstPower: 3800 },
  ]
  let state = states[0] as (typeof states)[number]
  for (let at = start; at < start + days * day; ) {
    const next = chance() < 0.1 ? (states[Math.floor(chance() * states.length)] ?? state) : state
    const push = next !== state
    const late = push && chance() < 0.7
    const odd = chance() < 0.03 ? { currentInstPower: null, errorCode: 'x' } : {}
    const power = late ? state.currentInstPower : next.currentInstPower + Math.floor(chance() * 9)
    const upper = 480 + Math.floor(chance() * 60)
    const raw = { ...next, currentInstPower: power, tankUpperTemperature: upper, operationMode: 32, ...odd }
    samples.push(sampleAt(at, raw, push ? 'push' : 'answer'))
    state = next
    const silent = chance() < 0.01
    const wait = silent ? chance() * 9 * hour : chance() < 0.2 ? chance() * 8000 : chance() * 25 * minute
    const until = at + 1 + Math.floor(wait)
    if (silent && chance() < 0.8) gaps.push({ heater, from: at, until, cause: 'link-down' })
    at = until
  }
  // A gap ends with a sample.
  const last = samples.at(-1)?.at ?? 0
  return {
    samples,
    gaps: gaps.map(gap => (gap.until !== undefined && gap.until > last ? { ...gap, until: undefined } : gap)),
  }
}

it('rollups and ledger are what they would be from scratch, and every sample is there', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.constantFrom('UTC', 'America/Los_Angeles', 'Asia/Kolkata'),
      async (seed, zone) => {
        const chance = random(seed)
        const { samples, gaps } = someRecord(seed, 5)
        const store = await emptyStore(zone)
        const clock = { now: () => now }
        let now = start
        let failing = 0
        const shaky: Store = Object.create(store, {
          // It ends before or after it was written, as a crash does.
          write: {
            async value(batch: Batch) {
              if (failing === 1) throw new Error('crash')
              const written = await store.write(batch)
              if (failing === 2) throw new Error('crash')
              return written
            },
          },
        })
        let history = historyOf(shaky, clock, 1)
        const late: StoredSample[] = []
        const ends = new Set(gaps.map(({ until }) => until))
        for (const [i, one] of samples.entries()) {
          // Of those at the ends of gaps none is late.
          const atGap = ends.has(one.at) || gaps.some(({ from }) => from === one.at)
          if (!atGap && i > 0 && chance() < 0.03) {
            late.push(one)
            continue
          }
          const closed = gaps.filter(({ until }) => until === one.at)
          const opened = gaps.filter(({ from, until }) => from === one.at && until === undefined)
          await record(store, [one], [...closed, ...opened])
          now = Math.max(now, one.at)
          if (late.length > 0 && chance() < 0.05)
            await record(
              store,
              late.splice(0).sort((a, b) => a.at - b.at),
            )
          if (chance() < 0.05) {
            failing = Math.floor(chance() * 4)
            if (failing === 1 || failing === 2) {
              await history.keep().catch(() => {})
              history = historyOf(shaky, clock, 1)
            } else {
              failing = 0
              // The clock may have been set back.
              const back = chance() < 0.1 ? chance() * 30 * hour : 0
              now -= back
              await history.keep()
              now += back
            }
            failing = 0
          }
        }
        await record(store, late)
        now = start + 6 * day + 5 * hour
        await history.keep()
        await history.keep()

        expect(await all(history.samples({ heater }))).toEqual(samples)
        expect(await all(history.samples({ heater, backwards: true }))).toEqual([...samples].reverse())
        const [from, until] = [start + 30 * hour, start + 50 * hour + 1]
        const part = samples.filter(({ at }) => at >= from && at < until)
        expect(await all(history.samples({ heater, from, until }))).toEqual(part)
        expect((await store.size()).blocks).toBeGreaterThan(2)
        expect(await store.dirty()).toEqual([])

        const stretches = stretchesOf(samples, gaps)
        for (const rollup of await store.rollups({ heater, span: 'hours' })) {
          const bounds = Array.from({ length: 25 }, (_, i) => rollup.from + i * hour)
          expect(decodeRollup(rollup.data)).toEqual(rollUp(stretches, bounds))
        }
        const days = [...new LocalDays(zone).within(samples[0]?.at ?? 0, now)]
        const rollups = await store.rollups({ heater, span: 'day' })
        expect(rollups.map(each => each.from)).toEqual(days.slice(0, -1).map(each => each.from))
        for (const [i, { from, until }] of days.slice(0, -1).entries())
          expect(decodeRollup(rollups[i]?.data ?? Uint8Array.of())).toEqual(rollUp(stretches, [from, until]))
        const ledger = await history.energy({ heater })
        expect(ledger.map(line => line.day)).toEqual(days.map(each => each.name))
        for (const [i, { from, until }] of days.entries()) {
          const [energy] = energyBetween(stretches, [from, until])
          expect(ledger[i]?.heatPumpEnergy).toBeCloseTo(energy?.heatPump ?? 0, 1)
          expect(ledger[i]?.elementEnergy).toBeCloseTo(energy?.element ?? 0, 1)
          expect(ledger[i]?.otherEnergy).toBeCloseTo(energy?.other ?? 0, 1)
          expect(ledger[i]?.observed).toBe(Math.round((energy?.observed ?? 0) / 1000))
          expect(ledger[i]?.unobserved).toBe((Math.min(until, now) - from) / 1000 - (ledger[i]?.observed ?? 0))
        }
      },
    ),
    // An hour that was rolled up already when the clock was set back before a late sample came.
    { numRuns: 12, examples: [[13, 'UTC']] },
  )
})

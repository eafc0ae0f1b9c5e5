/** Energy from samples, beside what the simulated machine really used. */
import { describe, expect, it } from 'vitest'
import { livedRecord } from '../../../test/fixtures/lived-record.ts'
import type { StoredSample } from '../store/store.ts'
import { energyBetween } from './energy.ts'
import { stretchesOf } from './stretch.ts'

const start = Date.UTC(2026, 0, 10)
const day = 86_400_000

interface Sums {
  all: number
  heatPump: number
  element: number
}

describe.each([
  ['energy-saver', 30],
  ['high-demand', 14],
  ['heat-pump', 7],
  ['electric', 7],
] as const)('a family with %s for %i days', (mode, days) => {
  const lived = [...livedRecord({ heater: { climate: 'sacramento', mode, seed: 3 }, start, days })]
  const bounds = Array.from({ length: days + 1 }, (_, i) => start + i * day)
  const meters = bounds.map(at => lived.findLast(({ sample }) => sample.at <= at)?.meters)
  const usedOn = (i: number): Sums => {
    const gone = (key: 'electricity' | 'heatPumpEnergy' | 'elementEnergy') =>
      (meters[i + 1]?.[key] ?? 0) - (meters[i]?.[key] ?? 0)
    return { all: gone('electricity'), heatPump: gone('heatPumpEnergy'), element: gone('elementEnergy') }
  }

  // A burst of an element may be over within three minutes, and only pushes tell its seconds.
  it.each([
    ['pushes', 0.005],
    ['answers alone', 0.05],
  ])('by %s', (heard, eachDay) => {
    const samples = lived.map(({ sample }) => sample).filter(({ cause }) => heard === 'pushes' || cause === 'answer')
    const sums = { told: { all: 0, heatPump: 0, element: 0 }, real: { all: 0, heatPump: 0, element: 0 } }
    const days = energyBetween(stretchesOf(samples, []), bounds)
    for (const [i, { heatPump, element, other, observed }] of days.entries()) {
      const told: Sums = { all: heatPump + element + other, heatPump, element }
      const real = usedOn(i)
      expect(observed).toBe(day)
      for (const key of ['all', 'heatPump', 'element'] as const) {
        expect(Math.abs(told[key] - real[key]) / real.all).toBeLessThan(eachDay)
        sums.told[key] += told[key]
        sums.real[key] += real[key]
      }
    }
    for (const key of ['all', 'heatPump', 'element'] as const)
      expect(Math.abs(sums.told[key] - sums.real[key]) / sums.real.all).toBeLessThan(0.005)
  })
})

const sample = (minute: number, raw: StoredSample['raw'], cause: StoredSample['cause'] = 'answer'): StoredSample => ({
  heater: 'h',
  at: minute * 60_000,
  cause,
  connected: true,
  raw: { compUse: 1, heatUpperUse: 1, heatLowerUse: 1, ...raw },
})
const energyOf = (samples: readonly StoredSample[], from = 0, until = 60) =>
  energyBetween(stretchesOf(samples, []), [from * 60_000, until * 60_000])[0]

describe('by what was at work', () => {
  it('a straight line between samples of the same state', () => {
    const used = energyOf([
      sample(0, { currentInstPower: 400, compUse: 2 }),
      sample(60, { currentInstPower: 440, compUse: 2 }),
    ])
    expect(used).toEqual({ heatPump: 420, element: 0, other: 0, observed: 3_600_000 })
  })

  it('takes the power of a late push for what it was before', () => {
    const used = energyOf([
      sample(0, { currentInstPower: 1 }),
      sample(30, { currentInstPower: 1, compUse: 2 }, 'push'),
      sample(31, { currentInstPower: 420, compUse: 2 }),
      sample(60, { currentInstPower: 420, compUse: 2 }),
    ])
    expect(used?.heatPump).toBeCloseTo(210)
    expect(used?.other).toBeCloseTo(0.5)
  })

  it('divides where nobody told when it switched', () => {
    const used = energyOf([sample(0, { currentInstPower: 2 }), sample(60, { currentInstPower: 400, compUse: 2 })])
    expect(used).toMatchObject({ heatPump: 200, other: 1 })
  })

  it('gives the heat pump beside an element what it drew alone last, and else what is usual', () => {
    const both = { currentInstPower: 4400, compUse: 2, heatUpperUse: 2 }
    const alone = { currentInstPower: 400, compUse: 2 }
    const known = [sample(0, alone), sample(20, alone), sample(20.1, both, 'push'), sample(60, both)]
    const seen = energyOf(known, 30)
    expect(seen?.heatPump).toBeCloseTo(200)
    expect(seen?.element).toBeCloseTo(2000)
    const strange = energyOf(known.slice(2), 30)
    expect(strange?.heatPump).toBeCloseTo(225)
  })

  it('knows nothing where power is not told, nor in a gap', () => {
    expect(energyOf([sample(0, {}), sample(60, {})])?.observed).toBe(0)
    const samples = [
      sample(0, { currentInstPower: 1 }),
      sample(20, { currentInstPower: 1 }),
      sample(60, { currentInstPower: 1 }),
    ]
    const gap = { heater: 'h', from: 20 * 60_000, until: 60 * 60_000, cause: 'link-down' as const }
    expect(energyBetween(stretchesOf(samples, [gap]), [0, 3_600_000])[0]?.observed).toBe(1_200_000)
  })
})

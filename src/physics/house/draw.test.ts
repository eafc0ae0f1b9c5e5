import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeatedDaily } from './daily-draws.ts'
import { type Draw, drawList, drawOf, noDraws } from './draw.ts'

const day = 86_400
const shower: Draw = { start: 1000, seconds: 400, litres: 45, at: 'tap' }
const tub: Draw = { start: 1200, seconds: 600, litres: 90, at: 'tank' }

describe('drawList', () => {
  it.each([
    [0, 1000, 0, 0],
    [1000, 1400, 30, 45],
    [1100, 1200, 0, 11.25],
    [1200, 1300, 15, 11.25],
    [1400, 1900, 60, 0],
    [0, 5000, 90, 45],
  ])('from %d to %d s: %d L from the tank and %d L at taps', (from, to, litres, tapLitres) => {
    const drawn = drawList([tub, shower]).litresBetween(from, to)
    expect(drawn.litres).toBeCloseTo(litres, 9)
    expect(drawn.tapLitres).toBeCloseTo(tapLitres, 9)
  })

  it('finds a long draw that began before many short ones', () => {
    const short = Array.from({ length: 100 }, (_, i) => drawOf(i * 60, 1, 60, 'tank'))
    const draws = drawList([{ start: 0, seconds: 7200, litres: 720, at: 'tap' }, ...short])
    expect(draws.litresBetween(7140, 7200).tapLitres).toBeCloseTo(6, 9)
    expect(draws.litresBetween(0, 60).tapLitres).toBeCloseTo(6, 9)
    expect(draws.litresBetween(0, 60).litres).toBeCloseTo(1, 9)
  })

  it('is nothing without draws', () => {
    expect(drawList([])).toBe(noDraws)
    expect(noDraws.litresBetween(0, 1e9)).toEqual({ litres: 0, tapLitres: 0 })
  })
})

const anyDraw: fc.Arbitrary<Draw> = fc.record({
  start: fc.integer({ min: 0, max: day - 1 }),
  seconds: fc.integer({ min: 1, max: day }),
  litres: fc.double({ min: 0.01, max: 500, noNaN: true }),
  at: fc.constantFrom('tank', 'tap'),
})
const anyDraws = fc.array(anyDraw, { maxLength: 30 })
const anyTimes = fc.array(fc.double({ min: -day, max: 5 * day, noNaN: true }), { minLength: 2, maxLength: 40 })

it.each([
  ['a list', drawList],
  ['a list that is repeated daily', (draws: readonly Draw[]) => repeatedDaily(draws)],
])('%s gives in parts what it gives as a whole, in any order of asking', (_, reader) => {
  fc.assert(
    fc.property(anyDraws, anyTimes, fc.infiniteStream(fc.nat()), (list, times, order) => {
      const draws = reader(list)
      const cuts = [...times].sort((a, b) => a - b)
      const [from = 0, to = 0] = [cuts[0], cuts.at(-1)]
      const whole = { ...draws.litresBetween(from, to) }
      const parts = cuts.slice(1).map((end, i) => ({ begin: cuts[i] ?? 0, end, rank: order.next().value ?? 0 }))
      let [litres, tapLitres] = [0, 0]
      for (const { begin, end } of parts.sort((a, b) => a.rank - b.rank)) {
        const drawn = draws.litresBetween(begin, end)
        litres += drawn.litres
        tapLitres += drawn.tapLitres
      }
      expect(litres).toBeCloseTo(whole.litres, 6)
      expect(tapLitres).toBeCloseTo(whole.tapLitres, 6)
    }),
  )
})

it('a list gives every litre of it', () => {
  fc.assert(
    fc.property(anyDraws, list => {
      const { litres, tapLitres } = drawList(list).litresBetween(0, 2 * day)
      expect(litres + tapLitres).toBeCloseTo(
        list.reduce((sum, draw) => sum + draw.litres, 0),
        6,
      )
    }),
  )
})

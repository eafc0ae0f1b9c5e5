import { describe, expect, it } from 'vitest'
import { drawHabits, learnedHabits, unseenBetween } from './draw-habits.ts'
import { drawsOf, withHabits } from './draws.ts'
import { type History, HistoryBuilder } from './history.ts'

const steps = 60
/** Two hours of minutes; readings fall while water is drawn in some of them. */
function historyOf({ told = true, falls = 0, from = 30, to = 38 } = {}): History {
  const builder = new HistoryBuilder()
  for (let at = 0; at < 120; at++) {
    const gone = Math.min(Math.max(0, at - from), to - from) * falls
    builder.add({ time: at * 60, upper: 55, lower: 50 - gone, ...(told && { drawing: at >= from && at < to }) })
  }
  return builder.history()
}
const found = (history: History) => drawsOf(history, drawHabits(history), 0, steps, 120)

describe('a draw', () => {
  it('is seen by the heater’s word, for as long as it says', () => {
    const { groups, group } = found(historyOf())
    const seen = groups.filter(one => one.seen)
    expect(seen).toMatchObject([{ first: 15, after: 19, steps: 4, minutes: 8, large: true }])
    const index = groups.findIndex(one => one.seen)
    expect([...group.subarray(14, 20)].map(at => at === index)).toEqual([false, true, true, true, true, false])
  })

  it('is seen by a fall without any word, and may then be anything', () => {
    const seen = found(historyOf({ told: false, falls: 1 })).groups.filter(one => one.seen)
    expect(seen).toMatchObject([{ minutes: 0, doubt: 60, large: true }])
    expect(seen[0]?.first).toBeGreaterThanOrEqual(14)
    expect(seen[0]?.after).toBeLessThanOrEqual(20)
  })

  it('isn’t seen in slow cooling or jitter', () => {
    const builder = new HistoryBuilder()
    for (let at = 0; at < 120; at++)
      builder.add({ time: at * 60, upper: 55 - at / 120 + (at % 2 ? 0.2 : -0.2), lower: 50 - at / 60 })
    expect(found(builder.history()).groups.filter(one => one.seen)).toEqual([])
  })

  it('is a small one after a short word without a fall', () => {
    expect(found(historyOf({ to: 31 })).groups.filter(one => one.seen)).toMatchObject([{ minutes: 1, large: false }])
  })
})

describe('what is drawn unseen', () => {
  it('is expected in hours in which draws are seen, and in others not', () => {
    const builder = new HistoryBuilder()
    for (let at = 0; at < 48 * 60; at++)
      builder.add({ time: at * 60, upper: 55, lower: 50, drawing: Math.floor(at / 60) % 24 === 7 && at % 6 === 0 })
    const habits = drawHabits(builder.history())
    expect(habits.told).toBe(true)
    expect(unseenBetween(habits, 7 * 3600, 8 * 3600)).toBeGreaterThan(1)
    expect(unseenBetween(habits, 2 * 3600, 3 * 3600)).toBe(0)
    expect(unseenBetween(habits, 0, 86_400)).toBeCloseTo(unseenBetween(habits, 86_400, 2 * 86_400), 9)
  })

  it('is known better by what fitted windows made of it', () => {
    const before = { unseen: new Float64Array(24), told: false }
    const days = Array.from({ length: 20 }, (_, day) => ({
      from: day * 86_400 + 8 * 3600,
      to: day * 86_400 + 9 * 3600,
      litres: 6,
    }))
    const after = learnedHabits(before, days, 1)
    expect(unseenBetween(after, 8 * 3600, 9 * 3600)).toBeCloseTo(6, 0)
    expect(unseenBetween(after, 12 * 3600, 13 * 3600)).toBe(0)
    const group = { first: 0, after: 30, steps: 30, seen: false, large: false, minutes: 0, doubt: 0.5 }
    expect(withHabits([group], after, 8 * 3600, 120)[0]?.minutes).toBeCloseTo(6, 0)
    expect(withHabits([{ ...group, seen: true }], after, 8 * 3600, 120)[0]?.minutes).toBe(0)
  })
})

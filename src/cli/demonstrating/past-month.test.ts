import { expect, it } from 'vitest'
import { drawList, drawOf } from '#physics/house/draw'
import { days, hours } from '#time/duration'
import { drawsWithout, eventsOf, pastMonth } from './past-month.ts'

const morning = Date.UTC(2026, 10, 21, 6)

it.each([0, 1, 2, 3, 4, 5, 6])('fits into thirty days whatever the weekday (+%d), one after the other', shift => {
  const until = morning + days(shift)
  const episodes = pastMonth(until - days(30), until)
  expect(episodes).toHaveLength(8)
  for (const [i, { from, until: over }] of episodes.entries()) {
    expect(over).toBeGreaterThan(from)
    expect(over).toBeLessThan(episodes[i + 1]?.from ?? until)
  }
  const [trip] = episodes.filter(({ away }) => away)
  expect(new Date(trip?.from ?? 0).getUTCDay()).toBe(5)
})

it('is shorter where the past is', () => {
  expect(pastMonth(morning - days(3), morning)).toMatchObject([{ unheard: 'link-down' }])
  expect(pastMonth(morning, morning)).toEqual([])
})

it('tells a simulation of what begins and of what ends, from its beginning', () => {
  const from = morning - days(30)
  const events = eventsOf(pastMonth(from, morning), from)
  expect(events[0]?.after).toBe(days(3) + hours(13.25))
  // Three of them are nothing that happens to the heater, and a vacation ends by itself.
  expect(events).toHaveLength(6 * 2 - 1)
})

it('has a time in which nobody draws', () => {
  const noon = morning / 1000
  const draws = drawList([drawOf(noon, 10, 10, 'tap'), drawOf(noon + 3600, 20, 10, 'tap')])
  const home = drawsWithout(draws, [{ from: morning, until: morning + hours(1), away: true }])
  expect(home.litresBetween(noon, noon + 600)).toEqual({ litres: 0, tapLitres: 0 })
  expect(home.litresBetween(noon + 3600, noon + 7200)).toMatchObject({ tapLitres: 20 })
})

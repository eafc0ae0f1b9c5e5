/** When nobody is at home for days: a holiday in summer, one around Christmas, some weekends. How often is our guess. */
import { chanceFor } from './chance.ts'
import { weekdayOf } from './wall-time.ts'

/** Likely, first days of the year, days. */
const summer = { likely: 0.85, from: [160, 235], days: [5, 14] } as const
const winter = { likely: 0.4, from: [353, 357], days: [3, 7] } as const
/** At most so many in a year. */
const weekends = 4
const saturday = 6

type Trip = readonly [first: number, last: number]

/** Tells whether they are away on a day, days since 1970 by their own clocks. The same seed gives the same trips. */
export function absences(seed: number): (day: number) => boolean {
  let year = Number.NaN
  let trips: readonly Trip[] = []
  return day => {
    const of = new Date(day * 86_400_000).getUTCFullYear()
    if (of !== year) {
      trips = tripsOf(of, seed)
      year = of
    }
    return trips.some(([first, last]) => day >= first && day <= last)
  }
}

function tripsOf(year: number, seed: number): Trip[] {
  const chance = chanceFor(seed, year)
  const newYear = Date.UTC(year, 0, 1) / 86_400_000
  const whole = ([least, most]: readonly [number, number]) => least + Math.floor(chance() * (most - least + 1))
  const trips: Trip[] = []
  for (const { likely, from, days } of [summer, winter]) {
    const goes = chance() < likely
    const first = newYear + whole(from)
    const last = first + whole(days) - 1
    if (goes) trips.push([first, last])
  }
  const count = whole([0, weekends])
  for (let i = 0; i < count; i++) {
    const some = newYear + whole([0, 350])
    const first = some + ((saturday - weekdayOf(some) + 7) % 7)
    trips.push([first, first + 1])
  }
  return trips
}

/** People who draw hot water: made up from a seed, the same on every machine. Each has habits of their own. */
import { absences } from './absences.ts'
import { chanceFor } from './chance.ts'
import { drawsByDay } from './daily-draws.ts'
import { type Draw, type Draws, drawOf, noDraws } from './draw.ts'
import { bath, day as clock, dishwasher, type Range, share, shower, sink, washDay, washer } from './habits.ts'
import { type UtcOffset, weekdayOf } from './wall-time.ts'

/** So many people. */
export type People = 1 | 2 | 3 | 4 | 5 | 6

/** Who draws the water: a family is four, a couple two. */
export type HouseholdProfile = 'family' | 'couple' | 'nobody' | People

/** Our choice of words. */
const named = { family: 4, couple: 2, nobody: 0 } as const

/** How a household is made up. */
export interface HouseholdOptions {
  /** Any whole number; neighbours are unrelated. */
  readonly seed?: number
  /** By whose clocks they live; UTC by default. */
  readonly utcOffset?: UtcOffset | undefined
}

interface Person {
  readonly showers: number
  readonly showerLitres: number
  readonly showerFlow: number
  readonly inEvening: boolean
  readonly atHome: boolean
  readonly baths: number
  readonly wake: number
  readonly sleepIn: number
}

/** Streams of chance: one for people, one for days, one for trips. */
const [ofPeople, ofDays, ofTrips] = [1, 2, 3]
const hour = 3600

/** The draws of a household on any day. */
export function household(profile: HouseholdProfile, { seed = 1, utcOffset }: HouseholdOptions = {}): Draws {
  const count = typeof profile === 'number' ? profile : named[profile]
  if (count === 0) return noDraws
  const people = Array.from({ length: count }, (_, i) => personOf(seed, i))
  const away = absences(Math.floor(chanceFor(seed, ofTrips)() * 2 ** 32))
  return drawsByDay(day => (away(day) ? [] : drawsOfDay(people, day, chanceFor(seed, ofDays, day))), utcOffset)
}

const within = (chance: () => number, [least, most]: Range) => least + (most - least) * chance()

function personOf(seed: number, index: number): Person {
  const chance = chanceFor(seed, ofPeople, index)
  return {
    showers: within(chance, shower.perDay),
    showerLitres: within(chance, shower.litres),
    showerFlow: within(chance, shower.flow),
    inEvening: chance() < share.eveningShower,
    atHome: chance() < share.homeOnWorkdays,
    baths: index < 2 ? bath.likely : bath.likelyForOthers,
    wake: within(chance, clock.wake),
    sleepIn: within(chance, clock.sleepIn),
  }
}

function drawsOfDay(people: readonly Person[], day: number, chance: () => number): Draw[] {
  const weekend = weekdayOf(day) % 6 === 0
  const draws: Draw[] = []
  for (const person of people) addPerson(draws, person, weekend, chance)
  addDishes(draws, people.length, chance)
  addWash(draws, people.length, weekend, chance)
  return draws
}

function addPerson(draws: Draw[], person: Person, weekend: boolean, chance: () => number): void {
  const wake = person.wake + (weekend ? person.sleepIn : 0)
  const tap = (at: number, litres: number, flow: number) => draws.push(drawOf(at * hour, litres, flow, 'tap'))
  if (chance() < person.showers) {
    const at = person.inEvening ? within(chance, clock.eveningShower) : wake + within(chance, clock.morning)
    const litres = person.showerLitres * within(chance, [1 - shower.spread, 1 + shower.spread])
    tap(at, litres, person.showerFlow)
  }
  if (chance() < person.baths) tap(within(chance, bath.hours), within(chance, bath.litres), bath.flow)
  const home = weekend || person.atHome
  const times = Math.round(within(chance, home ? sink.home : sink.out))
  for (let i = 0; i < times; i++) {
    const [, latest] = clock.evening
    const early = chance() < share.sinkInMorning
    const out = early ? wake + within(chance, clock.morning) : within(chance, clock.evening)
    tap(home ? within(chance, [wake, latest]) : out, within(chance, sink.litres), within(chance, sink.flow))
  }
}

function addDishes(draws: Draw[], people: number, chance: () => number): void {
  const { base, each, fills, litres, flow } = dishwasher
  if (chance() >= (base + each * people) / 365) return
  const at = within(chance, clock.dishes) * hour
  for (const minute of fills) draws.push(drawOf(at + minute * 60, litres, flow, 'tank'))
}

function addWash(draws: Draw[], people: number, weekend: boolean, chance: () => number): void {
  const { base, each, warm, litres, flow } = washer
  const mean = ((base + each * people) / 365) * (weekend ? washDay.weekend : washDay.workday) * warm
  const loads = Math.floor(mean + chance())
  for (let i = 0; i < loads; i++) {
    const at = within(chance, weekend ? clock.weekendWash : clock.wash)
    draws.push(drawOf(at * hour, within(chance, litres), flow, 'tank'))
  }
}

/** People who draw hot water, and the room the heater stands in: made up from a seed, the same on every run. */
import type { Conditions } from './machine.ts'
import { random } from './random.ts'

/** Who draws the water of a simulated heater. */
export type HouseholdProfile = 'family' | 'couple' | 'nobody'

export interface Household {
  /** What the heater meets from one moment to another, in seconds since 1970. */
  between(from: number, to: number): Conditions
}

/** Seconds of the day from `start` on; litres at the tank's temperature. */
interface Draw {
  readonly start: number
  readonly seconds: number
  readonly litres: number
}

/** A habit: how often at most, when, how much. Litres at the tank, L/min. */
interface Habit {
  readonly times: number
  readonly likely: number
  readonly hours: readonly [number, number]
  readonly litres: readonly [number, number]
  readonly flow: number
}

const kitchen: Habit = { times: 5, likely: 0.7, hours: [7, 21], litres: [0.8, 5], flow: 5 }
const dishes: Habit = { times: 1, likely: 0.8, hours: [19, 20.5], litres: [8, 14], flow: 6 }

/** A shower takes about 45 L at the tap, some 30 L of it from a hot tank. */
// biome-ignore format: a habit is a line
const habits: Readonly<Record<HouseholdProfile, readonly Habit[]>> = {
  family: [
    { times: 2, likely: 0.95, hours: [6.2, 8], litres: [25, 40], flow: 6.5 },
    { times: 2, likely: 0.6, hours: [18.5, 21.5], litres: [25, 45], flow: 6.5 },
    { times: 1, likely: 0.25, hours: [17, 19], litres: [60, 80], flow: 10 },
    kitchen,
    dishes,
  ],
  couple: [
    { times: 2, likely: 0.85, hours: [6.5, 9], litres: [20, 35], flow: 6.5 },
    kitchen,
    { ...dishes, likely: 0.5 },
  ],
  nobody: [],
}

const daySeconds = 86_400
const coldWater = 14.4
/** A basement: mean, swing over the day, and how much one day differs from the next, °C. */
const room = { mean: 20, swing: 1.5, drift: 1.5 } as const

/** A household whose day begins at midnight UTC. */
export function household(profile: HouseholdProfile, seed: number): Household {
  let kept: { readonly day: number; readonly draws: readonly Draw[] } | undefined
  const drawsOf = (day: number) => {
    if (kept?.day !== day) kept = { day, draws: drawsOfDay(profile, day, seed) }
    return kept.draws
  }
  return {
    between(from, to) {
      let litres = 0
      for (let day = Math.floor(from / daySeconds); day * daySeconds < to; day++)
        litres += litresOf(drawsOf(day), from - day * daySeconds, to - day * daySeconds)
      return { air: roomAt(from, seed), inlet: coldWater, litres }
    },
  }
}

function drawsOfDay(profile: HouseholdProfile, day: number, seed: number): Draw[] {
  const chance = random(seed * 100_003 + day)
  const within = ([low, high]: readonly [number, number]) => low + (high - low) * chance()
  const draws: Draw[] = []
  for (const { times, likely, hours, litres, flow } of habits[profile])
    for (let i = 0; i < times; i++) {
      if (chance() >= likely) continue
      const amount = within(litres)
      draws.push({ start: within(hours) * 3600, seconds: (amount / flow) * 60, litres: amount })
    }
  return draws
}

const litresOf = (draws: readonly Draw[], from: number, to: number) =>
  draws.reduce((sum, { start, seconds, litres }) => {
    const overlap = Math.min(to, start + seconds) - Math.max(from, start)
    return overlap > 0 ? sum + (litres * overlap) / seconds : sum
  }, 0)

/** Warmest in the afternoon; from day to day it wanders without jumps. */
function roomAt(second: number, seed: number): number {
  const day = Math.floor(second / daySeconds)
  const part = second / daySeconds - day
  const drift = (of: number) => (random(seed * 7919 + of)() * 2 - 1) * room.drift
  return (
    room.mean + room.swing * Math.cos(2 * Math.PI * (part - 15 / 24)) + drift(day) * (1 - part) + drift(day + 1) * part
  )
}

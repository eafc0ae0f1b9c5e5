/** Where the heater stands: how the air there follows the air outdoors. */
import { type Outdoors, saturation } from './climate.ts'
import type { Series } from './series.ts'

export type Room = 'garage' | 'basement' | 'room'

/** All there are. */
export const rooms: readonly Room[] = ['garage', 'basement', 'room']

interface Rule {
  /** °C when it is 0 °C outdoors. */
  readonly base: number
  /** K for each K outdoors. */
  readonly slope: number
  /** After so many seconds. */
  readonly lag: number
  /** Relative humidity stays within, %: people and walls give water off, cooling takes it. A guess everywhere. */
  readonly humidity: readonly [driest: number, dampest: number]
}

const hour = 3600

const rules: Readonly<Record<Room, Rule>> = {
  /** Fitted by others on one garage, through one winter and summer [P]. In much hotter or colder places it is unproven. */
  garage: { base: 7.2, slope: 0.638, lag: 2 * hour, humidity: [10, 100] },
  /** A guess: not heated, under a heated house, mostly in the ground. */
  basement: { base: 15, slope: 0.2, lag: 48 * hour, humidity: [40, 85] },
  /** A guess: heated in winter and cooled in summer. */
  room: { base: 20, slope: 0.07, lag: 3 * hour, humidity: [30, 65] },
}

/** Air of a room by that outdoors, °C. */
export function airIn(room: Room, outdoor: Series): Series {
  const { base, slope, lag } = rules[room]
  return { at: second => base + slope * outdoor.at(second - lag) }
}

/** Relative humidity there, %: the same water in air that is warmer or colder. */
export function humidityIn(room: Room, air: Series, vapour: Outdoors['vapour']): Series {
  const [driest, dampest] = rules[room].humidity
  return {
    at: second => Math.min(dampest, Math.max(driest, (100 * vapour.at(second)) / saturation(air.at(second)))),
  }
}

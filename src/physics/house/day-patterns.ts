/**
 * The published 24-hour patterns of draws of the US test for water heaters, 10 CFR 430 subpart B appendix E [R]: all straight
 * from the tank, the first at the beginning of the day.
 */

import { litresInGallon } from '../limits.ts'
import { repeatedDaily } from './daily-draws.ts'
import { type Draw, type Draws, drawOf } from './draw.ts'
import type { UtcOffset } from './wall-time.ts'

/** How much is drawn: 10, 38, 55 or 84 gal a day. */
export type DayPattern = 'very-small' | 'low' | 'medium' | 'high'

/** Minute of the test, gal, gal/min. */
type Row = readonly [minute: number, gallons: number, flow: number]

// biome-ignore format: a cluster is a line
const rows: Readonly<Record<DayPattern, readonly Row[]>> = {
  'very-small': [
    [0, 2, 1], [60, 1, 1], [65, 0.5, 1], [70, 0.5, 1], [75, 0.5, 1],
    [480, 1, 1], [495, 2, 1],
    [540, 1.5, 1], [555, 1, 1],
  ],
  low: [
    [0, 15, 1.7], [30, 2, 1], [60, 1, 1],
    [630, 6, 1.7], [690, 4, 1.7], [720, 1, 1], [765, 1, 1], [770, 1, 1],
    [975, 2, 1], [1005, 2, 1.7], [1020, 3, 1.7],
  ],
  medium: [
    [0, 15, 1.7], [30, 2, 1], [100, 9, 1.7],
    [630, 9, 1.7], [690, 5, 1.7], [720, 1, 1], [765, 1, 1], [770, 1, 1],
    [960, 1, 1], [975, 2, 1], [1005, 2, 1.7], [1020, 7, 1.7],
  ],
  high: [
    [0, 27, 3], [30, 2, 1], [40, 1, 1], [100, 9, 1.7],
    [630, 15, 3], [690, 5, 1.7], [720, 1, 1], [765, 1, 1], [770, 1, 1],
    [960, 2, 1], [975, 2, 1], [990, 2, 1.7], [1005, 2, 1.7], [1020, 14, 3],
  ],
}

const drawsOfRow = ([minute, gallons, flow]: Row): Draw =>
  drawOf(minute * 60, gallons * litresInGallon, flow * litresInGallon, 'tank')

/** Each by the second of the test at which it starts. */
export const dayPatterns: Readonly<Record<DayPattern, readonly Draw[]>> = {
  'very-small': rows['very-small'].map(drawsOfRow),
  low: rows.low.map(drawsOfRow),
  medium: rows.medium.map(drawsOfRow),
  high: rows.high.map(drawsOfRow),
}

/** The pattern by which a heater is tested. @param gallons its first-hour rating, gal. */
export const patternFor = (gallons: number): DayPattern =>
  gallons < 18 ? 'very-small' : gallons < 51 ? 'low' : gallons < 75 ? 'medium' : 'high'

/** A pattern every day. @param begins second of the day at which it begins: the test itself begins with its first draw. */
export const patternDraws = (pattern: DayPattern, begins = 0, offset?: UtcOffset): Draws =>
  repeatedDaily(
    dayPatterns[pattern].map(draw => ({ ...draw, start: draw.start + begins })),
    offset,
  )

/** The days of a week: names for people, and one byte on the wire with Sunday as its highest bit. */
import { type Cycle, cycleText, parseCycle } from './cycle.ts'

/** In the order in which they are listed. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** A day of the week. */
export type Weekday = (typeof weekdays)[number]
/** A set: each day once, Monday first. */
export type Weekdays = readonly Weekday[]

/** Bit 0 has no day. */
const bits: Readonly<Record<Weekday, number>> = { sun: 128, mon: 64, tue: 32, wed: 16, thu: 8, fri: 4, sat: 2 }

/** `['mon', 'tue']` → 96. */
export const weekByte = (days: Weekdays): number => days.reduce((byte, day) => byte | bits[day], 0)

/** 96 → `['mon', 'tue']`. */
export const weekdaysOf = (byte: number): Weekdays => weekdays.filter(day => byte & bits[day])

const cycle: Cycle = {
  names: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  words: {
    'every day': [0, 1, 2, 3, 4, 5, 6],
    daily: [0, 1, 2, 3, 4, 5, 6],
    weekdays: [0, 1, 2, 3, 4],
    weekend: [5, 6],
  },
  numbered: false,
}

/** `mon-fri`, `sat,sun`, `weekdays`, `weekend`, `every day`, or a list of such; undefined when it isn't understood. */
export const parseWeekdays = (given: unknown): Weekdays | undefined =>
  parseCycle(cycle, given)?.map(index => weekdays[index] as Weekday)

/** `mon–fri`, `tue sun`, `every day`. */
export const weekdaysText = (days: Weekdays): string =>
  cycleText(
    cycle,
    days.map(day => weekdays.indexOf(day)),
  )

/** A time of day as `HH:MM`, by the heater's own clock. */

/** `00:00` to `23:59`. A heater that holds minute 75 is quoted: `06:75`. */
export type ClockTime = string

const two = (number: number) => String(number).padStart(2, '0')

export const clockTime = (hour: number, minute: number): ClockTime => `${two(hour)}:${two(minute)}`

/** Minutes since midnight as a time; 1440, the end of a day, is `24:00`. */
export const clockTimeAt = (minutes: number): ClockTime => clockTime(Math.floor(minutes / 60), minutes % 60)

/**
 * The two numbers of a time, those that no clock shows too.
 * @throws RangeError for a text that isn't two numbers.
 */
export function hourAndMinute(time: ClockTime): { readonly hour: number; readonly minute: number } {
  const [, hour, minute] = /^(\d+):(\d+)$/.exec(time) ?? []
  if (hour === undefined || minute === undefined) throw new RangeError(`${time} is no time; 06:30 is one`)
  return { hour: Number(hour), minute: Number(minute) }
}

/** Minutes since midnight; undefined when no clock shows that time. */
export function minutesOf(time: ClockTime): number | undefined {
  const { hour, minute } = hourAndMinute(time)
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined
}

/** `6:30` and `06:30` → `06:30`; undefined for anything that isn't a time of day. */
export function parseClockTime(given: unknown): ClockTime | undefined {
  if (typeof given !== 'string' || !/^\s*\d{1,2}:\d{2}\s*$/.test(given)) return undefined
  const minutes = minutesOf(given.trim())
  return minutes === undefined ? undefined : clockTimeAt(minutes)
}

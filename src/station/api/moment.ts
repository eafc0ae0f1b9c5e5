/** Moments, days and other words of a request, as its text says them; and moments as an answer says them. */
import { z } from 'zod'

/** The year 2100: what lies beyond is a mistake. */
const latest = Date.UTC(2100, 0, 1)

/** `2026-11-21T08:00:00Z`, with any offset, or milliseconds since 1970. Comes out as the latter. */
export const givenMoment = z
  .union([z.string(), z.number()])
  .transform(given => {
    if (typeof given === 'number') return given
    if (/^\d{1,13}$/.test(given)) return Number(given)
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(given)
      ? Date.parse(given)
      : Number.NaN
  })
  .refine(
    at => Number.isInteger(at) && at >= 0 && at < latest,
    'a moment such as 2026-11-21T08:00:00Z is expected, or milliseconds since 1970',
  )
  .describe('A moment such as `2026-11-21T08:00:00Z`, or milliseconds since 1970.')

/** `2026-11-21`. */
export const givenDay = z
  .string()
  .refine(isDay, 'a day such as 2026-11-21 is expected')
  .describe('A day such as `2026-11-21`.')

function isDay(text: string): boolean {
  const at = /^20\d\d-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

/** A whole number in a query, where all is text. */
export const givenWhole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number is expected')
    .transform(Number)
    .refine(number => number >= least && number <= most, `${least} to ${most} is expected`)
    .describe(`${least} to ${most}.`)

/** `true` or `false` in a query. */
export const givenSwitch = z.enum(['true', 'false']).transform(word => word === 'true')

/** Of a span, where both ends are given. */
export const inOrder = <Moment extends number | string>({
  from,
  until,
}: {
  from?: Moment | undefined
  until?: Moment | undefined
}): boolean => from === undefined || until === undefined || from <= until
export const outOfOrder = 'until must not be earlier than from'

/** A moment in an answer. */
export const moment = z
  .string()
  .refine(text => new Date(text).toISOString() === text)
  .meta({ format: 'date-time' })

/** ms since 1970 → `2026-11-21T08:00:00.000Z`. */
export const momentText = (at: number): string => new Date(at).toISOString()
export const momentOrNull = (at: number | undefined): string | null => (at === undefined ? null : momentText(at))
/** A span in seconds, to the millisecond. */
export const inSeconds = (span: number): number => Math.round(span) / 1000

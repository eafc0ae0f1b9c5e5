/** Values on their way into a row and out of it: absent is NULL, and a moment is a whole millisecond. */

/** Fast clocks have fractions of one. */
export const moment = (time: number): number => Math.round(time)

export const optionalMoment = (time: number | undefined): number | null => (time === undefined ? null : moment(time))

export const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

// biome-ignore lint/suspicious/noExplicitAny: who reads it knows what was written
export const parsed = (text: string | null): any => (text === null ? undefined : JSON.parse(text))

/** The bounds of a span for BETWEEN-like conditions, from included and until excluded. */
export const bounds = (span: { readonly from?: number | undefined; readonly until?: number | undefined }) =>
  [moment(span.from ?? Number.MIN_SAFE_INTEGER), moment(span.until ?? Number.MAX_SAFE_INTEGER)] as const

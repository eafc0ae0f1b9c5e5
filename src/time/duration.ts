/** Spans of time that say their unit where they are written: `minutes(5)`, not `300000`. */

declare const milliseconds: unique symbol

/** A span of time. At run time a plain number of milliseconds. */
export type Duration = number & { readonly [milliseconds]: true }

export const millis = (n: number): Duration => n as Duration
export const seconds = (n: number): Duration => (n * 1000) as Duration
export const minutes = (n: number): Duration => seconds(n * 60)
export const hours = (n: number): Duration => minutes(n * 60)
export const days = (n: number): Duration => hours(n * 24)

const units = { ms: millis, s: seconds, m: minutes, min: minutes, h: hours, d: days } as const

/**
 * Reads `90s`, `5m`, `1.5h`, `2d` or a sum such as `1h30m`.
 * @returns undefined when the text is anything else, a number without a unit included.
 */
export function parseDuration(text: string): Duration | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)\s*/gy)]
  if (parts.length === 0 || parts.map(part => part[0]).join('') !== text.trim()) return undefined
  return millis(parts.reduce((sum, [, amount, unit]) => sum + units[unit as keyof typeof units](Number(amount)), 0))
}

/** Writes a span as people do: `250 ms`, `45 s`, `5 min`, `1 h 30 min`, `3 d 4 h`. */
export function formatDuration(span: Duration): string {
  if (span > 0 && span < 999.5) return `${Math.round(span)} ms`
  const total = Math.round(span / 1000)
  if (total < 60) return `${total} s`
  const [d, h, min, s] = [
    Math.floor(total / 86_400),
    Math.floor(total / 3600) % 24,
    Math.floor(total / 60) % 60,
    total % 60,
  ]
  const parts = [d && `${d} d`, h && `${h} h`, min && `${min} min`, s && `${s} s`].filter(Boolean)
  return parts.slice(0, 2).join(' ')
}

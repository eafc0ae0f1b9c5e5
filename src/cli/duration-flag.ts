/** Spans of time on the command line, which must say their unit. */
import { type Duration, parseDuration } from '#time/duration'
import { UsageError } from './usage-error.ts'

/**
 * Older scripts took the interval in seconds and the duration in minutes, so a bare number is refused rather than guessed.
 * @param flag for the sentence: `--interval`.
 */
export function durationFlag(flag: string, text: string): Duration {
  const number = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1]
  if (number !== undefined) {
    throw new UsageError(
      `${flag} ${number} has no unit: it could be ${number}s (seconds, as the old scripts took --interval) or ${number}m (minutes, as they took --duration). Write the one you mean.`,
    )
  }
  const span = parseDuration(text)
  if (span === undefined || span <= 0)
    throw new UsageError(
      `${flag} is ${JSON.stringify(text)}; it takes a span with its unit, such as 30s, 5m, 1h30m or 2d.`,
    )
  return span
}

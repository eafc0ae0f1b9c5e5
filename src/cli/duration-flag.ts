/** Spans of time on the command line, which must say their unit. */
import { type Duration, parseDuration } from '#time/duration'
import { UsageError } from './usage-error.ts'

/** What the old scripts took a bare number for. */
const history: Readonly<Record<string, 's' | 'm'>> = { '--interval': 's', '--duration': 'm' }

/**
 * A bare number is refused rather than guessed.
 * @param flag for the sentence: `--interval`.
 */
export function durationFlag(flag: string, text: string): Duration {
  const number = /^\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1]
  if (number !== undefined) {
    const reading = (unit: 's' | 'm', name: string) =>
      `${number}${unit} (${name}${history[flag] === unit ? `, as the old scripts took ${flag}` : ''})`
    throw new UsageError(
      `${flag} ${number} has no unit: write ${reading('s', 'seconds')} or ${reading('m', 'minutes')}, whichever you mean.`,
    )
  }
  const span = parseDuration(text)
  if (span === undefined)
    throw new UsageError(
      `${flag} is ${JSON.stringify(text)}; it takes a span with its unit, such as 30s, 5m, 1h30m or 2d.`,
    )
  if (span <= 0)
    throw new UsageError(`${flag} ${text.trim()} is no time at all; it takes a span above zero, such as 30s.`)
  return span
}

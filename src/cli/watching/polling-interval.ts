/** How often a heater is asked: `--interval`, else the setting. */
import { shortestInterval } from '#heater/settings'
import { type Duration, formatDuration, seconds } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import { UsageError } from '../usage-error.ts'

/** Under this, a question hardly ever brings anything new. */
const short = seconds(30)

/** @throws UsageError under ten seconds; warns under thirty. */
export function pollingInterval(
  flag: string | undefined,
  { settings, note }: Pick<CommandContext, 'settings' | 'note'>,
): Duration {
  const interval = flag === undefined ? settings.pollingInterval : durationFlag('--interval', flag)
  if (interval < shortestInterval)
    throw new UsageError(
      `--interval is ${formatDuration(interval)}; it takes ${formatDuration(shortestInterval)} or more.`,
    )
  if (interval < short)
    note(
      `An interval of ${formatDuration(interval)} is short: a tank changes slowly, and the cloud may ask for a pause.`,
    )
  return interval
}

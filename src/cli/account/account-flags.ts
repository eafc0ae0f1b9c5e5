/** Refuses flags that a command has no use for, rather than passing over what somebody meant by them. */
import type { GlobalFlags } from '../global-flags.ts'
import { UsageError } from '../usage-error.ts'

const spelt = {
  email: '--email',
  passwordStdin: '--password-stdin',
  device: '--device',
  cloud: '--cloud',
  ca: '--ca',
} as const satisfies { [Name in keyof GlobalFlags]?: string }

type Flag = keyof typeof spelt

/** Those that say which account, where, and which heater in it. */
export const accountFlags = Object.keys(spelt) as readonly Flag[]

/** @param why begins the sentence: `decode reads files`. @throws UsageError for the first that was given. */
export function refuseFlags(flags: GlobalFlags, why: string, refused: readonly Flag[]): void {
  const given = refused.find(name => flags[name] !== undefined)
  if (given !== undefined) throw new UsageError(`${why}, so ${spelt[given]} means nothing to it; leave it out.`)
}

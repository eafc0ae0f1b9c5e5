/** The flags of the commands that change something. */
import type { Command } from 'commander'

export interface WriteFlags {
  readonly dryRun?: true
  readonly json?: true
  readonly yes?: true
  readonly effect?: true
}

export const writeOptions = (command: Command): Command =>
  command
    .option('--dry-run', 'print what would be sent, and send nothing but questions')
    .option('--json', 'print the outcome as JSON')

export const yesOption = (command: Command): Command =>
  command.option('--yes', "don't ask before what a person should think about twice")

export const effectOption = (command: Command): Command =>
  command.option('--effect', 'then wait for what it changes, ten minutes at most')

/** For `--help`. */
export const outcomeCodes = `
Exit codes: 0 only when the heater confirmed it. 1 failed, 2 wrong usage, or
nothing that this heater can do: it was not sent, 4 heater offline,
5 unconfirmed, 6 refused by the heater, 7 held back by a time-of-use window,
8 expired.`

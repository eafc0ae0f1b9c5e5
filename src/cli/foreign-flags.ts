/** Flags that people know from the Python tools, and what takes their place here. */

const output =
  'monitor and demo append to a file with --csv FILE; the others print, with --json or --csv, to standard output.'

const instead: Readonly<Record<string, string>> = {
  '-o': output,
  '--output': output,
  '--password':
    'A password on the command line is seen by every user of the machine: use the question of navilink login, NAVILINK_PASSWORD, .env or --password-stdin.',
}

/** @param complaint commander's about an unknown option. @returns a line for those that have something in their place. */
export function foreignFlagHint(complaint: string): string {
  const [, flag = ''] = /unknown option '(--?[a-z-]+)/.exec(complaint) ?? []
  return Object.hasOwn(instead, flag) ? `${instead[flag]}\n` : ''
}

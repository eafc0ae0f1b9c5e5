/** What the command says to the shell when it ends. These numbers are public. */
import type { CommandResult } from '#heater/outcome'

export const exitCode = {
  done: 0,
  failed: 1,
  /** Wrong on the command line, or nothing that this heater can do: it was not sent, and would not be next time. */
  usage: 2,
  signInRefused: 3,
  heaterOffline: 4,
  unconfirmed: 5,
  /** By the heater itself. */
  refused: 6,
  held: 7,
  expired: 8,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** By name, so that no library has to be loaded to tell. */
const byName = new Map<string, ExitCode>([
  ['UsageError', exitCode.usage],
  ['ConfigurationError', exitCode.usage],
  ['UnsupportedError', exitCode.usage],
  ['AuthenticationError', exitCode.signInRefused],
  ['StoppedError', exitCode.interrupted],
])

export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof Error)) return exitCode.failed
  if (error.name === 'RefusedError' && 'by' in error && error.by === 'heater') return exitCode.refused
  if ('help' in error && error.help === 'wrong-setting') return exitCode.usage
  return byName.get(error.name) ?? exitCode.failed
}

/** How a command to the heater ended, for the shell. */
export const codeOfResult: Readonly<Record<CommandResult, ExitCode>> = {
  confirmed: exitCode.done,
  failed: exitCode.failed,
  offline: exitCode.heaterOffline,
  unconfirmed: exitCode.unconfirmed,
  refused: exitCode.refused,
  held: exitCode.held,
  expired: exitCode.expired,
}

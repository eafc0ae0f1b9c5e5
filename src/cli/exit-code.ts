/** What the command says to the shell when it ends. These numbers are public. */

export const exitCode = { done: 0, failed: 1, usage: 2, signInRefused: 3, heaterOffline: 4, interrupted: 130 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** By name, so that no library has to be loaded to tell. */
const byName = new Map<string, ExitCode>([
  ['UsageError', exitCode.usage],
  ['ConfigurationError', exitCode.usage],
  ['AuthenticationError', exitCode.signInRefused],
  ['StoppedError', exitCode.interrupted],
])

export const exitCodeOf = (error: unknown): ExitCode =>
  (error instanceof Error ? byName.get(error.name) : undefined) ?? exitCode.failed

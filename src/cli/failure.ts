/** What a person is told when a command fails: one sentence, and the stack only when asked for. */
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import type { Screen } from './terminal.ts'

/** Writes the sentence. @returns the exit code that belongs to it. */
export function reportFailure(stderr: Screen, error: unknown, { stack }: { readonly stack: boolean }): ExitCode {
  stderr.write(`navilink: ${sentenceOf(error)}\n`)
  if (stack) stderr.write(`${stackOf(error)}\n`)
  return exitCodeOf(error)
}

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you may not do that with this file',
  EISDIR: 'it is a folder, not a file',
  ENOSPC: 'the disk is full',
}

/** A system's error in words: `tank.csv: there is no such file or folder.` */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, path } = error as NodeJS.ErrnoException
  if (code !== undefined && Object.hasOwn(fileErrors, code)) return `${path ? `${path}: ` : ''}${fileErrors[code]}.`
  if (code === 'EADDRINUSE') return `${error.message}. Another program uses this port; choose one with --port.`
  return error.message
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack, cause } = error
  return cause === undefined ? (stack ?? '') : `${stack}\nCaused by: ${stackOf(cause)}`
}

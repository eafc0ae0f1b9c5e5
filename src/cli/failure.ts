/** What a person is told when a command fails: one sentence, where to read on, and the stack only when asked for. */
import { NaviLinkError } from '#schema/errors'
import { type ExitCode, exitCodeOf } from './exit-code.ts'
import { printable, printableLines } from './print/printable.ts'

/** Writes the sentence. @returns the exit code that belongs to it. */
export function reportFailure(
  stderr: { write(text: string): unknown },
  error: unknown,
  { stack }: { readonly stack: boolean },
): ExitCode {
  const trace = stack ? `${printableLines(stackOf(error))}\n` : ''
  stderr.write(`navilink: ${printable(sentenceOf(error))}\n${readOn(error)}${trace}`)
  return exitCodeOf(error)
}

/** A line for an error of the library: the others explain themselves. */
const readOn = (error: unknown) =>
  error instanceof NaviLinkError ? `  More: docs/troubleshooting.md#${error.help}\n` : ''

const fileErrors: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of its path is no folder',
  EACCES: 'you may not do that with this file',
  EPERM: 'you may not do that with this file',
  EROFS: 'the disk can only be read',
  EISDIR: 'it is a folder, not a file',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EIO: 'the disk can not be read or written there',
  EFBIG: 'it may not grow any further',
  EMFILE: 'too many files are open',
  EBUSY: 'another program holds it',
}

interface SystemError extends NodeJS.ErrnoException {
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
}

/** What the system says of a file, to follow its name: `the disk is full`. */
export const fileTrouble = (error: unknown): string | undefined => {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code !== undefined && Object.hasOwn(fileErrors, code) ? fileErrors[code] : undefined
}

/** A system's error in words: `tank.csv: there is no such file or folder.` */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { path, syscall } = error as SystemError
  if (syscall === 'listen' || syscall === 'getaddrinfo') return listenTrouble(error)
  const trouble = fileTrouble(error)
  return trouble === undefined ? error.message : `${path ? `${path}: ` : ''}${trouble}.`
}

/** Only `simulate` and `demo` listen, or look up a host by themselves. */
function listenTrouble(error: SystemError): string {
  const { code, address, port, hostname, message } = error
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${address} is taken by another program; choose one with --port, 0 for any that is free.`
    case 'EADDRNOTAVAIL':
      return `${address} is no address of this machine; choose one with --host.`
    case 'EACCES':
    case 'EPERM':
      return `You may not listen on port ${port} of ${address}; choose one above 1023 with --port.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${hostname} is no address that can be found; choose one with --host.`
    default:
      return message
  }
}

/** Lets an error of the system name the file, where the system itself doesn't: writing to an open one. */
export function naming(file: string, error: unknown): unknown {
  if (fileTrouble(error) !== undefined && (error as NodeJS.ErrnoException).path === undefined)
    Object.assign(error as Error, { path: file })
  return error
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { stack, cause } = error
  return cause === undefined ? (stack ?? '') : `${stack}\nCaused by: ${stackOf(cause)}`
}

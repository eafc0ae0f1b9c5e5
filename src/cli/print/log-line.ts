/** One line of the log for people: `14:03:27 warn  A message could not be read: it is not JSON  topic=…`. */
import type { Paint } from './paint.ts'
import { printable, printableLines } from './printable.ts'

const styles: Readonly<Record<string, Parameters<Paint>[0]>> = { warn: 'yellow', error: 'red', fatal: 'red' }

export interface LogLineOptions {
  readonly paint: Paint
  /** Names and stacks of errors too, and of what caused them. */
  readonly stacks: boolean
  /** The day before the time: for what is read later. */
  readonly dates: boolean
}

interface Trouble {
  readonly name?: string
  readonly message: string
  readonly stack?: string
  readonly cause?: unknown
}

const isTrouble = (value: unknown): value is Trouble =>
  typeof value === 'object' && value !== null && typeof (value as Trouble).message === 'string'

/** @param line as pino writes it. */
export function logLine(line: Readonly<Record<string, unknown>>, { paint, stacks, dates }: LogLineOptions): string {
  const { level, time, msg, ...details } = line
  const entries = Object.entries(details)
  const troubles = entries.map(([, value]) => value).filter(isTrouble)
  const sentence = [String(msg ?? ''), ...troubles.map(({ message }) => message)].join(': ')
  const rest = entries
    .filter(([, value]) => !isTrouble(value))
    .map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`)
  const when = dates ? String(time).replace(/\.\d+Z$/, 'Z') : String(time).slice(11, 19)
  const label = paint(styles[String(level)] ?? 'dim', String(level).padEnd(5))
  const head = `${paint('dim', printable(when))} ${label} ${printable(sentence)}`
  const text = [head, ...rest.map(detail => paint('dim', printable(detail)))].join('  ')
  const traces = stacks ? troubles.map(trouble => paint('dim', printableLines(traceOf(trouble)))) : []
  return [text, ...traces].map(part => `${part}\n`).join('')
}

function traceOf({ name, message, stack, cause }: Trouble): string {
  const own = stack ?? `${name}: ${message}`
  return isTrouble(cause) ? `${own}\nCaused by: ${traceOf(cause)}` : own
}

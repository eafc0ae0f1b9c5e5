/** One line of the log for people: `14:03:27 warn  The heater is silent  interval=300000`. */
import type { Paint } from './paint.ts'

const styles: Readonly<Record<string, Parameters<Paint>[0]>> = { warn: 'yellow', error: 'red', fatal: 'red' }

/** @param json the line as pino writes it. */
export function logLine(json: string, paint: Paint): string {
  const { level, time, msg, ...details } = JSON.parse(json) as Record<string, unknown>
  const label = String(level).padEnd(5)
  const head = `${paint('dim', String(time).slice(11, 19))} ${paint(styles[String(level)] ?? 'dim', label)} ${msg ?? ''}`
  const rest = Object.entries(details).map(([key, value]) => `${key}=${detail(value)}`)
  return `${[head, ...rest.map(text => paint('dim', text))].join('  ')}\n`
}

function detail(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const { name, message } = value as { name?: unknown; message?: unknown }
  return typeof message === 'string' ? `${name}: ${message}` : JSON.stringify(value)
}

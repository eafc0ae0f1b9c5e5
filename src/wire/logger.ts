/** Where the library says what it does. Any logger with these methods will do, pino and console among them. */
import { redact, redactText } from './redact.ts'

/** How much a line of the log matters. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error'

/** `details` first, then the sentence, as pino has it. */
type Line = (details: Readonly<Record<string, unknown>>, message: string) => void

export interface Logger extends Readonly<Record<LogLevel, Line>> {
  /** Spares the work for lines that nobody will see; pino has it too. */
  isLevelEnabled?(level: LogLevel): boolean
}

const quiet = () => {}
export const silentLogger: Logger = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet }

/** The same logger behind the redactor: nothing reaches it that identifies an account or a house. */
export function redactingLogger(logger: Logger): Logger {
  return logger === silentLogger || logger instanceof RedactingLogger ? logger : new RedactingLogger(logger)
}

class RedactingLogger implements Logger {
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  isLevelEnabled(level: LogLevel): boolean {
    return this.#logger.isLevelEnabled?.(level) ?? true
  }

  readonly trace: Line = (details, message) => this.#pass('trace', details, message)
  readonly debug: Line = (details, message) => this.#pass('debug', details, message)
  readonly info: Line = (details, message) => this.#pass('info', details, message)
  readonly warn: Line = (details, message) => this.#pass('warn', details, message)
  readonly error: Line = (details, message) => this.#pass('error', details, message)

  #pass(level: LogLevel, details: Readonly<Record<string, unknown>>, message: string): void {
    try {
      if (this.isLevelEnabled(level))
        this.#logger[level](redact(details) as Record<string, unknown>, redactText(message))
    } catch {
      // A log that can't be written, on a full disk say, must not end what it tells of.
    }
  }
}

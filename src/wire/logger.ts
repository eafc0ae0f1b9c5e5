/** Where the library says what it does. Any logger with these methods will do, pino and console among them. */
import { redact, redactText } from './redact.ts'

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
  if (logger === silentLogger) return logger
  const pass =
    (level: LogLevel): Line =>
    (details, message) => {
      if (logger.isLevelEnabled?.(level) === false) return
      logger[level](redact(details) as Record<string, unknown>, redactText(message))
    }
  return { trace: pass('trace'), debug: pass('debug'), info: pass('info'), warn: pass('warn'), error: pass('error') }
}

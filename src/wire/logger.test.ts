import { expect, it } from 'vitest'
import { type Logger, type LogLevel, redactingLogger, silentLogger } from './logger.ts'

function kept(enabled: (level: LogLevel) => boolean) {
  const lines: unknown[][] = []
  const keep =
    (level: LogLevel): Logger['info'] =>
    (details, message) =>
      void lines.push([level, details, message])
  const logger: Logger = {
    trace: keep('trace'),
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    isLevelEnabled: enabled,
  }
  return { logger, lines }
}

it('redacts details and message', () => {
  const { logger, lines } = kept(() => true)
  redactingLogger(logger).warn({ macAddress: '0123456789ab', charge: 92 }, 'owner@example.com is low')
  expect(lines).toEqual([['warn', { macAddress: '‹mac›', charge: 92 }, '‹email› is low']])
})

it('spares the work for a level that is off', () => {
  const { logger, lines } = kept(level => level === 'error')
  const details = {
    get charge(): number {
      throw new Error('It was looked at.')
    },
  }
  redactingLogger(logger).trace(details, 'nobody sees this')
  redactingLogger(logger).error({}, 'somebody sees this')
  expect(lines).toEqual([['error', {}, 'somebody sees this']])
})

it('wraps nothing twice, and nothing that is silent', () => {
  const once = redactingLogger(kept(() => true).logger)
  expect(redactingLogger(once)).toBe(once)
  expect(redactingLogger(silentLogger)).toBe(silentLogger)
})

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testTerminal } from '../../../test/system/cli-terminal.ts'
import { Aside } from '../aside.ts'
import { openStationLog } from './station-log.ts'
import type { PlannedLog } from './station-plan.ts'

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) }

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'navilink-log-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

async function opened(given: Partial<PlannedLog> = {}, columns?: number) {
  const terminal = testTerminal({ ...(columns && { columns }) })
  const plan: PlannedLog = { level: 'info', file: undefined, size: undefined, count: undefined, ...given }
  const context = { terminal, aside: new Aside(terminal.stderr), flags: { verbose: 0, color: false } }
  const log = await openStationLog({ context, clock, plan })
  onTestFinished(() => log.close())
  return { log, plan, terminal, lines: () => terminal.err().split('\n').filter(Boolean) }
}

test('for others it is JSON, without identities', async () => {
  const { log, lines } = await opened()
  log.logger.info({ mac: '04:78:63:00:00:01', error: new Error('no pat@example.com') }, 'It failed')
  expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
    level: 'info',
    time: '2026-01-02T03:04:05.000Z',
    mac: '‹mac›',
    error: { message: 'no ‹email›' },
    msg: 'It failed',
  })
})

test('where an error happened is told only at debug', async () => {
  const { log, lines } = await opened()
  const error = new Error('It is full', { cause: new Error('No space') })
  log.logger.error({ error }, 'It failed')
  expect(JSON.parse(lines()[0] ?? '').error).toEqual({
    name: 'Error',
    message: 'It is full',
    cause: { name: 'Error', message: 'No space' },
  })
  log.level = 'debug'
  log.logger.error({ error }, 'It failed')
  expect(JSON.parse(lines()[1] ?? '').error.cause.stack).toContain('station-log.test')
})

test('on a terminal it is for people', async () => {
  const { log, terminal } = await opened({}, 80)
  log.logger.warn({ heater: '0a1b2c3d' }, 'It is silent')
  expect(terminal.err()).toBe('03:04:05 warn  It is silent  heater=0a1b2c3d\n')
})

test('its level can be turned while it runs, and a reload leaves that alone unless the config says another', async () => {
  const { log, plan, lines } = await opened()
  const told = (text: string) => {
    log.logger.debug({}, text)
    return lines().some(line => line.includes(text))
  }
  expect([log.level, told('one')]).toEqual(['info', false])
  expect(log.logger.isLevelEnabled?.('debug')).toBe(false)
  log.level = 'debug'
  expect([log.level, told('two')]).toEqual(['debug', true])
  log.change(plan)
  expect(log.level).toBe('debug')
  log.change({ ...plan, level: 'warn' })
  expect([log.level, told('three')]).toEqual(['warn', false])
})

test('a file begins anew when it is full, keeps so many old ones, and can be another after a reload', async () => {
  const directory = folder()
  const file = path.join(directory, 'station.log')
  const { log, plan } = await opened({ file, size: 300, count: 2 })
  for (let i = 0; i < 20; i++) log.logger.info({ i }, 'A line that is not short')
  expect(readdirSync(directory).sort()).toEqual(['station.log', 'station.log.1', 'station.log.2'])
  const other = path.join(directory, 'other.log')
  log.change({ ...plan, file: other })
  log.logger.info({}, 'Over there')
  expect(JSON.parse(readFileSync(other, 'utf8'))).toMatchObject({ msg: 'Over there' })
  expect(readFileSync(file, 'utf8')).not.toContain('Over there')
  expect(() => log.change({ ...plan, file: path.join(other, 'below') })).toThrow()
  log.logger.info({}, 'Still there')
  expect(readFileSync(other, 'utf8')).toContain('Still there')
  log.close()
  log.close()
})

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { resolveSettings } from '#heater/settings'
import { testTerminal } from '../../test/system/cli-terminal.ts'
import { type LogOptions, openLog } from './log.ts'

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), after: () => () => {}, every: () => () => {} }

async function logged(options: Partial<LogOptions>, settings: Record<string, string> = {}, columns?: number) {
  const terminal = testTerminal({ clock, ...(columns && { columns }) })
  const resolved = resolveSettings([{ place: 'Here', calls: 'key', values: settings }])
  const log = await openLog(terminal, resolved, { verbose: 0, debug: false, color: false, ...options })
  for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const)
    log.logger[level]({ mac: '04:78:63:00:00:01', error: new Error('no pat@example.com') }, `told at ${level}`)
  log.close()
  return terminal.err()
}

const levelsIn = (text: string) => [...text.matchAll(/told at (\w+)/g)].map(match => match[1])

test.each<[Partial<LogOptions>, Record<string, string>, string]>([
  [{}, {}, 'warn error'],
  [{ verbose: 1 }, {}, 'info warn error'],
  [{ verbose: 2 }, {}, 'debug info warn error'],
  [{ verbose: 5 }, {}, 'trace debug info warn error'],
  [{}, { logLevel: 'ERROR' }, 'error'],
  [{}, { logLevel: 'critical' }, ''],
  [{ verbose: 1 }, { logLevel: 'debug' }, 'debug info warn error'],
  [{}, { debug: 'true' }, 'debug info warn error'],
])('%j with %j tells %s', async (options, settings, levels) => {
  expect(levelsIn(await logged(options, settings)).join(' ')).toBe(levels)
})

test('away from a terminal it is JSON lines without identities', async () => {
  const [line = ''] = (await logged({})).split('\n')
  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    time: '2026-01-02T03:04:05.000Z',
    msg: 'told at warn',
    mac: '‹mac›',
    error: { name: 'Error', message: 'no ‹email›' },
  })
})

test('on a terminal it is for people', async () => {
  const [line] = (await logged({}, {}, 80)).split('\n')
  expect(line).toBe('03:04:05 warn  told at warn  mac=‹mac›  error=Error: no ‹email›')
})

test('a log file gets info at least, whatever the screen shows', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-log-'))
  const file = path.join(directory, 'log.jsonl')
  expect(levelsIn(await logged({ file }))).toEqual(['warn', 'error'])
  const text = readFileSync(file, 'utf8')
  rmSync(directory, { recursive: true })
  expect(levelsIn(text)).toEqual(['info', 'warn', 'error'])
  expect(text).not.toMatch(/047863|04:78|pat@/)
})

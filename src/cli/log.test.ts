import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { resolveSettings } from '#heater/settings'
import { testTerminal } from '../../test/system/cli-terminal.ts'
import { Aside } from './aside.ts'
import type { GlobalFlags } from './global-flags.ts'
import { logFileFlags, openLog } from './log.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-log-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), after: () => () => {}, every: () => () => {} }

async function opened(given: Partial<GlobalFlags>, settings: Record<string, string> = {}, columns?: number) {
  const terminal = testTerminal({ directory, ...(columns && { columns }) })
  const flags = { verbose: 0, color: false, ...given }
  const resolved = resolveSettings([{ place: 'Here', calls: 'key', values: settings }])
  const aside = new Aside(terminal.stderr)
  return {
    terminal,
    log: await openLog({ terminal, clock, aside, settings: resolved, flags, logFile: logFileFlags(flags) }),
  }
}

async function logged(given: Partial<GlobalFlags>, settings: Record<string, string> = {}, columns?: number) {
  const { terminal, log } = await opened(given, settings, columns)
  const error = new Error('no pat@example.com', { cause: new Error('inside') })
  for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const)
    log.logger[level]({ mac: '04:78:63:00:00:01', error }, `told at ${level}`)
  log.close()
  return terminal.err()
}

const levelsIn = (text: string) => [...text.matchAll(/told at (\w+)/g)].map(match => match[1])

test.each<[Partial<GlobalFlags>, Record<string, string>, string]>([
  [{}, {}, 'warn error'],
  [{ verbose: 1 }, {}, 'info warn error'],
  [{ verbose: 2 }, {}, 'debug info warn error'],
  [{ verbose: 5 }, {}, 'trace debug info warn error'],
  [{}, { logLevel: 'ERROR' }, 'error'],
  [{}, { logLevel: 'critical' }, ''],
  [{ verbose: 1 }, { logLevel: 'debug' }, 'debug info warn error'],
  [{}, { debug: 'true' }, 'debug info warn error'],
])('%j with %j tells %s', async (flags, settings, levels) => {
  expect(levelsIn(await logged(flags, settings)).join(' ')).toBe(levels)
})

test('it is for people, a line each, with the day where nobody watches', async () => {
  const sentence = 'warn  told at warn: no ‹email›  mac=‹mac›'
  expect((await logged({}, {}, 80)).split('\n')).toEqual([
    `03:04:05 ${sentence}`,
    expect.stringMatching(/error told at error/),
    '',
  ])
  expect((await logged({})).split('\n')[0]).toBe(`2026-01-02T03:04:05Z ${sentence}`)
})

test('stacks, those of causes too, come with -vv', async () => {
  expect(await logged({ verbose: 1 })).not.toContain('    at ')
  expect(await logged({ verbose: 2 })).toMatch(
    /no ‹email› .*\nError: no ‹email›\n +at .*\nCaused by: Error: inside\n +at /s,
  )
})

test('what the link repeats at each try is for -vv and for the file', async () => {
  const lost = 'The gateway connection ended; connecting again'
  const told = async (verbose: number) => {
    const { terminal, log } = await opened({ verbose, logFile: 'log.jsonl' })
    log.logger.warn({ repeats: true }, lost)
    log.close()
    return terminal.err()
  }
  expect(await told(1)).toBe('')
  expect(await told(2)).toContain(lost)
  expect(readFileSync(path.join(directory, 'log.jsonl'), 'utf8').match(/connecting again/g)).toHaveLength(2)
})

test('a log file is JSON lines without identities, at info at least', async () => {
  expect(levelsIn(await logged({ logFile: 'log.jsonl' }))).toEqual(['warn', 'error'])
  const text = readFileSync(path.join(directory, 'log.jsonl'), 'utf8')
  expect(levelsIn(text)).toEqual(['info', 'warn', 'error'])
  expect(text).not.toMatch(/047863|04:78|pat@/)
  expect(JSON.parse(text.split('\n')[1] ?? '')).toMatchObject({
    level: 'warn',
    time: '2026-01-02T03:04:05.000Z',
    msg: 'told at warn',
    mac: '‹mac›',
    error: { name: 'Error', message: 'no ‹email›' },
  })
})

test('what others wrote into a line can not move the cursor', async () => {
  const { terminal, log } = await opened({})
  log.logger.warn({ topic: 'a\x1b[2Jb\n' }, 'said\u202e')
  expect(terminal.err()).toBe('2026-01-02T03:04:05Z warn  said�  topic=a�[2Jb�\n')
})

test('a log file that can not be opened is an error, and one that breaks is told of once', async () => {
  writeFileSync(path.join(directory, 'file'), '')
  await expect(opened({ logFile: 'file/log' })).rejects.toMatchObject({ code: 'ENOTDIR' })
  await expect(opened({ logSize: 'big' })).rejects.toThrow('--log-size is "big"')
  const { terminal, log } = await opened({ logFile: '/dev/full' })
  log.logger.info({}, 'one')
  log.logger.info({}, 'two')
  log.close()
  expect(terminal.err()).toBe('navilink: /dev/full: the disk is full; the log ends here.\n')
})

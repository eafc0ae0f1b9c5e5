import { expect, test } from 'vitest'
import { AuthenticationError, ConnectionError } from '#schema/errors'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type TerminalOptions, testTerminal } from '../../test/system/cli-terminal.ts'
import { exitCode } from './exit-code.ts'
import type { GlobalFlags } from './global-flags.ts'
import { type CommandBody, type CommandKind, runCommand } from './run-command.ts'
import { UsageError } from './usage-error.ts'

const options: GlobalFlags = { verbose: 0, color: true }

async function ended(
  body: CommandBody,
  kind: CommandKind = 'one-shot',
  given: Partial<GlobalFlags> = {},
  more: TerminalOptions = {},
) {
  const terminal = testTerminal(more)
  const code = await runCommand({ terminal, flags: { ...options, ...given }, clock: more.clock }, kind, body)
  return { code, err: terminal.err() }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

test.each([
  [new AuthenticationError('The password was refused.'), exitCode.signInRefused],
  [new UsageError('That is no column.'), exitCode.usage],
  [new ConnectionError('The cloud is not there.'), exitCode.failed],
  [new Error('Something else.'), exitCode.failed],
])('%s', async (error, code) => {
  const result = await ended(async () => {
    throw error
  })
  expect(result).toEqual({ code, err: expect.stringContaining(`navilink: ${error.message}\n`) })
})

test('a code that the body returns is the code of the command', async () => {
  expect((await ended(async () => exitCode.heaterOffline)).code).toBe(4)
  expect((await ended(async () => undefined)).code).toBe(0)
})

test('a stack trace, and that of the cause, comes under --debug alone', async () => {
  const fail = async () => {
    throw new Error('Outside.', { cause: new Error('Inside.') })
  }
  expect((await ended(fail)).err).toBe('navilink: Outside.\n')
  const { err } = await ended(fail, 'one-shot', { debug: true })
  expect(err).toMatch(/^navilink: Outside\.\nError: Outside\.\n +at .*Caused by: Error: Inside\.\n +at /s)
})

test.each([
  ['one-shot', 130],
  ['long', 0],
] as const)('a %s command that is asked to stop ends with %i', async (kind, code) => {
  const terminal = testTerminal()
  const result = await runCommand({ terminal, flags: options }, kind, async ({ signal }) => {
    queueMicrotask(() => terminal.stop())
    return untilAborted(signal)
  })
  expect(result).toBe(code)
  expect(terminal.err()).toBe('')
})

test('a long command that fails by itself fails', async () => {
  const result = await ended(async () => {
    throw new Error('The disk is full.')
  }, 'long')
  expect(result.code).toBe(1)
})

test('--timeout bounds what hears the signal and what does not, and long commands not at all', async () => {
  const clock = manualClock()
  const deaf = () => new Promise<never>(() => {})
  const within = async (body: CommandBody, kind: CommandKind, span: number) => {
    let settled: Awaited<ReturnType<typeof ended>> | undefined
    let begun = () => {}
    const beginning = new Promise<void>(resolve => {
      begun = resolve
    })
    const noting: CommandBody = context => {
      begun()
      return body(context)
    }
    void ended(noting, kind, { timeout: '10s' }, { clock }).then(result => {
      settled = result
    })
    await beginning
    await clock.advance(span)
    await clock.settle()
    return settled
  }
  const tooLate = {
    code: 1,
    err: expect.stringContaining('navilink: Not done within 10 s; --timeout gives it longer.\n'),
  }
  expect(await within(({ signal }) => untilAborted(signal), 'one-shot', 9_999)).toBeUndefined()
  expect(await within(({ signal }) => untilAborted(signal), 'one-shot', 10_000)).toEqual(tooLate)
  expect(await within(deaf, 'one-shot', 16_000)).toEqual(tooLate)
  expect(await within(deaf, 'long', 86_400_000)).toBeUndefined()
})

test('nothing is left waiting after a command', async () => {
  const clock = manualClock()
  await ended(async () => undefined, 'one-shot', {}, { clock })
  expect(clock.pending).toBe(0)
})

test('a reader that goes away ends the command quietly', async () => {
  const terminal = testTerminal()
  const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  terminal.stdout._write = (_chunk, _encoding, done) => done(broken)
  const code = await runCommand({ terminal, flags: options }, 'long', async ({ print }) => {
    await print('more than anybody reads\n')
    return undefined
  })
  expect(code).toBe(0)
  expect(terminal.err()).toBe('')
})

test('a wrong setting is told before anything is done', async () => {
  let done = false
  const body = async () => {
    done = true
    return undefined
  }
  const result = await ended(body, 'one-shot', { units: 'imperial' })
  expect(result).toEqual({
    code: 2,
    err: expect.stringContaining('navilink: On the command line, --units is "imperial"; it takes us or metric.\n'),
  })
  expect((await ended(body, 'one-shot', { timeout: '30' })).err).toContain('--timeout 30 has no unit')
  expect(done).toBe(false)
})

test('flags win over the environment', async () => {
  const units: string[] = []
  const body: CommandBody = async ({ settings }) => {
    units.push(settings.units)
    return undefined
  }
  const env = { NAVILINK_UNITS: 'metric' }
  await ended(body, 'one-shot', {}, { env })
  await ended(body, 'one-shot', { units: 'us' }, { env })
  expect(units).toEqual(['metric', 'us'])
})

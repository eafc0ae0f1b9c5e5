/** The command as a shell starts it: exit codes, signals and pipes. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { capturedEnvelopes } from '../fixtures/frames.ts'

const main = path.resolve(import.meta.dirname, '../../src/cli/main.ts')

// Older Nodes call the reading of TypeScript experimental.
const flags = ['--conditions=navilink-source', '--disable-warning=ExperimentalWarning']

function start(...args: string[]) {
  const child = spawn(process.execPath, [...flags, main, ...args], {
    env: { PATH: process.env.PATH ?? '', NO_COLOR: '1' },
  })
  const err = text(child.stderr)
  const ended = new Promise<{ code: number | null; err: string }>(resolve => {
    child.on('close', async code => resolve({ code, err: await err }))
  })
  return { child, ended }
}

test('a call that is wrong ends with 2, and one that is right with 0', async () => {
  const wrong = start('nonsense')
  wrong.child.stdout.resume()
  expect(await wrong.ended).toMatchObject({ code: 2, err: expect.stringContaining("unknown command 'nonsense'") })
  const right = start('--version')
  const out = text(right.child.stdout)
  expect(await right.ended).toEqual({ code: 0, err: '' })
  expect(await out).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('a reader that goes away, as head does, ends it quietly', async () => {
  const { child, ended } = start('decode', '-', '--json')
  child.stdin.on('error', () => {})
  child.stdout.once('data', () => child.stdout.destroy())
  const line = `${JSON.stringify(capturedEnvelopes[0])}\n`
  child.stdin.end(line.repeat(2000))
  expect(await ended).toEqual({ code: 0, err: '' })
})

test.each([
  ['SIGINT', ['decode', '-'], 130],
  ['SIGTERM', ['simulate', '--port', '0'], 0],
  ['SIGINT', ['simulate', '--port', '0'], 0],
] as const)('%s to %j ends it with its code', async (signal, args, code) => {
  const { child, ended } = start(...args, '-vv')
  if (args[0] === 'simulate') {
    let out = ''
    child.stdout.on('data', chunk => {
      out += chunk
      if (out.endsWith('ready\n')) child.kill(signal)
    })
  } else {
    // A message that it complains about shows that it is reading.
    child.stdin.write('{"a":1}\n\n')
    child.stderr.once('data', () => child.kill(signal))
  }
  expect((await ended).code).toBe(code)
})

/** `navilink service` against a systemctl that writes down what it is asked. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { navilink } from './cli-terminal.ts'

/** @param answer of every call but `--version`, as a shell has it. */
function withSystemctl(answer = 'exit 0') {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-service-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const program = path.join(directory, 'systemctl')
  const calls = path.join(directory, 'calls')
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> "$CALLS"\n[ "$2" = --version ] && exit 0\n${answer}\n`)
  chmodSync(program, 0o755)
  const env = { PATH: `${directory}:${process.env.PATH}`, HOME: directory, CALLS: calls }
  return {
    unit: path.join(directory, '.config/systemd/user/navilink.service'),
    calls: () => readFileSync(calls, 'utf8').trimEnd().split('\n'),
    run: (...args: readonly string[]) => navilink(['service', ...args], { env, directory }),
  }
}

test('install writes the unit and starts it, uninstall takes it away', async () => {
  const { unit, calls, run } = withSystemctl()
  expect(await run('install', '--user', '--config', 'mine.yaml')).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringContaining('loginctl enable-linger'),
  })
  const text = readFileSync(unit, 'utf8')
  expect(text).toContain(` serve --config ${path.dirname(path.dirname(path.dirname(path.dirname(unit))))}/mine.yaml\n`)
  expect(text).toContain('WantedBy=default.target')
  expect(await run('uninstall', '--user')).toMatchObject({ code: 0, err: expect.stringContaining('stopped and gone') })
  expect(existsSync(unit)).toBe(false)
  expect(calls()).toEqual([
    '--user --version',
    '--user daemon-reload',
    '--user enable --now navilink.service',
    '--user disable --now navilink.service',
    '--user daemon-reload',
  ])
})

test('what systemctl complains of is told', async () => {
  const { run } = withSystemctl('echo Failed to connect to bus >&2; exit 1')
  expect(await run('install', '--user')).toMatchObject({
    code: 1,
    err: expect.stringContaining('navilink: systemctl daemon-reload failed: Failed to connect to bus'),
  })
  expect(await run('status', '--user')).toMatchObject({ code: 1, out: '', err: 'Failed to connect to bus\n' })
})

test('status is what systemctl says', async () => {
  const { run } = withSystemctl('echo "● navilink.service"; exit 0')
  expect(await run('status', '--user')).toEqual({ code: 0, out: '● navilink.service\n', err: '' })
})

test('--print prints the unit and does nothing, also where there is no systemd', async () => {
  const { code, out } = await navilink(['service', 'install', '--print'], { env: { PATH: '/nowhere' } })
  expect(code).toBe(0)
  expect(out).toContain('[Service]\nType=notify\n')
})

test('without systemctl it says so', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-service-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const env = { PATH: '/nowhere', HOME: directory }
  expect(await navilink(['service', 'install', '--user'], { env, directory })).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no systemctl here'),
  })
})

import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AlertMessage, testMessage } from '../alert-message.ts'
import { command } from './command.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navilink-command-'))
})
afterEach(async () => {
  delete process.env.NAVILINK_PASSWORD
  delete process.env.SMTP_PASSWORD
  await rm(folder, { recursive: true })
})

const message: AlertMessage = {
  ...testMessage('m1.1', Date.UTC(2025, 8, 26)),
  title: 'Cellar; rm -rf /: $(leak)',
  heater: { id: '0a1b2c3d', name: 'Cellar' },
}
const { signal } = new AbortController()
/** Runs a program of Node's with arguments. */
const run = (program: string, args: readonly string[] = [], until = signal) =>
  command({ type: 'command', run: [process.execPath, '-e', program, '--', ...args] }).send(message, until)

it('gives the alert as JSON and in variables, to a program without a shell', async () => {
  process.env.NAVILINK_PASSWORD = 'hidden'
  const file = join(folder, 'told.json')
  const program = `
    const fs = require('node:fs')
    const variables = Object.entries(process.env).filter(([name]) => name.startsWith('NAVILINK_'))
    fs.writeFileSync(process.argv[1], JSON.stringify({
      input: JSON.parse(fs.readFileSync(0, 'utf8')), variables: Object.fromEntries(variables), args: process.argv.slice(2)
    }))`
  await run(program, [file, '$HOME', '{title}'])
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    input: message,
    args: ['$HOME', '{title}'],
    variables: {
      NAVILINK_ALERT_KIND: 'test',
      NAVILINK_ALERT_SEVERITY: 'info',
      NAVILINK_ALERT_TITLE: 'Cellar; rm -rf /: $(leak)',
      NAVILINK_ALERT_TEXT: message.text,
      NAVILINK_ALERT_RULE: 'test',
      NAVILINK_ALERT_ID: '',
      NAVILINK_ALERT_HEATER: '0a1b2c3d',
      NAVILINK_ALERT_HEATER_NAME: 'Cellar',
    },
  })
})

it('finds its way, and no secret of others', async () => {
  process.env.SMTP_PASSWORD = 'hidden'
  const file = join(folder, 'environment.json')
  await run('fs.writeFileSync(process.argv[1], JSON.stringify(process.env))', [file])
  const found = JSON.parse(await readFile(file, 'utf8'))
  expect(found).toMatchObject({ PATH: process.env.PATH, HOME: process.env.HOME })
  expect(Object.values(found)).not.toContain('hidden')
})

it('need not read what it is told', () => expect(run('process.stdin.destroy()')).resolves.toBeUndefined())

it('says how it failed', async () => {
  await expect(run('console.error("first\\nno bell here"); process.exit(3)')).rejects.toThrow(
    'ended with 3: no bell here.',
  )
  await expect(command({ type: 'command', run: [join(folder, 'none')] }).send(message, signal)).rejects.toThrow(
    'could not be started: ENOENT.',
  )
})

it('is ended when its time is over, with what it started', async () => {
  const file = join(folder, 'pid')
  const program = `
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    require('node:fs').writeFileSync(process.argv[1] + '.part', String(child.pid))
    require('node:fs').renameSync(process.argv[1] + '.part', process.argv[1])
    setInterval(() => {}, 1000)`
  const stop = new AbortController()
  const running = run(program, [file], stop.signal)
  await expect.poll(() => existsSync(file), { timeout: 15_000 }).toBe(true)
  const grandchild = Number(await readFile(file, 'utf8'))
  stop.abort()
  await expect(running).rejects.toThrow('was ended by SIGKILL')
  const lives = () => {
    try {
      process.kill(grandchild, 0)
      // Nobody may be there to bury it.
      return !/^\S+ \(.*\) Z/.test(readFileSync(`/proc/${grandchild}/stat`, 'utf8'))
    } catch {
      return false
    }
  }
  await expect.poll(lives).toBe(false)
})

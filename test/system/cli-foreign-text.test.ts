/** Names and messages of others reach a terminal as text and nothing else, and data as they were. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Simulator, startSimulator } from '#simulator/index'
import { run } from '../../src/cli/program.ts'
import { baseStatus } from '../fixtures/frames.ts'
import { navilink, testTerminal } from './cli-terminal.ts'

let directory: string
let simulator: Simulator | undefined
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-foreign-'))
})
afterEach(() => simulator?.close())
afterAll(() => rmSync(directory, { recursive: true }))

const evil = '=1+1\x1b]0;owned\x07\x1b[2J\u009b31m\u202eevil\nline'
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const obeyed = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/

async function owner(
  args: readonly string[],
  options: Parameters<typeof startSimulator>[0] = { heaters: [{ name: evil }] },
) {
  simulator = await startSimulator(options)
  const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
  const ended = await navilink(args, { directory, env })
  await simulator.close()
  return ended
}

const offline = { heaters: [{ name: evil, connected: false }] }
const two = { heaters: [{ name: evil }, { name: 'Cellar' }] }

test.each<[string[], Parameters<typeof startSimulator>[0]?]>([
  [['devices']],
  [['devices', '--json']],
  [['status']],
  [['status', '--json']],
  [['info', '--json']],
  [['status'], offline],
  [['status', '--json'], offline],
  [['status', '--csv'], offline],
  [['record', 'x.jsonl'], offline],
  [['status'], two],
  [['status', '--device', evil], two],
])('in case %# nothing is obeyed', async (args, options) => {
  const { out, err } = await owner(args, options)
  expect(out + err).toContain('evil')
  expect(out + err).not.toMatch(obeyed)
})

test('monitor names the heater safely', async () => {
  simulator = await startSimulator({ heaters: [{ name: evil }] })
  const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
  const terminal = testTerminal({ directory, env })
  const running = run(['monitor'], terminal)
  await terminal.seen('\n')
  terminal.stop()
  expect(await running).toBe(0)
  expect(terminal.err()).toMatch(/^Watching =1\+1�\]0;owned/)
  expect(terminal.both()).not.toMatch(obeyed)
})

test('data stays what it is: JSON parses to it, CSV quotes it, and no cell is a formula', async () => {
  const json = JSON.parse((await owner(['devices', '--json'])).out)
  expect(json[0].name).toBe(evil)
  const { out } = await owner(['devices', '--csv'])
  expect(out.slice(out.indexOf('\n') + 1)).toMatch(/^1,"'=1\+1/)
  expect(out).toContain('evil\nline",NWP500,')
})

test('decode shows unknown keys and odd values without obeying them', async () => {
  const strange = { ...baseStatus, [`new\x1b[2J${evil}`]: evil, dhwTemperature: evil }
  writeFileSync(path.join(directory, 'one.json'), JSON.stringify(strange))
  const name = 'two\x1b[2Jevil.json'
  writeFileSync(
    path.join(directory, name),
    `{"a":1}\n\n${JSON.stringify({ sessionID: evil, response: { status: strange } })}\n`,
  )
  for (const args of [['one.json'], ['one.json', '--json'], [name], [name, 'one.json'], ['one.json', '--csv']]) {
    const { out, err } = await navilink(['decode', ...args], { directory })
    expect(out).not.toBe('')
    expect(out + err, args.join(' ')).not.toMatch(obeyed)
  }
})

test('what the cloud says in an error is text too', async () => {
  simulator = await startSimulator()
  simulator.override('POST /device/list', () => Response.json({ code: 409, msg: `trouble ${evil}` }, { status: 409 }))
  const env = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough', NAVILINK_CLOUD: simulator.url }
  for (const flags of [[], ['--debug', '-vvv']]) {
    const { code, err } = await navilink(['devices', ...flags], { directory, env })
    expect(code).toBe(1)
    expect(err).toContain('evil')
    expect(err).not.toMatch(obeyed)
  }
})

/** `record`: what a recording keeps, what it hides, and what a second run adds to it. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SimulatorOptions, startSimulator } from '#simulator/index'
import { run } from '../../src/cli/program.ts'
import { navilink, testTerminal } from './cli-terminal.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-record-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const recording = () => path.join(directory, 'tank.jsonl')
const text = () => (existsSync(recording()) ? readFileSync(recording(), 'utf8') : '')
const account = { NAVILINK_EMAIL: 'owner@example.com', NAVILINK_PASSWORD: 'warm-enough' }

/** Records until an answer and its copy are in the file. */
async function recorded(options: SimulatorOptions = {}): Promise<string> {
  await using simulator = await startSimulator(options)
  const before = text()
  const terminal = testTerminal({ directory, env: { ...account, NAVILINK_CLOUD: simulator.url } })
  const running = run(['record', 'tank.jsonl'], terminal)
  while (!text().slice(before.length).includes('"command":0,')) await turn()
  terminal.stop()
  expect(await running).toBe(0)
  return text().slice(before.length)
}

test('a second run on the same file gives nothing the stand-in of something else', async () => {
  const first = await recorded({ heaters: [{ macAddress: '04786332fca0' }] })
  const second = await recorded({ heaters: [{ macAddress: '04786332fcb1' }] })
  expect(first).toContain('"macAddress":"020000000001"')
  expect(second).not.toContain('020000000001')
  expect(second).toContain('"macAddress":"020000000002"')
  const numbers = (run: string, form: RegExp) => new Set([...run.matchAll(form)].map(match => match[0]))
  for (const form of [/device-\d+/g, /serial-\d+/g, /cmd\/52\/\d+\/\d+(?=\/)/g]) {
    const [before, after] = [numbers(first, form), numbers(second, form)]
    expect(before.size, String(form)).toBeGreaterThan(0)
    expect(after.size, String(form)).toBe(before.size)
    expect([...after].filter(found => before.has(found))).toEqual([])
  }
  expect(text()).not.toMatch(/04786332fc|owner@example\.com/i)
  expect((await navilink(['decode', 'tank.jsonl', '--json'], { directory })).code).toBe(0)
})

test('a line that a crash cut off is ended before the next', async () => {
  writeFileSync(recording(), '{"at":"2026-01-0')
  await recorded()
  expect(text()).toMatch(/^\{"at":"2026-01-0\n\{"at":"20/)
})

test('of an offline heater it says so beside the data, ends with 4, and leaves no file behind', async () => {
  await using simulator = await startSimulator({ heaters: [{ name: 'Cellar', connected: false }] })
  const env = { ...account, NAVILINK_CLOUD: simulator.url }
  const offline = () => navilink(['record', 'tank.jsonl'], { directory, env })
  const { code, out, err } = await offline()
  expect({ code, out }).toEqual({ code: 4, out: '' })
  expect(err).toMatch(/^Cellar is offline: the cloud can't reach it\..*\nThe cloud knows of no error\.\n$/)
  expect(existsSync(recording())).toBe(false)
  writeFileSync(recording(), '')
  await offline()
  expect(existsSync(recording())).toBe(true)
})

test('the help says how far equal stand-ins mean equal things', async () => {
  const { out } = await navilink(['record', '--help'])
  expect(out).toContain('equal ones by equal ones within a run')
})

test('a file that breaks ends it in words, with its name', async () => {
  await using simulator = await startSimulator()
  const env = { ...account, NAVILINK_CLOUD: simulator.url }
  const { code, err } = await navilink(['record', '/dev/full'], { directory, env })
  expect(code).toBe(1)
  expect(err).toMatch(/\nnavilink: \/dev\/full: the disk is full\.\n$/)
})

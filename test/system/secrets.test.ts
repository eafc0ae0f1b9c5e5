/** A whole run at the most talkative level, and not one secret or identity in what was logged, thrown or drawn. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { NaviLinkClient } from '#heater/client'
import { startSimulator } from '#simulator/index'
import { seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import { run } from '../../src/cli/program.ts'
import { type TestTerminal, testTerminal } from './cli-terminal.ts'

const email = 'pat.example@example.org'
const password = 'a-Very_warm+password1'
const macAddress = '04786332fca0'
const place = /Exampleville|1 Example Street/

/** Every text in what the cloud answered that nobody else should read. */
function secretsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'string' && /token|secret|accesskey|serial/i.test(key)) found.add(item)
    else secretsIn(item, found)
  }
  return found
}

it('in the library', async () => {
  await using cloud = await startSimulator({ account: { email, password }, heaters: [{ macAddress }], speed: 600 })
  const secrets = new Set([email, password, macAddress, encodeURIComponent(email)])
  const lines: string[] = []
  const line = (level: string) => (details: object, message: string) =>
    void lines.push(`${level} ${JSON.stringify(details)} ${message}`)
  const logger: Logger = {
    trace: line('trace'),
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  }
  const errors: unknown[] = []
  const listened: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    secretsIn(
      await response
        .clone()
        .json()
        .catch(() => undefined),
      secrets,
    )
    return response
  }
  await using client = new NaviLinkClient({
    email,
    password,
    cloud: cloud.url,
    logger,
    fetch: listened,
    random: () => 0,
    timeout: seconds(2),
  })
  const [heater] = await client.devices()
  if (!heater) throw new Error('The account is empty.')
  heater.on('status', () => {
    throw new Error(`a listener of ${macAddress} with ${email}`)
  })
  await heater.connectivity()
  secretsIn(await heater.info(), secrets)
  await heater.status()
  await heater.tou.plan()
  await heater.firmware()
  cloud.expireAwsCredentials()
  cloud.dropConnections()
  await heater.status().catch(error => errors.push(error))
  await heater.status()
  cloud.revokeTokens('all')
  await heater.connectivity()
  cloud.override('*', () => new Response(`<html>${email} ${macAddress} ${password}</html>`, { status: 502 }))
  await heater.connectivity().catch(error => errors.push(error))

  expect(lines.length).toBeGreaterThan(40)
  expect(errors).toHaveLength(2)
  expect(secrets.size).toBeGreaterThan(10)
  const told = [...lines, ...errors.map(error => `${(error as Error).stack} ${JSON.stringify(error)}`)].join('\n')
  for (const secret of secrets) expect(told).not.toContain(secret)
  expect(told).not.toMatch(place)
  // The redactor leaves what a person needs to find a fault.
  expect(told).toContain('POST /user/sign-in')
  expect(told).toContain('"tankUpperTemperature')
})

it('on the command line', async () => {
  await using cloud = await startSimulator({ account: { email, password }, heaters: [{ macAddress }], speed: 600 })
  const folder = await mkdtemp(join(tmpdir(), 'navilink-secrets-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const env = {
    NAVILINK_EMAIL: email,
    NAVILINK_PASSWORD: password,
    NAVILINK_CLOUD: cloud.url,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
  }
  const log = join(folder, 'navilink.log')
  const spoken: string[] = []
  for (const args of [
    ['login'],
    ['devices'],
    ['info'],
    ['status'],
    ['status', '--device', '5'],
    ['status', '--timeout', '1ms'],
    ['monitor', '--csv', 'tank.csv'],
    ['record', 'messages.jsonl'],
    ['logout'],
  ]) {
    const terminal = testTerminal({ env, directory: folder })
    // These two go on until they are told to stop: here when there is something in their file.
    const file = { monitor: 'tank.csv', record: 'messages.jsonl' }[args[0] ?? '']
    const watched = file === undefined ? undefined : stopWhenWritten(join(folder, file), terminal)
    await run(['-vvv', '--debug', '--log-file', log, ...args], terminal)
    await watched
    spoken.push(terminal.err())
  }
  const recorded = await readFile(join(folder, 'messages.jsonl'), 'utf8')
  expect(recorded).toContain('"tankUpperTemperature"')
  spoken.push(recorded)
  const written = await readFile(log, 'utf8')
  expect(written.split('\n').length).toBeGreaterThan(30)
  for (const told of [written, ...spoken])
    for (const secret of [email, password, macAddress]) expect(told).not.toContain(secret)
})

async function stopWhenWritten(file: string, terminal: TestTerminal): Promise<void> {
  // A header is one line.
  for (;;) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.split('\n').length > 2) return terminal.stop()
    await turn()
  }
}

/** `navilink config`: what is wrong in a config, and what it comes to with flags and environment. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { configJsonSchema } from '#station/config/config-schema'
import { navilink } from './cli-terminal.ts'

function folderWith(files: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-config-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(directory, name)), { recursive: true })
    writeFileSync(path.join(directory, name), text)
  }
  const env = { HOME: directory, TZ: 'UTC' }
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    navilink(['config', ...args], { directory, env: { ...env, ...more } })
  return { directory, run }
}

const two = `
accounts:
  - name: home
    email: pat@example.com
    password: hunter2
  - name: cabin
    email: kim@example.com
    password: { env: CABIN }
    cloud: https://cabin.example.net
interval: 2m
api: { listen: 127.0.0.1:9000 }
log: { file: navilink.log }
`

test('check tells every mistake with its line, and has 2 for it', async () => {
  const { run } = folderWith({ 'navilink.yaml': 'interval: 5\napi: { listn: 80 }\n' })
  expect(await run(['check'])).toEqual({
    code: 2,
    out: '',
    err: [
      'navilink.yaml, line 1: interval is 5; it must be from ten seconds to one hour with the unit, such as 30s, 1m or 5m',
      'navilink.yaml, line 2: api.listn is nothing that can be said there; there are listen, tls, allowedHosts',
      '',
    ].join('\n'),
  })
  const { code, out } = await run(['check', '--json'])
  expect(code).toBe(2)
  expect(JSON.parse(out)).toMatchObject([
    { line: 1, field: 'interval' },
    { line: 2, field: 'api.listn' },
  ])
})

test('check looks at what can be told only with the rest of the world', async () => {
  const { run } = folderWith({ 'navilink.yaml': two })
  expect(await run(['check'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('navilink: navilink.yaml, line 8: The environment variable CABIN is not set'),
  })
  expect(await run(['check'], { CABIN: 'x' })).toEqual({ code: 0, out: '', err: 'navilink.yaml is sound.\n' })
})

test('without a config there is nothing to check', async () => {
  const { run } = folderWith({})
  expect(await run(['check'])).toMatchObject({ code: 2, err: expect.stringContaining('There is no navilink.yaml') })
  expect(await run(['check', '--config', 'mine.yaml'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('On the command line, --config is "mine.yaml": there is no such file or folder.'),
  })
})

test('print says what holds and who said it, and no secret', async () => {
  const { directory, run } = folderWith({ 'navilink.yaml': two, '.env': 'CABIN=sesame\nNAVILINK_STORE=tank.db\n' })
  const { code, out, err } = await run(['print', '--interval', '30s'], { NAVILINK_MQTT_PROTOCOL: '5' })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).not.toMatch(/hunter2|sesame/)
  expect(out).toContain('    password: ‹secret› # navilink.yaml, line 5\n')
  expect(out).toContain('interval: 30s # --interval\n')
  expect(out).toContain(`  file: ${directory}/tank.db # In ${directory}/.env, NAVILINK_STORE\n`)
  expect(out).toContain('    mqttProtocol: "5" # In the environment, NAVILINK_MQTT_PROTOCOL\n')
  expect(parse(out)).toMatchObject({
    accounts: [{ name: 'home' }, { name: 'cabin', cloud: 'https://cabin.example.net', timeZone: 'UTC' }],
    store: { rawDays: 90 },
    api: { listen: '127.0.0.1:9000', allowedHosts: [] },
    log: { level: 'info', file: `${directory}/navilink.log` },
    readOnly: false,
  })
  const { from } = JSON.parse((await run(['print', '--json', '--no-api'])).out)
  expect(from).toMatchObject({
    'accounts.1.cloud': 'navilink.yaml, line 9',
    'api.listen': '--no-api',
    readOnly: 'by default',
  })
})

test('print shows every rule as it is in force', async () => {
  const rules = 'alerts:\n  rules:\n    hot-water-low: { threshold: 25, heaters: { Garage: { hold: 5m } } }\n'
  const { directory, run } = folderWith({ 'navilink.yaml': `${two}${rules}` })
  const { out } = await run(['print'], { CABIN: 'x' })
  expect(out).toMatch(/^ {4}hot-water-low: \{ .* \} # navilink.yaml, line 15$/m)
  expect(out).toMatch(/^ {4}leak: \{ severity: alarm, .* \} # by default$/m)
  expect(out).toMatch(/^ {4}not-hot-by: .* # by default; it is off$/m)
  expect(parse(out).alerts.rules['hot-water-low']).toMatchObject({
    threshold: 25,
    hold: expect.any(String),
    heaters: { Garage: { hold: '5m' } },
  })
  writeFileSync(path.join(directory, 'again.yaml'), out)
  expect(await run(['check', '--config', 'again.yaml'])).toMatchObject({ code: 0 })
})

test('what is printed is a config again, but for its secrets', async () => {
  const { directory, run } = folderWith({ 'navilink.yaml': two })
  const { out } = await run(['print'], { CABIN: 'x' })
  writeFileSync(path.join(directory, 'again.yaml'), out)
  expect(await run(['check', '--config', 'again.yaml'])).toMatchObject({ code: 0 })
})

test('one account needs no config: it is that of the environment', async () => {
  const { directory, run } = folderWith({})
  const env = {
    NAVILINK_EMAIL: 'pat@example.com',
    NAVILINK_PASSWORD: 'hunter2',
    NAVILINK_LISTEN: 'off',
    NAVILINK_POLLING_INTERVAL: '300',
  }
  const { out } = await run(['print'], env)
  expect(out).not.toContain('hunter2')
  expect(parse(out)).toMatchObject({
    accounts: [{ name: 'home', email: 'pat@example.com', password: '‹secret›' }],
    interval: '5m',
    store: { file: `${directory}/.local/state/navilink/history.db` },
    api: { listen: 'off' },
  })
  expect(await run(['print'])).toMatchObject({ code: 2, err: expect.stringContaining('Which account?') })
  expect(await run(['print'], { ...env, NAVILINK_POLLING_INTERVAL: '2h' })).toMatchObject({
    code: 2,
    err: expect.stringContaining('In the environment, NAVILINK_POLLING_INTERVAL is 2 h; a station takes 1 h at most.'),
  })
})

test('it is found in the config folder too, and files in it are named from there', async () => {
  const { directory, run } = folderWith({
    '.config/navilink/navilink.yaml':
      'accounts: [{ email: a@b.c, password: { file: word } }]\nstore: { file: tank.db }',
    '.config/navilink/word': 'sesame\n',
  })
  expect(parse((await run(['print'])).out)).toMatchObject({
    accounts: [{ password: '‹secret›' }],
    store: { file: `${directory}/.config/navilink/tank.db` },
  })
})

test.each([
  [
    { 'navilink.yaml': two },
    ['--email', 'kim@example.com', 'config', 'print'],
    '--email means nothing beside the accounts of navilink.yaml',
  ],
  [{}, ['config', 'print', '--listen', 'nowhere'], '--listen is "nowhere"; it takes an address and a port'],
  [{}, ['config', 'print', '--tls-cert', 'a.pem'], '--tls-cert and --tls-key belong together'],
  [
    { 'navilink.yaml': 'accounts: [{ email: a@b.c, name: a }, { email: A@B.c, name: b }]' },
    ['config', 'print'],
    'navilink.yaml: b is the same account as a',
  ],
  [
    { 'navilink.yaml': 'accounts: [{ email: a@b.c, cloud: "http://example.com" }]' },
    ['config', 'print'],
    'navilink.yaml, line 1: Plain http:// is taken for this machine only',
  ],
])('%j with %j is refused in a sentence', async (files, args, sentence) => {
  const { directory } = folderWith(files)
  const env = { HOME: directory, NAVILINK_EMAIL: 'pat@example.com', NAVILINK_PASSWORD: 'x', CABIN: 'x' }
  expect(await navilink(args, { directory, env })).toMatchObject({ code: 2, err: expect.stringContaining(sentence) })
})

test('schema is that of the page for editors', async () => {
  const { out } = await navilink(['config', 'schema'])
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})

/** `navilink serve` as a process of its own: it keeps, answers, reloads, stops in time, and refuses in words. */
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import { get } from 'node:https'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type SimulatorOptions, startSimulator } from '#simulator/index'
import { openStore } from '#station/store/sqlite/open-store'
import { silentLogger } from '#wire/logger'
import { certificate, certificateKey } from '../fixtures/certificate.ts'
import { navilink } from './cli-terminal.ts'
import { stationFolder } from './served-station.ts'

// Each is a program of its own, which takes seconds to begin on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

async function cloud(options: SimulatorOptions = {}) {
  const simulator = await startSimulator(options)
  onTestFinished(() => simulator.close())
  const { email, password } = simulator.account
  return { simulator, env: { NAVILINK_CLOUD: simulator.url, NAVILINK_EMAIL: email, NAVILINK_PASSWORD: password } }
}

const inRecord = async <Found>(
  file: string,
  look: (store: Awaited<ReturnType<typeof openStore>>) => Promise<Found>,
) => {
  const store = await openStore(file, { readOnly: true, logger: silentLogger })
  try {
    return await look(store)
  } finally {
    await store.close()
  }
}

test('one account needs no config: samples are kept, the API answers, and SIGTERM ends it tidily', async () => {
  const mac = '0478630a0b0c'
  const { env } = await cloud({ heaters: [{ macAddress: mac, name: 'Cellar of Pat' }] })
  const { serve, store, directory } = stationFolder(env)
  const station = serve(['--listen', '0', '-vv'])
  await station.url
  expect(station.out()).toContain(`record    ${store}\n`)
  const heater = await station.sample()
  expect(await station.get('/readyz')).toEqual({ ok: true })
  expect(await station.get(`/api/v1/heaters`)).toMatchObject({ heaters: [{ id: heater }] })
  const { err } = await navilink(['token', 'list'], { directory, env: { HOME: directory } })
  expect(err).toBe(`There is no token in ${store}.\n`)
  station.child.kill('SIGTERM')
  expect(await station.ended).toBe(0)
  expect(station.log().map(({ msg }) => msg)).toContain('The station stopped')
  expect(existsSync(`${store}.station.json`)).toBe(false)
  const { samples, runs } = await inRecord(store, async kept => ({
    samples: await kept.samples({ heater: heater }),
    runs: await kept.runs(1),
  }))
  expect(samples.length).toBeGreaterThan(0)
  expect(runs).toMatchObject([{ ended: expect.any(Number) }])
  expect(station.err()).not.toMatch(new RegExp(`${mac}|Cellar|${env.NAVILINK_EMAIL}|${env.NAVILINK_PASSWORD}`, 'i'))
})

test('where its word for commands finds no place, a full disk say, it runs nevertheless', async () => {
  const { env } = await cloud()
  const { serve, store } = stationFolder(env)
  mkdirSync(path.join(`${store}.station.json`, 'in the way'), { recursive: true })
  const station = serve()
  await station.sample()
  await station.says('Commands of this machine will not find this station by themselves')
  station.child.kill('SIGTERM')
  expect(await station.ended).toBe(0)
})

test('what went wrong is one line of the log without a stack, and what is watched is told by ids', async () => {
  const { env } = await cloud({ heaters: [{ name: 'Cellar of Pat' }] })
  const { serve } = stationFolder({ ...env, NAVILINK_PASSWORD: 'not-warm' })
  const station = serve()
  await station.says('in the environment, NAVILINK_PASSWORD) and start navilink serve anew')
  await station.says('Until then nothing is recorded.')
  expect(station.err()).not.toContain('"stack"')
  station.child.kill('SIGTERM')
  expect(await station.ended).toBe(0)
  const other = serve(undefined, { NAVILINK_PASSWORD: env.NAVILINK_PASSWORD })
  const heater = await other.sample()
  await other.says(`watching  ${heater}, of account home\n`)
  expect(other.out()).not.toContain('Cellar')
})

test('a second station on the same record is refused in a sentence, and the first goes on', async () => {
  const { env } = await cloud()
  const { serve } = stationFolder(env)
  const first = serve()
  await first.url
  const second = serve()
  expect(await second.ended).toBe(1)
  expect(second.err()).toContain('navilink: Another station is writing to ')
  await first.sample()
})

test('SIGHUP takes over a changed config and leaves links alone; a wrong one changes nothing', async () => {
  const { env, simulator } = await cloud({ accounts: [{ heaters: [{}] }, { email: 'two@example.com', heaters: [{}] }] })
  const [one, two] = simulator.accounts
  const { serve, write } = stationFolder({
    NAVILINK_CLOUD: simulator.url,
    ONE: one?.password ?? '',
    TWO: two?.password ?? '',
  })
  expect(env.NAVILINK_EMAIL).toBe(one?.email)
  const first = `accounts:\n  - { name: home, email: ${one?.email}, password: { env: ONE } }\n`
  const second = `  - { name: cabin, email: ${two?.email}, password: { env: TWO } }\n`
  write('navilink.yaml', first)
  const station = serve()
  await station.sample()
  const linksOf = async () => (await station.get('/api/v1/station')).accounts as { name: string; link: object }[]
  expect(await linksOf()).toMatchObject([{ name: 'home', link: { state: 'online', connections: 1 } }])

  write('navilink.yaml', `${first}${second}log: { level: debug }\nstore: { rawDays: 30 }\n`)
  station.child.kill('SIGHUP')
  await station.says('The config was read anew; taken over: account cabin is new, log')
  await station.says('What the config says of store is another, and holds from the next start')

  write('navilink.yaml', `${first}${second}log: { level: loud }\n`)
  station.child.kill('SIGHUP')
  await station.says('is refused; everything stays as it was')
  await station.says('navilink.yaml, line 4: log.level is loud')
  expect(await linksOf()).toMatchObject([{ name: 'home' }, { name: 'cabin' }])

  write('navilink.yaml', `${first}${second}log: { level: debug }\nstore: { rawDays: 30 }\ninterval: 30s\n`)
  station.child.kill('SIGHUP')
  await station.says('taken over: interval')
  expect((await linksOf())[0]).toMatchObject({ name: 'home', link: { connections: 1, drops: 0 } })
  station.child.kill('SIGTERM')
  expect(await station.ended).toBe(0)
})

test('a wrong password of one account ends no other, and is mended by a reload', async () => {
  const { simulator } = await cloud({ accounts: [{ heaters: [{}] }, { email: 'two@example.com', heaters: [{}] }] })
  const [one, two] = simulator.accounts
  const { serve, write } = stationFolder({ NAVILINK_CLOUD: simulator.url })
  const config = `accounts:\n  - { name: home, email: ${one?.email}, password: ${one?.password} }\n  - { name: cabin, email: ${two?.email}, password: { file: word } }\n`
  write('navilink.yaml', config)
  write('word', 'not-warm\n')
  const station = serve()
  await station.sample()
  await station.says(
    'Account cabin was refused and is not tried again: correct its password (navilink.yaml, line 3), then',
  )
  await station.says('watching  ')
  const { accounts } = await station.get('/api/v1/station')
  expect(accounts).toMatchObject([
    { name: 'home', state: 'ready' },
    { name: 'cabin', state: 'refused' },
  ])
  write('word', `${two?.password}\n`)
  station.child.kill('SIGHUP')
  await station.says('taken over: account cabin')
  await station.says('Connected to the gateway', 2)
  expect(await station.get('/api/v1/station')).toMatchObject({ accounts: [{ state: 'ready' }, { state: 'ready' }] })
})

test('tokens are made through the station that runs, and in the record when none does', async () => {
  const { env } = await cloud()
  const { serve, directory, store } = stationFolder(env)
  const token = (...args: readonly string[]) => navilink(['token', ...args], { directory, env: { HOME: directory } })
  const none = { code: 2, err: expect.stringContaining(`There is no record at ${store}, and so no token`) }
  expect([await token('list'), await token('remove', 'kitchen')]).toMatchObject([none, none])
  expect(existsSync(store)).toBe(false)
  const first = await token('add', 'kitchen')
  expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^nvl_\S{43}\n$/) })
  expect(first.err).toContain(`A new record is begun at ${store}; `)
  expect(first.err).toContain(`It is kept in ${store}.`)
  const station = serve()
  const url = await station.url
  const answers = async (secret: string) =>
    (await fetch(new URL('/api/v1/heaters', url), { headers: { authorization: `Bearer ${secret.trim()}` } })).status
  expect(await answers(first.out)).toBe(200)
  expect(await answers('nvl_wrong')).toBe(401)
  const second = await token('add', 'automation', '--write')
  expect(await answers(second.out)).toBe(200)
  expect(JSON.parse((await token('list', '--json')).out)).toMatchObject([
    { name: 'kitchen', scope: 'read' },
    { name: 'automation', scope: 'write' },
  ])
  expect(await token('add', 'kitchen')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is a token "kitchen" already.'),
  })
  expect(await token('remove', 'automation')).toMatchObject({ code: 0 })
  expect(await answers(second.out)).toBe(401)
  // A crash leaves the word behind by which commands found it.
  station.child.kill('SIGKILL')
  await station.ended
  expect(await token('add', 'kitchen')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is a token "kitchen" already.'),
  })
  expect(await token('remove', 'kitchen')).toMatchObject({ code: 0 })
  expect(await token('remove', 'kitchen')).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is none at all'),
  })
})

test('systemd hears that it is ready, that it lives, and that it stops', async () => {
  const { env } = await cloud()
  const { serve, write, directory } = stationFolder(env)
  const told = path.join(directory, 'told')
  chmodSync(write('systemd-notify', `#!/bin/sh\nprintf '%s\\n' "$*" >> "${told}"\n`), 0o755)
  const station = serve(undefined, {
    PATH: `${directory}:${process.env.PATH}`,
    NOTIFY_SOCKET: '/run/none',
    WATCHDOG_USEC: '600000',
  })
  await station.sample()
  const lines = () => (existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : [])
  for await (const _ of watch(directory)) if (lines().filter(line => line === 'WATCHDOG=1').length > 1) break
  station.child.kill('SIGTERM')
  expect(await station.ended).toBe(0)
  expect(lines()[0]).toBe('--ready --status=One account')
  expect(lines().at(-1)).toBe('STOPPING=1')
})

test('with a certificate it speaks HTTPS, and commands find it there', async () => {
  const { env } = await cloud()
  const { serve, write, directory, store } = stationFolder(env)
  write('cert.pem', certificate)
  write('key.pem', certificateKey)
  const station = serve(['--listen', '127.0.0.1:0', '--tls-cert', 'cert.pem', '--tls-key', 'key.pem'])
  const url = await station.url
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const status = await new Promise((resolve, reject) =>
    get(`${url}/healthz`, { ca: certificate }, answer => resolve(answer.resume().statusCode)).on('error', reject),
  )
  expect(status).toBe(200)
  expect(JSON.parse(readFileSync(`${store}.station.json`, 'utf8'))).toMatchObject({ certificate })
  const added = await navilink(['token', 'add', 'kitchen'], { directory, env: { HOME: directory } })
  expect(added).toMatchObject({ code: 0 })
})

test('a port that is taken is told with how another is chosen, nobody signs in for nothing, and systemd may try again', async () => {
  const { env, simulator } = await cloud()
  const { directory, store } = stationFolder()
  const listen = `127.0.0.1:${new URL(simulator.url).port}`
  const ended = await navilink(['serve', '--listen', listen], { directory, env: { HOME: directory, ...env } })
  expect(ended).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('is taken by another program; --listen'),
  })
  expect(await inRecord(store, kept => kept.journal({}))).toEqual([])
})

test.each([
  [{}, [], 2, 'Which account? Run navilink login'],
  [{ NAVILINK_EMAIL: 'pat@example.com' }, [], 3, 'There is neither a saved session nor a password for this account'],
  [
    { NAVILINK_EMAIL: 'pat@example.com', NAVILINK_PASSWORD: 'x' },
    ['--listen', '0.0.0.0:0'],
    2,
    'make a token with navilink token add',
  ],
  [{}, ['--device', 'Garage'], 2, 'so --device means nothing to it'],
  [{ NAVILINK_EMAIL: 'pat@example.com' }, ['--interval', '5'], 2, '--interval 5 has no unit'],
] as const)('with %j and %j it is refused with %i', async (env, args, code, sentence) => {
  const { directory } = stationFolder()
  const ended = await navilink(['serve', ...args], { directory, env: { HOME: directory, ...env } })
  expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(sentence) })
})

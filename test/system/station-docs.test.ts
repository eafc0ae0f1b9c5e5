/** What docs/station.md and docs/alerts.md tell people to type, to write into a config and to build upon, tried on a demo. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { alertsConfig } from '#station/alerts/alerts-config'
import { webhook } from '#station/alerts/channels/webhook'
import { gapAnswer } from '#station/api/answers/journal-answer'
import { readConfig } from '#station/config/config-document'
import { days } from '#time/duration'
import { run } from '../../src/cli/program.ts'
import { oldRecord } from '../fixtures/old-record.ts'
import { heardSample } from '../fixtures/station-stream.ts'
import { testTerminal } from './cli-terminal.ts'

const root = path.join(import.meta.dirname, '../..')
const read = (name: string) => readFile(path.join(root, name), 'utf8')
const pages = { 'docs/station.md': await read('docs/station.md'), 'docs/alerts.md': await read('docs/alerts.md') }
const blocks = (page: string, language: string) =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, its]) => its === language).map(([, , text = '']) => text)

describe('a config', () => {
  const shown = Object.entries(pages).flatMap(([name, page]) =>
    blocks(page, 'yaml').map((text, i) => [`${name} ${i + 1}`, text] as const),
  )
  const ours = shown.filter(([, text]) => !text.startsWith('scrape_configs'))

  it('is there', () => expect(ours.length).toBeGreaterThan(6))

  it.each(ours)('of %s is sound', async (_, text) => {
    expect((await readConfig(text)).problems).toEqual([])
  })
})

/** What a shell makes of a line: words, with quotes taken off. */
const words = (line: string) =>
  [...line.matchAll(/(?:'([^']*)'|"([^"]*)"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'),
  )

interface Asked {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** A line of curl, as far as the pages use it. */
function asked(line: string): Asked {
  const [, ...args] = words(line)
  let [url, method, body] = ['', 'GET', undefined as string | undefined]
  const headers: Record<string, string> = {}
  for (let word = args.shift(); word !== undefined; word = args.shift()) {
    if (word === '-X') method = args.shift() ?? ''
    else if (word === '-d') body = args.shift()
    else if (word === '-H') {
      const [name = '', value = ''] = (args.shift() ?? '').split(/: /)
      headers[name] = value
    } else if (word !== '-N') url = word
  }
  return { url, method, headers, body }
}

/** A demo that lived through some days, and its address. */
async function demo(...flags: readonly string[]) {
  const directory = await mkdtemp(path.join(tmpdir(), 'navilink-docs-'))
  const store = path.join(directory, 'history.db')
  const terminal = testTerminal({ env: {}, directory })
  const running = run(['demo', '--port', '0', '--speed', '60', '--store', store, ...flags], terminal)
  onTestFinished(async () => {
    terminal.stop()
    await running
    await rm(directory, { recursive: true })
  })
  await terminal.told('record')
  const url = /^ {2}page +(\S+)\/$/m.exec(terminal.err())?.[1] ?? ''
  await heardSample(url)
  return { directory, store, url }
}

it('every cause of a gap is explained', () => {
  const causes: readonly string[] = gapAnswer.shape.cause.options
  expect(causes.length).toBeGreaterThan(5)
  expect(causes.filter(cause => !pages['docs/station.md'].includes(`\`${cause}\``))).toEqual([])
})

it('commands and questions work, each as it stands', { timeout: 60_000 }, async () => {
  const { directory, store, url } = await demo('--days', '2')
  const answer = await fetch(`${url}/api/v1/heaters`)
  const { now } = (await answer.json()) as { now: string }
  const yesterday = new Date(Date.parse(now) - days(1)).toISOString().slice(0, 10)
  const lines = blocks(pages['docs/station.md'], 'sh').flatMap(block => block.trim().split('\n'))
  const tried: string[] = []
  const failed: string[] = []
  let token = ''
  for (const line of lines) {
    const [, inside] = /^TOKEN=\$\((.*)\)$/.exec(line) ?? []
    const command = inside ?? line
    // The account is for a real cloud, and the README's test goes that way.
    if (/^navilink (login|serve)/.test(command)) continue
    if (command.startsWith('navilink ')) {
      const terminal = testTerminal({ env: { NAVILINK_STORE: store }, directory })
      const [, ...args] = words(command)
      const code = await run(args, terminal)
      if (inside) token = terminal.out().trim()
      tried.push(line)
      if (code !== 0) failed.push(`${line}: ${terminal.err()}`)
      continue
    }
    const { url: address, body, ...how } = asked(line.replaceAll('$TOKEN', token))
    const there = address.replace('http://127.0.0.1:8480', url).replaceAll('2026-11-20', yesterday)
    const stop = new AbortController()
    const response = await fetch(there, { ...how, signal: stop.signal, ...(body !== undefined && { body }) })
    tried.push(line)
    if (!response.ok) failed.push(`${line}: ${await response.text()}`)
    stop.abort()
  }
  expect(tried.length).toBeGreaterThan(20)
  expect(failed).toEqual([])
})

it('an old record is read as the page shows it', async () => {
  const { directory, store } = await demo('--days', '1')
  await writeFile(path.join(directory, 'old.csv'), oldRecord)
  const [, command = '', output = ''] = /^\$ navilink (history import .*)\n([\s\S]*)$/m.exec(
    blocks(pages['docs/station.md'], 'console').find(block => block.includes('history import')) ?? '',
  ) as RegExpExecArray
  const terminal = testTerminal({ env: { NAVILINK_STORE: store }, directory })
  expect(await run(words(command), terminal)).toBe(0)
  const trimmed = (text: string) => text.split('\n').map(line => line.trimEnd())
  expect(trimmed(terminal.out())).toEqual(trimmed(output))
})

it('the check of a webhook takes what a station signed, and nothing else', async () => {
  const [program = ''] = blocks(pages['docs/alerts.md'], 'js')
  const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(program)}`)) as {
    isGenuine(post: { headers: object; body: string; secret: string }): boolean
  }
  const secret = 'a long text that nobody guesses'
  const posts: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = []
  const server = createServer(async (request, response) => {
    posts.push({ headers: request.headers, body: Buffer.concat(await Array.fromAsync(request)).toString() })
    response.writeHead(204).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise(resolve => server.close(() => resolve())))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { channels } = alertsConfig.parse({ channels: { house: { type: 'webhook', url, secret } } })
  const config = channels?.house
  if (config?.type !== 'webhook') throw new Error('It is a webhook.')
  const message = JSON.parse(blocks(pages['docs/alerts.md'], 'json')[0] ?? '')
  await webhook(config, { fetch, clock: { now: () => Date.now() } }).send(message, new AbortController().signal)
  const [post] = posts
  if (!post) throw new Error('Nothing was posted.')
  expect(JSON.parse(post.body)).toEqual(message)
  expect(isGenuine({ ...post, secret })).toBe(true)
  expect(isGenuine({ ...post, secret: 'another' })).toBe(false)
  expect(isGenuine({ ...post, secret, body: post.body.replace('17', '71') })).toBe(false)
  expect(isGenuine({ ...post, secret, headers: { ...post.headers, 'webhook-timestamp': '1000000000' } })).toBe(false)
  expect(isGenuine({ ...post, secret, headers: {} })).toBe(false)
})

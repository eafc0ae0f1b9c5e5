import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { seconds } from '#time/duration'
import { certificate, certificateKey } from '../../../test/fixtures/certificate.ts'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { TestStation } from '../../../test/fixtures/test-station.ts'
import { type ApiOptions, startApi } from './api.ts'
import { isLoopback } from './origin.ts'

const controlToken = 'control'

async function started(options: Partial<ApiOptions> = {}) {
  const station = await TestStation.open()
  const api = await startApi(station, { listen: { host: '127.0.0.1', port: 0 }, controlToken, ...options })
  onTestFinished(async () => {
    const closing = api.close()
    await station.clock.advance(seconds(2))
    await closing
    await station.close()
  })
  return { station, api, port: Number(new URL(api.url).port) }
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer) text += chunk
  return text
}

/** @returns the answer as soon as its head is here. */
async function ask(port: number, options: RequestOptions, body?: string): Promise<IncomingMessage> {
  const request = httpRequest({ host: '127.0.0.1', port, ...options })
  request.on('error', () => {})
  const answer = once(request, 'response')
  request.end(body)
  return (await answer)[0]
}

/** What comes back for these bytes, until the other side hangs up. */
async function say(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8')
  socket.on('error', () => {})
  socket.write(text)
  let heard = ''
  socket.on('data', chunk => {
    heard += chunk
  })
  await once(socket, 'close')
  return heard
}

describe('the server', () => {
  it('answers over HTTP where it says', async () => {
    const { station, api } = await started()
    await station.hear()
    const answer = await fetch(`${api.url}/api/v1/heaters`)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ heaters: [{ latest: { status: { dhwChargePer: 92 } } }] })
    expect(await (await fetch(`${api.url}/healthz`, { method: 'HEAD' })).text()).toBe('')
  })

  it('takes a request without a body where all of it may be left out', async () => {
    const { api } = await started()
    const answer = await fetch(`${api.url}/api/v1/alerts/test`, { method: 'POST' })
    expect([answer.status, await answer.json()]).toEqual([200, { channels: [] }])
    const needed = await fetch(`${api.url}/api/v1/tokens`, { method: 'POST' })
    expect(needed.status).toBe(400)
  })

  it('answers over TLS with its certificate', async () => {
    const { api, port } = await started({ tls: { cert: certificate, key: certificateKey } })
    expect(api.url).toBe(`https://127.0.0.1:${port}`)
    const request = httpsRequest({ host: '127.0.0.1', port, path: '/healthz', ca: certificate })
    const answer = once(request, 'response')
    request.end()
    const [told] = (await answer) as [IncomingMessage]
    expect(told.statusCode).toBe(200)
    await bodyOf(told)
  })

  it('says what is wrong with a certificate, and with a port that is taken', async () => {
    const station = await TestStation.open()
    const { port } = await started()
    const listen = { host: '127.0.0.1', port }
    await expect(startApi(station, { listen, controlToken })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    const tls = { cert: 'no certificate', key: 'no key' }
    await expect(startApi(station, { listen, controlToken, tls })).rejects.toThrow()
    await station.close()
  })

  it('refuses a foreign name before it looks at anything else', async () => {
    const { port } = await started()
    const answer = await ask(port, { path: '/nowhere', headers: { host: 'evil.example' } })
    expect(answer.statusCode).toBe(421)
    expect(JSON.parse(await bodyOf(answer))).toMatchObject({ error: { code: 'wrong-host' } })
  })

  it.each([
    ['GET / HTTP/1.1\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['GET http://evil.example/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 200],
    ['NONSENSE\r\n\r\n', 400],
    ['GET /%ZZ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
    ['GET /api/v1/heaters/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ])('takes %j', async (text, status) => {
    const { port } = await started()
    const heard = await say(port, text)
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(heard).not.toMatch(/node_modules|\bat /)
  })

  it('reads no more of a body than it takes', async () => {
    const { port } = await started()
    const path = '/api/v1/tokens'
    const headers = { 'content-type': 'application/json' }
    const told = await ask(port, { method: 'POST', path, headers }, ' '.repeat(300_000))
    expect(told.statusCode).toBe(413)
    const chunked = await ask(
      port,
      { method: 'POST', path, headers: { ...headers, 'transfer-encoding': 'chunked' } },
      ' '.repeat(5_000_000),
    )
    expect(chunked.statusCode).toBe(413)
  })

  it('waits ten seconds for a body and no longer', async () => {
    const { station, port } = await started()
    const request = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/api/v1/tokens',
      headers: { 'content-type': 'application/json', 'content-length': '100' },
    })
    request.on('error', () => {})
    const answer = once(request, 'response')
    request.write('{"name":')
    // Of its timers one is the body's.
    while (station.clock.pending < 4) await station.clock.settle()
    await station.clock.advance(seconds(10))
    const [told] = (await answer) as [IncomingMessage]
    expect(told.statusCode).toBe(408)
    request.destroy()
  })

  it('ends its streams and cuts what hangs within two seconds, twice too', async () => {
    const { station, api, port } = await started()
    const stream = await ask(port, { path: '/api/v1/events' })
    const text = bodyOf(stream)
    // Asks, and never reads the answer to its end.
    const hanging = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/tokens' })
    hanging.on('error', () => {})
    hanging.setHeader('content-type', 'application/json')
    hanging.write('{')
    await once(hanging, 'socket')
    const closed = api.close()
    expect(await text).toContain(': the station stops')
    await station.clock.advance(seconds(2))
    await closed
    await api.close()
    await expect(fetch(`${api.url}/healthz`)).rejects.toThrow()
  })

  it('forgets a listener that is gone, and a look at the stream’s head', async () => {
    const { station, api, port } = await started()
    const stream = await ask(port, { path: '/api/v1/events' })
    const listeners = async () => (await (await fetch(`${api.url}/api/v1/station`)).json()) as { listeners: number }
    expect(await listeners()).toMatchObject({ listeners: 1 })
    stream.destroy()
    await ask(port, { path: '/api/v1/events', method: 'HEAD' })
    while ((await listeners()).listeners > 0) await station.clock.settle()
    expect(await listeners()).toMatchObject({ listeners: 0 })
  })

  it('keeps places free for others when one address opens no end of connections', async () => {
    const { port } = await started()
    const sockets = Array.from({ length: 260 }, () => connect(port, '127.0.0.1').on('error', () => {}))
    const closed = new Promise<void>(resolve => {
      let count = 0
      for (const socket of sockets) socket.once('close', () => ++count === 60 && resolve())
    })
    for (const socket of sockets) socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ')
    await closed
    const from = { localAddress: '127.0.0.2', agent: false }
    expect((await ask(port, { path: '/healthz', ...from })).statusCode).toBe(200)
    for (const socket of sockets) socket.destroy()
  })

  it('reads no more of the record than a slow reader takes', async () => {
    const { station, port } = await started()
    const at = station.clock.now()
    const raw = { ...baseStatus }
    const heater = station.heater.id
    const samples = Array.from({ length: 8000 }, (_, i) => ({
      heater,
      at: at + i,
      cause: 'answer' as const,
      connected: true,
      raw: { ...raw, unknown: 'x'.repeat(4000) },
    }))
    await station.store.write({ samples })
    let read = 0
    const reads = station.history.samples.bind(station.history)
    station.history.samples = async function* (query) {
      for await (const sample of reads(query)) {
        if (query.fields === undefined) read++
        yield sample
      }
    }
    const answer = await ask(port, { path: `/api/v1/heaters/${heater}/history/samples?limit=8000&raw=true` })
    answer.pause()
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
    const before = read
    answer.resume()
    const text = await bodyOf(answer)
    expect(JSON.parse(text)).toMatchObject({ samples: { length: 8000 }, next: null })
    expect(before).toBeLessThan(4000)
    expect(read).toBe(8000)
  })

  it('hangs up in the middle of a page that can’t be read to its end', async () => {
    const { station, port } = await started()
    const heater = station.heater.id
    const [at, raw] = [station.clock.now(), { ...baseStatus }]
    const one = { heater, cause: 'answer' as const, connected: true, raw }
    await station.store.write({ samples: Array.from({ length: 900 }, (_, i) => ({ ...one, at: at + i })) })
    const reads = station.history.samples.bind(station.history)
    station.history.samples = async function* (query) {
      for await (const sample of reads(query)) {
        if (sample.at === at + 500 && query.fields === undefined) throw new Error('The disk fails.')
        yield sample
      }
    }
    const answer = await ask(port, { path: `/api/v1/heaters/${heater}/history/samples?limit=900` })
    await expect(bodyOf(answer)).rejects.toThrow('aborted')
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)
  })

  it('does not hold others up for a listener that reads nothing', async () => {
    const { station, api, port } = await started()
    const slow = await ask(port, { path: '/api/v1/events' })
    slow.pause()
    const dropped = async () =>
      /navilink_stream_dropped_total (\d+)/.exec(await (await fetch(`${api.url}/metrics`)).text())?.[1]
    const at = station.clock.now()
    const sample = await station.hear()
    for (let n = 0; n < 4000; n++) station.news.tell({ kind: 'sample', sample: { ...sample, at: new Date(at + n) } })
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200)
    expect(await dropped()).toBe('1')
    slow.destroy()
  })
})

it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.4', false],
  ['127.0.0.1.evil.example', false],
])('%s is of this machine alone: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is)
})

import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { certificate, certificateKey } from '../../../../test/fixtures/certificate.ts'
import { manualClock } from '../../../../test/fixtures/manual-clock.ts'
import { type AlertMessage, testMessage } from '../alert-message.ts'
import type { ChannelConfig } from '../channel-config.ts'
import { openChannel } from './open-channel.ts'

interface Request {
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function server(answer: (response: http.ServerResponse) => void, secure = false) {
  const requests: Request[] = []
  const take = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const body = (await request.toArray()).join('')
    requests.push({ path: request.url ?? '', headers: request.headers, body })
    answer(response)
  }
  const made = secure ? https.createServer({ cert: certificate, key: certificateKey }, take) : http.createServer(take)
  made.listen(0, '127.0.0.1')
  await once(made, 'listening')
  closers.push(() => made.close().closeAllConnections())
  return { requests, url: `${secure ? 'https' : 'http'}://127.0.0.1:${(made.address() as AddressInfo).port}` }
}
const ok = (response: http.ServerResponse) => response.end('ok')
const status =
  (code: number, headers = {}) =>
  (response: http.ServerResponse) =>
    response.writeHead(code, headers).end()

const message: AlertMessage = {
  ...testMessage('m1.1', Date.UTC(2025, 8, 26)),
  kind: 'raised',
  severity: 'alarm',
  title: 'Kéller: water leak',
  heater: { id: '0a1b2c3d', name: 'Kéller' },
}
const clock = manualClock(1_758_916_800_500)
const { signal } = new AbortController()
const send = (config: ChannelConfig, given = message, until = signal) =>
  openChannel(config, { fetch, clock }).send(given, until)

it('posts the alert, signed so that Standard Webhooks can check it', async () => {
  const { requests, url } = await server(ok)
  const key = Buffer.from('a secret of 24 bytes, or')
  await send({
    type: 'webhook',
    url: `${url}/hook?a=b`,
    secret: `whsec_${key.toString('base64')}`,
    headers: { Authorization: 'Bearer mine' },
  })
  const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = requests
  expect(path).toBe('/hook?a=b')
  expect(JSON.parse(body)).toEqual(message)
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': 'm1.1',
    'webhook-timestamp': '1758916800',
    authorization: 'Bearer mine',
  })
  const signed = createHmac('sha256', key).update(`m1.1.1758916800.${body}`).digest('base64')
  expect(headers['webhook-signature']).toBe(`v1,${signed}`)
})

it('signs nothing without a secret, and takes a password out of the address', async () => {
  const { requests, url } = await server(ok)
  await send({ type: 'webhook', url: url.replace('//', '//me:p%40ss@') })
  expect(requests[0]?.headers['webhook-signature']).toBeUndefined()
  expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`)
})

it.each([
  [500, {}, 'ConnectionError', undefined],
  [302, { location: 'http://127.0.0.1:1/' }, 'ConnectionError', undefined],
  [429, { 'retry-after': '120' }, 'ThrottledError', 120_000],
  [503, {}, 'ThrottledError', undefined],
])('a webhook that answers with %i has not taken it', async (code, headers, name, retryAfter) => {
  const { url } = await server(status(code, headers))
  const error = await send({ type: 'webhook', url }).catch(error => error)
  expect(error).toMatchObject({ name, message: expect.stringMatching(`answered with ${code}\\.$`) })
  expect(error.retryAfter).toBe(retryAfter)
})

it('says that nobody is there, without what is secret in the address', async () => {
  const error = await send({ type: 'webhook', url: 'http://me:hidden@127.0.0.1:2/hooks/hidden' }).catch(error => error)
  expect(error.message).toBe('127.0.0.1:2 could not be reached: ECONNREFUSED.')
})

it('gives up on a server that says nothing as soon as it is told to', async () => {
  const { requests, url } = await server(() => {})
  const stop = new AbortController()
  const sending = send({ type: 'webhook', url }, message, stop.signal)
  await expect.poll(() => requests.length).toBe(1)
  stop.abort(new Error('enough'))
  await expect(sending).rejects.toThrow()
})

it('checks certificates', async () => {
  const { requests, url } = await server(ok, true)
  const before = tls.getCACertificates('default')
  await expect(send({ type: 'webhook', url })).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(requests).toEqual([])
  closers.push(() => tls.setDefaultCACertificates(before))
  tls.setDefaultCACertificates([...before, certificate])
  await send({ type: 'webhook', url })
  expect(requests).toHaveLength(1)
})

it('tells ntfy topic, title, priority and tags, with its token', async () => {
  const { requests, url } = await server(ok)
  const config: ChannelConfig = { type: 'ntfy', server: url, topic: 'cellar-x7', token: 'tk_1', tags: ['house'] }
  await send(config)
  await send(config, { ...message, kind: 'ended' })
  const bodies = requests.map(({ body }) => JSON.parse(body))
  expect(requests[0]).toMatchObject({ path: '/', headers: { authorization: 'Bearer tk_1' } })
  expect(bodies[0]).toEqual({
    topic: 'cellar-x7',
    title: 'Kéller: water leak',
    message: message.text,
    priority: 5,
    tags: ['rotating_light', 'house'],
  })
  expect(bodies[1]).toMatchObject({ priority: 2, tags: ['white_check_mark', 'house'] })
})

it('refuses an address from a variable that is none', async () => {
  process.env.NAVILINK_TEST_HOOK = 'file:///etc/passwd'
  closers.push(() => delete process.env.NAVILINK_TEST_HOOK)
  await expect(send({ type: 'webhook', url: { env: 'NAVILINK_TEST_HOOK' } })).rejects.toThrow(
    'must begin with https:// or http://',
  )
})

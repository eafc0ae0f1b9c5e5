import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { AuthenticationError, ConnectionError, ProtocolError, TimeoutError } from '#schema/errors'
import { minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { keptLog } from '../../test/fixtures/test-cloud.ts'
import { cloudAddress } from './address.ts'
import { type Call, type Fetch, Http } from './http.ts'

const ok = () => Response.json({ code: 200, msg: 'SUCCESS', data: 'fine' })
const list: Call = { method: 'POST', path: '/device/list', body: {}, repeatable: true }
const write: Call = { method: 'POST', path: '/auth/refresh', body: {} }

function overFetch(fetch: Fetch, random = 0.5) {
  const clock = manualClock()
  const log = keptLog()
  const address = cloudAddress('http://127.0.0.1:8484')
  return { clock, log, http: new Http({ address, fetch, clock, random: () => random, logger: log }) }
}

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function overSocket(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = cloudAddress(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const clock = manualClock()
  return { clock, server, http: new Http({ address, fetch, clock, random: () => 0, logger: keptLog() }) }
}

describe('a call', () => {
  it('goes out as the cloud wants it', async () => {
    const seen: unknown[] = []
    const { http } = await overSocket(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const { authorization, accept, cookie } = request.headers
      seen.push([request.method, request.url, { authorization, accept, cookie }, body])
      response.setHeader('set-cookie', 'JSESSIONID=1; Path=/')
      response.end('{"code":200,"msg":"SUCCESS","data":{"a":1}}')
    })
    const headers = { authorization: 'raw.token', accept: 'application/json', cookie: undefined }
    expect(await http.send({ ...list, body: { userId: 'a@b.c' }, token: 'raw.token' })).toEqual({ a: 1 })
    expect(
      await http.send({ method: 'GET', path: '/device/tou', query: { userId: 'a+b@c d' }, token: 'raw.token' }),
    ).toEqual({
      a: 1,
    })
    expect(seen).toEqual([
      ['POST', '/api/v2.1/device/list', headers, '{"userId":"a@b.c"}'],
      ['GET', '/api/v2.1/device/tou?userId=a%2Bb%40c+d', headers, ''],
    ])
  })

  it('follows no redirect, which would carry the password away', async () => {
    let asked = 0
    const { http } = await overSocket((_, response) => {
      asked++
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    await expect(http.send({ ...write, signsIn: true })).rejects.toThrow(ConnectionError)
    expect(asked).toBe(1)
  })

  it('leaves no timer behind', async () => {
    const { http, clock } = overFetch(async () => ok())
    await http.send(list)
    expect(clock.pending).toBe(0)
  })
})

describe('row 27: a call that hangs', () => {
  it.each([
    ['without an answer', () => {}],
    [
      'with half a body',
      (_: unknown, response: Parameters<RequestListener>[1]) =>
        void response.writeHead(200, { 'content-length': '500' }).write('{"code":200,'),
    ],
  ])('ends after 30 s %s', async (_, answer) => {
    let arrived = () => {}
    const arrival = new Promise<void>(resolve => {
      arrived = resolve
    })
    const { http, clock } = await overSocket((request, response) => {
      answer(request, response)
      arrived()
    })
    const end = vi.fn()
    const sent = http.send(write).catch(end)
    await arrival
    await clock.advance(seconds(29.9))
    expect(end).not.toHaveBeenCalled()
    await clock.advance(seconds(0.1))
    await sent
    expect(end).toHaveBeenCalledWith(expect.any(TimeoutError))
    expect(end.mock.calls[0]?.[0].message).toContain('POST /auth/refresh within 30 s')
    expect(clock.pending).toBe(0)
  })

  it('ends also where fetch takes no notice of its signal, after the time that was chosen', async () => {
    const clock = manualClock()
    const http = new Http({
      address: cloudAddress('http://127.0.0.1'),
      fetch: () => new Promise(() => {}),
      clock,
      random: () => 0,
      logger: keptLog(),
      timeout: seconds(5),
    })
    const sent = expect(http.send(write)).rejects.toThrow(/within 5 s/)
    await clock.advance(seconds(5))
    await sent
  })
})

describe('a broken connection', () => {
  it('in the middle of the body is a ConnectionError', async () => {
    const { http } = await overSocket((_, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"code":200,', () => response.destroy())
    })
    await expect(http.send(write)).rejects.toThrow(/broke the connection off \(/)
    await expect(http.send(write)).rejects.toThrow(ConnectionError)
  })

  it('that nobody takes is a ConnectionError, and no refused password', async () => {
    const { http, server } = await overSocket(() => {})
    await new Promise(resolve => server.close(resolve))
    const failure = await http.send({ ...write, signsIn: true }).catch((error: Error) => error)
    expect(failure).toBeInstanceOf(ConnectionError)
    expect(failure).not.toBeInstanceOf(AuthenticationError)
    expect(failure).toMatchObject({ message: expect.stringContaining('refuses the connection (ECONNREFUSED)') })
  })

  it('for a certificate is tried once, also where a read may be repeated', async () => {
    const cause = Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    const fetch = vi.fn<Fetch>(() => Promise.reject(new TypeError('fetch failed', { cause })))
    await expect(overFetch(fetch).http.send(list)).rejects.toThrow(/certificate/)
    expect(fetch).toHaveBeenCalledOnce()
  })
})

describe('a read', () => {
  const failures = {
    'a broken connection': () => Promise.reject(new TypeError('fetch failed')),
    'HTTP 503': async () => new Response('', { status: 503 }),
    'a maintenance page': async () => new Response('<html>'),
    'code 500': async () => Response.json({ code: 500, msg: 'INTERNAL_SERVER_ERROR' }),
  }

  it.each(Object.entries(failures))('is tried twice more after %s, with a jittered wait', async (_, fail) => {
    const fetch = vi.fn<Fetch>(fail)
    const { http, clock } = overFetch(fetch, 0.5)
    const sent = http.send(list)
    await clock.advance(499)
    expect(fetch).toHaveBeenCalledTimes(1)
    await clock.advance(1)
    expect(fetch).toHaveBeenCalledTimes(2)
    await clock.advance(999)
    expect(fetch).toHaveBeenCalledTimes(2)
    fetch.mockImplementation(async () => ok())
    await clock.advance(1)
    expect(await sent).toBe('fine')
    expect(fetch).toHaveBeenCalledTimes(3)
  })

  it('fails in the end with the last reason', async () => {
    const fetch = vi.fn<Fetch>(failures['HTTP 503'])
    const { http, clock } = overFetch(fetch)
    const sent = expect(http.send(list)).rejects.toThrow(/HTTP 503/)
    await clock.advance(minutes(5))
    await sent
    expect(fetch).toHaveBeenCalledTimes(3)
    expect(clock.pending).toBe(0)
  })

  it('is tried again after a time-out', async () => {
    const fetch = vi.fn<Fetch>(async () => ok()).mockImplementationOnce(() => new Promise(() => {}))
    const { http, clock } = overFetch(fetch)
    const sent = http.send(list)
    await clock.advance(minutes(1))
    expect(await sent).toBe('fine')
  })

  it.each([
    ['a refusal', async () => Response.json({ code: 400, msg: 'COMMON_BAD_REQUEST' })],
    ['a pause asked for', async () => new Response('', { status: 429 })],
    ['an unreadable reply', async () => new Response('{"co')],
    ['announced maintenance', async () => Response.json({ code: 403, data: { serverCheckText: 'Closed.' } })],
  ])('is not tried again after %s', async (_, answer) => {
    const fetch = vi.fn<Fetch>(answer)
    await expect(overFetch(fetch).http.send(list)).rejects.toThrow()
    expect(fetch).toHaveBeenCalledOnce()
  })
})

it.each(['fetch failed', 'HTTP 503', 'hang'])('nothing but a read is sent twice: %s', async kind => {
  const fetch = vi.fn<Fetch>(async () => {
    if (kind === 'hang') return new Promise<Response>(() => {})
    if (kind === 'HTTP 503') return new Response('', { status: 503 })
    throw new TypeError(kind)
  })
  const { http, clock } = overFetch(fetch)
  for (const call of [write, { ...write, path: '/user/sign-in', signsIn: true }]) {
    fetch.mockClear()
    const sent = expect(http.send(call)).rejects.toThrow()
    await clock.advance(minutes(10))
    await sent
    expect(fetch).toHaveBeenCalledOnce()
  }
})

describe('giving up', () => {
  const reason = new Error('enough')

  it('ends a call under way, with the reason', async () => {
    const stop = new AbortController()
    let passed: AbortSignal | null | undefined
    const { http, clock } = overFetch((_, init) => {
      passed = init?.signal
      return new Promise(() => {})
    })
    const sent = expect(http.send({ ...list, signal: stop.signal })).rejects.toBe(reason)
    stop.abort(reason)
    await sent
    expect(passed?.aborted).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it('ends the wait between two tries', async () => {
    const stop = new AbortController()
    const { http, clock } = overFetch(async () => new Response('', { status: 503 }))
    const sent = expect(http.send({ ...list, signal: stop.signal })).rejects.toBe(reason)
    await clock.settle()
    expect(clock.pending).toBe(1)
    stop.abort(reason)
    await sent
    expect(clock.pending).toBe(0)
  })

  it('beforehand sends nothing', async () => {
    const fetch = vi.fn<Fetch>(async () => ok())
    await expect(overFetch(fetch).http.send({ ...list, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(fetch).not.toHaveBeenCalled()
  })
})

it('logs no secret, at the most talkative level', async () => {
  const secrets = ['hush-hush', 'owner@example.com', 'raw.token.value', 'Exampleville', '0123456789ab']
  const [password, userId, token, city, macAddress] = secrets
  const { http, log } = overFetch(async () =>
    Response.json({ code: 200, data: { city, macAddress, accessToken: token } }),
  )
  await http.send({
    ...write,
    body: { userId, password },
    token: 'raw.token.value',
    query: { macAddress: '0123456789ab' },
  })
  const text = JSON.stringify(log.lines)
  expect(text).toContain('POST /auth/refresh')
  for (const secret of secrets) expect(text).not.toContain(secret)
})

it('keeps what a reply held out of errors', async () => {
  const { http } = overFetch(async () => new Response('{"accessToken":"hush-hush-hush'))
  const failure = (await http.send(write).catch((error: unknown) => error)) as ProtocolError
  expect(failure).toBeInstanceOf(ProtocolError)
  expect(`${failure.message} ${failure.frame} ${failure.stack} ${failure.cause}`).not.toContain('hush')
})

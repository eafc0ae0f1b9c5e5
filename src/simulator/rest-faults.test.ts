import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { type ManualClock, manualClock } from '../../test/fixtures/manual-clock.ts'
import { call, signIn, type Token } from '../../test/fixtures/plain-client.ts'
import { type Simulator, startSimulator } from './index.ts'

const user = { userId: 'owner@example.com' }
const page = { ...user, offset: 0, count: 20 }
let clock: ManualClock
let simulator: Simulator
let token: Token
beforeEach(async () => {
  clock = manualClock()
  simulator = await startSimulator({ clock, heaters: [{ household: 'nobody' }] })
  token = await signIn(simulator)
})
afterEach(() => simulator.close())

const list = () => call(simulator, '/device/list', page, token.accessToken)
const signing = () => call(simulator, '/user/sign-in', { ...user, password: 'warm-enough' })
const refresh = (refreshToken = token.refreshToken) => call(simulator, '/auth/refresh', { refreshToken })
const raw = (signal?: AbortSignal) =>
  fetch(`${simulator.url}/api/v2.1/device/list`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: token.accessToken },
    body: JSON.stringify(page),
    ...(signal && { signal }),
  })

describe('in place of an answer comes', () => {
  it('a server error, so often and for the call that was said', async () => {
    simulator.faults.on('rest-5xx', { count: 2, code: 502, call: 'POST /device/list' })
    expect((await signing()).status).toBe(200)
    expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([502, 502, 200])
  })

  it('a web page', async () => {
    simulator.faults.on('rest-html')
    const answer = await raw()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toMatch(/^<!doctype html>/)
  })

  it('nothing at all', async () => {
    simulator.faults.on('rest-empty')
    const answer = await raw()
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })

  it.each([
    [{}, { code: 500, msg: 'INTERNAL_SERVER_ERROR' }],
    [{ code: 404 }, { code: 404, msg: 'USER_NOT_FOUND' }],
    [{ code: 1001 }, { code: 1001, msg: 'INVALID_USER_PASSWORD' }],
    [{ code: 7 }, { code: 7, msg: 'INTERNAL_SERVER_ERROR' }],
  ])('HTTP 200 with an error in it: %j', async (settings, body) => {
    simulator.faults.on('rest-refused', settings)
    expect(await list()).toEqual({ status: 200, type: 'application/json', body })
  })

  it('a closed socket', async () => {
    simulator.faults.on('rest-away', { count: 1 })
    await expect(raw()).rejects.toMatchObject({ cause: { code: 'UND_ERR_SOCKET' } })
    expect(simulator.faults.list()).toEqual([])
    expect((await raw()).status).toBe(200)
  })

  it('half of it, of a length that was the whole', async () => {
    simulator.faults.on('rest-truncated')
    const answer = await raw()
    const reader = answer.body?.getReader()
    let heard = ''
    await expect(
      (async () => {
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
          heard += Buffer.from(part.value).toString()
      })(),
    ).rejects.toThrow()
    expect(answer.status).toBe(200)
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(2 * heard.length - 2)
    expect(heard).toMatch(/^\{"code":200/)
    expect(() => JSON.parse(heard)).toThrow(SyntaxError)
  })

  it('silence, until the caller gives up', async () => {
    simulator.faults.on('rest-hang')
    const waiting = new AbortController()
    const answer = raw(waiting.signal)
    while (simulator.faults.list()[0]?.struck !== 1) await clock.settle()
    await clock.advance(minutes(10))
    waiting.abort()
    await expect(answer).rejects.toThrow('aborted')
  })
})

describe('an answer comes late', () => {
  it('by the span that was said', async () => {
    simulator.faults.on('rest-slow', { delay: seconds(20), count: 1 })
    let answered = false
    const before = clock.pending
    const answer = list().then(({ body }) => {
      answered = true
      return body.code
    })
    while (clock.pending === before) await clock.settle()
    await clock.advance(seconds(19))
    expect(answered).toBe(false)
    await clock.advance(seconds(1))
    expect(await answer).toBe(200)
  })

  it('or never, and then its timer is gone with the caller', async () => {
    simulator.faults.on('rest-slow')
    const before = clock.pending
    const waiting = new AbortController()
    const answer = raw(waiting.signal)
    while (clock.pending === before) await clock.settle()
    waiting.abort()
    await expect(answer).rejects.toThrow('aborted')
    while (clock.pending !== before) await clock.settle()
  })
})

describe('tokens', () => {
  it('a refresh brings another refresh token, and the old one is dead', async () => {
    simulator.faults.on('refresh-rotates')
    const { body } = await refresh()
    expect(body.data.refreshToken).not.toBe(token.refreshToken)
    expect((await refresh()).body).toEqual({ code: 401, msg: 'COMMON_UNAUTHORIZED' })
    expect((await refresh(body.data.refreshToken)).body.code).toBe(200)
  })

  it('a refresh leaves the refresh token out, which stays good', async () => {
    simulator.faults.on('refresh-missing', { count: 1 })
    const { body } = await refresh()
    expect(Object.keys(body.data)).toEqual(['idToken', 'accessToken', 'authenticationExpiresIn'])
    expect((await refresh()).body.data.refreshToken).toBe(token.refreshToken)
  })

  it('a refresh token is refused', async () => {
    simulator.faults.on('refresh-refused', { count: 1 })
    expect((await list()).body.code).toBe(200)
    expect((await refresh()).body).toEqual({ code: 401, msg: 'COMMON_UNAUTHORIZED' })
    expect((await refresh()).body.code).toBe(200)
  })

  it('sign-in and renewals come without AWS keys', async () => {
    simulator.faults.on('no-aws-keys')
    const { accessKeyId, ...rest } = await signIn(simulator)
    expect(accessKeyId).toBeUndefined()
    expect(Object.keys(rest)).toEqual(['idToken', 'accessToken', 'refreshToken', 'authenticationExpiresIn'])
    const renewed = await call(simulator, '/auth/session/refresh', user, token.accessToken)
    expect(renewed.body).toEqual({ code: 200, msg: 'SUCCESS', data: {} })
  })

  it('live for a short time, and those from before as long as they were given', async () => {
    simulator.faults.on('short-lifetimes', { lifetime: minutes(2) })
    const short = await signIn(simulator)
    expect(short).toMatchObject({ authenticationExpiresIn: 120, authorizationExpiresIn: 120 })
    await clock.advance(minutes(2))
    expect((await call(simulator, '/device/list', page, short.accessToken)).body.code).toBe(401)
    expect((await list()).body.code).toBe(200)
  })
})

describe("the cloud's clock", () => {
  const date = async () => Date.parse((await raw()).headers.get('date') ?? '')

  it('is in the Date of every answer', async () => {
    expect(await date()).toBe(clock.now())
    simulator.faults.on('rest-5xx')
    expect(await date()).toBe(clock.now())
  })

  it('is off while it is skewed, and what lives by it ends by it', async () => {
    simulator.faults.on('skewed-clock', { skew: minutes(50) })
    expect(await date()).toBe(clock.now() + minutes(50))
    await clock.advance(minutes(11))
    expect((await list()).body.code).toBe(401)
    simulator.faults.off('skewed-clock')
    expect((await list()).body.code).toBe(200)
  })
})

it('maintenance says so where it is asked for, and is a page everywhere else', async () => {
  simulator.faults.on('maintenance', { duration: minutes(5) })
  const { status, body } = await call(simulator, '/app/version', { os: 'A' })
  expect([status, body.code, body.data.serverCheckText]).toEqual([200, 403, expect.stringContaining('\\n')])
  expect([(await raw()).status, (await raw()).headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
  await clock.advance(minutes(5))
  expect((await call(simulator, '/app/version', { os: 'A' })).body.data.appVersion).toBeDefined()
})

import { describe, expect, it } from 'vitest'
import {
  AuthenticationError,
  ConnectionError,
  ProtocolError,
  RefusedError,
  ThrottledError,
  TimeoutError,
} from '#schema/errors'
import { days, hours, minutes, seconds } from '#time/duration'
import { refusal, startTestCloud } from '../../test/fixtures/test-cloud.ts'
import { memorySessionStore } from './session-store.ts'

describe('a refused password', () => {
  it('is final: one request, and the same error ever after', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: 'cold' })
    const failures = new Set<unknown>()
    for (let round = 0; round < 3; round++) {
      const asked = [
        session.accessToken(),
        session.awsCredentials(),
        session.signIn(),
        session.authorised(async () => 1),
      ]
      for (const result of await Promise.allSettled(asked)) failures.add(result.status === 'rejected' && result.reason)
      await cloud.clock.advance(days(1))
    }
    expect([...failures]).toEqual([expect.any(AuthenticationError)])
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it('is final for an unknown e-mail too', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ email: 'nobody@example.com' })
    const failure = await session.accessToken().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(AuthenticationError)
    expect(String(failure)).not.toMatch(/nobody|warm-enough/)
    await expect(session.accessToken()).rejects.toBe(failure)
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it('is forgotten for a new one, and only for a new one', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: 'cold' })
    await expect(session.accessToken()).rejects.toThrow(AuthenticationError)
    await expect(session.signIn({ password: 'cold ' })).rejects.toThrow(AuthenticationError)
    expect(cloud.requests()).toEqual(['/user/sign-in'])
    await session.signIn({ password: cloud.simulator.account.password })
    await session.accessToken()
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it('does not stop a saved session that still serves', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(hours(2))
    const session = cloud.session({ password: 'cold', store })
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/auth/refresh', '/auth/session/refresh'])
  })

  it('ends when another process has logged in', async () => {
    await using cloud = await startTestCloud()
    const store = memorySessionStore()
    const session = cloud.session({ password: 'cold', store })
    await expect(session.accessToken()).rejects.toThrow(AuthenticationError)
    await cloud.session({ store }).signIn()
    await session.accessToken()
    expect(cloud.requests()).toEqual(['/user/sign-in', '/user/sign-in'])
  })

  it('is told from an account that is refused for another reason, which is not hammered at', async () => {
    await using cloud = await startTestCloud()
    cloud.simulator.override('POST /user/sign-in', () => refusal(1005, 'USER_LOCKED'))
    const session = cloud.session()
    for (let minute = 0; minute < 14; minute++) {
      await expect(session.accessToken()).rejects.toMatchObject({ name: 'RefusedError', failCode: 1005 })
      await cloud.clock.advance(minutes(1))
    }
    expect(cloud.requests()).toEqual(['/user/sign-in'])
    await cloud.clock.advance(minutes(1))
    await expect(session.accessToken()).rejects.toThrow(RefusedError)
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })
})

describe('rows 12, 15 and 30: trouble with the network or the cloud', () => {
  const troubles: [string, () => Response, new (...args: never[]) => Error][] = [
    ['HTTP 500', () => new Response('', { status: 500 }), ConnectionError],
    ['a web page', () => new Response('<html>'), ConnectionError],
    ['code 500', () => refusal(500, 'INTERNAL_SERVER_ERROR'), ConnectionError],
    ['garbage', () => new Response('{{{'), ProtocolError],
    ['a wish for a pause', () => new Response('', { status: 429, headers: { 'retry-after': '60' } }), ThrottledError],
  ]

  it.each(troubles)('is no wrong password: %s', async (_, answer, kind) => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const restore = cloud.simulator.override('*', answer)
    const failure = await session.accessToken().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(kind)
    expect(failure).not.toBeInstanceOf(AuthenticationError)
    expect(cloud.requests()).toEqual(['/user/sign-in'])
    restore()
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it.each(troubles)('loses no saved session and sends no password: %s', async (_, answer, kind) => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    const restore = cloud.simulator.override('*', answer)
    await expect(session.accessToken()).rejects.toThrow(kind)
    await expect(session.awsCredentials()).rejects.toThrow(kind)
    expect(cloud.requests()).not.toContain('/user/sign-in')
    restore()
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/auth/refresh', '/auth/session/refresh'])
  })

  it('of a cloud that is gone is a ConnectionError', async () => {
    await using cloud = await startTestCloud()
    await cloud.simulator.close()
    await expect(cloud.session().accessToken()).rejects.toThrow(ConnectionError)
  })

  it('in the five minutes ahead leaves what still lives in use, and asks again a minute later', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const [token, keys] = [await session.accessToken(), await session.awsCredentials()]
    cloud.requests()
    cloud.simulator.override('*', () => new Response('', { status: 503 }))
    await cloud.clock.advance(minutes(55))
    for (let call = 0; call < 5; call++) expect(await session.accessToken()).toBe(token)
    expect(cloud.requests()).toEqual(['/auth/refresh'])
    await cloud.clock.advance(minutes(1))
    expect(await session.accessToken()).toBe(token)
    expect(await session.awsCredentials()).toMatchObject({ ...keys, renewAt: expect.any(Number) })
    expect(cloud.log.lines.some(({ level, text }) => level === 'warn' && text.includes('still holds'))).toBe(true)
    await cloud.clock.advance(minutes(4))
    await expect(session.accessToken()).rejects.toThrow(ConnectionError)
    await expect(session.awsCredentials()).rejects.toThrow(ConnectionError)
  })

  it('is told from a refusal, which a person must hear of at once', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(minutes(56)) })
    cloud.simulator.revokeTokens('all')
    await expect(session.accessToken()).rejects.toThrow(AuthenticationError)
  })

  it('row 27: a renewal that hangs ends after 30 s, for all who wait', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    const arrival = Promise.withResolvers<void>()
    cloud.simulator.override('POST /auth/refresh', () => {
      arrival.resolve()
      return new Promise<Response>(() => {})
    })
    const asked = Promise.allSettled([session.accessToken(), session.accessToken()])
    await arrival.promise
    await cloud.clock.advance(seconds(30))
    for (const result of await asked) expect(result).toMatchObject({ reason: expect.any(TimeoutError) })
    expect(cloud.requests()).toEqual(['/auth/refresh'])
  })
})

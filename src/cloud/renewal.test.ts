import { describe, expect, it, vi } from 'vitest'
import { AuthenticationError, ConnectionError, ProtocolError, RefusedError } from '#schema/errors'
import { hours, minutes } from '#time/duration'
import { refusal, startTestCloud, success } from '../../test/fixtures/test-cloud.ts'

const aws = (id: string, life = 3600) => ({
  accessKeyId: id,
  secretKey: `secret of ${id}`,
  sessionToken: `token of ${id}`,
  authorizationExpiresIn: life,
})
const signInData = (token: object) => ({ userInfo: { userSeq: 10001, userType: 'O' }, legal: [], token })

describe('row 23: a token that the cloud revoked', () => {
  it('is renewed once, and the call made again', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(0) })
    cloud.simulator.revokeTokens('access')
    const list = await session.authorised(caller => cloud.rest.devices(caller))
    expect(list).toEqual([])
    expect(cloud.requests()).toEqual(['/device/list', '/auth/refresh', '/device/list'])
  })

  it('is not renewed for ever', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    cloud.simulator.override('POST /device/list', () => refusal(401, 'COMMON_UNAUTHORIZED'))
    await expect(session.authorised(caller => cloud.rest.devices(caller))).rejects.toMatchObject({
      name: 'RefusedError',
      failCode: 401,
    })
    expect(cloud.requests()).toEqual(['/user/sign-in', '/device/list', '/auth/refresh', '/device/list'])
  })

  it('is renewed before AWS credentials are', async () => {
    await using cloud = await startTestCloud({ tokenLifetimes: { authorization: minutes(20) } })
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(minutes(16)) })
    cloud.simulator.revokeTokens('access')
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/auth/session/refresh', '/auth/refresh', '/auth/session/refresh'])
  })

  it('other errors of a call are left alone', async () => {
    await using cloud = await startTestCloud()
    const call = vi.fn(async () => {
      throw new RefusedError('no', { by: 'cloud', failCode: 403 })
    })
    await expect(cloud.session().authorised(call)).rejects.toThrow('no')
    expect(call).toHaveBeenCalledOnce()
  })
})

describe('row 24: twenty calls at once', () => {
  it('make one renewal where each one would kill the token before', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(hours(2)) })
    let valid: string | undefined
    cloud.simulator.override('POST /auth/refresh', async (request, proceed) => {
      const { refreshToken } = (await request.clone().json()) as { refreshToken: string }
      if (valid !== undefined && refreshToken !== valid) return refusal(401, 'COMMON_UNAUTHORIZED')
      valid = 'rotated'
      const { data } = (await (await proceed()).json()) as { data: object }
      return success({ ...data, refreshToken: valid })
    })
    const tokens = await Promise.all(Array.from({ length: 20 }, () => session.accessToken()))
    expect(new Set(tokens).size).toBe(1)
    expect(cloud.requests()).toEqual(['/auth/refresh'])
  })

  it('make one renewal after a 401 that all of them met', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(0) })
    cloud.simulator.revokeTokens('access')
    await Promise.all(Array.from({ length: 20 }, () => session.authorised(caller => cloud.rest.devices(caller))))
    expect(cloud.requests().filter(path => path === '/auth/refresh')).toHaveLength(1)
  })

  it('renew AWS credentials once', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    const asked = Array.from({ length: 20 }, (_, index) =>
      index % 2 ? session.awsCredentials() : session.accessToken(),
    )
    await Promise.all(asked)
    expect(cloud.requests()).toEqual(['/auth/refresh', '/auth/session/refresh'])
  })
})

it('a refused token is not given to one who joined a renewal for its age alone', async () => {
  await using cloud = await startTestCloud()
  const session = cloud.session({ store: await cloud.savedStore(0) })
  const rejected = await session.accessToken()
  await cloud.clock.advance(minutes(56))
  cloud.simulator.override('POST /auth/refresh', () => new Response('', { status: 503 }))
  const [aged, refused] = await Promise.allSettled([session.accessToken(), session.accessToken({ rejected })])
  expect(aged).toMatchObject({ value: rejected })
  expect(refused).toMatchObject({ reason: expect.any(ConnectionError) })
})

describe('row 25: a renewal that leaves the refresh token out', () => {
  it.each([undefined, '', null])('as %j keeps the old one', async refreshToken => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    await session.accessToken()
    cloud.simulator.override('POST /auth/refresh', async (_, proceed) => {
      const { data } = (await (await proceed()).json()) as { data: object }
      return success({ ...data, refreshToken })
    })
    for (let renewal = 0; renewal < 3; renewal++) {
      await cloud.clock.advance(hours(1))
      await session.accessToken()
    }
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/refresh', '/auth/refresh', '/auth/refresh'])
    expect(session.user?.userSeq).toBe(10001)
  })
})

describe('credentials that the gateway refused', () => {
  it('are renewed once, by whoever comes first', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const rejected = await session.awsCredentials()
    cloud.requests()
    const [one, other] = await Promise.all([session.awsCredentials({ rejected }), session.awsCredentials({ rejected })])
    expect(one.accessKeyId).not.toBe(rejected.accessKeyId)
    expect(other).toEqual(one)
    expect(await session.awsCredentials({ rejected })).toEqual(one)
    expect(cloud.requests()).toEqual(['/auth/session/refresh'])
  })

  it('are never given again, not even when the cloud is in trouble', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const rejected = await session.awsCredentials()
    cloud.simulator.override('*', () => new Response('', { status: 503 }))
    await expect(session.awsCredentials({ rejected })).rejects.toThrow(ConnectionError)
  })

  it('are asked for in another way when the first one brings them again', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const rejected = await session.awsCredentials()
    cloud.requests()
    cloud.simulator.override('POST /auth/session/refresh', () => success({ ...rejected, authorizationExpiresIn: 3600 }))
    expect((await session.awsCredentials({ rejected })).accessKeyId).not.toBe(rejected.accessKeyId)
    expect(cloud.requests()).toEqual(['/auth/session/refresh', '/user/secured-sign-in'])
  })
})

describe('the ways to AWS credentials', () => {
  const refreshCalls = ['/auth/session/refresh', '/user/secured-sign-in']

  it.each([
    ['is refused', () => refusal(400, 'COMMON_BAD_REQUEST')],
    ['brings none', () => success({})],
    ['brings half of them', () => success({ accessKeyId: 'ASIAHALF' })],
    ['has a fault', () => refusal(500, 'INTERNAL_SERVER_ERROR')],
    ['is unreadable', () => success('surprise')],
  ])('go on to the sign-in without password when the session call %s', async (_, answer) => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(hours(2)) })
    cloud.simulator.override('POST /auth/session/refresh', answer)
    cloud.simulator.override('POST /user/secured-sign-in', () => success(signInData(aws('ASIASECURED'))))
    const token = await session.accessToken()
    expect((await session.awsCredentials()).accessKeyId).toBe('ASIASECURED')
    expect(await session.accessToken()).toBe(token)
    expect(cloud.requests()).toEqual(['/auth/refresh', ...refreshCalls])
  })

  it('end with the password, when both are refused', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    for (const call of refreshCalls) cloud.simulator.override(`POST ${call}`, () => refusal(400, 'COMMON_BAD_REQUEST'))
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/auth/refresh', ...refreshCalls, '/user/sign-in'])
  })

  it('end with a log-in by a person, when there is no password', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(hours(2)) })
    for (const call of refreshCalls) cloud.simulator.override(`POST ${call}`, () => refusal(400, 'COMMON_BAD_REQUEST'))
    await expect(session.awsCredentials()).rejects.toThrow(/log in again/)
    await expect(session.awsCredentials()).rejects.toThrow(AuthenticationError)
    expect(await session.accessToken()).toMatch(/^eyJ/)
  })

  it('do not lead to the password for a fault', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    cloud.simulator.override('POST /auth/session/refresh', () => refusal(500, 'INTERNAL_SERVER_ERROR'))
    cloud.simulator.override('POST /user/secured-sign-in', () => refusal(400, 'COMMON_BAD_REQUEST'))
    await expect(session.awsCredentials()).rejects.toThrow(ConnectionError)
    expect(cloud.requests()).toEqual(['/auth/refresh', ...refreshCalls])
  })

  it('keep REST usable when a sign-in brings none, and fail in words', async () => {
    await using cloud = await startTestCloud()
    const strip = async (_: Request, proceed: () => Promise<Response>) => {
      const { data } = (await (await proceed()).json()) as { data: { token: Record<string, unknown> } }
      const { accessToken, refreshToken, authenticationExpiresIn } = data.token
      return success({ ...data, token: { accessToken, refreshToken, authenticationExpiresIn } })
    }
    cloud.simulator.override('POST /user/sign-in', strip)
    for (const call of refreshCalls) cloud.simulator.override(`POST ${call}`, () => success(signInData({})))
    const session = cloud.session()
    expect(await session.authorised(caller => cloud.rest.devices(caller))).toEqual([])
    const failure = await session.awsCredentials().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ProtocolError)
    expect(String(failure)).toMatch(/no AWS credentials.*listed but not spoken to/)
    await expect(session.awsCredentials()).rejects.toThrow(ProtocolError)
    expect(cloud.requests().filter(path => path === '/user/sign-in')).toHaveLength(1)
    expect(await session.authorised(caller => cloud.rest.devices(caller))).toEqual([])
  })

  it('keep a refresh token that was changed on the way, though the rest fails', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(hours(2))
    cloud.simulator.override('POST /auth/refresh', () => success({ accessToken: 'a2', refreshToken: 'r2' }))
    cloud.simulator.override('POST /auth/session/refresh', () => refusal(500, 'INTERNAL_SERVER_ERROR'))
    cloud.simulator.override('POST /user/secured-sign-in', () => refusal(500, 'INTERNAL_SERVER_ERROR'))
    await expect(cloud.session({ store }).awsCredentials()).rejects.toThrow(ConnectionError)
    expect(await store.load()).toMatchObject({ refreshToken: 'r2', access: { token: 'a2' } })
  })

  it.each([
    ['expired', hours(2), undefined],
    ['are not taken by the gateway', 0, 'ours'],
  ])('do not send the password again and again for credentials that %s', async (_, age, ours) => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(age) })
    const rejected = ours && (await session.awsCredentials())
    if (!ours) cloud.simulator.revokeTokens('all')
    cloud.simulator.override('POST /user/sign-in', async (__, proceed) => {
      const { data } = (await (await proceed()).json()) as { data: { token: { accessToken: string } } }
      return success(signInData({ accessToken: data.token.accessToken }))
    })
    for (const call of refreshCalls) cloud.simulator.override(`POST ${call}`, () => refusal(400, 'COMMON_BAD_REQUEST'))
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(session.awsCredentials(rejected ? { rejected } : {})).rejects.toThrow(/no AWS credentials/)
    expect(cloud.requests().filter(path => path === '/user/sign-in')).toHaveLength(1)
  })

  it('are no matter for a person while the cloud just brings none', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(hours(2)) })
    for (const call of refreshCalls) cloud.simulator.override(`POST ${call}`, () => success(signInData({})))
    await expect(session.awsCredentials()).rejects.toThrow(ProtocolError)
  })

  it('a renewal without an access token is none', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(hours(2)) })
    cloud.simulator.override('POST /auth/refresh', () => success({ idToken: 'i2' }))
    await expect(session.accessToken()).rejects.toThrow(/without an access token/)
    expect(cloud.requests()).toEqual(['/auth/refresh'])
  })

  it('a sign-in without an access token is none', async () => {
    await using cloud = await startTestCloud()
    cloud.simulator.override('POST /user/sign-in', () => success(signInData(aws('ASIA1'))))
    await expect(cloud.session().accessToken()).rejects.toThrow(/without an access token/)
  })
})

import { describe, expect, it, vi } from 'vitest'
import { AuthenticationError, NaviLinkError } from '#schema/errors'
import { days, hours, minutes } from '#time/duration'
import { startTestCloud, success } from '../../test/fixtures/test-cloud.ts'
import { memorySessionStore } from './session-store.ts'

describe('the first use', () => {
  it('signs in once, for all who ask at the same time', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    expect(session.user).toBeUndefined()
    const [token, keys] = await Promise.all([session.accessToken(), session.awsCredentials(), session.accessToken()])
    expect(cloud.requests()).toEqual(['/user/sign-in'])
    expect(token).toMatch(/^eyJ/)
    expect(keys).toMatchObject({ accessKeyId: expect.stringMatching(/^ASIA/), expiresAt: cloud.clock.now() + hours(1) })
    expect(session.user).toEqual({ userSeq: 10001, userType: 'O' })
  })

  it('takes blanks off a pasted e-mail and password', async () => {
    await using cloud = await startTestCloud()
    const { email, password } = cloud.simulator.account
    const session = cloud.session({ email: ` ${email}\n`, password: `\t${password} ` })
    await session.accessToken()
    expect(session.email).toBe(email)
  })

  it.each([undefined, '', '  '])(
    'without a session and with the password %j says so and asks nothing',
    async password => {
      await using cloud = await startTestCloud()
      await expect(cloud.session({ password }).accessToken()).rejects.toThrow(/no saved session.*log in first/)
      await expect(cloud.session({ password }).awsCredentials()).rejects.toThrow(AuthenticationError)
      expect(cloud.requests()).toEqual([])
    },
  )

  it('needs an e-mail', async () => {
    await using cloud = await startTestCloud()
    expect(() => cloud.session({ email: ' ' })).toThrow(NaviLinkError)
  })
})

describe('row 16: a restart with tokens that expired', () => {
  it.each([
    ['1 h', hours(2)],
    ['30 d', days(30) + hours(1)],
  ])('%s ago renews them without the password', async (_, age) => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(age) })
    await session.awsCredentials()
    expect(await cloud.rest.devices({ token: await session.accessToken(), email: session.email })).toEqual([])
    expect(cloud.requests()).toEqual(['/auth/refresh', '/auth/session/refresh', '/device/list'])
    expect(session.user).toEqual({ userSeq: 10001, userType: 'O' })
  })

  it('signs in by the password when the refresh token is refused as well', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(days(30))
    cloud.simulator.revokeTokens('all')
    const session = cloud.session({ store })
    await session.awsCredentials()
    await session.accessToken()
    expect(cloud.requests()).toEqual(['/auth/refresh', '/user/sign-in'])
  })

  it('asks for a log-in when there is no password then, and asks the cloud only once', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(days(30))
    cloud.simulator.revokeTokens('all')
    const session = cloud.session({ password: undefined, store })
    for (const ask of [
      () => session.accessToken(),
      () => session.awsCredentials(),
      () => session.authorised(async () => 1),
    ])
      await expect(ask()).rejects.toThrow(/no longer takes the saved session.*log in again/)
    await expect(session.accessToken()).rejects.toThrow(AuthenticationError)
    expect(cloud.requests()).toEqual(['/auth/refresh'])
  })

  it('a fresh saved session asks nothing at all', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(minutes(10)) })
    await session.awsCredentials()
    expect(session.user?.userSeq).toBe(10001)
    expect(cloud.requests()).toEqual([])
  })
})

describe('giving up', () => {
  it('ends the wait of one caller, and the renewal of nobody', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const arrival = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    cloud.simulator.override('POST /user/sign-in', async (_, proceed) => {
      arrival.resolve()
      await answer.promise
      return proceed()
    })
    const stop = new AbortController()
    const impatient = session.accessToken({ signal: stop.signal })
    const patient = session.accessToken()
    await arrival.promise
    stop.abort(new Error('enough'))
    await expect(impatient).rejects.toThrow('enough')
    answer.resolve()
    expect(await patient).toMatch(/^eyJ/)
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it('beforehand asks nothing', async () => {
    await using cloud = await startTestCloud()
    const signal = AbortSignal.abort(new Error('enough'))
    const session = cloud.session()
    for (const ask of [
      session.accessToken({ signal }),
      session.awsCredentials({ signal }),
      session.signIn({ signal }),
      session.signOut(signal),
      session.authorised(async () => 1, signal),
    ])
      await expect(ask).rejects.toThrow('enough')
    expect(cloud.requests()).toEqual([])
  })

  it('row 26: closing ends what is under way, twice too, and leaves no timer', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const arrival = Promise.withResolvers<void>()
    cloud.simulator.override('POST /user/sign-in', () => {
      arrival.resolve()
      return new Promise<Response>(() => {})
    })
    const asked = expect(session.accessToken()).rejects.toThrow(/closed by this program/)
    await arrival.promise
    await session.close()
    await session.close()
    await asked
    expect(cloud.clock.pending).toBe(0)
    await expect(session.awsCredentials()).rejects.toThrow(/closed by this program/)
  })

  it('closing one that was never used does nothing', async () => {
    await using cloud = await startTestCloud()
    await cloud.session().close()
    expect(cloud.requests()).toEqual([])
  })
})

describe('signing in and out', () => {
  it('signs in again though the saved session would do', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: await cloud.savedStore(0) })
    await session.signIn()
    await session.awsCredentials()
    expect(cloud.requests()).toEqual(['/user/sign-in'])
  })

  it('forgets the saved session', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(0)
    const session = cloud.session({ password: undefined, store })
    await session.accessToken()
    await session.signOut()
    expect(await store.load()).toBeUndefined()
    expect(session.user).toBeUndefined()
    await expect(session.accessToken()).rejects.toThrow(AuthenticationError)
    expect(cloud.requests()).toEqual([])
  })
})

describe('a store that fails', () => {
  const broken = async () => {
    throw new Error('disk full')
  }

  it('to save costs the saving, not the session', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ store: { ...memorySessionStore(), save: broken } })
    await session.awsCredentials()
    expect(cloud.log.lines.filter(({ level }) => level === 'warn').map(({ text }) => text)).toEqual([
      expect.stringContaining('can not be saved'),
    ])
  })

  it('to save does not bring an old refresh token back', async () => {
    await using cloud = await startTestCloud()
    const sent: string[] = []
    cloud.simulator.override('POST /auth/refresh', async request => {
      const { refreshToken } = (await request.json()) as { refreshToken: string }
      sent.push(refreshToken)
      return success({ accessToken: `a${sent.length}`, refreshToken: `r${sent.length}`, authenticationExpiresIn: 3600 })
    })
    const session = cloud.session({ store: { ...(await cloud.savedStore(hours(2))), save: broken } })
    for (let renewal = 0; renewal < 3; renewal++) {
      await session.accessToken()
      await cloud.clock.advance(hours(1))
    }
    expect(sent.slice(1)).toEqual(['r1', 'r2'])
  })

  it('to load is asked again the next time', async () => {
    await using cloud = await startTestCloud()
    const store = await cloud.savedStore(0)
    const load = vi.fn(store.load).mockImplementationOnce(broken)
    const session = cloud.session({ password: undefined, store: { ...store, load } })
    await expect(session.accessToken()).rejects.toThrow('disk full')
    expect(await session.accessToken()).toMatch(/^eyJ/)
  })
})

it('logs nothing that opens an account, at the most talkative level', async () => {
  await using cloud = await startTestCloud({ heaters: [{}] })
  const store = memorySessionStore()
  const session = cloud.session({ store })
  await session.awsCredentials()
  await session.authorised(caller => cloud.rest.devices(caller))
  await cloud.clock.advance(hours(2))
  await session.awsCredentials()
  const saved = await store.load()
  const { email, password } = cloud.simulator.account
  const { aws: keys, access, refreshToken, user } = saved ?? {}
  const secrets = [email, password, access?.token, refreshToken, keys?.secretKey, keys?.sessionToken, keys?.accessKeyId]
  const text = JSON.stringify(cloud.log.lines)
  expect(text).toContain('The session was renewed')
  for (const secret of [...secrets, cloud.simulator.heaters[0]?.identity.macAddress, `${user?.userSeq}`]) {
    expect(secret).toBeTruthy()
    expect(text).not.toContain(secret)
  }
})

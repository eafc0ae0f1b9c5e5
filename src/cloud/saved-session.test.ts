import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import type { Token } from './records.ts'
import { changed, emptySession, merged, postponed, savedSessionSchema, serves } from './saved-session.ts'

const start = Date.UTC(2025, 8, 26, 20)
const whole: Token = {
  idToken: 'i1',
  accessToken: 'a1',
  refreshToken: 'r1',
  authenticationExpiresIn: 3600,
  accessKeyId: 'k1',
  secretKey: 's1',
  sessionToken: 't1',
  authorizationExpiresIn: 7200,
}
const nothing: Token = {
  idToken: undefined,
  accessToken: undefined,
  refreshToken: undefined,
  authenticationExpiresIn: undefined,
  accessKeyId: undefined,
  secretKey: undefined,
  sessionToken: undefined,
  authorizationExpiresIn: undefined,
}
const user = {
  userType: 'M',
  userSeq: 10001,
  userFirstName: undefined,
  userLastName: undefined,
  userStatus: undefined,
}
const session = merged(emptySession('owner@example.com'), whole, start, user)

describe('a sign-in', () => {
  it('starts two clocks, as absolute times', () => {
    expect(session).toEqual({
      version: 1,
      email: 'owner@example.com',
      renewedAt: start,
      user: { userSeq: 10001, userType: 'M' },
      refreshToken: 'r1',
      access: { token: 'a1', renewAt: start + minutes(55), expiresAt: start + hours(1) },
      aws: {
        accessKeyId: 'k1',
        secretKey: 's1',
        sessionToken: 't1',
        renewAt: start + minutes(115),
        expiresAt: start + hours(2),
      },
    })
  })

  it('survives being written and read', () => {
    expect(savedSessionSchema.parse(JSON.parse(JSON.stringify(session)))).toEqual(session)
  })
})

describe('a renewal', () => {
  const later = start + minutes(50)

  it('of the access token leaves the AWS clock alone, and what it did not bring', () => {
    const after = merged(session, { ...nothing, accessToken: 'a2', authenticationExpiresIn: 3600 }, later)
    expect(after.access).toEqual({ token: 'a2', renewAt: later + minutes(55), expiresAt: later + hours(1) })
    expect([after.aws, after.user, after.refreshToken]).toEqual([session.aws, session.user, 'r1'])
    expect(after.renewedAt).toBe(later)
  })

  it('of the AWS credentials leaves the access clock alone', () => {
    const token = { ...nothing, accessKeyId: 'k2', secretKey: 's2', sessionToken: 't2', authorizationExpiresIn: 3600 }
    const after = merged(session, token, later)
    expect(after.aws).toMatchObject({ accessKeyId: 'k2', sessionToken: 't2', expiresAt: later + hours(1) })
    expect([after.access, after.user, after.refreshToken]).toEqual([session.access, session.user, 'r1'])
  })

  it.each<[string, Partial<Token>]>([
    ['no secret key', { accessKeyId: 'k2', sessionToken: 't2' }],
    ['no key id', { secretKey: 's2', sessionToken: 't2' }],
    ['no session token', { accessKeyId: 'k2', secretKey: 's2' }],
    ['a life alone', { authorizationExpiresIn: 9999 }],
  ])('that brings %s mixes no two sets of keys', (_, part) => {
    expect(merged(session, { ...nothing, ...part }, later).aws).toEqual(session.aws)
  })

  it('is always the newer one, when the clock was set back too', () => {
    expect(merged(session, nothing, start - hours(5)).renewedAt).toBe(start + 1)
    expect(changed(session, start - hours(5), 'refreshToken')).toMatchObject({ renewedAt: start + 1 })
    expect(changed(session, start, 'refreshToken')).not.toHaveProperty('refreshToken')
  })
})

it.each([
  [undefined, minutes(55), hours(1)],
  [0, minutes(55), hours(1)],
  [-5, minutes(55), hours(1)],
  [300, minutes(3.75), minutes(5)],
  [60, seconds(45), minutes(1)],
  [10_800, minutes(175), hours(3)],
])('a life of %j s is renewed after %d ms', (authenticationExpiresIn, renewAt, expiresAt) => {
  const { access } = merged(session, { ...nothing, accessToken: 'a2', authenticationExpiresIn }, start)
  expect(access).toEqual({ token: 'a2', renewAt: start + renewAt, expiresAt: start + expiresAt })
})

describe('what a session serves', () => {
  it('ends five minutes ahead, on each clock by itself', () => {
    const at = (span: number) => [
      serves(session, { part: 'access' }, start + span),
      serves(session, { part: 'aws' }, start + span),
    ]
    expect(at(minutes(55) - 1)).toEqual([true, true])
    expect(at(minutes(55))).toEqual([false, true])
    expect(at(minutes(115) - 1)).toEqual([false, true])
    expect(at(minutes(115))).toEqual([false, false])
  })

  it('is not what was rejected', () => {
    expect(serves(session, { part: 'access', rejected: 'a1' }, start)).toBe(false)
    expect(serves(session, { part: 'access', rejected: 'a0' }, start)).toBe(true)
    expect(serves(session, { part: 'aws', rejected: { ...whole, accessKeyId: 'k1', secretKey: '' } }, start)).toBe(
      false,
    )
    expect(serves(session, { part: 'aws', rejected: { accessKeyId: 'k0', secretKey: '' } }, start)).toBe(true)
  })

  it('is nothing without a sign-in', () => {
    expect(serves(undefined, { part: 'access' }, start)).toBe(false)
    expect(serves(emptySession('a@b.c'), { part: 'aws' }, start)).toBe(false)
  })

  it('may be put off by a minute while it lives, and no longer', () => {
    const at = start + minutes(57)
    expect(postponed(session, 'access', at)?.access?.renewAt).toBe(at + minutes(1))
    expect(postponed(session, 'access', start + minutes(59.5))?.access?.renewAt).toBe(start + hours(1))
    expect(postponed(session, 'access', start + hours(1))).toBeUndefined()
    expect(postponed(emptySession('a@b.c'), 'aws', start)).toBeUndefined()
  })
})

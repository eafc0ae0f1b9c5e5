import { describe, expect, it } from 'vitest'
import { signInSchema, tokenSchema } from './account-records.ts'

describe('tokens', () => {
  it('are absent when empty, null or of another kind', () => {
    const token = tokenSchema.parse({ accessToken: '', refreshToken: '  ', idToken: null, secretKey: {} })
    expect(Object.values(token).every(value => value === undefined)).toBe(true)
  })

  it('have lives in seconds, written as text too', () => {
    expect(tokenSchema.parse({ authenticationExpiresIn: '3600' }).authenticationExpiresIn).toBe(3600)
    expect(tokenSchema.parse({ authenticationExpiresIn: 'soon' }).authenticationExpiresIn).toBeUndefined()
  })

  it('come with a user who may be half told', () => {
    expect(signInSchema.parse({ userInfo: { userSeq: '10001', userLastName: null } }).userInfo.userSeq).toBe(10001)
    expect(signInSchema.parse({ userInfo: null, token: null })).toMatchObject({ userInfo: {}, token: {} })
  })
})

import { describe, expect, it } from 'vitest'
import { days, hours, minutes } from '#time/duration'
import { startTestCloud } from '../../test/fixtures/test-cloud.ts'

describe('two clocks', () => {
  it('renew the access token five minutes ahead, by the refresh token', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const first = await session.accessToken()
    await cloud.clock.advance(minutes(55) - 1)
    expect(await session.accessToken()).toBe(first)
    await cloud.clock.advance(1)
    expect(await session.accessToken()).not.toBe(first)
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/refresh'])
  })

  it('renew AWS credentials with a fresh access token, and never by the password', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session()
    const first = await session.awsCredentials()
    await cloud.clock.advance(minutes(55))
    const second = await session.awsCredentials()
    expect(second.accessKeyId).not.toBe(first.accessKeyId)
    expect(second.expiresAt).toBe(cloud.clock.now() + hours(1))
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/refresh', '/auth/session/refresh'])
  })

  it('row 2: renew short AWS credentials while the access token lives on', async () => {
    const tokenLifetimes = { authorization: minutes(20), authentication: hours(3) }
    await using cloud = await startTestCloud({ tokenLifetimes })
    const session = cloud.session()
    await session.awsCredentials()
    await cloud.clock.advance(minutes(15))
    expect((await session.awsCredentials()).expiresAt).toBe(cloud.clock.now() + minutes(20))
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/session/refresh'])
  })

  it('do not let a new access token make old AWS credentials look fresh', async () => {
    const tokenLifetimes = { authorization: hours(1), authentication: minutes(20) }
    await using cloud = await startTestCloud({ tokenLifetimes })
    const session = cloud.session()
    const { expiresAt } = await session.awsCredentials()
    await cloud.clock.advance(minutes(40))
    await session.accessToken()
    expect((await session.awsCredentials()).expiresAt).toBe(expiresAt)
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/refresh'])
  })

  it('run for thirty days on a saved session without the password', async () => {
    await using cloud = await startTestCloud()
    const session = cloud.session({ password: undefined, store: await cloud.savedStore(0) })
    for (let hour = 0; hour < 720; hour += 4) {
      await cloud.clock.advance(hours(4))
      expect((await session.awsCredentials()).expiresAt).toBeGreaterThan(cloud.clock.now() + minutes(5))
      expect(session.user?.userSeq).toBe(10001)
    }
    expect(cloud.requests()).not.toContain('/user/sign-in')
  })
})

describe('row 29: a clock that is wrong', () => {
  it.each([hours(1), hours(-1), minutes(10), minutes(-10)])('by %d ms counts lives by itself', async off => {
    await using cloud = await startTestCloud()
    const wrong = { ...cloud.clock, now: () => cloud.clock.now() + off }
    const session = cloud.session({ clock: wrong })
    const first = await session.awsCredentials()
    expect(first.expiresAt).toBe(wrong.now() + hours(1))
    await cloud.clock.advance(minutes(54))
    expect(await session.awsCredentials()).toEqual(first)
    await cloud.clock.advance(minutes(2))
    expect(await session.awsCredentials()).not.toEqual(first)
  })

  it('and is set back meanwhile, makes a token look fresh: the refusals of cloud and gateway end that', async () => {
    await using cloud = await startTestCloud()
    let off = 0
    const session = cloud.session({ clock: { ...cloud.clock, now: () => cloud.clock.now() + off } })
    const rejected = await session.awsCredentials()
    await cloud.clock.advance(hours(2))
    off = -hours(2)
    cloud.requests()
    expect(await session.authorised(caller => cloud.rest.devices(caller))).toEqual([])
    expect((await session.awsCredentials({ rejected })).accessKeyId).not.toBe(rejected.accessKeyId)
    expect(cloud.requests()).toEqual(['/device/list', '/auth/refresh', '/device/list', '/auth/session/refresh'])
  })

  it('and jumps ahead meanwhile, costs a renewal', async () => {
    await using cloud = await startTestCloud()
    let off = 0
    const session = cloud.session({ clock: { ...cloud.clock, now: () => cloud.clock.now() + off } })
    await session.accessToken()
    off = days(365)
    await session.accessToken()
    expect(cloud.requests()).toEqual(['/user/sign-in', '/auth/refresh'])
  })
})

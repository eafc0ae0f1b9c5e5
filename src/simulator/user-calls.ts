/** Sign-in, the renewals and the account's own settings at the simulated REST service. */
import { Hono } from 'hono'
import { type FindAccount, heaterOf, isUser, legal, userInfo, userProfile } from './account.ts'
import type { Credentials } from './credentials.ts'
import { badRequest, bodyOf, type Environment, failure, success } from './envelope.ts'
import type { PushFlags, PushTarget, Registrations } from './registration.ts'

function user(credentials: Credentials, find: FindAccount, registrations: Registrations) {
  const app = new Hono<Environment>()
  app.post('/sign-in', async c => {
    const body = await bodyOf(c)
    if (body === undefined) return badRequest(c)
    const account = find(body.userId)
    if (account === undefined) return failure(c, 404, 'USER_NOT_FOUND')
    if (body.password !== account.password) return failure(c, 1001, 'INVALID_USER_PASSWORD')
    const token = { ...credentials.issueTokens(account.email), ...credentials.issueAws(account.email) }
    return success(c, { userInfo: userInfo(account), legal, token })
  })
  // Shaped like a sign-in; the token in it was seen to hold the AWS credentials only.
  app.post('/secured-sign-in', async c => {
    const account = c.get('account')
    const body = await bodyOf(c)
    if (!isUser(account, body?.userId)) return badRequest(c)
    return success(c, { userInfo: userInfo(account), legal, token: credentials.issueAws(account.email) })
  })

  app.post('/info', async c => {
    const account = c.get('account')
    return isUser(account, (await bodyOf(c))?.userId) ? success(c, userProfile(account)) : badRequest(c)
  })

  app.post('/get-push-settings', async c => {
    const heater = heaterOf(c.get('account'), await bodyOf(c))
    return heater === undefined ? badRequest(c) : success(c, registrations.of(heater).push)
  })

  app.post('/set-push-settings', async c => {
    const body = await bodyOf(c)
    const heater = heaterOf(c.get('account'), body)
    const flags = body && pushFlagsOf(body)
    if (heater === undefined || flags === undefined) return badRequest(c)
    Object.assign(registrations.of(heater).push, flags)
    return success(c)
  })
  return app
}

const pushFlags = ['isErrorAlarm', 'isDescalingAlarm', 'isEtcAlarm'] as const

/** Those that are given; undefined when one is neither 1 nor 2, or there is none. */
function pushFlagsOf(body: Readonly<Record<string, unknown>>): Partial<PushFlags> | undefined {
  const given = pushFlags.filter(flag => body[flag] !== undefined).map(flag => [flag, body[flag]] as const)
  if (given.length === 0 || given.some(([, value]) => value !== 1 && value !== 2)) return undefined
  return Object.fromEntries(given)
}

/** What phones have to say about themselves. */
function phone(registrations: Registrations) {
  const app = new Hono<Environment>()
  app.post('/version', c => success(c, { appVersion: '2.04.00', appForceVersion: '2.00.00' }))
  app.post('/update-push-token', async c => {
    const { pushToken, modelName, appVersion, os, osVersion } = (await bodyOf(c)) ?? {}
    const target = { pushToken, modelName, appVersion, os, osVersion }
    if (!Object.values(target).every(value => typeof value === 'string')) return badRequest(c)
    registrations.phones.set(c.get('account'), target as PushTarget)
    return success(c)
  })
  return app
}

function auth(credentials: Credentials) {
  const app = new Hono<Environment>()
  app.post('/refresh', async c => {
    const body = await bodyOf(c)
    const refreshToken = body?.refreshToken
    if (typeof refreshToken !== 'string') return badRequest(c)
    const userId = credentials.userOfRefreshToken(refreshToken)
    if (userId === undefined) return failure(c, 401, 'COMMON_UNAUTHORIZED')
    return success(c, credentials.issueTokens(userId, refreshToken))
  })
  app.post('/session/refresh', async c => {
    const account = c.get('account')
    const body = await bodyOf(c)
    if (!isUser(account, body?.userId)) return badRequest(c)
    return success(c, credentials.issueAws(account.email))
  })
  return app
}

export const userCalls = { user, phone, auth }

/** Sign-in and the renewals of the simulated REST service. */
import { Hono } from 'hono'
import { type Account, type FindAccount, legal, userInfo } from './account.ts'
import type { Credentials } from './credentials.ts'
import { badRequest, bodyOf, type Environment, failure, success } from './envelope.ts'

const isUser = (account: Account, userId: unknown) =>
  typeof userId === 'string' && userId.toLowerCase() === account.email.toLowerCase()

function user(credentials: Credentials, find: FindAccount) {
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

export const userCalls = { user, auth }

/** The replies of the simulated REST service. Trust `code`: the service's own errors come with HTTP 200. */
import type { Context } from 'hono'
import type { Account } from './account.ts'

/** What a call knows of who makes it. */
export type Environment = { Variables: { readonly account: Account } }

export const success = (c: Context, data?: unknown) =>
  c.json(data === undefined ? { code: 200, msg: 'SUCCESS' } : { code: 200, msg: 'SUCCESS', data })

export const failure = (c: Context, code: number, msg: string) => c.json({ code, msg })

export const badRequest = (c: Context) => failure(c, 400, 'COMMON_BAD_REQUEST')

/** The gateway in front of the service: an unknown path or no token. */
export const missingToken = (c: Context) => c.json({ message: 'Missing Authentication Token' }, 403)

/** The body as an object; undefined when it isn't one. */
export async function bodyOf(c: Context): Promise<Readonly<Record<string, unknown>> | undefined> {
  const body = await c.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
}

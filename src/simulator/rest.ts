/** The simulated REST service: counts what is asked, lets tests answer in its place, and guards what needs a token. */
import { Hono } from 'hono'
import type { Account } from './account.ts'
import type { Credentials } from './credentials.ts'
import { deviceCalls } from './device-calls.ts'
import { type Environment, failure, missingToken, success } from './envelope.ts'
import { userCalls } from './user-calls.ts'

/** Answers in place of the service; `proceed` is the service's own answer. */
export type Override = (request: Request, proceed: () => Promise<Response>) => Response | Promise<Response>

export interface Rest {
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** Every call so far, as `POST /user/sign-in`. */
  readonly requests: readonly string[]
  /**
   * Answers `call` (`POST /device/list`, or `*` for all) by `handler` until the returned function is called.
   * An HTML page, an empty body, a 5xx, a promise that never settles: whatever a `Response` can be.
   */
  override(call: string, handler: Override): () => void
}

const base = '/api/v2.1'
const open = ['POST /user/sign-in', 'POST /auth/refresh', 'POST /app/version']

export function openRest(account: Account, credentials: Credentials): Rest {
  const requests: string[] = []
  const overrides = new Map<string, Override>()
  const app = new Hono<Environment>()

  app.use(async (c, next) => {
    c.set('account', account)
    if (open.includes(callOf(c.req.method, c.req.path))) return next()
    const token = c.req.header('authorization')
    if (token === undefined) return missingToken(c)
    return credentials.userOf(token) === undefined ? failure(c, 401, 'COMMON_UNAUTHORIZED') : next()
  })
  app.route(`${base}/user`, userCalls.user(credentials))
  app.route(`${base}/auth`, userCalls.auth(credentials))
  app.route(`${base}/device`, deviceCalls())
  app.post(`${base}/app/version`, c => success(c, { appVersion: '2.04.00', appForceVersion: '2.00.00' }))
  app.post(`${base}/app/update-push-token`, c => success(c))
  app.notFound(missingToken)

  return {
    fetch(request) {
      const call = callOf(request.method, new URL(request.url).pathname)
      requests.push(call)
      const override = overrides.get(call) ?? overrides.get('*')
      const proceed = async () => app.fetch(request)
      return override ? override(request, proceed) : app.fetch(request)
    },
    requests,
    override(call, handler) {
      overrides.set(call, handler)
      return () => {
        if (overrides.get(call) === handler) overrides.delete(call)
      }
    },
  }
}

const callOf = (method: string, path: string) => `${method} ${path.startsWith(base) ? path.slice(base.length) : path}`

/** The simulated REST service: counts what is asked, lets tests and faults answer in its place, and guards what needs a token. */
import { Hono } from 'hono'
import type { Clock } from '#time/clock'
import type { FindAccount } from './account.ts'
import type { Credentials } from './credentials.ts'
import { deviceCalls, firmwareCalls } from './device-calls.ts'
import { type Environment, failure, missingToken } from './envelope.ts'
import type { Faults } from './faults.ts'
import { logBookCalls } from './log-book-calls.ts'
import { Recent } from './recent.ts'
import { Registrations } from './registration.ts'
import { type RawAnswer, restFaults } from './rest-faults.ts'
import { touCalls } from './tou-calls.ts'
import { userCalls } from './user-calls.ts'

/** Answers in place of the service; `proceed` is the service's own answer. */
export type Override = (request: Request, proceed: () => Promise<Response>) => Response | Promise<Response>

export interface Rest {
  readonly fetch: (request: Request, raw?: RawAnswer) => Promise<Response>
  /** The last calls, as `POST /user/sign-in`. */
  readonly requests: readonly string[]
  /** How often each call was made since the beginning. */
  readonly counts: ReadonlyMap<string, number>
  /** What the cloud keeps of heaters and phones. */
  readonly registrations: Registrations
  /**
   * Answers `call` (`POST /device/list`, or `*` for all) by `handler` until the returned function is called.
   * An HTML page, an empty body, a 5xx, a promise that never settles: whatever a `Response` can be.
   */
  override(call: string, handler: Override): () => void
}

const base = '/api/v2.1'
const open = ['POST /user/sign-in', 'POST /auth/refresh', 'POST /app/version']

export function openRest(setup: {
  readonly find: FindAccount
  readonly credentials: Credentials
  readonly faults: Faults
  /** By which answers are dated. */
  readonly cloudClock: Clock
}): Rest {
  const { find, credentials, faults, cloudClock } = setup
  const requests = new Recent<string>(5000)
  const counts = new Map<string, number>()
  const overrides = new Map<string, Override>()
  const app = new Hono<Environment>()

  app.use(async (c, next) => {
    if (open.includes(callOf(c.req.method, c.req.path))) return next()
    const token = c.req.header('authorization')
    if (token === undefined) return missingToken(c)
    const account = find(credentials.userOf(token))
    if (account === undefined) return failure(c, 401, 'COMMON_UNAUTHORIZED')
    c.set('account', account)
    return next()
  })
  const registrations = new Registrations()
  app.route(`${base}/user`, userCalls.user(credentials, find, registrations))
  app.route(`${base}/auth`, userCalls.auth(credentials))
  app.route(`${base}/app`, userCalls.phone(registrations))
  app.route(`${base}/device`, deviceCalls(registrations))
  app.route(`${base}/device/tou`, touCalls(registrations))
  app.route(`${base}/device/filter`, logBookCalls('filter', registrations, cloudClock))
  app.route(`${base}/device/cip`, logBookCalls('cip', registrations, cloudClock))
  app.route(`${base}/firmware`, firmwareCalls())
  app.notFound(missingToken)
  const answer = restFaults(faults, cloudClock)

  const answered = (request: Request, raw?: RawAnswer) => {
    const call = callOf(request.method, new URL(request.url).pathname)
    requests.add(call)
    // A name that is made up is counted with all others, or somebody could fill the memory with them.
    const counted = counts.has(call) || counts.size < 1000 ? call : '*'
    counts.set(counted, (counts.get(counted) ?? 0) + 1)
    const override = overrides.get(call) ?? overrides.get('*')
    const own = async () => app.fetch(request)
    return answer({ call, request, raw, proceed: async () => (override ? override(request, own) : own()) })
  }

  return {
    fetch: answered,
    requests: requests.items,
    counts,
    registrations,
    override(call, handler) {
      overrides.set(call, handler)
      return () => {
        if (overrides.get(call) === handler) overrides.delete(call)
      }
    },
  }
}

const callOf = (method: string, path: string) => `${method} ${path.startsWith(base) ? path.slice(base.length) : path}`

/** The way of a request: which machine is meant, which page asks, who, what and how often; at last the route's own work. */
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { deadline } from '#time/clock'
import type { StationView } from '../station-view.ts'
import { addressKey, tokenNeeded } from './access.ts'
import { ApiError, refusalOf } from './api-error.ts'
import type { Api } from './api-parts.ts'
import { type Caller, stranger } from './caller.ts'
import { heaterNamed } from './known-heater.ts'
import { isForeign, isOurHost } from './origin.ts'
import { jsonBody, mustBeNoForm } from './request-body.ts'
import { checked } from './request-check.ts'
import { strictHeaders } from './response-headers.ts'
import { type Call, type Route, usualBody } from './route.ts'

export interface AppOptions {
  readonly routes: readonly Route[]
  readonly station: StationView
  readonly api: Api
  /** Names under which this station is asked, beside `localhost` and addresses. */
  readonly hosts: readonly string[]
  /** Aborts when the API closes. */
  readonly closing: AbortSignal
}

/** What the server says of who asks. */
export interface Connection {
  readonly address: string
  /** Hangs up, so that nobody takes a part for the whole. */
  cut?(): void
}

type Asked = Context<{ Bindings: Connection }>

export function makeApp(options: AppOptions): Hono<{ Bindings: Connection }> {
  const app = new Hono<{ Bindings: Connection }>()
  for (const route of options.routes)
    app.on(route.method.toUpperCase(), honoPath(route.path), c =>
      respond(options, c, route, () => routeAnswer(options, c, route)),
    )
  app.notFound(c => respond(options, c, undefined, () => nothingThere(options.routes, c)))
  return app
}

const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Never throws: whatever goes wrong is an answer, and never says more than it should. */
async function respond(
  { station, api, hosts }: AppOptions,
  c: Asked,
  route: Route | undefined,
  work: () => Promise<Response>,
): Promise<Response> {
  const { method, headers } = c.req.raw
  let response: Response
  try {
    checkOrigin(headers, hosts, route?.path === '/' && method === 'GET')
    response = await work()
  } catch (error) {
    response = refused(route, error, station)
  }
  for (const [name, value] of Object.entries(strictHeaders))
    if (!response.headers.has(name)) response.headers.set(name, value)
  // Nobody would read it to its end.
  if (method === 'HEAD') await response.body?.cancel()
  const { status } = response
  api.metrics.answered(method, route?.path ?? 'none', status)
  station.logger.debug({ method, route: route?.path, status }, 'A request was answered')
  return response
}

/** Comes first, so that a foreign page can't find out by the answer what is here. @throws ApiError */
function checkOrigin(headers: Headers, hosts: readonly string[], isPage: boolean): void {
  if (!isOurHost(headers.get('host'), hosts))
    throw new ApiError('wrong-host', 'This station is not known under that name; --allowed-host adds one.')
  if (isForeign(headers, { isPage })) throw new ApiError('foreign-origin', 'Another web page may not ask this station.')
}

function refused(route: Route | undefined, error: unknown, { logger }: StationView): Response {
  const known = refusalOf(error)
  // A RangeError is about a value that was given only where one is.
  const refusal = known?.code === 'not-taken' && !route?.refusals?.includes('not-taken') ? undefined : known
  if (refusal?.code === 'store-unavailable')
    logger.warn({ error, route: route?.path, repeats: true }, 'The record could not be used for a request')
  if (refusal === undefined) logger.error({ error, route: route?.path }, 'A request could not be answered')
  const { code, message, status, headers } =
    refusal ?? new ApiError('not-ready', 'Something went wrong here; the log says what.')
  return Response.json({ error: { code, message } }, { status, headers })
}

async function nothingThere(routes: readonly Route[], c: Asked): Promise<Response> {
  const parts = c.req.path.split('/')
  const fits = ({ path }: Route) => {
    const names = path.split('/')
    return (
      names.length === parts.length &&
      names.every((name, i) => (name.startsWith('{') ? parts[i] !== '' : name === parts[i]))
    )
  }
  const allowed = routes.filter(fits).map(({ method }) => method.toUpperCase())
  if (allowed.length === 0) throw new ApiError('not-found', 'There is no such path here; /openapi.json lists them.')
  throw new ApiError('method-not-allowed', `This path takes ${allowed.join(', ')}.`, { Allow: allowed.join(', ') })
}

async function routeAnswer(options: AppOptions, c: Asked, route: Route): Promise<Response> {
  const { station, api } = options
  const { headers } = c.req.raw
  const address = c.env?.address ?? ''
  const caller = admitted(options, headers, route, address)
  if (route.method === 'get') return answered(options, c, route, caller, address)
  mustBeNoForm(headers)
  const { id = '' } = c.req.param() as Readonly<Record<string, string>>
  // Unknown ones would only fill the memory.
  const heater = station.heaters.find(heater => heater.id === id)?.id
  const giveBack = api.access.write(caller, heater)
  try {
    return await answered(options, c, route, caller, address)
  } catch (error) {
    // What is wrong in itself was never sent.
    if (!route.asks && isTheirs(refusalOf(error)?.status)) giveBack()
    throw error
  } finally {
    if (heater !== undefined) api.questions.forget(heater)
  }
}

const isTheirs = (status = 0) => status >= 400 && status < 429

async function answered(
  { station, api, closing }: AppOptions,
  c: Asked,
  route: Route,
  caller: Caller,
  address: string,
): Promise<Response> {
  const request = c.req.raw
  const params = c.req.param() as Call['params'] & Readonly<Record<string, string>>
  const query = route.query && checked(route.query, given(c.req.queries()))
  const body = route.body && (await givenBody(route, request, station))
  const reason = () => new Error('Nobody waits for it.')
  const asking = deadline(station.wallClock, undefined, reason, request.signal, closing)
  const { path } = c.req
  const { headers } = request
  const work = (signal: AbortSignal) =>
    route.work({ station, api, params, query, body, caller, address, path, headers, signal, cut: c.env?.cut })
  try {
    const { signal } = asking
    const shared = () => {
      const { id: heater } = heaterNamed(station, params.id ?? '')
      const mayAsk = () => api.access.question(caller, heater)
      const key = JSON.stringify([route.name, heater, query])
      return api.questions.ask({ heater, key, signal, mayAsk, ask: work })
    }
    const answer = await (route.asks && route.method === 'get' ? shared() : work(signal))
    return answer instanceof Response ? answer : Response.json(answer)
  } finally {
    asking.done()
  }
}

function admitted({ station, api }: AppOptions, headers: Headers, route: Route, address: string): Caller {
  const { scope, method, evenReadOnly = false } = route
  if (scope === 'none') return { ...stranger, key: addressKey(address) }
  const caller = api.access.caller(headers, address)
  if (caller === undefined)
    throw tokenNeeded(
      api.access.open
        ? 'What a proxy passed on, or asks under another name than localhost, needs a token: navilink token add makes one.'
        : 'This station asks for a token: Authorization: Bearer nvl_…',
    )
  if (scope === 'write' && caller.scope === 'read') throw new ApiError('read-token', 'This token only reads.')
  if (scope === 'write' && method !== 'get' && station.readOnly && !evenReadOnly)
    throw new ApiError('read-only', 'This station only reads; nothing was sent.')
  return caller
}

async function givenBody(route: Route, request: Request, { wallClock }: StationView): Promise<unknown> {
  const { headers } = request
  const isEmpty = Number(headers.get('content-length') ?? 0) === 0 && headers.get('transfer-encoding') === null
  // `curl -X POST` says nothing, and nothing is enough where all may be left out.
  if (isEmpty) return checked(route.body as z.ZodType, {})
  return checked(route.body as z.ZodType, await jsonBody(request, route.longestBody ?? usualBody, wallClock))
}

/** Each once: two of a name are a mistake. */
function given(queries: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, string>> {
  for (const [name, values] of Object.entries(queries))
    if (values.length > 1) throw new ApiError('bad-request', `${name.slice(0, 60)} is given more than once.`)
  return Object.fromEntries(Object.entries(queries).map(([name, [value = '']]) => [name, value]))
}

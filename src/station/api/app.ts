/** The way of a request: which machine is meant, which page asks, who, what and how often; at last the route's own work. */
import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { deadline } from '#time/clock'
import type { StationView } from '../station-view.ts'
import { tokenNeeded } from './access.ts'
import { ApiError, refusalOf } from './api-error.ts'
import type { Api } from './api-parts.ts'
import { type Caller, stranger } from './caller.ts'
import { isForeign, isOurHost } from './origin.ts'
import { jsonBody } from './request-body.ts'
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
  const { station, api, closing } = options
  const request = c.req.raw
  const { headers } = request
  const address = c.env?.address ?? ''
  const caller = admitted(options, headers, route, address)
  if (route.method !== 'get') api.access.write(caller)
  const params = c.req.param() as Call['params']
  const query = route.query && checked(route.query, given(c.req.queries()))
  const body = route.body && (await givenBody(route, request, station))
  const reason = () => new Error('Nobody waits for it.')
  const asking = deadline(station.wallClock, undefined, reason, request.signal, closing)
  try {
    const { signal } = asking
    const answer = await route.work({
      station,
      api,
      params,
      query,
      body,
      caller,
      address,
      path: c.req.path,
      headers,
      signal,
    })
    return answer instanceof Response ? answer : Response.json(answer)
  } finally {
    asking.done()
  }
}

function admitted({ station, api }: AppOptions, headers: Headers, route: Route, address: string): Caller {
  const { scope, method, evenReadOnly = false } = route
  if (scope === 'none') return { ...stranger, key: `address ${address}` }
  const caller = api.access.caller(headers, address)
  if (caller === undefined) throw tokenNeeded('This station asks for a token: Authorization: Bearer nvl_…')
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
    if (values.length > 1) throw new ApiError('bad-request', `${shown(name)} is given more than once.`)
  return Object.fromEntries(Object.entries(queries).map(([name, [value = '']]) => [name, value]))
}

/** @throws ApiError with a sentence about the first thing that is wrong. */
function checked(type: z.ZodType, value: unknown): unknown {
  const { success, data, error } = type.safeParse(value)
  if (success) return data
  const [issue] = error.issues
  const where = issue?.path.join('.') ?? ''
  throw new ApiError(
    'bad-request',
    `${where === '' ? 'It' : shown(where)} isn’t right: ${issue?.message ?? 'it is not understood'}.`,
  )
}

const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

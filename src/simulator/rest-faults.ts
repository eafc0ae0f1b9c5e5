/** What goes wrong with a call of the simulated REST service, while the fault for it is switched on. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Clock, sleep } from '#time/clock'
import type { Faults } from './faults.ts'

/** The raw answer of the server, under what is handed to `fetch` beside a request. */
export interface RawAnswer {
  readonly outgoing: {
    writeHead(status: number, headers: Readonly<Record<string, string | number>>): unknown
    write(chunk: Buffer, done: () => void): unknown
    destroy(): unknown
  }
}

/** A call on its way: `POST /device/list`, what carries it, and the service's own answer to it. */
export interface RestCall {
  readonly call: string
  readonly request: Request
  /** Cut where an answer breaks off; without it there is only half a text. */
  readonly raw: RawAnswer | undefined
  proceed(): Response | Promise<Response>
}

const texts: Readonly<Record<number, string>> = {
  400: 'COMMON_BAD_REQUEST',
  401: 'COMMON_UNAUTHORIZED',
  404: 'USER_NOT_FOUND',
  500: 'INTERNAL_SERVER_ERROR',
  1001: 'INVALID_USER_PASSWORD',
}
const refused = (code: number) => Response.json({ code, msg: texts[code] ?? 'INTERNAL_SERVER_ERROR' })

const page = (title: string) => `<!doctype html><html><head><title>${title}</title></head><body>${title}</body></html>`
const webPage = (status: number, title: string) =>
  new Response(page(title), { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

/** The notice of the vendor's app, with its line break as it comes: a backslash and an n. */
const serverCheck = () =>
  Response.json({
    code: 403,
    msg: 'FORBIDDEN',
    data: { serverCheckText: 'The service is being maintained.\\nThank you for your patience.' },
  })

/**
 * Wraps the service: the answer to each call, or what comes in its place.
 * @param clock of the cloud; the `Date` of every answer goes by it.
 */
export function restFaults(faults: Faults, clock: Clock): (call: RestCall) => Promise<Response> {
  return async rest => {
    const { call, raw } = rest
    if (faults.strike('rest-away', { call })) return cut(raw)
    if (faults.strike('rest-hang', { call })) return new Promise(() => {})
    const answer = instead(faults, call) ?? (await changed(faults, call, await rest.proceed()))
    const slow = faults.strike('rest-slow', { call })
    if (slow?.delay !== undefined && !(await waited(clock, slow.delay, rest.request.signal))) return cut(raw)
    answer.headers.set('date', new Date(clock.now()).toUTCString())
    return faults.strike('rest-truncated', { call }) ? truncated(answer, raw) : answer
  }
}

/** An answer that the service itself has no part in. */
function instead(faults: Faults, call: string): Response | undefined {
  if (faults.holds('maintenance'))
    return call === 'POST /app/version' ? serverCheck() : webPage(503, 'The service is being maintained.')
  const broken = faults.strike('rest-5xx', { call })
  if (broken) return Response.json({ message: 'Internal Server Error' }, { status: broken.code ?? 503 })
  if (faults.strike('rest-html', { call })) return webPage(200, 'Please sign in to this network.')
  if (faults.strike('rest-empty', { call })) return new Response(null, { status: 200 })
  const no = faults.strike('rest-refused', { call })
  if (no) return refused(no.code ?? 500)
  if (call === 'POST /auth/refresh' && faults.strike('refresh-refused')) return refused(401)
  return undefined
}

const awsKeys = ['accessKeyId', 'secretKey', 'sessionToken', 'authorizationExpiresIn']
const bringsAwsKeys = ['POST /user/sign-in', 'POST /user/secured-sign-in', 'POST /auth/session/refresh']

/** The service's own answer with something left out. */
async function changed(faults: Faults, call: string, answer: Response): Promise<Response> {
  const lacks = [
    ...(call === 'POST /auth/refresh' && faults.strike('refresh-missing') ? ['refreshToken'] : []),
    ...(bringsAwsKeys.includes(call) && faults.strike('no-aws-keys', { call }) ? awsKeys : []),
  ]
  if (lacks.length === 0) return answer
  const text = JSON.stringify(await answer.json(), (key, value) => (lacks.includes(key) ? undefined : value))
  return new Response(text, { status: answer.status, headers: { 'content-type': 'application/json' } })
}

/** The length of the whole, half of the text, and the end of the connection. */
async function truncated(answer: Response, raw: RestCall['raw']): Promise<Response> {
  const body = Buffer.from(await answer.arrayBuffer())
  if (raw === undefined) return new Response(body.subarray(0, body.length / 2), answer)
  raw.outgoing.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'content-length': body.length })
  raw.outgoing.write(body.subarray(0, body.length / 2), () => raw.outgoing.destroy())
  return RESPONSE_ALREADY_SENT
}

function cut(raw: RestCall['raw']): Response {
  raw?.outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

/** @returns false when nobody waits any more. */
const waited = (clock: Clock, ...[span, signal]: [Parameters<typeof sleep>[1], AbortSignal]) =>
  sleep(clock, span, signal).then(
    () => true,
    () => false,
  )

/** Makes data or one clear error of what a REST call was answered. */
import {
  AuthenticationError,
  ConnectionError,
  type Help,
  type NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
} from '#schema/errors'
import { redact, redactText } from '#wire/redact'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** The cloud is down on purpose and says so. Asking again in a moment doesn't change that. */
export class MaintenanceError extends ConnectionError {
  static override readonly help: Help = 'cloud-maintenance'
  /** The vendor's text for its users; may have several lines. */
  readonly notice: string

  constructor(notice: string) {
    super(`The NaviLink cloud is closed for maintenance: ${inOneLine(notice)}`)
    this.notice = notice
  }
}

/** The code of a call whose access token isn't taken (any more). */
export const unauthorised = 401

const success = 200
const tooManyRequests = 429
const refusedSignIns: readonly unknown[] = ['INVALID_USER_PASSWORD', 'USER_NOT_FOUND']

/**
 * The `data` of a reply. The envelope's `code` is believed rather than the HTTP status.
 * @param call for messages: `POST /device/list`.
 * @param signsIn whether the call carried a password.
 * @param now ms since 1970, for a `retry-after` that is a date.
 * @throws AuthenticationError, ThrottledError, ConnectionError (MaintenanceError), RefusedError, ProtocolError.
 */
export function readReply(call: string, reply: Reply, signsIn: boolean, now: number): unknown {
  const envelope = parsed(reply.body)
  if (envelope === undefined) throw unreadable(call, reply, now)
  const { data } = envelope
  const said = envelope.msg ?? envelope.message
  const code = numeric(envelope.code) ?? (reply.status >= 300 ? reply.status : undefined)
  if (signsIn && (code === 1001 || refusedSignIns.includes(said)))
    throw new AuthenticationError(
      'The cloud refused this e-mail and password. Check both in the NaviLink app before trying again: repeated failures can lock the account.',
    )
  if (code === success || (code === undefined && said === 'SUCCESS')) return data
  if (code === undefined)
    throw new ProtocolError(`The cloud answered ${call} without a code; its replies may have changed.`, {
      frame: frameOf(envelope),
    })
  throw failure(call, code, said, data, retryAfter(reply, now))
}

function failure(call: string, code: number, said: unknown, data: unknown, wait: number | undefined): NaviLinkError {
  const notice = (data as { serverCheckText?: unknown } | null | undefined)?.serverCheckText
  if (typeof notice === 'string' && notice.trim()) return new MaintenanceError(notice.replaceAll('\\n', '\n').trim())
  const text = typeof said === 'string' && said ? `: ${inOneLine(said)}` : ''
  if (code === tooManyRequests) return throttled(call, wait)
  if (code >= 500 && code < 600)
    return new ConnectionError(`The cloud has a fault of its own on ${call} (code ${code}${text}); try again later.`, {
      help: 'cloud-out-of-order',
    })
  return new RefusedError(`The cloud refused ${call} (code ${code}${text}).`, { by: 'cloud', failCode: code })
}

function unreadable(call: string, reply: Reply, now: number): NaviLinkError {
  const { status, body } = reply
  if (status === tooManyRequests) return throttled(call, retryAfter(reply, now))
  if (status === unauthorised) return failure(call, status, undefined, undefined, undefined)
  if (status >= 500)
    return new ConnectionError(`The cloud is out of order: it answered ${call} with HTTP ${status}; try again later.`, {
      help: 'cloud-out-of-order',
    })
  if (status >= 300 && status < 400)
    return new ConnectionError(
      `Something on the way sent ${call} elsewhere (HTTP ${status}); a network that wants a login first does that.`,
      { help: 'something-else-answers' },
    )
  if (status >= 400 || /^\s*</.test(body))
    return new ConnectionError(
      `${call} was answered with a web page or text (HTTP ${status}) instead of JSON; a proxy, a maintenance page or a network that wants a login does that.`,
      { help: 'something-else-answers' },
    )
  if (body.trim() === '') return new ProtocolError(`The cloud answered ${call} with nothing.`, { frame: '' })
  return new ProtocolError(`The cloud answered ${call} with something that isn't a whole JSON object.`, {
    frame: skeleton(body),
  })
}

const throttled = (call: string, wait: number | undefined) =>
  new ThrottledError(
    `The cloud asks for a pause after ${call}${wait === undefined ? '' : ` of ${Math.ceil(wait / 1000)} s`}.`,
    wait === undefined ? {} : { retryAfter: wait },
  )

/** Milliseconds; the header has seconds or a date. */
function retryAfter({ headers }: Reply, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim()
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

function parsed(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const numeric = (code: unknown) =>
  typeof code === 'number' ? code : typeof code === 'string' && /^\d+$/.test(code) ? Number(code) : undefined

/** Line breaks come as a literal `\\n`. */
const inOneLine = (text: string) => redactText(text.replaceAll('\\n', ' ').replace(/\s+/g, ' ').trim()).slice(0, 300)

/** Redacted, and not longer than a bug report wants. */
export const frameOf = (value: unknown): string => JSON.stringify(redact(value))?.slice(0, 2000) ?? 'undefined'

/** Broken JSON can't be redacted by key, so only its keys stay. */
const skeleton = (body: string) =>
  redactText(body.replace(/:\s*(?:"(?:[^"\\]|\\.)*"?|-?[\d.]+)/g, ': …')).slice(0, 2000)

/** Makes plans or one clear error of what OpenEI answered. */
import { ConnectionError, NaviLinkError, ProtocolError, RefusedError, ThrottledError } from '#schema/errors'
import { redactText } from '#wire/redact'
import { openEiError, openEiPlans } from './open-ei-records.ts'

/** Where a key is to be had. */
export const signUp = 'https://openei.org/services/api/signup/'

/** JSON that is no error, or an error in a sentence of ours. OpenEI sends errors with HTTP 200 as well. */
export function readAnswer({ status, headers }: Response, body: string, key: string, now: number): unknown {
  const answer = parsed(body)
  const { error } = openEiError.safeParse(answer).data ?? {}
  if (status === 429 || error?.code === 'OVER_RATE_LIMIT') throw throttled(headers, now)
  if (status === 401 || status === 403 || error?.code?.startsWith('API_KEY'))
    if (answer !== undefined) throw refusedKey(error?.code)
  if (status >= 500)
    throw new ConnectionError(`OpenEI is out of order (HTTP ${status}); try again later.`, {
      help: 'cloud-out-of-order',
    })
  if (error || (answer !== undefined && status >= 400)) {
    const said = error?.message ? `: ${harmless(error.message, key)}` : ''
    throw new RefusedError(`OpenEI refused the question (HTTP ${status}${said}).`, { by: 'cloud', failCode: status })
  }
  if (status >= 300 || /^\s*</.test(body))
    throw new ConnectionError(
      `OpenEI's address answered with a web page or text (HTTP ${status}) instead of JSON; a proxy or a network that wants a login does that.`,
      { help: 'something-else-answers' },
    )
  if (answer === undefined)
    throw new ProtocolError("OpenEI answered with something that isn't whole JSON.", {
      frame: harmless(body, key),
    })
  return answer
}

/** How many there were, and those that can be read. */
export function readPlans(answer: unknown) {
  const { data } = openEiPlans.safeParse(answer)
  if (!data)
    throw new ProtocolError('OpenEI answered without a list of plans; its answers may have changed.', {
      frame: `keys: ${Object.keys(answer ?? {}).join(', ')}`.slice(0, 500),
    })
  return { plans: data.items, count: (answer as { items: readonly unknown[] }).items.length }
}

const refusedKey = (code: string | undefined) =>
  new NaviLinkError(
    `OpenEI refused the API key${code ? ` (${code})` : ''}; look at OPENEI_API_KEY, or get another one at ${signUp}.`,
    { help: 'wrong-setting' },
  )

function throttled(headers: Headers, now: number): ThrottledError {
  const value = headers.get('retry-after')?.trim()
  const wait = !value ? Number.NaN : /^\d+$/.test(value) ? Number(value) * 1000 : Math.max(0, Date.parse(value) - now)
  const told = Number.isNaN(wait) ? {} : { retryAfter: wait }
  return new ThrottledError(
    `This API key has asked OpenEI as often as it may for now; wait ${'retryAfter' in told ? `${Math.ceil(wait / 1000)} s` : 'an hour'}.`,
    told,
  )
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** One line, without the key, which some services repeat. */
const harmless = (text: string, key: string) =>
  redactText(text.replaceAll(key, '…').replaceAll(encodeURIComponent(key), '…').replace(/\s+/g, ' ').trim()).slice(
    0,
    200,
  )

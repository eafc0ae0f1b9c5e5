/** Posts JSON to a web address of the owner's, once. */
import { ConnectionError, ThrottledError } from '#schema/errors'
import { reasonOf, takeCredentials } from './channel.ts'

export interface Post {
  readonly fetch: typeof globalThis.fetch
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

/** @throws ThrottledError and ConnectionError. A redirect is no answer: what is signed goes where it was meant to. */
export async function postJson(address: URL, { headers, body, signal, ...http }: Post): Promise<void> {
  // fetch refuses an address with a password, and shows it.
  const login = await takeCredentials(address)
  const basic = login && { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` }
  const request: RequestInit = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'navilink', ...basic, ...headers },
    body,
    signal,
    redirect: 'manual',
  }
  const response = await http.fetch(address, request).catch(cause => {
    throw new ConnectionError(`${address.host} could not be reached: ${reasonOf(cause)}.`, { cause })
  })
  await response.body?.cancel()
  if (response.ok) return
  const refusal = `${address.host} answered with ${response.status}.`
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000
  if (response.status === 429 || response.status === 503)
    throw new ThrottledError(refusal, wait > 0 ? { retryAfter: wait } : {})
  throw new ConnectionError(refusal)
}

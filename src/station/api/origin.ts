/** Which web pages may ask, and under which names: no page but our own, and no name that somebody else points at us. */
import { isIP, isIPv4 } from 'node:net'

/** `heater.lan:8480` → `heater.lan`; undefined for what is no host. */
function hostName(host: string | null): string | undefined {
  const [, bracketed, plain] = /^(?:\[([\da-f:.]+)\]|([a-z\d._-]+))(?::\d{1,5})?$/i.exec(host ?? '') ?? []
  return (bracketed ?? plain)?.toLowerCase()
}

/**
 * Whether a Host header names this station. An address is no name that a foreign page could have pointed at us; of names
 * only `localhost`, that on which it listens and those that were allowed are ours.
 */
export function isOurHost(host: string | null, ours: readonly string[]): boolean {
  const name = hostName(host)
  if (name === undefined) return false
  return name === 'localhost' || isIP(name) !== 0 || ours.some(one => one.toLowerCase() === name)
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIPv4(host) && host.startsWith('127.'))

const passedOn = /^(?:forwarded|x-forwarded-.*|x-real-ip|via)$/

/**
 * Whether a request comes straight from this machine, as far as it says so itself. What a proxy passed on comes from
 * loopback too, and from anybody in the world.
 */
export function isDirect(headers: Headers, ours: readonly string[]): boolean {
  for (const name of headers.keys()) if (passedOn.test(name)) return false
  const name = hostName(headers.get('host'))
  return name !== undefined && (isLoopback(name) || ours.some(one => one.toLowerCase() === name))
}

/**
 * Whether a browser asks for another page than our own. Programs send none of these headers. The scheme isn't looked at,
 * for TLS may end before us.
 */
export function isForeign(headers: Headers, { isPage }: { readonly isPage: boolean }): boolean {
  const origin = headers.get('origin')
  if (origin !== null && originHost(origin) !== headers.get('host')?.toLowerCase()) return true
  const site = headers.get('sec-fetch-site')
  if (site === null || site === 'same-origin' || site === 'none') return false
  // A link to our page may stand anywhere.
  return !(isPage && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document')
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/i.exec(origin)?.[1]?.toLowerCase()
}

/** Whether a WebSocket handshake is signed as AWS IoT wants it (SigV4 in the query), and AWS's words when it isn't. */
import { timingSafeEqual } from 'node:crypto'
import { amzDate, type Signing, signature, signingAlgorithm } from '#wire/sigv4'
import type { Credentials } from './credentials.ts'

export interface Refusal {
  readonly status: 400 | 403
  readonly message: string
}

export interface Handshake {
  /** Path and query as received. */
  readonly target: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The port this side listens on. */
  readonly port: number
}

/** Either way, whatever X-Amz-Expires says. */
const allowedSkew = 300_000
const services: readonly string[] = ['iotdevicegateway', 'iotdata']

/** AWS's own texts: those of awsiot.md §1.3, and the usual ones of its other services for the rest. */
const texts = {
  expired: (date: string, now: number) =>
    `Signature expired: ${date} is now earlier than ${amzDate(now - allowedSkew)} (${amzDate(now)} - 5 min.)`,
  notYet: (date: string, now: number) =>
    `Signature not yet current: ${date} is still later than ${amzDate(now + allowedSkew)} (${amzDate(now)} + 5 min.)`,
  mismatch:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  unknownToken: 'The security token included in the request is invalid.',
  expiredToken: 'The security token included in the request is expired',
  missing: 'Missing Authentication Token',
  scope: 'Credential should be scoped to a valid region and service.',
  scopeDate: 'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP',
  hostUnsigned: "'Host' must be a 'SignedHeader' in the AWS Authorization.",
  garbage: 'Invalid request.',
} as const

const forbidden = (message: string): Refusal => ({ status: 403, message })
const garbage: Refusal = { status: 400, message: texts.garbage }

/**
 * @param now milliseconds since 1970, as the cloud sees it.
 * @returns why AWS would refuse; undefined when the connection may be opened.
 */
export function refusalOf(
  handshake: Handshake,
  credentials: Pick<Credentials, 'awsKey'>,
  region: string,
  now: number,
): Refusal | undefined {
  const query = parseQuery(handshake.target)
  if (query === undefined) return garbage
  const found = new Map(query)
  if (found.size !== query.length) return garbage
  const [credential, date, given] = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'].map(name => found.get(name))
  if (credential === undefined || date === undefined || given === undefined) return forbidden(texts.missing)
  if (found.get('X-Amz-Algorithm') !== signingAlgorithm) return garbage
  const [id, scopeDate, scopeRegion, service, end, more] = credential.split('/')
  if (id === undefined || service === undefined || end !== 'aws4_request' || more !== undefined) return garbage
  if (!/^[A-Z0-9]{8,128}$/.test(id) || !/^\d{8}T\d{6}Z$/.test(date)) return garbage

  if (scopeRegion !== region || !services.includes(service)) return forbidden(texts.scope)
  if (scopeDate !== date.slice(0, 8)) return forbidden(texts.scopeDate)
  const signedAt = Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'))
  if (!(signedAt >= now - allowedSkew)) return forbidden(texts.expired(date, now))
  if (signedAt > now + allowedSkew) return forbidden(texts.notYet(date, now))

  const signedHeaders = (found.get('X-Amz-SignedHeaders') ?? '').split(';')
  if (!signedHeaders.includes('host')) return forbidden(texts.hostUnsigned)
  const key = credentials.awsKey(id)
  if (key === undefined || key.sessionToken !== found.get('X-Amz-Security-Token')) return forbidden(texts.unknownToken)

  const signing = {
    secretKey: key.secretKey,
    date,
    region,
    service,
    path: handshake.target.split('?', 1)[0] ?? '',
    query: query.filter(([name]) => name !== 'X-Amz-Signature' && name !== 'X-Amz-Security-Token'),
  }
  const matches = hostsOf(handshake).some(host =>
    equal(given, signature({ ...signing, headers: headersOf(handshake, signedHeaders, host) })),
  )
  if (!matches) return forbidden(texts.mismatch)
  return key.expired ? forbidden(texts.expiredToken) : undefined
}

/** Decoded pairs in their order; `+` is a plus. Undefined for what can't be decoded. */
function parseQuery(target: string): [string, string][] | undefined {
  const query = target.split('?').slice(1).join('?')
  try {
    return query
      .split('&')
      .filter(part => part !== '')
      .map(part => {
        const [name = '', ...value] = part.split('=')
        return [decodeURIComponent(name), decodeURIComponent(value.join('='))]
      })
  } catch {
    return undefined
  }
}

/** Off port 443 signers disagree whether the port belongs to the host, so it is tried both ways. */
function hostsOf({ headers, port }: Handshake): string[] {
  const host = String(headers.host ?? '')
  const bare = host.replace(/:\d+$/, '')
  return [host, bare === host ? `${host}:${port}` : bare]
}

const headersOf = ({ headers }: Handshake, names: readonly string[], host: string): Signing['headers'] =>
  names.map(name => [name, name === 'host' ? host : [headers[name] ?? ''].flat().join(',')] as const)

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

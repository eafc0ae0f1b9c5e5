/** Whether a WebSocket handshake is signed as AWS IoT wants it, and AWS's words when it isn't. */
import { timingSafeEqual } from 'node:crypto'
import { amzDate, type Signing, signature, signingAlgorithm } from '#wire/sigv4'
import type { Credentials } from './credentials.ts'
import type { GatewayOptions } from './gateway-options.ts'

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
const tokenName = 'X-Amz-Security-Token'
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

export interface UpgradeRules
  extends Pick<GatewayOptions, 'headerSigned' | 'signedToken' | 'honourExpires' | 'anyPort'> {
  /** The one that signatures must name. */
  readonly region: string
  /** Milliseconds since 1970, as the cloud sees it. */
  readonly now: number
}

/** What a handshake says about its own signature, wherever it says it. */
interface Claim {
  readonly credential: string
  readonly date: string
  readonly given: string
  readonly token: string | undefined
  readonly signedHeaders: readonly string[]
  /** Of the query, what is signed. */
  readonly query: Signing['query']
  /** Seconds. */
  readonly expires: number | undefined
}

/** @returns the key that may open a connection, or why AWS would refuse. */
export function verifyUpgrade(
  handshake: Handshake,
  credentials: Pick<Credentials, 'awsKey'>,
  rules: UpgradeRules,
): Refusal | { readonly accessKeyId: string } {
  const claim = claimOf(handshake, rules)
  if ('status' in claim) return claim
  const { credential, date, given, signedHeaders, query } = claim
  const [id, scopeDate, scopeRegion, service, end, more] = credential.split('/')
  if (id === undefined || service === undefined || end !== 'aws4_request' || more !== undefined) return garbage
  if (!/^[A-Z0-9]{8,128}$/.test(id) || !/^\d{8}T\d{6}Z$/.test(date)) return garbage

  const { region, now } = rules
  if (scopeRegion !== region || !services.includes(service)) return forbidden(texts.scope)
  if (scopeDate !== date.slice(0, 8)) return forbidden(texts.scopeDate)
  const signedAt = Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'))
  const goodFor = rules.honourExpires ? Math.min(allowedSkew, 1000 * (claim.expires ?? allowedSkew)) : allowedSkew
  if (!(signedAt >= now - goodFor)) return forbidden(texts.expired(date, now))
  if (signedAt > now + allowedSkew) return forbidden(texts.notYet(date, now))

  if (!signedHeaders.includes('host')) return forbidden(texts.hostUnsigned)
  const key = credentials.awsKey(id)
  if (key === undefined || key.sessionToken !== claim.token) return forbidden(texts.unknownToken)

  const path = handshake.target.split('?', 1)[0] ?? ''
  const signing = { secretKey: key.secretKey, date, region, service, path }
  // AWS itself refuses a token that was signed.
  const queries = rules.signedToken ? [query, [...query, [tokenName, key.sessionToken] as const]] : [query]
  const matches = hostsOf(handshake, rules).some(host =>
    queries.some(query =>
      equal(given, signature({ ...signing, query, headers: headersOf(handshake, signedHeaders, host) })),
    ),
  )
  if (!matches) return forbidden(texts.mismatch)
  return key.expired ? forbidden(texts.expiredToken) : { accessKeyId: id }
}

function claimOf(handshake: Handshake, rules: UpgradeRules): Claim | Refusal {
  const query = parseQuery(handshake.target)
  if (query === undefined) return garbage
  const found = new Map(query)
  if (found.size !== query.length) return garbage
  const { authorization } = handshake.headers
  if (rules.headerSigned && typeof authorization === 'string' && !found.has('X-Amz-Signature'))
    return claimOfHeaders(authorization, handshake.headers, query)
  const [credential, date, given] = ['X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'].map(name => found.get(name))
  if (credential === undefined || date === undefined || given === undefined) return forbidden(texts.missing)
  if (found.get('X-Amz-Algorithm') !== signingAlgorithm) return garbage
  const expires = found.get('X-Amz-Expires')
  return {
    credential,
    date,
    given,
    token: found.get(tokenName),
    signedHeaders: (found.get('X-Amz-SignedHeaders') ?? '').split(';'),
    query: query.filter(([name]) => name !== 'X-Amz-Signature' && name !== tokenName),
    expires: expires === undefined ? undefined : Number(expires),
  }
}

/** The other form of SigV4, which no SDK uses for MQTT. */
function claimOfHeaders(
  authorization: string,
  headers: Handshake['headers'],
  query: Signing['query'],
): Claim | Refusal {
  const [algorithm, rest = ''] = authorization.split(/ (.*)/s)
  const parts = new Map(rest.split(/, */).map(part => part.split(/=(.*)/s).slice(0, 2) as [string, string]))
  const [credential, given] = [parts.get('Credential'), parts.get('Signature')]
  const [date, token] = [headers['x-amz-date'], headers['x-amz-security-token']]
  if (credential === undefined || given === undefined || typeof date !== 'string') return forbidden(texts.missing)
  if (algorithm !== signingAlgorithm) return garbage
  const signedHeaders = (parts.get('SignedHeaders') ?? '').split(';')
  return { credential, date, given, token: token?.toString(), signedHeaders, query, expires: undefined }
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
function hostsOf({ headers, port }: Handshake, { anyPort }: UpgradeRules): string[] {
  const host = String(headers.host ?? '')
  if (!anyPort) return [host]
  const bare = host.replace(/:\d+$/, '')
  return [host, bare === host ? `${host}:${port}` : bare]
}

const headersOf = ({ headers }: Handshake, names: readonly string[], host: string): Signing['headers'] =>
  names.map(name => [name, name === 'host' ? host : [headers[name] ?? ''].flat().join(',')] as const)

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

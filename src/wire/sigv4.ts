/** AWS Signature Version 4 in the form that AWS IoT's WebSocket gateway takes: in the query of the URL, the session token outside of it. */
import { createHash, createHmac } from 'node:crypto'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretKey: string
  readonly sessionToken?: string | undefined
}

export interface Signing {
  readonly secretKey: string
  /** `20240115T120000Z`, see {@link amzDate}. */
  readonly date: string
  readonly region: string
  readonly service: string
  readonly path: string
  /** Decoded names and values; the signature and the session token must not be among them. */
  readonly query: readonly (readonly [string, string])[]
  /** Lower-case names and values as they go over the wire: all signed headers, and no others. */
  readonly headers: readonly (readonly [string, string])[]
}

export const gatewayService = 'iotdevicegateway'
export const signingAlgorithm = 'AWS4-HMAC-SHA256'
const emptyBody = createHash('sha256').digest('hex')

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** RFC 3986: like encodeURIComponent, and `!'()*` too. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : a > b ? 1 : 0)

/** 1705320000000 → `20240115T120000Z`. */
export const amzDate = (now: number): string => new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')

export const credentialScope = (date: string, region: string, service: string): string =>
  `${date.slice(0, 8)}/${region}/${service}/aws4_request`

/** The query as it is signed: sorted by name, encoded as RFC 3986 wants it. */
export const canonicalQuery = (query: Signing['query']): string =>
  query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** What is hashed and signed, as AWS documents it. */
export function canonicalRequest({ path, query, headers }: Pick<Signing, 'path' | 'query' | 'headers'>): string {
  const sorted = [...headers].sort(byName).map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')] as const)
  const lines = sorted.map(([name, value]) => `${name}:${value}\n`).join('')
  return ['GET', path, canonicalQuery(query), lines, sorted.map(([name]) => name).join(';'), emptyBody].join('\n')
}

/** The signature, 64 hex digits. */
export function signature(signing: Signing): string {
  const { secretKey, date, region, service } = signing
  const hash = createHash('sha256').update(canonicalRequest(signing)).digest('hex')
  const text = [signingAlgorithm, date, credentialScope(date, region, service), hash].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, date.slice(0, 8)), region), service), 'aws4_request')
  return hmac(key, text).toString('hex')
}

/**
 * Signs the URL of one connection. AWS takes it for five minutes, so sign at the moment of connecting.
 * The session token is appended after signing: AWS IoT refuses a token that was signed.
 * @param url where to connect, without a query.
 * @param now milliseconds since 1970.
 */
export function signGatewayUrl(url: URL, region: string, credentials: AwsCredentials, now: number): URL {
  const date = amzDate(now)
  const query = [
    ['X-Amz-Algorithm', signingAlgorithm],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${credentialScope(date, region, gatewayService)}`],
    ['X-Amz-Date', date],
    ['X-Amz-SignedHeaders', 'host'],
  ] as const
  const signed = signature({
    secretKey: credentials.secretKey,
    date,
    region,
    service: gatewayService,
    path: url.pathname,
    query,
    headers: [['host', url.host]],
  })
  const token = credentials.sessionToken ? `&X-Amz-Security-Token=${encode(credentials.sessionToken)}` : ''
  const result = new URL(url)
  result.search = `${canonicalQuery(query)}&X-Amz-Signature=${signed}${token}`
  return result
}

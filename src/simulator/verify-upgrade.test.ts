import { describe, expect, it } from 'vitest'
import { amzDate, signGatewayUrl } from '#wire/sigv4'
import { type GatewayOptions, gatewayDefaults } from './gateway-options.ts'
import { verifyUpgrade } from './verify-upgrade.ts'

// The vectors that five independent signers agree on, here from the verifier's side.
const host = 'a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com'
const now = Date.UTC(2024, 0, 15, 12)
const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJGMEQCIF+test/token=='
const secretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const key = { secretKey, sessionToken, expired: false, expires: Number.POSITIVE_INFINITY }
const known = { awsKey: (id: string) => (id === 'AKIDEXAMPLE' ? key : undefined) }
const token = `&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}`
const scope = (service = 'iotdevicegateway') => `AKIDEXAMPLE%2F20240115%2Fus-east-1%2F${service}%2Faws4_request`

const target = ({ service, expires = '', headers = 'host', signature = '' }: Record<string, string | undefined>) =>
  `/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${scope(service)}&X-Amz-Date=20240115T120000Z${expires}` +
  `&X-Amz-SignedHeaders=${encodeURIComponent(headers)}&X-Amz-Signature=${signature}`

const a = target({ signature: '866dacd958ff53badfa5069d13dc675d35bbeb4e1ab62167cd14485b3302c070' })
const headers = { host, connection: 'Upgrade', upgrade: 'websocket' }
const refusal = (url: string, { at = now, sent = {}, port = 443, credentials = known, rules }: Options = {}) => {
  const handshake = { target: url, headers: { ...headers, ...sent }, port }
  const all = { ...gatewayDefaults, region: 'us-east-1', now: at, ...rules }
  const verdict = verifyUpgrade(handshake, credentials, all)
  if ('status' in verdict) return verdict
  expect(verdict.accessKeyId).toBe('AKIDEXAMPLE')
  return undefined
}
interface Options {
  readonly at?: number
  readonly sent?: Readonly<Record<string, string>>
  readonly port?: number
  readonly credentials?: Parameters<typeof verifyUpgrade>[1]
  readonly rules?: Partial<GatewayOptions>
}

describe('lets in', () => {
  // biome-ignore format: a vector is a line
  it.each([
    ['A: host alone', a + token, {}],
    ['B: Expires signed', target({ expires: '&X-Amz-Expires=86400', signature: '8b6f43513414e445b1dda9fc9114b75ff7c044eef7f6548a52e93034a9ab3d39' }) + token, {}],
    ['C: connection;host, as aws-crt', target({ headers: 'connection;host', signature: '3c21e8cce82ed96eb708af97191efc104df459c79ccaa08842d407747c243fce' }) + token, {}],
    ['F: signed with a port that was not sent', target({ signature: '0ffc58775e036a4e546f73599b3ba44f953ec79768653e4d3a51a4d69f58fc6b' }) + token, {}],
    ['F: signed with a port, sent with it', target({ signature: '0ffc58775e036a4e546f73599b3ba44f953ec79768653e4d3a51a4d69f58fc6b' }) + token, { host: `${host}:443` }],
    ['A: signed without the port that was sent', a + token, { host: `${host}:443` }],
    ['G: service iotdata', target({ service: 'iotdata', signature: '5c5e92f3b3f2f3bd4db1443a68e8e9ddb0764acbe1b26c2484321b2822bb7fba' }) + token, {}],
    ['the token before the signature', a.replace('&X-Amz-Signature', `${token}&X-Amz-Signature`), {}],
  ] as const)('%s', (_, url, sent) => {
    expect(refusal(url, { sent })).toBeUndefined()
  })

  it('what is up to five minutes off, either way', () => {
    expect(refusal(a + token, { at: now + 300_000 })).toBeUndefined()
    expect(refusal(a + token, { at: now - 300_000 })).toBeUndefined()
  })

  it('a plus in a value as a plus', () => {
    const url = signGatewayUrl(new URL(`wss://${host}/mqtt`), 'us-east-1', { accessKeyId: 'AKIDEXAMPLE', ...key }, now)
    expect(refusal((url.pathname + url.search).replaceAll('%2B', '+'))).toBeUndefined()
  })
})

describe('turns away', () => {
  // awsiot.md §1.3: content lengths that AWS's users logged, which tell the texts byte for byte.
  const length = (message: string | undefined) => JSON.stringify({ message, traceId: crypto.randomUUID() }).length

  it('a signature that is right only with the token signed, as AWS does', () => {
    const signed = '0dd610223dd781e0b1c2962c3c0ca399737c28088d37585c95d3647a9f48d64c'
    const refused = refusal(target({ expires: '&X-Amz-Expires=86400', signature: signed }) + token)
    expect(refused).toMatchObject({
      status: 403,
      message: expect.stringMatching(/^The request signature we calculated/),
    })
    expect(length(refused?.message)).toBe(241)
  })

  it('an old signature, naming both times', () => {
    const refused = refusal(a + token, { at: now + 301_000 })
    expect(refused).toEqual({
      status: 403,
      message: 'Signature expired: 20240115T120000Z is now earlier than 20240115T120001Z (20240115T120501Z - 5 min.)',
    })
    expect(length(refused?.message)).toBe(163)
  })

  it('one from the future', () => {
    const refused = refusal(a + token, { at: now - 301_000 })
    expect(refused?.message).toBe(
      `Signature not yet current: 20240115T120000Z is still later than ${amzDate(now - 1000)} (${amzDate(now - 301_000)} + 5 min.)`,
    )
    expect(length(refused?.message)).toBe(171)
  })

  it('another host, other headers, an altered query', () => {
    const mismatch = { status: 403, message: expect.stringMatching(/does not match/) }
    expect(refusal(a + token, { sent: { host: 'other.example' } })).toMatchObject(mismatch)
    expect(refusal(a.replace('120000Z', '120001Z') + token)).toMatchObject(mismatch)
    expect(refusal(`${a}${token}&extra=1`)).toMatchObject(mismatch)
  })

  it('an unknown key, no token or another one', () => {
    const unknown = { status: 403, message: 'The security token included in the request is invalid.' }
    expect(refusal(a.replace('AKIDEXAMPLE', 'AKIDOTHER') + token)).toEqual(unknown)
    expect(refusal(a)).toEqual(unknown)
    expect(refusal(`${a + token}x`)).toEqual(unknown)
  })

  it('credentials that are over', () => {
    const credentials = { awsKey: () => ({ ...key, expired: true }) }
    expect(refusal(a + token, { credentials })?.message).toBe('The security token included in the request is expired')
  })

  // biome-ignore format: a case is a line
  it.each([
    ['no signature at all', '/mqtt', 403],
    ['another region', a.replace('us-east-1', 'eu-west-1') + token, 403],
    ['another service', a.replace('iotdevicegateway', 's3') + token, 403],
    ['a scope of another day', a.replace('20240115%2F', '20240116%2F') + token, 403],
    ['a host that is not signed', a.replace('SignedHeaders=host', 'SignedHeaders=connection') + token, 403],
    ['a PEM text as key id', a.replace('AKIDEXAMPLE', encodeURIComponent('-----BEGIN CERTIFICATE-----')) + token, 400],
    ['what cannot be decoded', `${a}&x=%zz`, 400],
    ['a name twice', `${a}&X-Amz-Date=20240115T120000Z`, 400],
    ['another algorithm', a.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'), 400],
    ['a date that is none', a.replace('20240115T120000Z', 'yesterday'), 400],
  ] as const)('%s', (_, url, status) => {
    expect(refusal(url)?.status).toBe(status)
  })
})

describe('by choice', () => {
  const mismatch = { status: 403, message: expect.stringMatching(/does not match/) }

  it('a signed token is good', () => {
    const signed = '0dd610223dd781e0b1c2962c3c0ca399737c28088d37585c95d3647a9f48d64c'
    const url = target({ expires: '&X-Amz-Expires=86400', signature: signed }) + token
    expect(refusal(url)).toMatchObject(mismatch)
    expect(refusal(url, { rules: { signedToken: true } })).toBeUndefined()
    expect(refusal(a + token, { rules: { signedToken: true } })).toBeUndefined()
  })

  it('X-Amz-Expires shortens the five minutes, and never lengthens them', () => {
    const b = target({
      expires: '&X-Amz-Expires=86400',
      signature: '8b6f43513414e445b1dda9fc9114b75ff7c044eef7f6548a52e93034a9ab3d39',
    })
    const rules = { honourExpires: true }
    expect(refusal(b + token, { rules, at: now + 300_000 })).toBeUndefined()
    expect(refusal(b + token, { rules, at: now + 301_000 })?.message).toMatch(/^Signature expired/)
    const short = signGatewayUrl(
      new URL(`wss://${host}/mqtt?`),
      'us-east-1',
      { accessKeyId: 'AKIDEXAMPLE', ...key },
      now,
    )
    expect(refusal(short.pathname + short.search, { rules, at: now + 299_000 })).toBeUndefined()
  })

  it('the port must be as it was signed', () => {
    const rules = { anyPort: false }
    expect(refusal(a + token, { rules })).toBeUndefined()
    expect(refusal(a + token, { rules, sent: { host: `${host}:443` } })).toMatchObject(mismatch)
  })

  it.each([
    ['D: host;x-amz-date', 'host;x-amz-date', '1fa8868f27d8d586eb47983c7be64c69ad285abd53634b615b00554d7f22d66c'],
    [
      'E: connection;host;x-amz-date, as aws-crt',
      'connection;host;x-amz-date',
      '1c7d134c3cb64f7ee6f6f8649d1c4fb7a755124884e689946ee28b2553293900',
    ],
  ])('the headers are signed, %s', (_, names, given) => {
    const sent = (signature: string) => ({
      'x-amz-date': '20240115T120000Z',
      'x-amz-security-token': sessionToken,
      authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20240115/us-east-1/iotdevicegateway/aws4_request, SignedHeaders=${names}, Signature=${signature}`,
    })
    const rules = { headerSigned: true }
    expect(refusal('/mqtt', { sent: sent(given) })?.message).toBe('Missing Authentication Token')
    expect(refusal('/mqtt', { sent: sent(given), rules })).toBeUndefined()
    expect(refusal('/mqtt', { sent: sent(given.replace('1', '2')), rules })).toMatchObject(mismatch)
    const { authorization } = sent(given)
    expect(refusal('/mqtt', { sent: { authorization }, rules })?.message).toBe('Missing Authentication Token')
    expect(refusal('/mqtt', { sent: { ...sent(given), authorization: 'Bearer x' }, rules })?.status).toBe(403)
    expect(refusal(a + token, { rules })).toBeUndefined()
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { amzDate, canonicalRequest, type Signing, signature, signGatewayUrl } from './sigv4.ts'

// Vectors that five independent signers agree on (own, python hmac, aws4, smithy, aws-crt).
const host = 'a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com'
const secretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJGMEQCIF+test/token=='
const now = Date.UTC(2024, 0, 15, 12)
const date = '20240115T120000Z'
const query = [
  ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
  ['X-Amz-Credential', 'AKIDEXAMPLE/20240115/us-east-1/iotdevicegateway/aws4_request'],
  ['X-Amz-Date', date],
  ['X-Amz-SignedHeaders', 'host'],
] as const
const plain: Signing = {
  secretKey,
  date,
  region: 'us-east-1',
  service: 'iotdevicegateway',
  path: '/mqtt',
  query,
  headers: [['host', host]],
}
const with_ = (name: string, value: string) => query.map(pair => (pair[0] === name ? ([name, value] as const) : pair))
const expires = ['X-Amz-Expires', '86400'] as const

const vectors: [string, Signing, string][] = [
  ['A: no Expires', plain, '866dacd958ff53badfa5069d13dc675d35bbeb4e1ab62167cd14485b3302c070'],
  [
    'B: Expires signed',
    { ...plain, query: [...query, expires] },
    '8b6f43513414e445b1dda9fc9114b75ff7c044eef7f6548a52e93034a9ab3d39',
  ],
  [
    'C: the Connection header signed, as aws-crt does',
    {
      ...plain,
      query: with_('X-Amz-SignedHeaders', 'connection;host'),
      headers: [
        ['host', host],
        ['connection', 'Upgrade'],
      ],
    },
    '3c21e8cce82ed96eb708af97191efc104df459c79ccaa08842d407747c243fce',
  ],
  [
    'F: Host with a port',
    { ...plain, headers: [['host', `${host}:443`]] },
    '0ffc58775e036a4e546f73599b3ba44f953ec79768653e4d3a51a4d69f58fc6b',
  ],
  [
    'G: service iotdata',
    {
      ...plain,
      service: 'iotdata',
      query: with_('X-Amz-Credential', 'AKIDEXAMPLE/20240115/us-east-1/iotdata/aws4_request'),
    },
    '5c5e92f3b3f2f3bd4db1443a68e8e9ddb0764acbe1b26c2484321b2822bb7fba',
  ],
  [
    'the token signed, which AWS IoT refuses',
    { ...plain, query: [...query, expires, ['X-Amz-Security-Token', sessionToken]] },
    '0dd610223dd781e0b1c2962c3c0ca399737c28088d37585c95d3647a9f48d64c',
  ],
]

describe('signature', () => {
  it.each(vectors)('%s', (_, signing, expected) => {
    expect(signature(signing)).toBe(expected)
  })

  it('hashes the documented canonical request', () => {
    const hash = (signing: Signing) => createHash('sha256').update(canonicalRequest(signing)).digest('hex')
    expect(hash(plain)).toBe('f6672dcd8530c2e0d9b92c79cbf4e7a3fcd9f84b92c517904b98ff543bf390f4')
    expect(hash({ ...plain, query: [...query, expires] })).toBe(
      'a920262ce6af0ef595f6620745f429f244e064f10214e8883ad89bd803aad7aa',
    )
  })
})

describe('signGatewayUrl', () => {
  const url = signGatewayUrl(
    new URL(`wss://${host}/mqtt`),
    'us-east-1',
    { accessKeyId: 'AKIDEXAMPLE', secretKey, sessionToken },
    now,
  )

  it('appends signature and token, in that order, outside of what was signed', () => {
    expect(url.href).toBe(
      `wss://${host}/mqtt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20240115%2Fus-east-1%2Fiotdevicegateway%2Faws4_request` +
        '&X-Amz-Date=20240115T120000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=866dacd958ff53badfa5069d13dc675d35bbeb4e1ab62167cd14485b3302c070' +
        '&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEXAMPLE%2F%2F%2F%2F%2F%2F%2F%2F%2F%2FwEaCXVzLWVhc3QtMSJGMEQCIF%2Btest%2Ftoken%3D%3D',
    )
  })

  it('leaves the token out when there is none', () => {
    const long = signGatewayUrl(
      new URL(`wss://${host}/mqtt`),
      'us-east-1',
      { accessKeyId: 'AKIDEXAMPLE', secretKey },
      now,
    )
    expect(long.href).toBe(url.href.split('&X-Amz-Security-Token')[0])
  })
})

it('writes the date as AWS does', () => expect(amzDate(now)).toBe(date))

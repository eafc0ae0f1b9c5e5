import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captured } from '../../test/fixtures/frames.ts'
import { redactingLogger, silentLogger } from './logger.ts'
import { redact, redactText, redactTextWith, redactWith } from './redact.ts'
import { signGatewayUrl } from './sigv4.ts'

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl-_x'
const secretKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJGMEQCIF+test/token=='

/** Known by the key that they stand under, whatever they look like. */
const byKey: Record<string, string> = {
  password: 'hunny trapp,2222 "xyxyx"',
  NAVILINK_PASSWORD: 'swordfish',
  idToken: 'opaque-id-token',
  accessToken: 'opaque-access-token',
  refreshToken: 'opaque-refresh-token',
  authorization: 'short',
  accessKeyId: 'AKIDEXAMPLE',
  secretKey: 'not-long',
  sessionToken: 'tiny',
  pushToken: 'push-me',
  'X-Amz-Security-Token': 'pull-me',
  userId: 'somebody',
  macAddress: 'ba9876543210',
  additionalValue: 'a5322',
  deviceName: 'Smith basement',
  controllerSerialNumber: '00000000AA00000000',
  manufactureId: '0000E0000000000',
  homeSeq: '20001',
  userSeq: '10001',
  state: 'Exampleland',
  city: 'Exampleville',
  address: '1 Example Street',
  latitude: '38.04321',
  longitude: '-122.51234',
  zipCode: '94000',
  userFirstName: 'Patience',
  userLastName: 'Examplesson',
  installerPhoneNumber: '+1 555 0100',
}

/** Known by what they look like, wherever they stand. */
const byShape: readonly string[] = [
  'owner@example.com',
  'first.last+tag@mail.example.co.uk',
  'owner%40example.com',
  'jörg@müller.example',
  '0123456789ab',
  '0123456789AB',
  '01:23:45:67:89:ab',
  '01-23-45-67-89-AB',
  jwt,
  'AKIAIOSFODNN7EXAMPLE',
  'ASIAIOSFODNN7EXAMPLE',
  secretKey,
  sessionToken,
]

describe('by key', () => {
  it.each(Object.entries(byKey))('%s', (key, value) => {
    const nested = { a: [{ [key]: value }], b: new Map([[key, value]]), c: { [key]: [value] } }
    const result = redact(nested)
    expect(JSON.stringify(result)).not.toContain(JSON.stringify(value).slice(1, -1))
    expect(JSON.stringify(result)).toContain('‹')
  })

  it.each(Object.entries(byKey))('%s in JSON, whole, cut off and within JSON', (key, value) => {
    const text = JSON.stringify({ ok: 1, [key]: value })
    const shown = [text, text.slice(0, -2), JSON.stringify({ body: text }), JSON.stringify(JSON.parse(text), null, 2)]
    for (const source of shown) {
      const result = redactText(source)
      for (const word of value.split(/[ ,"]+/).filter(part => part.length > 3)) expect(result).not.toContain(word)
      expect(result).toContain('ok')
    }
  })

  it.each(Object.entries(byKey))('%s in an object that Node printed', (key, value) => {
    expect(redactText(inspect({ ok: 1, [key]: value }))).not.toContain(value)
  })

  it.each(Object.entries(byKey).map(([key, value]) => [key, encodeURIComponent(value)]))(
    '%s in a query',
    (key, value) => {
      const result = redactText(`GET https://example.com/api/v2.1/device/tou?page=2&${key}=${value}&count=20 404`)
      expect(result).not.toContain(value)
      expect(result).toMatch(/page=2&.*&count=20 404$/)
    },
  )

  it('numbers too', () => {
    expect(redact({ homeSeq: 20001, userSeq: 10001, zipCode: 94000, latitude: 38.04 })).toEqual({
      homeSeq: '‹account›',
      userSeq: '‹account›',
      zipCode: '‹place›',
      latitude: '‹place›',
    })
    expect(redactText('{"homeSeq":20001,"longitude":-122.5,"count":20}')).toBe(
      '{"homeSeq":‹account›,"longitude":‹place›,"count":20}',
    )
  })

  it('a whole object under such a key is looked into', () => {
    expect(redact({ token: { accessToken: 'x', authenticationExpiresIn: 3600 } })).toEqual({
      token: { accessToken: '‹secret›', authenticationExpiresIn: 3600 },
    })
  })
})

describe('by shape', () => {
  it.each(byShape)('%s', secret => {
    for (const text of [secret, `before ${secret} after`, `(${secret})`, `<a href="${secret}">`, `x=${secret}; y=1`])
      expect(redactText(text)).not.toContain(secret)
  })

  it('in headers and assignments', () => {
    expect(redactText('authorization: Bearer abc.def')).toBe('authorization: ‹secret›')
    expect(redactText('NAVILINK_PASSWORD=hunter2 npm start')).toBe('NAVILINK_PASSWORD=‹secret› npm start')
    expect(redactText("password='hunter2'")).toBe("password='‹secret›'")
  })

  it('in topics', () => {
    expect(redactText('cmd/52/navilink-0123456789ab/res')).toBe('cmd/52/navilink-‹mac›/res')
    expect(redactText('cmd/52/20001/10001/client-1/res/did')).toBe('cmd/52/‹account›/client-1/res/did')
  })

  it('in a signed URL', () => {
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretKey, sessionToken }
    const url = signGatewayUrl(new URL('wss://example.com/mqtt'), 'us-east-1', credentials, Date.UTC(2024, 0, 15))
    for (const shown of [redactText(url.href), redact(url), redactText(`cannot open ${url}`)]) {
      for (const name of ['X-Amz-Signature', 'X-Amz-Security-Token'])
        expect(shown).not.toContain(url.searchParams.get(name))
      expect(shown).not.toContain('AKIDEXAMPLE')
      expect(shown).not.toContain(encodeURIComponent(sessionToken))
      expect(shown).toContain('X-Amz-Date=20240115T000000Z')
    }
  })
})

describe('in errors', () => {
  it('message, stack, cause and own members', () => {
    const cause = Object.assign(new Error(`refused for owner@example.com`), { macAddress: '0123456789ab' })
    const error = Object.assign(new TypeError(`no ${jwt}`, { cause }), { code: 'ECONNRESET', password: 'hunter2' })
    const result = redact({ error }) as { error: Record<string, unknown> }
    expect(result.error).toMatchObject({
      name: 'TypeError',
      message: 'no ‹secret›',
      code: 'ECONNRESET',
      password: '‹secret›',
      cause: { name: 'Error', message: 'refused for ‹email›', macAddress: '‹mac›' },
    })
    expect(result.error.stack).toContain('redact.test.ts')
    expect(JSON.stringify(result)).not.toMatch(/owner@|hunter2|0123456789ab|eyJ/)
  })

  it('that are their own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(redact(error)).toMatchObject({ message: 'round', cause: '‹circular›' })
  })
})

it('no secret survives anywhere', () => {
  const secret = fc.oneof(
    fc.constantFrom(...Object.entries(byKey)).map(([key, value]) => ({ value, holder: { [key]: value } as object })),
    fc.constantFrom(...byShape).map(value => ({ value, holder: { note: `x ${value} y`, [value]: 1 } as object })),
  )
  const wrap: ((inner: unknown) => unknown)[] = [
    inner => ({ inner }),
    inner => [1, inner],
    inner => new Map([['k', inner]]),
    inner => new Error('outer', { cause: inner }),
    inner => Object.assign(new Error('outer'), { detail: inner }),
    inner => ({ text: JSON.stringify(inner instanceof Error || inner instanceof Map ? {} : inner) }),
  ]
  fc.assert(
    fc.property(secret, fc.array(fc.constantFrom(...wrap), { maxLength: 3 }), ({ value, holder }, wraps) => {
      const shown = JSON.stringify(redact(wraps.reduce<unknown>((inner, around) => around(inner), holder)))
      for (const word of value.split(/[ ,"]+/).filter(part => part.length > 3)) expect(shown).not.toContain(word)
    }),
    { numRuns: 1000 },
  )
})

describe('ordinary text stays as it is', () => {
  it.each([
    '2025-09-26T20:46:03.666Z',
    'sessionID 1758919563666',
    'navilink 0.1.0, node v24.21.0, app 2.04.00',
    'tankUpperTemperature 58.6 °C, currentInstPower 5378 W',
    'heLowerOnTDiffempSetting, availableEnergyCapacity',
    'https://nlus.naviensmartcontrol.com/api/v2.1/user/sign-in',
    'a1t30mldyslmuq-ats.iot.us-east-1.amazonaws.com:443',
    'evt/+/mobile/event/disconnect-mqtt',
    'command 33554437 0x4000013, 16777219',
    'HTTP 403 Missing Authentication Token',
    'Unexpected token < in JSON at position 0',
    'the token expired 5 min ago',
    '127.0.0.1:8484',
    '    at Link.open (file:///home/someone/navilink/dist/cloud/link.js:12:34)',
    '1-2-3-4-5-6',
    'X-Amz-Date=20240115T120000Z&X-Amz-Algorithm=AWS4-HMAC-SHA256',
    '',
  ])('%s', text => expect(redactText(text)).toBe(text))

  it('a whole status too', () =>
    expect(redact({ sessionID: '1758919563666', status: captured.element })).toEqual({
      sessionID: '1758919563666',
      status: captured.element,
    }))

  it('numbers, truth, dates and nothing', () => {
    const at = new Date(0)
    expect(redact([1, true, null, undefined, at])).toEqual([1, true, null, undefined, at])
  })
})

it('leaves what it is given untouched, and says how long binary data is', () => {
  const value = { password: 'x', frame: new Uint8Array(5), deep: { userId: 'me' } }
  expect(redact(value)).toEqual({ password: '‹secret›', frame: '‹5 bytes›', deep: { userId: '‹email›' } })
  expect(value.password).toBe('x')
  expect(value.deep.userId).toBe('me')
})

it('is quick with long texts that look like the beginning of something', () => {
  const started = performance.now()
  for (const piece of [
    'a',
    '"',
    '-',
    'a.',
    'a@',
    'eyJ',
    '01:',
    '{"k":"',
    'cmd/1/',
    'aB1/',
    ' ',
    '\\"k\\":\\"',
    '\\',
    '\\"k\\":\\\\"',
  ])
    redactText(`password${piece.repeat(100_000 / piece.length)}x`)
  // Squared, any of them takes many seconds.
  expect(performance.now() - started).toBeLessThan(5000)
})

describe('for recordings', () => {
  it('the same thing gets the same stand-in, once, wherever it stands', () => {
    const names = new Map<string, string>()
    const standIn = (identity: string, original: string) => {
      const key = `${identity}:${original.toLowerCase()}`
      if (!names.has(key)) names.set(key, identity === 'mac' ? `02000000000${names.size}` : `${identity}-${names.size}`)
      return names.get(key) as string
    }
    const recorded = redactWith(standIn, {
      topic: 'cmd/52/navilink-0123456789ab/res',
      macAddress: '0123456789ab',
      text: '{"macAddress":"0123456789AB","password":"hunter2"}',
    })
    expect(recorded).toEqual({
      topic: 'cmd/52/navilink-020000000000/res',
      macAddress: '020000000000',
      text: '{"macAddress":"020000000000","password":"secret-1"}',
    })
    expect(redactTextWith(standIn, 'password=hunter2')).toBe('password=secret-1')
  })
})

describe('redactingLogger', () => {
  it('passes details and sentence through the redactor, at every level', () => {
    const lines: unknown[] = []
    const note =
      (level: string) =>
      (...line: unknown[]) =>
        lines.push([level, ...line])
    const logger = redactingLogger({
      trace: note('trace'),
      debug: note('debug'),
      info: note('info'),
      warn: note('warn'),
      error: note('error'),
    })
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const)
      logger[level]({ userId: 'owner@example.com' }, 'Signed in as owner@example.com.')
    expect(lines).toEqual(
      ['trace', 'debug', 'info', 'warn', 'error'].map(level => [level, { userId: '‹email›' }, 'Signed in as ‹email›.']),
    )
  })

  it('costs nothing when nobody listens', () => expect(redactingLogger(silentLogger)).toBe(silentLogger))
})

it.each([
  ['eyJ-', 'eyJ-'.repeat(60_000)],
  ['?a=', '?a='.repeat(60_000)],
  ['"a":', '"a":'.repeat(60_000)],
  ['deep JSON', '['.repeat(50_000)],
])('neither overflows nor crawls on a hostile text: %s', (_, text) => {
  expect(redactText(text).length).toBeLessThan(30_000)
})

it('neither overflows nor loses its head on a deep value', () => {
  let deep: unknown = 'owner@example.com'
  for (let i = 0; i < 50_000; i++) deep = [deep]
  expect(JSON.stringify(redact(deep))).toContain('‹too deep›')
})

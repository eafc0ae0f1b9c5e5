import { describe, expect, it } from 'vitest'
import {
  AuthenticationError,
  ConnectionError,
  NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
} from '#schema/errors'
import { MaintenanceError, readReply } from './reply.ts'

const now = Date.UTC(2025, 8, 26, 20)
const call = 'POST /device/list'

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly signsIn?: boolean
}

function read(body: unknown, { status = 200, headers = {}, signsIn = false }: Answer = {}): unknown {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return readReply(
    signsIn ? 'POST /user/sign-in' : call,
    { status, headers: new Headers(headers), body: text },
    signsIn,
    now,
  )
}

function failure(body: unknown, answer?: Answer): NaviLinkError {
  try {
    read(body, answer)
  } catch (error) {
    if (error instanceof NaviLinkError) return error
    throw error
  }
  throw new Error('It was taken for a success.')
}

describe('a success', () => {
  it.each([200, 201, 400, 500])('is told by the code, whatever HTTP %d says', status => {
    expect(read({ code: 200, msg: 'SUCCESS', data: [1] }, { status })).toEqual([1])
  })

  it('may bring no data', () => expect(read({ code: 200, msg: 'SUCCESS' })).toBeUndefined())
  it('may have its code as text', () => expect(read({ code: '200', data: 1 })).toBe(1))
  it('may have lost its code', () => expect(read({ msg: 'SUCCESS', data: 1 })).toBe(1))
})

describe('a refused sign-in', () => {
  it.each([
    { code: 1001, msg: 'INVALID_USER_PASSWORD' },
    { code: 1001, msg: null },
    { code: 404, msg: 'USER_NOT_FOUND' },
    { code: 200, msg: 'USER_NOT_FOUND' },
    { msg: 'USER_NOT_FOUND' },
  ])('is an AuthenticationError: %j', body => {
    expect(failure(body, { signsIn: true })).toBeInstanceOf(AuthenticationError)
    expect(failure(body, { signsIn: true, status: 400 })).toBeInstanceOf(AuthenticationError)
  })

  it.each([
    [{ code: 500, msg: 'INTERNAL_SERVER_ERROR' }, ConnectionError],
    [{ code: 401, msg: 'NO' }, RefusedError],
    ['<html>', ConnectionError],
    ['', ProtocolError],
  ])('is none for %j', (body, kind) => {
    expect(failure(body, { signsIn: true })).toBeInstanceOf(kind)
  })

  it('is nothing that another call can get', () => {
    expect(failure({ code: 1001, msg: 'INVALID_USER_PASSWORD' })).toBeInstanceOf(RefusedError)
  })
})

describe('a refusal', () => {
  it.each([400, 401, 403, 404, 9999])('keeps its code %d, with HTTP 200 too', code => {
    const error = failure({ code, msg: 'COMMON_BAD_REQUEST' })
    expect(error).toBeInstanceOf(RefusedError)
    expect(error).toMatchObject({ failCode: code })
    expect(error.message).toBe(`The cloud refused ${call} (code ${code}: COMMON_BAD_REQUEST).`)
  })

  it("is the gateway's own 403", () => {
    const error = failure({ message: 'Missing Authentication Token' }, { status: 403 })
    expect(error).toMatchObject({ name: 'RefusedError', failCode: 403 })
    expect(error.message).toContain('Missing Authentication Token')
  })

  it.each([{ message: 'Unauthorized' }, '', '<h1>401</h1>'])('is a 401 without an envelope: %j', body => {
    expect(failure(body, { status: 401 })).toMatchObject({ name: 'RefusedError', failCode: 401 })
  })
})

describe('trouble at the other end', () => {
  it.each([
    ['an envelope', { code: 500, msg: 'INTERNAL_SERVER_ERROR' }, 200],
    ['an envelope of the gateway', { message: 'Internal server error' }, 502],
    ['nothing', '', 503],
    ['HTML with 5xx', '<html>Bad gateway</html>', 502],
    ['HTML with 200', '<!doctype html><title>Sign in to Wi-Fi</title>', 200],
    ['HTML with 403', '<html>blocked</html>', 403],
    ['text with 407', 'Proxy says no', 407],
    ['a redirect', '', 302],
  ])('is a ConnectionError of one sentence: %s', (_, body, status) => {
    const error = failure(body, { status })
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error.message).toMatch(/^[^\n<]+\.$/)
    expect(error.message).toContain(call)
  })

  it('is maintenance when there is a notice, which keeps its lines', () => {
    const data = { serverCheckText: 'Maintenance until 6 AM.\\nThank you.' }
    const error = failure({ code: 403, msg: 'SERVER_CHECK', data })
    expect(error).toBeInstanceOf(MaintenanceError)
    expect(error.name).toBe('ConnectionError')
    expect(error.message).toBe('The NaviLink cloud is closed for maintenance: Maintenance until 6 AM. Thank you.')
    expect(error).toMatchObject({ notice: 'Maintenance until 6 AM.\nThank you.' })
  })
})

describe('a wish for a pause', () => {
  it.each([
    [{ 'retry-after': '120' }, 120_000],
    [{ 'retry-after': new Date(now + 90_000).toUTCString() }, 90_000],
    [{ 'retry-after': new Date(now - 90_000).toUTCString() }, 0],
    [{ 'retry-after': 'later' }, undefined],
    [{}, undefined],
  ])('with %j waits %j ms', (headers, retryAfter) => {
    for (const body of ['', '<html>', { message: 'Too Many Requests' }]) {
      const error = failure(body, { status: 429, headers: headers as Record<string, string> })
      expect(error).toBeInstanceOf(ThrottledError)
      expect(error).toMatchObject({ retryAfter })
    }
  })

  it('may come as a code', () => expect(failure({ code: 429 })).toBeInstanceOf(ThrottledError))
})

describe('what is no reply', () => {
  it.each([
    ['empty', ''],
    ['blank', ' \n'],
    ['cut off', '{"code":200,"msg":"SUCCESS","da'],
    ['text', 'OK'],
    ['a list', '[]'],
    ['null', 'null'],
    ['an object without a code', '{"result":"fine"}'],
  ])('is a ProtocolError: %s', (_, body) => {
    expect(failure(body)).toBeInstanceOf(ProtocolError)
    expect((failure(body) as ProtocolError).frame).toBeTypeOf('string')
  })

  it('shows its frame without what it tells of a house', () => {
    const told = ['tank@example.com', 'Pat', 'Exampleville', '0123456789ab', 'hush-hush', '38.1234']
    const [userId, userFirstName, city, macAddress, accessToken, latitude] = told
    const whole = { userId, userFirstName, macAddress, accessToken, location: { city, latitude } }
    const cut = JSON.stringify({ code: 200, data: whole }).slice(0, -3)
    for (const body of [whole, cut]) {
      const { frame, message } = failure(body) as ProtocolError
      expect(frame).toContain('accessToken')
      for (const secret of told) expect(frame + message).not.toContain(secret)
    }
  })

  it('shows text without what it tells of a house', () => {
    expect((failure('no such user: tank@example.com') as ProtocolError).frame).toBe('no such user: ‹email›')
  })

  it('has a frame that fits into a bug report', () => {
    const body = { values: Array.from({ length: 9000 }, (_, index) => `value ${index}`) }
    expect((failure(body) as ProtocolError).frame?.length).toBe(2000)
  })
})

it('takes identities out of what the cloud says', () => {
  const error = failure({ code: 400, msg: 'unknown user tank@example.com\non heater 0123456789ab' })
  expect(error.message).toBe(`The cloud refused ${call} (code 400: unknown user ‹email› on heater ‹mac›).`)
})

import { expect, it } from 'vitest'
import { ConnectionError } from '#schema/errors'
import { CertificateError, networkError } from './network-error.ts'

const host = 'cloud.example:443'
/** As Node's fetch throws it. */
const failed = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error('inner'), { code }) })

it.each([
  ['ENOTFOUND', /can't be found .*DNS/],
  ['EAI_AGAIN', /can't be found .*DNS/],
  ['ECONNREFUSED', /refuses the connection/],
  ['ETIMEDOUT', /can't be reached/],
  ['UND_ERR_CONNECT_TIMEOUT', /can't be reached/],
  ['ECONNRESET', /broke the connection off/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /doesn't speak TLS/],
  ['ESOMETHINGNEW', /can't be reached \(ESOMETHINGNEW\)/],
])('says why nothing came, and what to look at: %s', (code, words) => {
  const error = networkError(host, failed(code))
  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).not.toBeInstanceOf(CertificateError)
  expect(error.message).toMatch(words)
  expect(error.message).toContain(host)
  expect(error.cause).toBeInstanceOf(TypeError)
})

it.each([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])('says how to trust a certificate: %s', code => {
  const error = networkError(host, failed(code))
  expect(error).toBeInstanceOf(CertificateError)
  expect(error.name).toBe('ConnectionError')
  expect(error.message).toMatch(/always verified; .*--ca FILE or NAVILINK_CA/)
})

it.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])('names the clock for a certificate out of its time: %s', code => {
  const error = networkError(host, failed(code))
  expect(error).toBeInstanceOf(CertificateError)
  expect(error.message).toContain('clock')
})

it('finds the reason where several addresses were tried', () => {
  const errors = [Object.assign(new Error('v6'), { code: 'ENETUNREACH' }), new Error('v4')]
  const error = networkError(host, new TypeError('fetch failed', { cause: new AggregateError(errors) }))
  expect(error.message).toContain('ENETUNREACH')
})

it('has words where there is no reason', () => {
  for (const nothing of [new TypeError('fetch failed'), 'text', undefined])
    expect(networkError(host, nothing).message).toContain('no reason given')
})

it.each(['127.0.0.1:8484', 'localhost:8484', '[::1]:8484'])('asks for the simulated cloud where %s refuses', here => {
  const { message } = networkError(here, failed('ECONNREFUSED'))
  expect(message).toContain('start it with navilink simulate.')
  expect(networkError('127.example.com', failed('ECONNREFUSED')).message).not.toContain('simulated')
})

it('knows a port that fetch itself refuses', async () => {
  const thrown = await fetch('http://127.0.0.1:9').catch(error => error)
  const { message } = networkError('127.0.0.1:9', thrown)
  expect(message).toMatch(/^127\.0\.0\.1:9 can't be asked: fetch never uses this port/)
  expect(message).not.toContain('internet connection')
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as errors from './errors.ts'

const classes = { ...errors }
const make: Record<keyof typeof errors, (cause: Error) => errors.NaviLinkError> = {
  NaviLinkError: cause => new errors.NaviLinkError('m', { cause }),
  AuthenticationError: cause => new errors.AuthenticationError('m', { cause }),
  ThrottledError: cause => new errors.ThrottledError('m', { cause, retryAfter: 30_000 }),
  ConnectionError: cause => new errors.ConnectionError('m', { cause }),
  TimeoutError: cause => new errors.TimeoutError('m', { cause }),
  ProtocolError: cause => new errors.ProtocolError('m', { cause, frame: '{}' }),
  RefusedError: cause => new errors.RefusedError('m', { cause, by: 'heater', failCode: 2 }),
  UnsupportedError: cause => new errors.UnsupportedError('m', { cause }),
}

describe.each(Object.keys(errors) as (keyof typeof errors)[])('%s', name => {
  const cause = new Error('why')
  const error = make[name](cause)

  it('can be told by its class and by its name', () => {
    expect(error).toBeInstanceOf(classes[name])
    expect(error).toBeInstanceOf(errors.NaviLinkError)
    expect(error).toBeInstanceOf(Error)
    expect(error.name).toBe(name)
    expect(String(error)).toBe(`${name}: m`)
  })

  it('keeps its cause', () => expect(error.cause).toBe(cause))

  it('names the heading of its class', () => expect(error.help).toBe(classes[name].help))

  it('is documented where it is declared', () => {
    const source = readFileSync(new URL('errors.ts', import.meta.url), 'utf8')
    const [, above = ''] = new RegExp(`([^\\n]*\\n)export class ${name} `).exec(source) ?? []
    expect(above).toMatch(/\/\*\* [A-Z].*\. ?.*\*\//)
  })
})

it('names another heading where it is given one, and a class without one has its parent’s', () => {
  class MaintenanceError extends errors.ConnectionError {
    static override readonly help: errors.Help = 'cloud-maintenance'
  }
  class LateError extends MaintenanceError {}
  expect(new errors.ConnectionError('m', { help: 'name-not-found' }).help).toBe('name-not-found')
  expect(new errors.ConnectionError('m', { help: undefined }).help).toBe('no-connection')
  expect(new MaintenanceError('m').help).toBe('cloud-maintenance')
  expect(new LateError('m').help).toBe('cloud-maintenance')
  expect(new errors.NaviLinkError('m').help).toBe('anything-else')
})

it('carries what its handler needs', () => {
  expect(new errors.ThrottledError('m', { retryAfter: 500 }).retryAfter).toBe(500)
  expect(new errors.ThrottledError('m').retryAfter).toBeUndefined()
  expect(new errors.ProtocolError('m', { frame: 'x' }).frame).toBe('x')
  expect(new errors.RefusedError('m', { by: 'cloud', failCode: 2 })).toMatchObject({ by: 'cloud', failCode: 2 })
})

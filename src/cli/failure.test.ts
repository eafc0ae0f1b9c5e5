import { expect, test } from 'vitest'
import { AuthenticationError, ConnectionError } from '#schema/errors'
import { exitCode } from './exit-code.ts'
import { reportFailure } from './failure.ts'
import { UsageError } from './usage-error.ts'

function reported(error: unknown, stack = false) {
  let text = ''
  const code = reportFailure({ write: said => (text += said) }, error, { stack })
  return { code, text }
}

test('an error of the library is a sentence, and the heading under which it is explained', () => {
  expect(reported(new AuthenticationError('The cloud refused it.'))).toEqual({
    code: exitCode.signInRefused,
    text: 'navilink: The cloud refused it.\n  More: docs/troubleshooting.md#sign-in-refused\n',
  })
  expect(reported(new ConnectionError('It is not there.', { help: 'name-not-found' })).text).toBe(
    'navilink: It is not there.\n  More: docs/troubleshooting.md#name-not-found\n',
  )
})

test('what explains itself, and what is none of ours, names no heading', () => {
  expect(reported(new UsageError('That is no column.'))).toEqual({
    code: exitCode.usage,
    text: 'navilink: That is no column.\n',
  })
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', path: 'a.csv' })
  expect(reported(full).text).toBe('navilink: a.csv: the disk is full.\n')
  expect(reported(undefined).text).toBe('navilink: undefined\n')
})

test('the stack comes after both', () => {
  const { text } = reported(new ConnectionError('Outside.', { cause: new Error('Inside.') }), true)
  expect(text).toMatch(
    /^navilink: Outside\.\n {2}More: docs\/troubleshooting\.md#no-connection\nConnectionError: Outside\.\n +at .*Caused by: Error: Inside\.\n +at /s,
  )
})

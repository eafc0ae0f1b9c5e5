/** A short run of `npm run fuzz`, always over the same messages. */
import { expect, it } from 'vitest'
import { check, fuzz } from './receiving.ts'

it('twenty thousand mutated messages throw nothing and lose no status', () => fuzz(20_000, 4), 120_000)

it.each([
  ['a field that is missing', { do: 'drop', level: 2, at: 11 }],
  ['null', { do: 'set', level: 2, at: 11, value: 'null' }],
  ['an unknown mode', { do: 'set', level: 2, at: 6, value: '33' }],
  ['a field that nobody knows', { do: 'add', level: 2, at: 0, key: 'newField', value: '{"a":[]}' }],
  ['a key of the prototype', { do: 'add', level: 2, at: 0, key: '__proto__', value: '{"polluted":1}' }],
  ['a number without end', { do: 'set', level: 2, at: 11, value: '1e999' }],
  ['half a message', { do: 'cut', offset: 700 }],
  ['broken UTF-8', { do: 'insert', offset: 40, bytes: [0xed, 0xa0, 0x80] }],
] as const)('so does %s', (_, mutation) => {
  const one = { ...mutation, ...('bytes' in mutation && { bytes: [...mutation.bytes] }) }
  check({ message: 0, mutations: [one as never], asked: true })
  expect(Object.prototype).not.toHaveProperty('polluted')
})

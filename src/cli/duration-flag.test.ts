import { expect, test } from 'vitest'
import { durationFlag } from './duration-flag.ts'
import { UsageError } from './usage-error.ts'

test('a span with its unit is taken', () => {
  expect(durationFlag('--interval', '5m')).toBe(300_000)
  expect(durationFlag('--duration', '1h30m')).toBe(5_400_000)
})

test('a bare number is refused, with both readings named', () => {
  const bare = () => durationFlag('--interval', '5')
  expect(bare).toThrow(UsageError)
  expect(bare).toThrow('--interval 5 has no unit: it could be 5s (seconds, ')
  expect(bare).toThrow(' or 5m (minutes, ')
})

test.each(['soon', '', '-5m', '0s', '5 fortnights'])('«%s» is refused', text => {
  expect(() => durationFlag('--duration', text)).toThrow('it takes a span with its unit, such as 30s, 5m, 1h30m or 2d.')
})

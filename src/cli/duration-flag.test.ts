import { expect, test } from 'vitest'
import { durationFlag } from './duration-flag.ts'
import { UsageError } from './usage-error.ts'

test('a span with its unit is taken', () => {
  expect(durationFlag('--interval', '5m')).toBe(300_000)
  expect(durationFlag('--duration', '1h30m')).toBe(5_400_000)
})

test.each([
  [
    '--interval',
    '5',
    '--interval 5 has no unit: write 5s (seconds, as the old scripts took --interval) or 5m (minutes), whichever you mean.',
  ],
  [
    '--duration',
    '90',
    '--duration 90 has no unit: write 90s (seconds) or 90m (minutes, as the old scripts took --duration), whichever you mean.',
  ],
  ['--timeout', '30', '--timeout 30 has no unit: write 30s (seconds) or 30m (minutes), whichever you mean.'],
])('%s %s is refused with both readings and its own history', (flag, text, sentence) => {
  const bare = () => durationFlag(flag, text)
  expect(bare).toThrow(UsageError)
  expect(bare).toThrow(sentence)
})

test.each(['soon', '', '-5m', '5 fortnights'])('«%s» is refused', text => {
  expect(() => durationFlag('--duration', text)).toThrow('it takes a span with its unit, such as 30s, 5m, 1h30m or 2d.')
})

test('nothing is no span, and that is said', () => {
  expect(() => durationFlag('--duration', '0s')).toThrow('--duration 0s is no time at all; it takes a span above zero')
})

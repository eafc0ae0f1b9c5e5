import { expect, test } from 'vitest'
import { barsText } from './energy-bars.ts'
import { plain } from './paint.ts'

const lines = 'month    kWh\n2026-01  4.0\n2026-02  2.0\nsum      6.0\n'

test('the longest bar has the room there is, and each its two parts', () => {
  const drawn = barsText(
    lines,
    [
      [2000, 2000],
      [2000, 0],
    ],
    23,
    plain,
  )
  expect(drawn).toBe(
    [
      'month    kWh',
      '2026-01  4.0  ████▒▒▒▒',
      '2026-02  2.0  ████',
      'sum      6.0',
      '',
      '█ heat pump  ▒ elements',
      '',
    ].join('\n'),
  )
})

test('where there is no room, or nothing to draw, the table stays as it is', () => {
  expect(barsText(lines, [[1, 0]], 22, plain)).toBe(lines)
  expect(barsText(lines, [[0, 0]], 100, plain)).toBe(lines)
})

test('no line is longer than the terminal', () => {
  const drawn = barsText(lines, [[900, 333]], 80, plain)
  for (const line of drawn.split('\n')) expect(line.length).toBeLessThan(80)
})

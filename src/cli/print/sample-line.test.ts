import { expect, test } from 'vitest'
import { readStatus } from '#heater/reading'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { sampleLine } from './sample-line.ts'
import { textWidth } from './text-width.ts'

const at = new Date(Date.UTC(2026, 0, 2, 6, 5))
const line = (columns?: number, changes: Record<string, unknown> = {}) =>
  sampleLine(at, readStatus({ ...baseStatus, ...changes }, at, 'answer'), 'us', columns)

test('it has everything where there is room, and less where there is not', () => {
  expect(line()).toBe(
    '2026-01-02T06:05:00Z   92 %  upper 137.5 °F  lower 128.5 °F  hot water 137 °F of 141 °F  heat pump, set to heat pump  heats nothing  1 W',
  )
  expect(line(140)).toBe(line())
  expect(line(120)).toBe(
    '2026-01-02T06:05:00Z   92 %  tank 137.5 °F 128.5 °F  hot water 137 °F  heat pump  heats nothing  1 W',
  )
  expect(line(80)).toBe('01-02 06:05   92 %  137.5 °F 128.5 °F  heats nothing  1 W')
})

test('the longest fits 80 columns, a fault included', () => {
  const busy = { compUse: 2, heatUpperUse: 2, heatLowerUse: 2, currentInstPower: 5378, errorCode: 480, minorCode: 101 }
  expect(line(80, busy)).toBe('01-02 06:05   92 %  137.5 °F 128.5 °F  heats heat pump and element  5378 W  E480  R101')
  expect(line(undefined, busy)).toMatch(/5378 W {2}E480 upper tank sensor {2}R101: a second alarm$/)
  expect(textWidth(line(80, { ...busy, minorCode: 0 }))).toBeLessThanOrEqual(80)
})

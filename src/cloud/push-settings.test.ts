import { expect, it } from 'vitest'
import { pushFlags, pushSettingsSchema } from './push-settings.ts'

it.each([
  [1, true],
  ['2', false],
  [0, undefined],
  [null, undefined],
  [true, undefined],
])('reads the flag %j as %j', (isErrorAlarm, expected) => {
  expect(pushSettingsSchema.parse({ isErrorAlarm }).isErrorAlarm).toBe(expected)
})

it('writes what it read, and nothing that was not told', () => {
  const wire = { isErrorAlarm: 1, isEtcAlarm: 2 }
  expect(JSON.parse(JSON.stringify(pushFlags(pushSettingsSchema.parse(wire))))).toEqual(wire)
})

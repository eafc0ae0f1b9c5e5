import { expect, it } from 'vitest'
import { decode } from '#schema/codec'
import { statusFields } from '#schema/status'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { inTouWindow } from './tou-window.ts'

const said = (changes: object) => inTouWindow(decode(statusFields, { ...baseStatus, ...changes }).values)

it('goes by the rate in force, and by the raised threshold', () => {
  expect(said({})).toBe(true)
  expect(said({ touStatus: 1 })).toBe(true)
  expect(said({ hpUpperOnTempSetting: 70 })).toBe(true)
  expect(said({ touStatus: 1, hpUpperOnTempSetting: 70 })).toBe(false)
  expect(said({ touStatus: 0, hpUpperOnTempSetting: 70 })).toBe(false)
})

it('is over while the plan is overridden', () => expect(said({ touOverrideStatus: 1 })).toBe(false))

it('sees no window in a setpoint at the minimum, nor in a status that doesn’t tell', () => {
  const outside = { touStatus: 1, dhwTemperatureSetting: 70, hpUpperOnTempSetting: 70 }
  expect(said(outside)).toBe(false)
  expect(said({ ...outside, dhwTemperatureSetting: 81, hpUpperOnTempSetting: 81, heatMinOpTemperature: 81 })).toBe(
    false,
  )
  expect(inTouWindow({})).toBe(false)
})

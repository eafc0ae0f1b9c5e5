import { describe, expect, it } from 'vitest'
import { agedSettings, heatingMode, heatPumpTarget, type Settings, vacationDaysElapsed, withMode } from './settings.ts'

const settings: Settings = {
  mode: 'high-demand',
  before: 'high-demand',
  setpoint: 55,
  vacationDays: 0,
  modeAge: 500,
  minimumOperation: 35,
  overshoot: 1,
}
const day = 86_400

describe('vacation', () => {
  const away = withMode(settings, 'vacation', 3)

  it('heats nothing but in its last nine hours', () => {
    expect(heatingMode(agedSettings(away, 2.6 * day))).toBe('none')
    expect(heatingMode(agedSettings(away, 2.7 * day))).toBe('heat-pump')
  })

  it('counts its days and ends in the mode from before', () => {
    expect(vacationDaysElapsed(agedSettings(away, 1.5 * day))).toBe(1)
    expect(agedSettings(away, 3 * day)).toMatchObject({ mode: 'high-demand', vacationDays: 0, modeAge: 0 })
  })
})

it('leaves electric mode after 72 h, for the mode from before', () => {
  const electric = withMode(settings, 'electric')
  expect(agedSettings(electric, 71.9 * 3600).mode).toBe('electric')
  expect(agedSettings(electric, 72 * 3600).mode).toBe('high-demand')
})

it('remembers across off', () => {
  const off = withMode(withMode(settings, 'energy-saver'), 'off')
  expect(off).toMatchObject({ mode: 'off', before: 'energy-saver' })
  expect(heatingMode(off)).toBe('none')
})

it('stops the heat pump short of the setpoint in a time-of-use window, on no vacation', () => {
  expect(heatPumpTarget({ ...settings, peak: true })).toBe(53)
  expect(heatPumpTarget({ ...settings, mode: 'vacation', peak: true })).toBe(56)
})

it('stops the heat pump beyond the setpoint, save in energy saver', () => {
  expect(heatPumpTarget(settings)).toBe(56)
  expect(heatPumpTarget({ ...settings, mode: 'energy-saver' })).toBe(55)
})

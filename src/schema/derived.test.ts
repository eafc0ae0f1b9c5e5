import { describe, expect, it } from 'vitest'
import { elementRuns, energyToSetpoint, filterHoursLeft, heating, usableEnergy } from './derived.ts'
import type { Status } from './status.ts'

describe('usableEnergy', () => {
  it('is what the tank holds above its reference', () => {
    expect(usableEnergy({ totalEnergyCapacity: 7000, availableEnergyCapacity: 1500 })).toBe(5500)
  })
  it('is never below nothing', () => {
    expect(usableEnergy({ totalEnergyCapacity: 7000, availableEnergyCapacity: 7400 })).toBe(0)
  })
  it('is absent when either count is', () => {
    expect(usableEnergy({ totalEnergyCapacity: 7000 })).toBeUndefined()
    expect(usableEnergy({ availableEnergyCapacity: 7000 })).toBeUndefined()
  })
})

it('energyToSetpoint is what the wire calls available', () => {
  expect(energyToSetpoint({ availableEnergyCapacity: 1500 })).toBe(1500)
  expect(energyToSetpoint({})).toBeUndefined()
})

it('filterHoursLeft counts down to 0, and not without a reminder', () => {
  expect(filterHoursLeft({ airFilterAlarmPeriod: 1000, cumulatedOpTimeEvaFan: 185 })).toBe(815)
  expect(filterHoursLeft({ airFilterAlarmPeriod: 1000, cumulatedOpTimeEvaFan: 1200 })).toBe(0)
  expect(filterHoursLeft({ airFilterAlarmPeriod: 0, cumulatedOpTimeEvaFan: 185 })).toBeUndefined()
  expect(filterHoursLeft({ airFilterAlarmPeriod: 1000 })).toBeUndefined()
  expect(filterHoursLeft({ cumulatedOpTimeEvaFan: 185 })).toBeUndefined()
})

const off = { compUse: 'off', heatUpperUse: 'off', heatLowerUse: 'off' } as const

describe('heating believes power first, relays second, modes last', () => {
  it.each<[string, Status, string]>([
    ['5200 W with the compressor', { currentInstPower: 5200, compUse: 'on' }, 'heat-pump-and-element'],
    ['5200 W without it', { currentInstPower: 5200, ...off }, 'element'],
    ['3755 W, an element at 208 V', { currentInstPower: 3755, ...off }, 'element'],
    ['2501 W', { currentInstPower: 2501, ...off }, 'element'],
    ['2500 W and relays off', { currentInstPower: 2500, ...off }, 'nothing'],
    [
      '433 W though an element is called for',
      { currentInstPower: 433, compUse: 'on', heatUpperUse: 'on' },
      'heat-pump',
    ],
    ['150 W', { currentInstPower: 150, compUse: 'on' }, 'heat-pump'],
    ['900 W', { currentInstPower: 900, compUse: 'on' }, 'heat-pump'],
    ['405 W and no relay told', { currentInstPower: 405 }, 'heat-pump'],
    [
      '405 W and relays that don’t say',
      { currentInstPower: 405, compUse: 'unknown', heatUpperUse: 'off' },
      'heat-pump',
    ],
    ['434 W and the compressor off', { currentInstPower: 434, ...off }, 'nothing'],
    ['1 W though relays are on', { currentInstPower: 1, compUse: 'on', heatUpperUse: 'on' }, 'nothing'],
    ['30 W though the mode says heat pump', { currentInstPower: 30, operationMode: 'heat-pump' }, 'nothing'],
    ['1200 W and both relays', { currentInstPower: 1200, compUse: 'on', heatLowerUse: 'on' }, 'heat-pump-and-element'],
    ['no power: the compressor', { compUse: 'on' }, 'heat-pump'],
    ['no power: an element', { compUse: 'off', heatLowerUse: 'on' }, 'element'],
    ['no power: relays off', off, 'nothing'],
    ['neither: standby', { operationMode: 'standby' }, 'nothing'],
    ['neither: a mode that may heat', { operationMode: 'heat-pump' }, 'unknown'],
    ['relays that don’t say', { compUse: 'unknown', heatUpperUse: 'off', heatLowerUse: 'off' }, 'unknown'],
    ['an empty status', {}, 'unknown'],
  ])('%s', (_, status, expected) => {
    expect(heating(status)).toBe(expected)
    expect(elementRuns(status)).toBe(expected.endsWith('element'))
  })
})

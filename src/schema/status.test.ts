import { describe, expect, it } from 'vitest'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { deviceInfoFields, firmwareVersion } from './device-info.ts'
import { csvColumn, type Fields } from './field.ts'
import { statusFields } from './status.ts'

const tables: [string, Fields][] = [
  ['status', statusFields],
  ['device info', deviceInfoFields],
]

describe('the status table', () => {
  it('has the 103 fields that are known', () => expect(Object.keys(statusFields)).toHaveLength(103))

  it('has all 87 that were captured, first and in the order of the wire', () => {
    expect(Object.keys(statusFields).slice(0, 87)).toEqual(Object.keys(baseStatus))
  })

  it('has the 16 of newer firmware', () => {
    expect(Object.keys(statusFields).slice(87).sort()).toEqual([
      'dhwOperationBusy',
      'freezeProtectionTempMax',
      'freezeProtectionTempMin',
      'heatMinOpTemperature',
      'minorCode',
      'recircDhwFlowRate',
      'recircErrorStatus',
      'recircFaucetTemperature',
      'recircHotBtnReady',
      'recircOperationBusy',
      'recircOperationMode',
      'recircOperationReason',
      'recircPumpOperationStatus',
      'recircReservationUse',
      'recircTempSetting',
      'recircTemperature',
    ])
  })

  it('calls nothing captured that was not', () => {
    const claimed = Object.entries(statusFields).filter(([, { seen }]) => seen === 'captured')
    for (const [key] of claimed) expect(Object.keys(baseStatus)).toContain(key)
  })

  it('writes the CSV columns that files have for ever', () => {
    const columns = new Set(Object.entries(statusFields).map(([key, field]) => csvColumn(key, field)))
    const fixed =
      'dhw_charge_percent operation_mode dhw_temperature current_inst_power tank_upper_temp tank_lower_temp ' +
      'dhw_temperature_setting dhw_operation_setting comp_use heat_upper_use heat_lower_use eva_fan_use dhw_use ' +
      'operation_busy outside_temperature error_code sub_error_code wifi_rssi'
    for (const column of fixed.split(' ')) expect([...columns]).toContain(column)
  })
})

describe('the device info table', () => {
  it('has identity, limits and capabilities', () => {
    const names = Object.keys(deviceInfoFields)
    expect(names).toHaveLength(43)
    expect(names.filter(name => deviceInfoFields[name as keyof typeof deviceInfoFields].labels?.[2] === 'yes')).toEqual(
      (
        'powerUse holidayUse programReservationUse dhwUse smartDiagnosticUse wifiRssiUse energyUsageUse ' +
        'freezeProtectionUse mixingValueUse drSettingUse antiLegionellaSettingUse hpwhUse dhwRefillUse ecoUse ' +
        'electricUse heatpumpUse energySaverUse highDemandUse recirculationUse recircReservationUse title24Use'
      ).split(' '),
    )
  })

  it('reads firmware versions in both forms', () => {
    expect(firmwareVersion(0x0b050000)).toBe('11.5')
    expect(firmwareVersion(167837696)).toBe('10.1')
    expect(firmwareVersion(34013184)).toBe('2.7')
    expect(firmwareVersion(60454)).toBe('60454')
  })
})

describe.each(tables)('every %s field', (_, fields) => {
  it('is documented in one sentence', () => {
    for (const [key, { doc }] of Object.entries(fields)) {
      expect(doc, key).toMatch(/^\S.*\S\.$/)
      expect(doc, key).not.toMatch(/[.!?] [A-Z]/)
    }
  })

  it('has a column of its own', () => {
    const columns = Object.entries(fields).map(([key, field]) => csvColumn(key, field))
    expect(new Set(columns).size).toBe(columns.length)
    for (const column of columns) expect(column).toMatch(/^[a-z][a-z0-9_]*$/)
  })

  it('has names that can’t be mistaken for one another', () => {
    for (const [key, { labels }] of Object.entries(fields)) {
      const names = Object.values(labels ?? {})
      expect(new Set(names).size, key).toBe(names.length)
      for (const name of names) expect(name, key).not.toMatch(/^unknown-/)
    }
  })

  it('is found by its own name only', () => {
    for (const name of ['constructor', '__proto__', 'toString']) expect(fields[name], name).toBeUndefined()
  })
})

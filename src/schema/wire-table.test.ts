/** The wire once more, copied by hand from the protocol and not from the schema: a swapped code or a wrong scale fails here. */
import { describe, expect, it } from 'vitest'
import { decode, encodeValue } from './codec.ts'
import { deviceInfoFields } from './device-info.ts'
import * as enums from './enums.ts'
import { faults } from './faults.ts'
import type { Field, Fields } from './field.ts'
import { statusFields } from './status.ts'
import { unitOf } from './units.ts'

/** Code → name, for each kind of code. */
const names: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  DeviceConnection: { 1: 'offline', 2: 'online' },
  ReservationMode: { 0: 'unused', 1: 'heat-pump', 2: 'electric', 3: 'energy-saver', 4: 'high-demand', 5: 'off' },
  // biome-ignore format: a line as the others
  FirmwarePart: { 1: 'controller', 2: 'panel', 3: 'room-controller', 4: 'wifi-module', 5: 'valve', 6: 'second-room-controller' },
  OnOff: { 0: 'unknown', 1: 'off', 2: 'on' },
  Capability: { 0: 'not-fitted', 1: 'no', 2: 'yes' },
  // biome-ignore format: a line as the others
  DhwOperationSetting: { 0: 'standby', 1: 'heat-pump', 2: 'electric', 3: 'energy-saver', 4: 'high-demand', 5: 'vacation', 6: 'off' },
  CurrentOperationMode: { 0: 'standby', 32: 'heat-pump', 64: 'hybrid-efficiency', 96: 'hybrid-boost' },
  HeatSource: { 0: 'none', 1: 'heat-pump', 2: 'element', 3: 'heat-pump-and-element' },
  // biome-ignore format: a line as the others
  DREvent: { 0: 'none', 1: 'run-normal', 2: 'shed', 3: 'load-up', 4: 'advanced-load-up', 5: 'critical-peak', 6: 'grid-emergency' },
  RecirculationMode: { 0: 'unknown', 1: 'always', 2: 'schedule', 3: 'hot-button', 4: 'none' },
  TemperatureType: { 1: 'celsius', 2: 'fahrenheit' },
  TempFormulaType: { 0: 'asymmetric', 1: 'nearest' },
  SetpointStep: { 1: 'not-settable', 2: 'half-degree', 3: 'one-degree', 4: 'three-stages' },
  TouRate: { 0: 'tou-off', 1: 'off-peak', 2: 'mid-peak', 3: 'on-peak' },
  TouOverride: { 0: 'unknown', 1: 'overridden', 2: 'followed' },
  VolumeCode: { 1: '50-gal', 2: '65-gal', 3: '80-gal' },
}

/** Raw counts for one unit, and the unit; or the kind of code. */
type Wire = readonly [perUnit: number, unit: string] | keyof typeof names

// biome-ignore format: as the protocol groups them
const status: Readonly<Record<string, Wire>> = {
  command: [1, 'code'], dhwChargePer: [1, '%'],
  dhwTemperature: [2, '°C'], dhwTemperature2: [2, '°C'], currentInletTemperature: [2, '°C'],
  dhwTemperatureSetting: [2, '°C'], dhwTargetTemperatureSetting: [2, '°C'],
  tankUpperTemperature: [10, '°C'], tankLowerTemperature: [10, '°C'],
  dischargeTemperature: [10, '°C'], suctionTemperature: [10, '°C'], evaporatorTemperature: [10, '°C'],
  ambientTemperature: [10, '°C'], targetSuperHeat: [10, 'K'], currentSuperHeat: [10, 'K'], outsideTemperature: [2, '°C'],
  freezeProtectionTemperature: [2, '°C'], freezeProtectionTempMin: [2, '°C'], freezeProtectionTempMax: [2, '°C'],
  heatMinOpTemperature: [2, '°C'],
  hpUpperOnTempSetting: [2, '°C'], hpUpperOffTempSetting: [2, '°C'], hpLowerOnTempSetting: [2, '°C'],
  hpLowerOffTempSetting: [2, '°C'], heUpperOnTempSetting: [2, '°C'], heUpperOffTempSetting: [2, '°C'],
  heLowerOnTempSetting: [2, '°C'], heLowerOffTempSetting: [2, '°C'],
  hpUpperOnDiffTempSetting: [2, 'K'], hpUpperOffDiffTempSetting: [2, 'K'], hpLowerOnDiffTempSetting: [2, 'K'],
  hpLowerOffDiffTempSetting: [2, 'K'], heUpperOnDiffTempSetting: [2, 'K'], heUpperOffDiffTempSetting: [2, 'K'],
  heLowerOnTDiffempSetting: [2, 'K'], heLowerOffDiffTempSetting: [2, 'K'],
  recircTempSetting: [2, '°C'], recircTemperature: [2, '°C'], recircFaucetTemperature: [2, '°C'],
  currentInstPower: [1, 'W'], totalEnergyCapacity: [1 / 4, 'Wh'], availableEnergyCapacity: [1 / 4, 'Wh'],
  operationMode: 'CurrentOperationMode', dhwOperationSetting: 'DhwOperationSetting',
  operationBusy: 'OnOff', compUse: 'OnOff', heatUpperUse: 'OnOff', heatLowerUse: 'OnOff', antiLegionellaUse: 'OnOff',
  antiLegionellaOperationBusy: 'OnOff', airFilterAlarmUse: 'OnOff', recircReservationUse: 'OnOff',
  dhwUse: 'OnOff', dhwUseSustained: 'OnOff', dhwOperationBusy: 'OnOff', eevUse: 'OnOff', evaFanUse: 'OnOff',
  programReservationUse: 'OnOff', shutOffValveUse: 'OnOff', conOvrSensorUse: 'OnOff', wtrOvrSensorUse: 'OnOff',
  didReload: 'OnOff', errorBuzzerUse: 'OnOff', recircOperationBusy: 'OnOff',
  freezeProtectionUse: 'OnOff', ecoUse: 'OnOff', scaldUse: 'OnOff',
  currentHeatUse: 'HeatSource', errorCode: [1, 'code'], subErrorCode: [1, 'code'], minorCode: [1, 'code'],
  faultStatus1: [1, 'bits'], faultStatus2: [1, 'bits'],
  smartDiagnostic: [1, 'code'], specialFunctionStatus: [1, 'code'], currentStatenum: [1, 'code'],
  programReservationType: [1, 'code'], wifiRssi: [1, 'dBm'], targetFanRpm: [1, 'rpm'], currentFanRpm: [1, 'rpm'],
  fanPwm: [1, 'steps'], eevStep: [1, 'steps'], mixingRate: [1, '%'],
  currentDhwFlowRate: [10, 'L/min'], recircDhwFlowRate: [10, 'L/min'], cumulatedDhwFlowRate: [1, 'L'],
  cumulatedOpTimeEvaFan: [1, 'h'], airFilterAlarmPeriod: [1, 'h'], airFilterAlarmElapsed: [1, 'h'],
  vacationDaySetting: [1, 'd'], vacationDayElapsed: [1, 'd'], antiLegionellaPeriod: [1, 'd'],
  drEventStatus: 'DREvent', drOverrideStatus: 'OnOff', touStatus: 'TouRate', touOverrideStatus: 'TouOverride',
  temperatureType: 'TemperatureType', tempFormulaType: 'TempFormulaType', recircOperationMode: 'RecirculationMode',
  recircPumpOperationStatus: [1, 'code'], recircHotBtnReady: [1, 'code'], recircOperationReason: [1, 'code'],
  recircErrorStatus: [1, 'code'],
}

// biome-ignore format: as the protocol groups them
const deviceInfo: Readonly<Record<string, Wire>> = {
  countryCode: [1, 'code'], modelTypeCode: [1, 'code'], controlTypeCode: [1, 'code'], volumeCode: 'VolumeCode',
  controllerSwVersion: [1, 'code'], panelSwVersion: [1, 'code'], wifiSwVersion: [1, 'code'],
  controllerSwCode: [1, 'code'], panelSwCode: [1, 'code'], wifiSwCode: [1, 'code'],
  recircSwVersion: [1, 'code'], recircModelTypeCode: [1, 'code'], controllerSerialNumber: [1, 'text'],
  temperatureType: 'TemperatureType', tempFormulaType: 'TempFormulaType', dhwTemperatureSettingUse: 'SetpointStep',
  dhwTemperatureMin: [2, '°C'], dhwTemperatureMax: [2, '°C'],
  freezeProtectionTempMin: [2, '°C'], freezeProtectionTempMax: [2, '°C'],
  recircTemperatureMin: [2, '°C'], recircTemperatureMax: [2, '°C'],
  powerUse: 'Capability', holidayUse: 'Capability', programReservationUse: 'Capability', dhwUse: 'Capability',
  smartDiagnosticUse: 'Capability', wifiRssiUse: 'Capability', energyUsageUse: 'Capability',
  freezeProtectionUse: 'Capability', mixingValueUse: 'Capability', drSettingUse: 'Capability',
  antiLegionellaSettingUse: 'Capability', hpwhUse: 'Capability', dhwRefillUse: 'Capability', ecoUse: 'Capability',
  electricUse: 'Capability', heatpumpUse: 'Capability', energySaverUse: 'Capability', highDemandUse: 'Capability',
  recirculationUse: 'Capability', recircReservationUse: 'Capability', title24Use: 'Capability',
}

const sensorParts = { 1: 'reading below its range', 2: 'reading above its range' }

/** Code → what it is, and what its sub-codes name. */
const errors: Readonly<Record<number, readonly [text: string, parts?: Readonly<Record<number, string>>]>> = {
  96: ['upper element'],
  97: ['lower element'],
  326: ['dry fire'],
  407: ['hot water sensor', sensorParts],
  445: ['mixing valve', { 1: 'opening', 2: 'closing' }],
  480: ['upper tank sensor', sensorParts],
  481: ['lower tank sensor', sensorParts],
  515: ['relay', { 25: 'upper element', 26: 'lower element', 27: 'compressor' }],
  517: ['DIP switch'],
  593: ['panel key'],
  594: ['EEPROM'],
  595: ['power meter'],
  596: ['Wi-Fi'],
  598: ['clock'],
  615: ['feedback', { 4: 'ADC reference', 27: 'cut-out', 28: 'compressor', 29: 'upper element', 30: 'lower element' }],
  781: ['CTA-2045 module'],
  798: ['shut-off valve'],
  799: ['water leak'],
  901: ['high-temperature cut-out'],
  907: ['compressor power line'],
  908: ['compressor'],
  909: ['evaporator fan'],
  910: ['discharge sensor', sensorParts],
  911: ['discharge too hot'],
  912: ['suction sensor', sensorParts],
  913: ['suction too cold'],
  914: ['evaporator sensor', sensorParts],
  915: ['discharge/suction difference'],
  916: ['evaporator temperature'],
  920: ['ambient sensor', sensorParts],
  940: ['refrigerant line blocked'],
  990: ['condensate overflow'],
}

/** What the schema says of a field, in the form of the tables above. */
const told = ({ perUnit, quantity }: Field): Wire => [perUnit, unitOf(quantity, 'metric').symbol || quantity]

describe.each<[string, Fields, Readonly<Record<string, Wire>>, number]>([
  ['status', statusFields, status, 103],
  ['device info', deviceInfoFields, deviceInfo, 43],
])('%s', (_, fields, wire, count) => {
  it(`has these ${count} fields and no others`, () => {
    expect(Object.keys(wire)).toHaveLength(count)
    expect(Object.keys(fields).sort()).toEqual(Object.keys(wire).sort())
  })

  it.each(Object.entries(wire))('%s', (key, expected) => {
    const field = fields[key] as Field
    if (typeof expected === 'string') {
      for (const [code, name] of Object.entries(names[expected] ?? {})) {
        expect(decode(fields, { [key]: Number(code) }).values).toEqual({ [key]: name })
        expect(encodeValue(field, name)).toBe(Number(code))
      }
      return expect(field.labels).toEqual(names[expected])
    }
    expect(told(field)).toEqual(expected)
    const [perUnit, unit] = expected
    const raw = unit === 'text' ? '4012' : 120
    expect(decode(fields, { [key]: raw }).values).toEqual({ [key]: unit === 'text' ? '4012' : 120 / perUnit })
    expect(field.labels).toBeUndefined()
  })
})

describe('codes', () => {
  const told = Object.entries(enums).filter(([, value]) => typeof value !== 'function')

  it('are of these kinds', () => {
    expect(told.map(([name]) => name).sort()).toEqual(Object.keys(names).sort())
  })

  it.each(told)('%s', (name, labels) => {
    expect(labels).toEqual(names[name])
  })
})

describe('errors', () => {
  it('are these, and an owner can do something about six of them', () => {
    expect(Object.keys(faults)).toEqual(Object.keys(errors))
    const owner = Object.keys(faults).filter(code => faults[Number(code)]?.remedy !== 'Call a technician.')
    expect(owner).toEqual(['326', '517', '596', '781', '799', '990'])
  })

  it.each(Object.entries(errors))('%s', (code, [text, parts]) => {
    const fault = faults[Number(code)]
    // What stands behind a colon explains.
    expect(fault?.text.split(':')[0]).toBe(text)
    expect(fault?.parts).toEqual(parts)
  })
})

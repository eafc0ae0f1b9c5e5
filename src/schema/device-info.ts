/** The fields of the device info, as the heater sends them under `response.feature`: identity, limits and what the unit can do. */
import { capability, SetpointStep, TemperatureType, TempFormulaType, VolumeCode } from './enums.ts'
import { code, halfCelsius, oneOf, table, text, type Values } from './field.ts'

/** The fields of the device info, in the order of the wire. */
// biome-ignore format: a field is a line
export const deviceInfoFields = table({
  countryCode: code('tried', 'Country of sale; 3 is the USA.'),
  modelTypeCode: code('tried', 'Model; 240 on a real NWP500-65, while the vendor’s app lists 513 and 514 for heat pump water heaters.'),
  controlTypeCode: code('vendor', 'Kind of controller.'),
  volumeCode: oneOf(VolumeCode, 'vendor', "The tank's size."),
  controllerSwVersion: code('tried', 'Controller firmware, major and minor in the two top bytes: 0x0B050000 is 11.5.'),
  panelSwVersion: code('tried', 'Panel firmware, in the same form.'),
  wifiSwVersion: code('vendor', 'Wi-Fi module firmware, a plain number.'),
  controllerSwCode: code('vendor', 'Firmware line of the controller.'),
  panelSwCode: code('vendor', 'Firmware line of the panel.'),
  wifiSwCode: code('vendor', 'Firmware line of the Wi-Fi module.'),
  recircSwVersion: code('vendor', 'Firmware of the recirculation module.'),
  recircModelTypeCode: code('vendor', 'Model of the recirculation module.'),
  controllerSerialNumber: text('vendor', "The controller's serial number; the time-of-use calls need it."),
  temperatureType: oneOf(TemperatureType, 'vendor', 'The unit that the panel shows.'),
  tempFormulaType: oneOf(TempFormulaType, 'vendor', 'How the panel rounds °F.'),
  dhwTemperatureSettingUse: oneOf(SetpointStep, 'vendor', 'Whether and in which steps the setpoint can be changed.'),
  dhwTemperatureMin: halfCelsius('tried', "Lowest setpoint: the installer's minimum operation temperature, expect it to change."),
  dhwTemperatureMax: halfCelsius('vendor', 'Highest setpoint.'),
  freezeProtectionTempMin: halfCelsius('vendor', 'Lowest freeze protection temperature.'),
  freezeProtectionTempMax: halfCelsius('vendor', 'Highest freeze protection temperature.'),
  recircTemperatureMin: halfCelsius('vendor', 'Lowest recirculation temperature.'),
  recircTemperatureMax: halfCelsius('vendor', 'Highest recirculation temperature.'),
  powerUse: capability('vendor', 'Can be switched on and off.'),
  holidayUse: capability('vendor', 'Has vacation mode.'),
  programReservationUse: capability('vendor', 'Has a weekly program (reservations).'),
  dhwUse: capability('vendor', 'Makes hot water.'),
  smartDiagnosticUse: capability('vendor', 'Has a self-diagnosis.'),
  wifiRssiUse: capability('vendor', 'Tells its Wi-Fi signal.'),
  energyUsageUse: capability('vendor', 'Keeps energy records.'),
  freezeProtectionUse: capability('vendor', 'Has freeze protection.'),
  mixingValueUse: capability('vendor', 'Has a mixing valve; so spelt on the wire.'),
  drSettingUse: capability('vendor', 'Takes part in demand response.'),
  antiLegionellaSettingUse: capability('vendor', 'Has an anti-legionella cycle.'),
  hpwhUse: capability('vendor', 'Is a heat pump water heater.'),
  dhwRefillUse: capability('vendor', 'Detects a refilled tank.'),
  ecoUse: capability('vendor', 'Has an over-temperature cut-out.'),
  electricUse: capability('vendor', 'Has the electric mode.'),
  heatpumpUse: capability('vendor', 'Has the heat pump mode.'),
  energySaverUse: capability('vendor', 'Has the energy saver mode.'),
  highDemandUse: capability('vendor', 'Has the high demand mode.'),
  recirculationUse: capability('vendor', 'Has a recirculation pump.'),
  recircReservationUse: capability('vendor', 'Has a recirculation schedule.'),
  title24Use: capability('vendor', "Meets California's Title 24."),
})

/** Device info in typed values. Absent fields are absent. */
export type DeviceInfo = Values<typeof deviceInfoFields>

/** 0x0B050000 → `11.5`, the form of controller and panel; a plain number stays one. */
export const firmwareVersion = (version: number): string =>
  version >= 0x01_00_00_00 ? `${version >>> 24}.${(version >>> 16) & 0xff}` : String(version)

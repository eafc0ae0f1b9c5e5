/** Who a simulated heater is: its name on the wire, its versions, and what its device info says it can do. */
import { setpointRange } from '#physics/settings'
import type { TankSize } from '#physics/tank'
import { encode } from '#schema/codec'
import { nwp500DeviceType } from '#schema/commands'
import { type DeviceInfo, deviceInfoFields } from '#schema/device-info'
import type { FirmwareSet } from './report.ts'

export interface Identity {
  readonly name: string
  /** Twelve hex digits, lower case. */
  readonly macAddress: string
  readonly additionalValue: string
  readonly deviceType: typeof nwp500DeviceType
  readonly controllerSerialNumber: string
  readonly size: TankSize
  readonly firmware: FirmwareSet
}

/** The same for every heater of a simulation but the name and address: made up, in the shape of real ones. */
export const identityOf = (name: string, macAddress: string, size: TankSize, firmware: FirmwareSet): Identity => ({
  name,
  macAddress,
  additionalValue: '5322',
  deviceType: nwp500DeviceType,
  controllerSerialNumber: `00000000${macAddress.slice(-10).toUpperCase()}`,
  size,
  firmware,
})

const controllerVersion: Readonly<Record<FirmwareSet, number>> = { old: 0x0a_01_00_00, new: 0x0b_05_00_00 }
const panelVersion = 0x02_07_00_00
const wifiVersion = 60_454
const [controllerCode, panelCode, wifiCode] = [33_556_241, 268_435_985, 268_435_761]

/** What `/device/firmware/info` lists. */
export const firmwareParts = ({ firmware }: Identity) => [
  { curSwCode: controllerCode, curVersion: controllerVersion[firmware] },
  { curSwCode: panelCode, curVersion: panelVersion },
  { curSwCode: wifiCode, curVersion: wifiVersion },
]

/** Named by refusals. */
export const controllerVersionOf = ({ firmware }: Identity): number => controllerVersion[firmware]

/** `response.feature` as it goes over the wire. `minimumOperation` is the lowest setpoint, °C. */
export function deviceInfoFrame(identity: Identity, minimumOperation: number): Record<string, unknown> {
  const info: Required<DeviceInfo> = {
    countryCode: 3,
    modelTypeCode: 240,
    controlTypeCode: 1,
    volumeCode: identity.size,
    controllerSwVersion: controllerVersion[identity.firmware],
    panelSwVersion: panelVersion,
    wifiSwVersion: wifiVersion,
    controllerSwCode: controllerCode,
    panelSwCode: panelCode,
    wifiSwCode: wifiCode,
    recircSwVersion: 0,
    recircModelTypeCode: 0,
    controllerSerialNumber: identity.controllerSerialNumber,
    temperatureType: 'fahrenheit',
    tempFormulaType: 'nearest',
    dhwTemperatureSettingUse: 'half-degree',
    dhwTemperatureMin: minimumOperation,
    dhwTemperatureMax: setpointRange.highest,
    freezeProtectionTempMin: 6,
    freezeProtectionTempMax: 10,
    recircTemperatureMin: 0,
    recircTemperatureMax: 0,
    powerUse: 'yes',
    holidayUse: 'yes',
    programReservationUse: 'yes',
    dhwUse: 'yes',
    smartDiagnosticUse: 'yes',
    wifiRssiUse: 'yes',
    energyUsageUse: 'yes',
    freezeProtectionUse: 'yes',
    mixingValueUse: 'no',
    drSettingUse: 'yes',
    antiLegionellaSettingUse: 'yes',
    hpwhUse: 'yes',
    dhwRefillUse: 'no',
    ecoUse: 'yes',
    electricUse: 'yes',
    heatpumpUse: 'yes',
    energySaverUse: 'yes',
    highDemandUse: 'yes',
    recirculationUse: 'no',
    recircReservationUse: 'no',
    title24Use: 'no',
  }
  return encode(deviceInfoFields, { values: info })
}

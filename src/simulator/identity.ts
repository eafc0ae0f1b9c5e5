/** Who a simulated heater is: its name on the wire, its versions, and what its device info says it can do. */
import { type Build, usualBuild } from '#physics/build'
import type { TankSize } from '#physics/parameters'
import { capabilities, capabilityNames } from '#schema/capabilities'
import { encode } from '#schema/codec'
import { nwp500DeviceType } from '#schema/commands'
import { type DeviceInfo, deviceInfoFields } from '#schema/device-info'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { FirmwareSet, TemperatureUnit } from './report.ts'

export interface Identity {
  readonly name: string
  /** Twelve hex digits, lower case. */
  readonly macAddress: string
  readonly additionalValue: string
  readonly deviceType: typeof nwp500DeviceType
  readonly controllerSerialNumber: string
  readonly size: TankSize
  readonly firmware: FirmwareSet
  /** Of firmware that was installed since, by part. */
  readonly versions: Readonly<Record<string, number>>
  readonly build: Build
  /** What its panel shows. The wire stays in °C. */
  readonly unit: TemperatureUnit
}

/** The same for every heater of a simulation but the name and address: made up, in the shape of real ones. */
export const identityOf = (
  name: string,
  macAddress: string,
  size: TankSize,
  firmware: FirmwareSet,
  { build = usualBuild, unit = 'fahrenheit' }: Partial<Pick<Identity, 'build' | 'unit'>> = {},
): Identity => ({
  name,
  macAddress,
  additionalValue: '5322',
  deviceType: nwp500DeviceType,
  controllerSerialNumber: `00000000${macAddress.slice(-10).toUpperCase()}`,
  size,
  firmware,
  versions: {},
  build,
  unit,
})

const controllerVersion: Readonly<Record<FirmwareSet, number>> = { old: 0x0a_01_00_00, new: 0x0b_05_00_00 }
const panelVersion = 0x02_07_00_00
const wifiVersion = 60_454
const [controllerCode, panelCode, wifiCode] = [33_556_241, 268_435_985, 268_435_761]

const versionsOf = ({ firmware, versions }: Identity) => ({
  controller: versions.controller ?? controllerVersion[firmware],
  panel: versions.panel ?? panelVersion,
  wifi: versions['wifi-module'] ?? wifiVersion,
})

/** What `/device/firmware/info` lists. */
export function firmwareParts(identity: Identity) {
  const { controller, panel, wifi } = versionsOf(identity)
  return [
    { part: 'controller', curSwCode: controllerCode, curVersion: controller },
    { part: 'panel', curSwCode: panelCode, curVersion: panel },
    { part: 'wifi-module', curSwCode: wifiCode, curVersion: wifi },
  ] as const
}

/** Named by refusals. */
export const controllerVersionOf = (identity: Identity): number => versionsOf(identity).controller

/** The heater with a part of it on another version. */
export const updated = (identity: Identity, { swCode, swVersion }: DownloadedFirmware): Identity =>
  swCode === undefined || swVersion === undefined
    ? identity
    : { ...identity, versions: { ...identity.versions, [swCode]: swVersion } }

/** The heater with another controller, as it leaves the works. */
export function withController(identity: Identity, firmware: FirmwareSet): Identity {
  const { controller: _, ...versions } = identity.versions
  return { ...identity, firmware, versions }
}

/** Where a recirculation pump is fitted; a guess, °C. */
const loopRange = { lowest: 30, highest: 60 } as const

/** `response.feature` as it goes over the wire. `minimumOperation` is the lowest setpoint, °C. */
export function deviceInfoFrame(identity: Identity, minimumOperation: number): Record<string, unknown> {
  const { build, size, controllerSerialNumber, unit } = identity
  const { controller, panel, wifi } = versionsOf(identity)
  const pump = build.capabilities.recirculation
  const info: DeviceInfo = {
    countryCode: 3,
    modelTypeCode: 240,
    controlTypeCode: 1,
    volumeCode: size,
    controllerSwVersion: controller,
    panelSwVersion: panel,
    wifiSwVersion: wifi,
    controllerSwCode: controllerCode,
    panelSwCode: panelCode,
    wifiSwCode: wifiCode,
    recircSwVersion: 0,
    recircModelTypeCode: 0,
    controllerSerialNumber,
    temperatureType: unit,
    tempFormulaType: 'nearest',
    dhwTemperatureSettingUse: build.setpointStep,
    dhwTemperatureMin: minimumOperation,
    dhwTemperatureMax: build.highestSetpoint,
    freezeProtectionTempMin: 6,
    freezeProtectionTempMax: 10,
    recircTemperatureMin: pump ? loopRange.lowest : 0,
    recircTemperatureMax: pump ? loopRange.highest : 0,
    ...Object.fromEntries(capabilityNames.map(name => [capabilities[name], build.capabilities[name] ? 'yes' : 'no'])),
  }
  // In the order of the table, which is the wire's.
  const keys = Object.keys(deviceInfoFields) as (keyof DeviceInfo)[]
  const values = Object.fromEntries(keys.map(key => [key, info[key]]))
  return encode(deviceInfoFields, { values })
}

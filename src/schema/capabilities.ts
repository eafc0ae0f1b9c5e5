/** What a unit can do, under names for people; each is told by a field of the device info. */
import type { DeviceInfo } from './device-info.ts'

export const capabilities = {
  power: 'powerUse',
  vacation: 'holidayUse',
  reservations: 'programReservationUse',
  'hot-water': 'dhwUse',
  'heat-pump': 'heatpumpUse',
  electric: 'electricUse',
  'energy-saver': 'energySaverUse',
  'high-demand': 'highDemandUse',
  'anti-legionella': 'antiLegionellaSettingUse',
  'demand-response': 'drSettingUse',
  recirculation: 'recirculationUse',
  'recirculation-schedule': 'recircReservationUse',
  'energy-records': 'energyUsageUse',
  'freeze-protection': 'freezeProtectionUse',
  'mixing-valve': 'mixingValueUse',
  'self-diagnosis': 'smartDiagnosticUse',
  'wifi-signal': 'wifiRssiUse',
  'heat-pump-water-heater': 'hpwhUse',
  'tank-refill-detection': 'dhwRefillUse',
  'over-temperature-cut-out': 'ecoUse',
  'title-24': 'title24Use',
} as const satisfies Record<string, keyof DeviceInfo>

/** A name of {@link capabilities}. */
export type CapabilityName = keyof typeof capabilities

/** All of them, in the order of the table. */
export const capabilityNames = Object.keys(capabilities) as CapabilityName[]

/** Whether the unit has it; undefined where device info doesn't tell. */
export function hasCapability(info: DeviceInfo, name: CapabilityName): boolean | undefined {
  const told = info[capabilities[name]]
  return told === 'yes' ? true : told === 'no' || told === 'not-fitted' ? false : undefined
}

/** Everything that the unit said it has. */
export const abilities = (info: DeviceInfo): readonly CapabilityName[] =>
  capabilityNames.filter(name => hasCapability(info, name) === true)

/** What a column of somebody's record is, by its name: ours, those of the Python programs, the wire's own. */
import { csvColumn } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { temperatureUnitColumn } from '../csv-columns.ts'

export type ColumnMeaning = { readonly kind: 'time' | 'unit' | 'connected' | 'usable-energy' } | FieldColumn

export interface FieldColumn {
  readonly kind: 'field'
  readonly key: StatusKey
  /** It holds the wire's own count: `dhw_temperature_raw`. */
  readonly count: boolean
  /** Its name says in what it is: `tank_upper_f`. */
  readonly units?: UnitSystem | undefined
  /** It counts Wh whatever the rest of the file counts: the later names of the energies. */
  readonly wattHours?: true | undefined
}

/** Names without their underscores and capitals, for `dhw_charge_per` has been `dhwChargePer`. */
const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Other names that the same fields have had. */
const otherNames: Partial<Record<StatusKey, readonly string[]>> = {
  dhwChargePer: ['dhw_charge_percentage', 'tank_charge_percent', 'charge_percent', 'charge_level', 'charge'],
  dhwTemperature: ['water_temperature', 'tank_temp', 'outlet_temperature', 'dhw_temp', 'hot_water_temp'],
  dhwTemperatureSetting: ['set_temperature', 'target_temp', 'target_temperature', 'setpoint', 'dhw_temp_setting'],
  tankUpperTemperature: ['tank_upper', 'upper_tank_temp', 'upper_temp'],
  tankLowerTemperature: ['tank_lower', 'lower_tank_temp', 'lower_temp'],
  ambientTemperature: ['ambient_temp'],
  dischargeTemperature: ['discharge_temp'],
  suctionTemperature: ['suction_temp'],
  evaporatorTemperature: ['evaporator_temp'],
  currentInstPower: ['power_consumption', 'current_power', 'power', 'power_w', 'watts', 'inst_power'],
  operationMode: ['operating_mode', 'mode'],
  dhwOperationSetting: ['dhw_mode', 'mode_setting'],
  errorCode: ['error', 'fault_code'],
  compUse: ['compressor_use', 'compressor_status', 'compressor'],
  heatUpperUse: ['upper_element', 'upper_element_use'],
  heatLowerUse: ['lower_element', 'lower_element_use'],
  evaFanUse: ['fan_use', 'evaporator_fan_use'],
  dhwUse: ['dhw_demand_active'],
  wifiRssi: ['wifi_signal_strength', 'rssi'],
  heLowerOnTDiffempSetting: ['he_lower_on_diff_temp_setting', 'he_lower_on_tdiffemp_setting'],
  drOverrideStatus: ['dr_override_active'],
}
const wattHourNames: Partial<Record<StatusKey, readonly string[]>> = {
  totalEnergyCapacity: ['full_recovery_energy'],
  availableEnergyCapacity: ['energy_to_setpoint'],
}
const besideFields: readonly (readonly [name: string, kind: Exclude<ColumnMeaning['kind'], 'field'>])[] = [
  ['timestamp', 'time'],
  ['iso_timestamp', 'time'],
  ['datetime', 'time'],
  ['date_time', 'time'],
  ['time', 'time'],
  [temperatureUnitColumn, 'unit'],
  ['device_connected', 'connected'],
  ['device_online', 'connected'],
  ['usable_energy', 'usable-energy'],
]

const meanings = new Map<string, ColumnMeaning>()
for (const [key, field] of Object.entries(statusFields) as [StatusKey, (typeof statusFields)[StatusKey]][]) {
  const meaning: ColumnMeaning = { kind: 'field', key, count: false }
  for (const name of [key, csvColumn(key, field), ...(otherNames[key] ?? [])]) meanings.set(bare(name), meaning)
  for (const name of wattHourNames[key] ?? []) meanings.set(bare(name), { ...meaning, wattHours: true })
}
for (const [name, kind] of besideFields) meanings.set(bare(name), { kind })

const unitEnd = /[\s_([]+(?:°|deg)?\s*(f|c|fahrenheit|celsius)[)\]]?$/i

/** @returns undefined for a column that isn't about anything that is kept. */
export function meaningOf(name: string): ColumnMeaning | undefined {
  const known = meanings.get(bare(name))
  if (known !== undefined) return known
  const counted = meanings.get(bare(name).replace(/^raw|raw$/, ''))
  if (counted !== undefined) return counted.kind === 'field' ? { ...counted, count: true } : undefined
  const unit = unitEnd.exec(name)
  if (unit === null) return undefined
  const plain = meanings.get(bare(name.slice(0, unit.index)))
  if (plain?.kind !== 'field' || statusFields[plain.key].quantity !== 'temperature') return undefined
  return { ...plain, units: /^f/i.test(unit[1] ?? '') ? 'us' : 'metric' }
}

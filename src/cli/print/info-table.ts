/** Device info for people: what the unit is, its limits, what it can do. */
import { type DeviceInfo, deviceInfoFields, firmwareVersion } from '#schema/device-info'
import type { Field } from '#schema/field'
import type { UnitSystem } from '#schema/units'
import type { ShownStatus } from './status-table.ts'
import { strangeGroups } from './status-table.ts'
import type { Group } from './table.ts'
import { valueText } from './value-text.ts'

export interface ShownInfo extends Pick<ShownStatus, 'oddities' | 'extra'> {
  readonly values: DeviceInfo
}

type InfoKey = keyof typeof deviceInfoFields
const versions = ['controllerSwVersion', 'panelSwVersion'] as const satisfies readonly InfoKey[]
const isVersion = (key: InfoKey): boolean => (versions as readonly InfoKey[]).includes(key)

/** Firmware as people write it, for JSON: the numbers of the wire stand beside it. */
export const versionsOf = (values: DeviceInfo): Readonly<Record<string, string>> =>
  Object.fromEntries(
    versions.flatMap(key => {
      const value = values[key]
      return typeof value === 'number' ? [[key, firmwareVersion(value)]] : []
    }),
  )

export function infoTable({ values, oddities, extra }: ShownInfo, units: UnitSystem): Group[] {
  const keys = (Object.keys(deviceInfoFields) as InfoKey[]).filter(key => values[key] !== undefined)
  const quantity = (key: InfoKey): Field['quantity'] => deviceInfoFields[key].quantity
  const ability = (key: InfoKey) =>
    quantity(key) === 'choice' && key.endsWith('Use') && key !== 'dhwTemperatureSettingUse'
  const rows = (wanted: (key: InfoKey) => boolean) =>
    keys.filter(wanted).map(key => [key, infoText(key, values, units)] as const)
  return [
    { title: 'Identity', rows: rows(key => quantity(key) !== 'temperature' && !ability(key)) },
    { title: 'Limits', rows: rows(key => quantity(key) === 'temperature') },
    { title: 'Abilities', rows: rows(ability) },
    ...strangeGroups(oddities, extra),
  ]
}

function infoText(key: InfoKey, values: DeviceInfo, units: UnitSystem): string {
  const value = values[key]
  if (isVersion(key) && typeof value === 'number') return firmwareVersion(value)
  return valueText(deviceInfoFields[key], value, { units, formula: values.tempFormulaType })
}

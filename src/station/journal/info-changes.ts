/** What changed of what a heater is: its firmware, its limits, and what it can do. */
import { type DeviceInfo, deviceInfoFields, firmwareVersion } from '#schema/device-info'
import type { Field } from '#schema/field'
import { temperatureText } from '#schema/schedule-text'
import type { JournalEntry } from './journal-entry.ts'

type Key = keyof DeviceInfo
export type KnownInfo = Readonly<Partial<Record<Key, string | number>>>

/** The serial number says whose it is, and the panel's units are settings, which a status tells. */
const leftOut: readonly Key[] = ['controllerSerialNumber', 'temperatureType', 'tempFormulaType']
const keys = (Object.keys(deviceInfoFields) as Key[]).filter(key => !leftOut.includes(key))

const isFirmware = (key: Key) => /Sw(Version|Code)$/.test(key)

/** What of the device info is kept to compare. */
export const infoToKeep = (info: DeviceInfo): KnownInfo =>
  Object.fromEntries(keys.flatMap(key => (info[key] === undefined ? [] : [[key, info[key]]])))

/** An entry for each field that changed; one for the firmware that is seen first. */
export function infoChanges(
  known: KnownInfo | undefined,
  info: KnownInfo,
  at: number,
  heater: string,
): readonly JournalEntry[] {
  if (known === undefined) return firstSeen(info, at, heater)
  return keys.flatMap(key => {
    const [old, value] = [known[key], info[key]]
    if (old === undefined || value === undefined || old === value) return []
    const kind = isFirmware(key) ? ('firmware' as const) : ('limits' as const)
    const text = `${title(key)} from ${valueText(key, old)} to ${valueText(key, value)}.`
    return [{ at, heater, kind, text, data: { field: key, old, new: value } }]
  })
}

function firstSeen(info: KnownInfo, at: number, heater: string): readonly JournalEntry[] {
  const versions = keys.filter(key => /SwVersion$/.test(key) && info[key])
  if (versions.length === 0) return []
  const text = versions.map(key => `${title(key)} ${valueText(key, info[key])}`).join(', ')
  const data = Object.fromEntries(versions.map(key => [key, info[key]]))
  return [{ at, heater, kind: 'firmware', text: `${text}.`, data }]
}

/** The head of its sentence in the table: `Controller firmware`, `Highest setpoint`, `Has vacation mode`. */
const title = (key: Key): string => deviceInfoFields[key].doc.split(/[.,;:](?:\s|$)/)[0] ?? key

function valueText(key: Key, value: unknown): string {
  const { quantity }: Field = deviceInfoFields[key]
  if (typeof value !== 'number') return String(value).replaceAll('-', ' ')
  if (quantity === 'temperature') return `${temperatureText(value, 'metric')} (${temperatureText(value, 'us')})`
  return isFirmware(key) ? firmwareVersion(value) : String(value)
}

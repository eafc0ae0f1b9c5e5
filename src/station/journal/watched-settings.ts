/** What of a status is somebody's choice, when it changed, and how that is said. */
import type { Control, Expectation } from '#schema/command'
import { controls } from '#schema/controls'
import type { Field } from '#schema/field'
import { temperatureText } from '#schema/schedule-text'
import { type Status, type StatusKey, statusFields } from '#schema/status'

export type SettingValue = string | number
export type Settings = Readonly<Partial<Record<StatusKey, SettingValue>>>

export interface SettingChange {
  readonly field: StatusKey
  readonly old: SettingValue
  readonly new: SettingValue
}

const rows: readonly Control[] = Object.values(controls)
const expectations: readonly Expectation[] = rows.flatMap(({ confirmedBy }) => confirmedBy)

/** Those that no command sets: they are set at the panel, by the grid, or with a schedule. */
const others = [
  'programReservationUse',
  'recircReservationUse',
  'recircTempSetting',
  'touOverrideStatus',
  'drEventStatus',
  'drOverrideStatus',
  'freezeProtectionUse',
  'freezeProtectionTemperature',
  'airFilterAlarmUse',
  'errorBuzzerUse',
  'temperatureType',
  'tempFormulaType',
] as const satisfies readonly StatusKey[]

/** Every field that a command is confirmed by, and the others. */
export const watchedFields: readonly StatusKey[] = [
  ...new Set([...expectations.map(({ setting }) => setting), ...others]),
]

/** Fields of which a command only sets whether they show one value: the rest of what they say is no setting. */
const switches = new Map<StatusKey, SettingValue>(
  watchedFields.flatMap(field => {
    const of = expectations.filter(({ setting }) => setting === field)
    const only = of.find(({ is }) => is !== undefined)?.is
    const isSwitch = of.length > 0 && of.every(({ is, but }) => (is ?? but) !== undefined)
    // Of two values the other one has a name.
    const labels = Object.values((statusFields[field] as Field).labels ?? {}).filter(label => label !== 'unknown')
    return isSwitch && only !== undefined && labels.length !== 2 ? [[field, only]] : []
  }),
)

/** What it is when it isn't that. */
const otherwise = 'on'

/** The settings that a status tells. What it doesn't tell is absent. */
export function settingsOf(status: Status): Settings {
  const told: Partial<Record<StatusKey, SettingValue>> = {}
  for (const field of watchedFields) {
    const value = status[field]
    if (value === undefined || value === 'unknown') continue
    const only = switches.get(field)
    told[field] = only === undefined || typeof only === 'number' || value === only ? value : otherwise
  }
  return told
}

/** What differs. A setting that is told for the first time is none; of a counter only its new beginning is. */
export function settingChanges(before: Settings, after: Settings): readonly SettingChange[] {
  return watchedFields.flatMap(field => {
    const [old, value] = [before[field], after[field]]
    if (old === undefined || value === undefined || old === value) return []
    if (typeof switches.get(field) === 'number' && value >= old) return []
    return [{ field, old, new: value }]
  })
}

const titles: Readonly<Partial<Record<StatusKey, string>>> = {
  dhwOperationSetting: 'Mode',
  dhwTemperatureSetting: 'Setpoint',
  vacationDaySetting: 'Length of the vacation',
  antiLegionellaUse: 'Anti-legionella cycle',
  antiLegionellaPeriod: 'Anti-legionella cycle, once in',
  cumulatedOpTimeEvaFan: 'Hours of the air filter',
  airFilterAlarmPeriod: 'Air filter reminder after',
  airFilterAlarmUse: 'Air filter reminder',
  touStatus: 'Time of use',
  touOverrideStatus: 'Time-of-use plan',
  recircOperationMode: 'Recirculation',
  recircReservationUse: 'Recirculation schedule',
  recircTempSetting: 'Recirculation setpoint',
  programReservationUse: 'Weekly schedule',
  drEventStatus: 'Demand response event',
  drOverrideStatus: 'Override of demand response',
  freezeProtectionUse: 'Freeze protection',
  freezeProtectionTemperature: 'Freeze protection below',
  errorBuzzerUse: 'Buzzer',
  temperatureType: 'Unit of the panel',
  tempFormulaType: 'Rounding of the panel',
}

/** `Setpoint from 49 °C (120 °F) to 55 °C (131 °F)`. */
export const changeText = (change: SettingChange): string =>
  `${titles[change.field] ?? change.field} from ${valueText(change.field, change.old)} to ${valueText(change.field, change.new)}`

/** A value in words: `energy saver`, `55 °C (131 °F)`, `7 d`. */
export function valueText(field: StatusKey, value: unknown): string {
  const { quantity } = statusFields[field]
  if (typeof value === 'string')
    return value.startsWith('unknown-') ? value : value.replace(/^tou-/, '').replaceAll('-', ' ')
  if (typeof value !== 'number') return String(value)
  if (quantity === 'temperature') return `${temperatureText(value, 'metric')} (${temperatureText(value, 'us')})`
  if (quantity === 'days') return `${value} d`
  return quantity === 'hours' ? `${value} h` : String(value)
}

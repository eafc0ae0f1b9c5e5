/** One whole status for people: first what it comes to, then every field under its wire name, then what was odd. */
import type { Oddity } from '#schema/codec'
import { energyToSetpoint, usableEnergy } from '#schema/derived'
import type { Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { alarmText, faultText } from './fault-text.ts'
import { heatsText } from './heats-text.ts'
import { reasonOf } from './reason.ts'
import { statusGroups } from './status-groups.ts'
import type { Group } from './table.ts'
import { timeText } from './time-text.ts'
import { type Display, valueText } from './value-text.ts'

export interface ShownStatus {
  /** Of the heater, where it is known. */
  readonly name?: string
  readonly at?: Date | undefined
  readonly values: Status
  readonly oddities: readonly Oddity[]
  readonly extra: Readonly<Record<string, unknown>>
}

export interface ShowOptions {
  readonly units: UnitSystem
  /** Sensors too that most units aren't fitted with, and read 0 there. */
  readonly all: boolean
}

type Row = readonly [string, string]

export function statusTable(shown: ShownStatus, { units, all }: ShowOptions): Group[] {
  const { values, oddities, extra } = shown
  const display: Display = { units, formula: values.tempFormulaType }
  const row = (key: StatusKey): Row[] => {
    const field: Field = statusFields[key]
    if (values[key] === undefined || (field.optionalSensor && !all)) return []
    return [[key, rowText(key, values, display)]]
  }
  return [
    { title: 'In short', rows: inShort(shown, display) },
    ...statusGroups().map(({ title, keys }) => ({ title, rows: keys.flatMap(row) })),
    ...strangeGroups(oddities, extra),
  ]
}

/** What could not be read as the table says, and what the table doesn't have. */
export const strangeGroups = (oddities: readonly Oddity[], extra: ShownStatus['extra']): Group[] => [
  {
    title: 'Odd',
    rows: oddities.map(({ field, raw, problem }): Row => [field, `${JSON.stringify(raw)}  (${problem})`]),
  },
  { title: 'Not in the table', rows: Object.entries(extra).map(([key, raw]): Row => [key, JSON.stringify(raw)]) },
]

function inShort({ values, name, at }: ShownStatus, display: Display): Row[] {
  const field = (title: string, key: StatusKey): Row[] =>
    values[key] === undefined ? [] : [[title, valueText(statusFields[key], values[key], display)]]
  const setpoint = field('', 'dhwTemperatureSetting')[0]?.[1]
  const energy = (title: string, value: number | undefined): Row[] =>
    value === undefined ? [] : [[title, `${value} Wh`]]
  const sentence = (title: string, text: string | undefined): Row[] => (text === undefined ? [] : [[title, text]])
  return [
    ...sentence('heater', name),
    ...sentence('time', at && timeText(at)),
    ...sentence('fault', faultText(values)),
    ...sentence('alarm', alarmText(values)),
    ...field('charge', 'dhwChargePer'),
    ...field('hot water', 'dhwTemperature').map(
      ([title, text]): Row => [title, setpoint === undefined ? text : `${text}, set to ${setpoint}`],
    ),
    ['heats', heatsText(values)],
    ...field('power', 'currentInstPower'),
    ...field('mode', 'dhwOperationSetting'),
    ...energy('usable energy', usableEnergy(values)),
    ...energy('energy to setpoint', energyToSetpoint(values)),
  ]
}

function rowText(key: StatusKey, values: Status, display: Display): string {
  const text = valueText(statusFields[key], values[key], display)
  return key === 'command' && values.command !== undefined ? `${text}  (${reasonOf(values.command)})` : text
}

/** One whole status for people: first what it comes to, then every field under its wire name, then what was odd. */
import type { Oddity } from '#schema/codec'
import { energyToSetpoint, heating, usableEnergy } from '#schema/derived'
import { explainFault } from '#schema/faults'
import type { Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { reasonOf } from './reason.ts'
import { statusGroups } from './status-groups.ts'
import type { Group } from './table.ts'
import { type Reading, valueText } from './value-text.ts'

export interface ShownStatus {
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

export function statusTable({ values, oddities, extra }: ShownStatus, { units, all }: ShowOptions): Group[] {
  const reading: Reading = { units, formula: values.tempFormulaType }
  const row = (key: StatusKey): Row[] => {
    const field: Field = statusFields[key]
    if (values[key] === undefined || (field.optionalSensor && !all)) return []
    return [[key, rowText(key, values, reading)]]
  }
  return [
    { title: 'In short', rows: inShort(values) },
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

function inShort(status: Status): Row[] {
  const energy = (name: string, value: number | undefined): Row[] =>
    value === undefined ? [] : [[name, `${value} Wh`]]
  const fault = faultText(status)
  return [
    ['heating', heating(status).replaceAll('-', ' ')],
    ...energy('usable energy', usableEnergy(status)),
    ...energy('energy to setpoint', energyToSetpoint(status)),
    ...(fault === undefined ? [] : [['fault', fault] as const]),
  ]
}

/** A sentence for the fault in force; undefined when there is none or the heater didn't say. */
export function faultText({ errorCode, subErrorCode }: Status): string | undefined {
  return errorCode ? explainFault(errorCode, subErrorCode) : undefined
}

function rowText(key: StatusKey, values: Status, reading: Reading): string {
  const text = valueText(statusFields[key], values[key], reading)
  return key === 'command' && values.command !== undefined ? `${text}  (${reasonOf(values.command)})` : text
}

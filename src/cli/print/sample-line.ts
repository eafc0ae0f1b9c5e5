/** One sample in one line, for people: `2026-10-05T14:05:00Z  92 %  upper 137.5 °F  lower 128.3 °F  …`. */
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { alarmText, faultText } from './fault-text.ts'
import { heatsText } from './heats-text.ts'
import { textWidth } from './text-width.ts'
import { timeText } from './time-text.ts'
import { valueText } from './value-text.ts'

interface Told {
  readonly at: Date
  readonly status: Status
  readonly units: UnitSystem
}

/** @param columns of the terminal; without, everything is in the line. The shortest form takes about 80. */
export function sampleLine(at: Date, status: Status, units: UnitSystem, columns = Number.POSITIVE_INFINITY): string {
  const told = { at, status, units }
  const lines = [whole, shorter, shortest].map(form => form(told).join('  '))
  return lines.find(line => textWidth(line) <= columns) ?? lines.at(-1) ?? ''
}

const whole = (told: Told): string[] => [
  timeText(told.at),
  field(told, 'dhwChargePer', 5),
  `upper ${field(told, 'tankUpperTemperature', 8)}`,
  `lower ${field(told, 'tankLowerTemperature', 8)}`,
  `hot water ${field(told, 'dhwTemperature', 6)} of ${field(told, 'dhwTemperatureSetting', 6)}`,
  `${field(told, 'operationMode')}, set to ${field(told, 'dhwOperationSetting')}`,
  `heats ${heatsText(told.status)}`,
  field(told, 'currentInstPower'),
  ...faults(told.status),
]

const shorter = (told: Told): string[] => [
  timeText(told.at),
  field(told, 'dhwChargePer', 5),
  `tank ${field(told, 'tankUpperTemperature', 8)} ${field(told, 'tankLowerTemperature', 8)}`,
  `hot water ${field(told, 'dhwTemperature', 6)}`,
  field(told, 'dhwOperationSetting'),
  `heats ${heatsText(told.status)}`,
  field(told, 'currentInstPower'),
  ...faults(told.status),
]

const shortest = (told: Told): string[] => [
  timeText(told.at).slice(5, 16).replace('T', ' '),
  field(told, 'dhwChargePer', 5),
  `${field(told, 'tankUpperTemperature', 8)} ${field(told, 'tankLowerTemperature', 8)}`,
  `heats ${heatsText(told.status)}`,
  field(told, 'currentInstPower'),
  ...faults(told.status).map(fault => fault.split(/[ :]/)[0] ?? ''),
]

function field({ status, units }: Told, key: StatusKey, width = 0): string {
  const value = status[key]
  const display = { units, formula: status.tempFormulaType }
  return (value === undefined ? '–' : valueText(statusFields[key], value, display)).padStart(width)
}

/** Without what to do about them: a warning said that once. */
const faults = (status: Status): string[] =>
  [faultText(status), alarmText(status)].filter(text => text !== undefined).map(text => text.split('. ')[0] ?? '')

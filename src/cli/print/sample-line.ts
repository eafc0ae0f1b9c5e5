/** One sample in one line, for people: `2026-10-05T14:05:00Z  92 %  upper 137.5 °F  lower 128.3 °F  …`. */
import { heating } from '#schema/derived'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { valueText } from './value-text.ts'

/** Seconds are as exact as a heater gets. */
export const timeText = (at: Date): string => at.toISOString().replace(/\.\d{3}Z$/, 'Z')

export function sampleLine(at: Date, status: Status, units: UnitSystem): string {
  const text = (key: StatusKey, width: number) => {
    const value = status[key]
    const reading = { units, formula: status.tempFormulaType }
    return (value === undefined ? '–' : valueText(statusFields[key], value, reading)).padStart(width)
  }
  return [
    timeText(at),
    text('dhwChargePer', 5),
    `upper ${text('tankUpperTemperature', 8)}`,
    `lower ${text('tankLowerTemperature', 8)}`,
    `hot water ${text('dhwTemperature', 6)} of ${text('dhwTemperatureSetting', 6)}`,
    `${text('operationMode', 0)}, set to ${text('dhwOperationSetting', 0)}`,
    `heats ${heatsText(status)}`,
    text('currentInstPower', 0),
  ].join('  ')
}

/** `nothing`, `heat pump`, `element`, `heat pump + element`. */
export const heatsText = (status: Status): string => heating(status).replace('-and-', ' + ').replaceAll('-', ' ')

/** Many statuses for people: a line each. */
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type UnitSystem, unitOf } from '#schema/units'
import { heatsText } from './heats-text.ts'
import type { TableColumn } from './table.ts'
import { numberText, valueText } from './value-text.ts'

interface ListColumn extends TableColumn {
  readonly text: (status: Status) => string
}

const column = (title: string, key: StatusKey, units: UnitSystem): ListColumn => {
  const field = statusFields[key]
  const { symbol } = unitOf(field.quantity, units)
  const text = (status: Status) => {
    const value = status[key]
    const display = { units, formula: status.tempFormulaType }
    if (value === undefined) return '–'
    return typeof value === 'number' ? numberText(field, value, display) : valueText(field, value, display)
  }
  return symbol ? { title: `${title} ${symbol}`, align: 'right', text } : { title, text }
}

/** The columns of a list of statuses: charge, tank, hot water, modes, what heats, power. */
export const statusListColumns = (units: UnitSystem): ListColumn[] => [
  column('charge', 'dhwChargePer', units),
  column('upper', 'tankUpperTemperature', units),
  column('lower', 'tankLowerTemperature', units),
  column('hot water', 'dhwTemperature', units),
  column('setpoint', 'dhwTemperatureSetting', units),
  column('mode', 'operationMode', units),
  column('setting', 'dhwOperationSetting', units),
  { title: 'heats', text: heatsText },
  column('power', 'currentInstPower', units),
]

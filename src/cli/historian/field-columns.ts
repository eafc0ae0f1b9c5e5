/** Fields as columns of a table for people. */
import { csvColumn, type Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type UnitSystem, unitOf } from '#schema/units'
import type { TableColumn } from '../print/table.ts'
import { numberText, valueText } from '../print/value-text.ts'

export interface FieldColumn extends TableColumn {
  readonly text: (status: Status) => string
}

export const fieldColumns = (keys: readonly StatusKey[], units: UnitSystem): FieldColumn[] =>
  keys.map(key => {
    const field: Field = statusFields[key]
    const { symbol } = unitOf(field.quantity, units)
    const name = csvColumn(key, field)
    const text = (status: Status) => {
      const value = status[key]
      const display = { units, formula: status.tempFormulaType }
      if (value === undefined) return '–'
      return typeof value === 'number' ? numberText(field, value, display) : valueText(field, value, display)
    }
    return field.quantity === 'choice' || field.quantity === 'text'
      ? { title: name, text }
      : { title: symbol ? `${name} ${symbol}` : name, align: 'right', text }
  })

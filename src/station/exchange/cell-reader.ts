/** From the cells of somebody's record to the raw fields of a status, once it is known how the record was written. */
import { encodeValue } from '#schema/codec'
import type { Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { type UnitSystem, unitOf } from '#schema/units'
import { codeOf, errorCodeOf } from './code-names.ts'
import type { FieldColumn } from './column-names.ts'
import { isCounted, type Scales, sensorCelsius, waterCelsius } from './temperature-scale.ts'

/**
 * Who wrote it: `navilink` our own programs, with real units; `numbers` older ones, with the wire's codes;
 * `names` those that write the names of codes.
 */
export type Handwriting = 'navilink' | 'numbers' | 'names'

export interface CellReading {
  readonly writing: Handwriting
  readonly scales: Scales
  /** Energies of `numbers` and `names` that are ten times the wire's count. */
  readonly tenfoldEnergy: boolean
  /** Superheat in °F that was given the 32 of a temperature, which a difference hasn't. */
  readonly shiftedSuperheat: boolean
}

/** `vague` tells nothing, but is no mistake either. */
export type ReadCell = number | 'vague' | undefined

/** A temperature outside of these is no reading of a sensor, °C. */
const [coldest, hottest] = [-60, 200]
/** Counts are small; the reason of a status is the largest. */
const largestCount = 2 ** 31

/** @param units of the row, where the file says it. @returns the wire's count; undefined for what can't be read. */
export function readCell(
  column: FieldColumn,
  text: string,
  reading: CellReading,
  units: UnitSystem | undefined,
): ReadCell {
  const { key } = column
  const field: Field = statusFields[key]
  if (field.quantity === 'choice') return codeOf(key, field, text)
  const value = numberOf(key, text)
  if (value === undefined) return undefined
  const count = column.count ? value : countOf(column, field, value, reading, units)
  return count !== undefined && Number.isFinite(count) && Math.abs(count) <= largestCount
    ? Math.round(count) + 0
    : undefined
}

function numberOf(key: StatusKey, text: string): number | undefined {
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text)
  return key === 'errorCode' ? errorCodeOf(text) : undefined
}

function countOf(
  { key, units: told, wattHours }: FieldColumn,
  field: Field,
  value: number,
  reading: CellReading,
  unitsOfRow: UnitSystem | undefined,
): number | undefined {
  const { writing, scales, tenfoldEnergy } = reading
  const units = told ?? unitsOfRow
  const { quantity } = field
  if (quantity === 'temperature') {
    const celsius = units === undefined ? celsiusOf(field, value, scales) : units === 'us' ? (value - 32) / 1.8 : value
    // A sensor that isn't there reads 0 also where a program left it out of its conversion.
    if (celsius < coldest || celsius > hottest) return undefined
    return field.optionalSensor && value === 0 ? 0 : encoded(field, celsius)
  }
  if (quantity === 'temperature-difference')
    return units !== undefined && writing === 'navilink'
      ? encoded(field, units === 'us' ? value / 1.8 : value)
      : difference(key, value, reading)
  if (writing === 'navilink') return encoded(field, value)
  if (quantity === 'energy') return wattHours ? encoded(field, value) : tenfoldEnergy ? value / 10 : value
  if (quantity === 'flow' || quantity === 'volume') {
    if (isCounted(scales.water)) return value
    const american = writing === 'names' && scales.water === 'fahrenheit'
    return encoded(field, american ? value / unitOf(quantity, 'us').from(1) : value)
  }
  return encoded(field, value)
}

const encoded = (field: Field, value: number) => Number(encodeValue(field, value))

const celsiusOf = (field: Field, value: number, { water, sensors }: Scales) =>
  field.perUnit === 2 ? waterCelsius(water, value) : sensorCelsius(sensors, value)

/** The programs that convert take each for tenths of a kelvin, ours the settings for halves; the count is the same. */
function difference(key: StatusKey, value: number, { writing, scales, shiftedSuperheat }: CellReading): number {
  const superheat = key === 'targetSuperHeat' || key === 'currentSuperHeat'
  if (isCounted(scales.water)) return value
  if (scales.water === 'celsius') return value * 10
  if (superheat) return ((value - (shiftedSuperheat ? 32 : 0)) / 1.8) * 10
  return writing === 'names' ? (value / 1.8) * 10 : value * 10
}

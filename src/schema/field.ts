/** What one field of the wire is: how to read it, how to write it, what it means and how sure we are. */

/**
 * How a fact is known: `captured` in a recording of a real NWP500, read from the `vendor`'s app by others,
 * `tried` on one live unit by others, done by well-used `peer` clients, or `guessed`.
 */
export type Seen = 'captured' | 'vendor' | 'tried' | 'peer' | 'guessed'

/** What a number measures. The typed value of each is in the unit given here. */
export type Quantity =
  | 'temperature' // °C
  | 'temperature-difference' // K
  | 'power' // W
  | 'energy' // Wh
  | 'flow' // L/min
  | 'volume' // L
  | 'hours'
  | 'days'
  | 'percent'
  | 'speed' // rpm
  | 'signal' // dBm, sign as on the wire
  | 'steps'
  | 'code' // a number that stands for something
  | 'bits'
  | 'choice' // one of a list of names
  | 'text'

/** The names of the codes of a field. */
export type Labels = Readonly<Record<number, string>>

/** A code that has no name yet: it survives as `unknown-33`. */
export type UnknownCode = `unknown-${number}`

export interface Field<Value = unknown> {
  readonly quantity: Quantity
  /** How many counts of the wire make one unit of the typed value. */
  readonly perUnit: number
  /** Digits after the point that the wire can carry. */
  readonly decimals: number
  readonly labels?: Labels
  readonly seen: Seen
  /** One sentence: what it tells. */
  readonly doc: string
  /** The CSV column, where it isn't the snake-cased key. */
  readonly csv?: string
  /** Reads 0 on a unit that isn't fitted with the sensor, so displays leave it out unless asked. */
  readonly optionalSensor?: true
  /** Sent by controller 11 only; controller 10.1 is without it. */
  readonly newer?: true
  /** Only for the type system: never set. */
  readonly value?: Value
}

/** A table of fields by their names on the wire. */
export type Fields = Readonly<Record<string, Field>>

/** The typed values of a table of fields. Any of them may be absent: firmwares send different sets. */
export type Values<Table extends Fields> = {
  readonly [Key in keyof Table]?: Table[Key] extends Field<infer Value> ? Value : never
}

type Extra = Pick<Field, 'csv' | 'optionalSensor'>

const scaled =
  (quantity: Quantity, perUnit: number, decimals: number) =>
  (seen: Seen, doc: string, extra: Extra = {}): Field<number> => ({ quantity, perUnit, decimals, seen, doc, ...extra })

export const halfCelsius = scaled('temperature', 2, 1)
export const deciCelsius = scaled('temperature', 10, 1)
export const halfKelvin = scaled('temperature-difference', 2, 1)
export const deciKelvin = scaled('temperature-difference', 10, 1)
export const deciLitresPerMinute = scaled('flow', 10, 1)
/** 4 Wh a count. */
export const energyCount = scaled('energy', 0.25, 0)
export const watts = scaled('power', 1, 0)
export const litres = scaled('volume', 1, 0)
export const hoursField = scaled('hours', 1, 0)
export const daysField = scaled('days', 1, 0)
export const percent = scaled('percent', 1, 0)
export const rpm = scaled('speed', 1, 0)
export const dBm = scaled('signal', 1, 0)
export const steps = scaled('steps', 1, 0)
export const code = scaled('code', 1, 0)
export const bits = scaled('bits', 1, 0)

export const text = (seen: Seen, doc: string): Field<string> => ({
  quantity: 'text',
  perUnit: 1,
  decimals: 0,
  seen,
  doc,
})

export const oneOf = <const Names extends Labels>(
  labels: Names,
  seen: Seen,
  doc: string,
): Field<Names[keyof Names] | UnknownCode> => ({ quantity: 'choice', perUnit: 1, decimals: 0, labels, seen, doc })

/** The same field, marked as one that only newer firmware sends. */
export const newer = <Value>(field: Field<Value>): Field<Value> => ({ ...field, newer: true })

/** A table that answers only for its own keys, whatever a frame calls its fields (`constructor`, `__proto__`). */
export const table = <Table extends Fields>(fields: Table): Table =>
  Object.freeze(Object.assign(Object.create(null), fields))

/** `dhwTemperature` → `dhw_temperature`, or the column that the field names. */
export const csvColumn = (key: string, field: Field): string =>
  field.csv ?? key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

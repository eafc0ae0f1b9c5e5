/** Energy records: what the heater says it used, by day or by month, and in its whole life. */
import { encode } from './codec.ts'
import { ProtocolError } from './errors.ts'
import { type Field, hoursField, type Seen, table, type Values, watts } from './field.ts'
import { type BodyOddity, isRecord, readFields } from './reply-body.ts'

const wattHours = (seen: Seen, doc: string): Field<number> => ({ ...watts(seen, doc), quantity: 'energy' })

/** The numbers of a day, a month or a life, as they stand on the wire. */
export const energyFields = table({
  heUsage: wattHours('tried', 'Electricity for the elements.'),
  hpUsage: wattHours('tried', 'Electricity for the heat pump.'),
  heTime: hoursField('tried', 'How long an element ran.'),
  hpTime: hoursField('tried', 'How long the heat pump ran.'),
})

/** Electricity in Wh, running time in hours. What the heater left out is absent, which isn't 0. */
export interface EnergyUse {
  readonly heatPumpEnergy?: number
  readonly elementEnergy?: number
  readonly heatPumpTime?: number
  readonly elementTime?: number
}

/** A day, or without `day` a month. By the heater's own calendar; days to come are rows of zeros. */
export interface EnergyRow extends EnergyUse {
  readonly year: number
  /** 1–12. */
  readonly month: number
  readonly day?: number
}

/** What an energy query was answered with. */
export interface EnergyUsage {
  /** Of the heater's life, whatever was asked for: use {@link sumOf} for the rows. */
  readonly total: EnergyUse
  readonly rows: readonly EnergyRow[]
}

const noUse: Required<EnergyUse> = { heatPumpEnergy: 0, elementEnergy: 0, heatPumpTime: 0, elementTime: 0 }
const uses = Object.keys(noUse) as (keyof EnergyUse)[]
/** The only one seen, for days and months alike: they are told apart by `month`. */
const typeOfUsage = 1

/**
 * The answer to the daily or the monthly query.
 * @throws ProtocolError when it is neither.
 */
export function readEnergy(body: unknown): EnergyUsage & { readonly oddities: readonly BodyOddity[] } {
  if (!isRecord(body) || !Array.isArray(body.usage))
    throw new ProtocolError('The heater answered with something that is no energy record: it has no list of usage.')
  const oddities: BodyOddity[] = []
  const rows = new Map<string, EnergyRow>()
  for (const [i, entry] of body.usage.entries())
    for (const [at, row] of rowsOf(entry, `usage[${i}]`, oddities)) {
      const key = `${row.year}-${row.month}-${row.day}`
      if (rows.has(key)) oddities.push({ at, raw: row, problem: 'told twice' })
      else rows.set(key, row)
    }
  const total = body.total === undefined ? {} : (readUse(body.total, 'total', oddities) ?? {})
  return { total, rows: [...rows.values()], oddities }
}

function* rowsOf(entry: unknown, at: string, oddities: BodyOddity[]): Generator<[at: string, row: EnergyRow]> {
  const found = isRecord(entry) ? problemOf(entry) : 'not an object'
  if (found !== undefined) return void oddities.push({ at, raw: entry, problem: found })
  const { year, month, data } = entry as { year: number; month?: number | null; data: unknown[] }
  const last = month == null ? 12 : daysIn(year, month)
  for (const [i, raw] of data.entries()) {
    const place = `${at}.data[${i}]`
    if (i >= last) {
      // Some may fill every month up to 31.
      if (!isIdle(raw)) oddities.push({ at: place, raw, problem: month == null ? 'no such month' : 'no such day' })
      continue
    }
    const use = readUse(raw, place, oddities)
    if (use) yield [place, month == null ? { year, month: i + 1, ...use } : { year, month, day: i + 1, ...use }]
  }
}

const isWhole = (value: unknown, from: number, to: number) =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to

function problemOf({ year, month, day, data }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isWhole(year, 1, 9999)) return 'no such year'
  if (month != null && !isWhole(month, 1, 12)) return 'no such month'
  // The app knows a query by hour, whose entries have a day; no NWP500 ever answered it.
  if (day != null) return 'neither days nor months'
  return Array.isArray(data) ? undefined : 'without a list of data'
}

const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate()

const isIdle = (raw: unknown) => raw == null || (isRecord(raw) && Object.values(raw).every(value => !value))

function readUse(raw: unknown, at: string, oddities: BodyOddity[]): EnergyUse | undefined {
  const told = readFields(energyFields, raw, at, oddities)
  return told && fromWire(told)
}

const fromWire = ({ hpUsage, heUsage, hpTime, heTime }: Values<typeof energyFields>): EnergyUse => ({
  ...(hpUsage !== undefined && { heatPumpEnergy: hpUsage }),
  ...(heUsage !== undefined && { elementEnergy: heUsage }),
  ...(hpTime !== undefined && { heatPumpTime: hpTime }),
  ...(heTime !== undefined && { elementTime: heTime }),
})

/** What all of them used together. A number that none of them tells is absent. */
export function sumOf(rows: Iterable<EnergyUse>): EnergyUse {
  const sum: { -readonly [Key in keyof EnergyUse]: number } = {}
  for (const row of rows)
    for (const use of uses) {
      const told = row[use]
      if (told !== undefined) sum[use] = (sum[use] ?? 0) + told
    }
  return sum
}

/** The answer on the wire's terms: an entry for each month that has days, and for each year that has months. */
export function energyBody({ total, rows }: EnergyUsage): Record<string, unknown> {
  const entries = new Map<string, { year: number; month?: number; data: Record<string, unknown>[] }>()
  for (const { year, month, day, ...use } of rows) {
    const key = day === undefined ? `${year}` : `${year}-${month}`
    const entry = entries.get(key) ?? emptyEntry(year, day === undefined ? undefined : month)
    entries.set(key, entry)
    entry.data[(day ?? month) - 1] = toWire(use)
  }
  return { typeOfUsage, total: toWire(total), usage: [...entries.values()] }
}

const emptyEntry = (year: number, month: number | undefined) => ({
  year,
  ...(month !== undefined && { month }),
  data: Array.from({ length: month === undefined ? 12 : daysIn(year, month) }, () => toWire(noUse)),
})

const toWire = ({ heatPumpEnergy, elementEnergy, heatPumpTime, elementTime }: EnergyUse) =>
  encode(energyFields, {
    values: Object.fromEntries(
      Object.entries({
        heUsage: elementEnergy,
        hpUsage: heatPumpEnergy,
        heTime: elementTime,
        hpTime: heatPumpTime,
      }).filter(([, value]) => value !== undefined),
    ),
  })

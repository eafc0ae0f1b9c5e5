/** Schedules in the form of a file: days in words, units in the names, and what isn't understood kept as it came. */
import type { Path } from '#schema/findings'
import { monthsText } from '#schema/months'
import { type Price, parsePrice, plainPrice } from '#schema/price'
import type { RecirculationEvent, RecirculationSchedule } from '#schema/recirculation'
import type { Reservation, ReservationSchedule } from '#schema/reservation'
import { canonicalOrder, entriesOf, type Schedule, type ScheduleEntry } from '#schema/schedule'
import { celsiusOf, fahrenheitOf } from '#schema/temperature'
import type { TouPeriod, TouSchedule } from '#schema/tou'
import type { UnitSystem } from '#schema/units'
import { weekdaysText } from '#schema/weekdays'
import { isRecord, type Unreadable } from '#schema/wire-entry'
import type { GivenSchedule } from './editable-schedule.ts'

/** The schedules that a heater has. */
export type ScheduleKind = 'reservations' | 'recirculation' | 'tou'

/** What a file of one schedule says. Without a word on the master switch that stays as it is. */
export type ScheduleFile =
  | { readonly kind: 'reservations'; readonly schedule: GivenSchedule<ReservationSchedule> }
  | { readonly kind: 'recirculation'; readonly schedule: GivenSchedule<RecirculationSchedule> }
  | ({ readonly kind: 'tou'; readonly schedule: GivenSchedule<TouSchedule> } & TouNames)

/** What a file tells of a time-of-use plan beside its periods. */
export interface TouNames {
  readonly name?: string | undefined
  readonly utility?: string | undefined
  readonly zipCode?: string | undefined
}

type Plain = Readonly<Record<string, unknown>>

export const listName = (kind: ScheduleKind): 'entries' | 'periods' => (kind === 'tou' ? 'periods' : 'entries')

/** The schedule as the plain object of a file, without its `kind`. */
export function scheduleDocument(file: ScheduleFile, units: UnitSystem): Plain {
  const { kind } = file
  const schedule = file.schedule as Schedule
  const { enabled, use, unreadable = [] } = schedule
  const names = kind === 'tou' ? { name: file.name, utility: file.utility, zip_code: file.zipCode } : {}
  const entries = entriesOf(canonicalOrder(schedule)).map(entry => entryDocument(entry as ScheduleEntry, units))
  return defined({
    ...names,
    enabled: enabled as boolean | undefined,
    use,
    [listName(kind)]: [...entries, ...unreadable.map(({ raw }) => ({ unreadable: raw }))],
  })
}

const defined = (plain: Plain): Plain =>
  Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined))

/** With hyphens that every keyboard has. */
const plainText = (text: string) => text.replaceAll('–', '-')

/** What came with `raw` is told exactly as it was read, so that it is known again. */
function entryDocument(entry: ScheduleEntry, units: UnitSystem): Plain {
  const words =
    'start' in entry
      ? periodDocument(entry)
      : 'pump' in entry
        ? eventDocument(entry)
        : reservationDocument(entry, units)
  return defined(entry.raw ? { ...words, days: entry.days, raw: entry.raw } : words)
}

const timed = ({ days, time }: Reservation | RecirculationEvent) => ({ days: plainText(weekdaysText(days)), time })
/** Most are on. */
const onlyOff = (enabled: boolean) => (enabled ? undefined : false)

const reservationDocument = (entry: Reservation, units: UnitSystem): Plain => ({
  ...timed(entry),
  mode: entry.mode,
  ...temperatureDocument(entry.temperature, units),
  enabled: onlyOff(entry.enabled),
})

const eventDocument = (entry: RecirculationEvent): Plain => ({
  ...timed(entry),
  pump: entry.pump,
  enabled: onlyOff(entry.enabled),
})

/** A half of a degree Celsius is nine tenths of one in Fahrenheit: one decimal says it exactly. */
export const temperatureDocument = (celsius: number | undefined, units: UnitSystem): Plain =>
  celsius === undefined
    ? {}
    : units === 'us'
      ? { temperature_f: Number(fahrenheitOf(celsius).toFixed(1)) }
      : { temperature_c: celsius }

function periodDocument({ months, days, start, end, priceMin, priceMax, raw }: TouPeriod): Plain {
  const price = (text: Price) => (raw || parsePrice(Number(text)) !== plainPrice(text) ? text : Number(text))
  const prices =
    priceMin === priceMax && !raw
      ? { price: price(priceMin) }
      : { price_min: price(priceMin), price_max: price(priceMax) }
  return {
    months: raw ? months : plainText(monthsText(months)),
    days: plainText(weekdaysText(days)),
    start,
    end,
    ...prices,
  }
}

/** A file's object in the words of the checks, and the way back from their paths to the file's. */
export interface GivenDocument {
  readonly given: unknown
  /** Whether a temperature is in °F. */
  readonly units: UnitSystem
  readonly problems: readonly { readonly path: Path; readonly text: string }[]
  inFile(path: Path): Path
}

/** @param document the file's object, without what isn't of the schedule itself. */
export function givenDocument(kind: ScheduleKind, document: Plain): GivenDocument {
  const name = listName(kind)
  const list = document[name]
  const problems: { path: Path; text: string }[] = []
  if (!Array.isArray(list)) return { given: document, units: 'metric', problems, inFile: path => path }
  const entries: unknown[] = []
  const unreadable: Unreadable[] = []
  /** For each entry its place in the file, and what its fields are called there. */
  const places: { readonly index: number; readonly names: Readonly<Record<string, string>> }[] = []
  list.forEach((item: unknown, index) => {
    if (isRecord(item) && Object.keys(item).join() === 'unreadable') {
      unreadable.push({ index, raw: item.unreadable })
      return
    }
    const { entry, names, problem } = isRecord(item) ? inWords(item) : { entry: item, names: {}, problem: undefined }
    if (problem) problems.push({ path: [name, index, problem.field], text: problem.text })
    entries.push(entry)
    places.push({ index, names })
  })
  const units = places.some(({ names }) => names.temperature === 'temperature_f') ? 'us' : 'metric'
  const given = { ...document, [name]: entries, ...(unreadable.length > 0 && { unreadable }) }
  const inFile = ([first, place, field, ...rest]: Path): Path => {
    const found = first === name && typeof place === 'number' ? places[place] : undefined
    if (first === undefined || found === undefined)
      return [first, place, field, ...rest].filter(part => part !== undefined)
    return [name, found.index, ...(field === undefined ? [] : [found.names[field] ?? field]), ...rest]
  }
  return { given, units, problems, inFile }
}

const fileNames = {
  price_min: 'priceMin',
  price_max: 'priceMax',
  temperature_c: 'temperature',
  temperature_f: 'temperature',
}

/** 32.9 °F is half a degree, and not 0.49999999999999917. */
const celsiusOfText = (fahrenheit: number) => Number(celsiusOf({ fahrenheit }).toFixed(6))

function inWords(item: Plain) {
  const entry: Record<string, unknown> = {}
  const names: Record<string, string> = {}
  let problem: { readonly field: string; readonly text: string } | undefined
  for (const [field, value] of Object.entries(item)) {
    const name = fileNames[field as keyof typeof fileNames] ?? field
    if (field === 'temperature') problem = { field, text: 'has no unit; write temperature_c or temperature_f' }
    else if (name in entry) problem = { field, text: `is there twice, as ${names[name]} too; write one of them` }
    entry[name] = field === 'temperature_f' && typeof value === 'number' ? celsiusOfText(value) : value
    names[name] = field
  }
  return { entry, names, problem }
}

/** Entries of a schedule in one line for people. */
import { monthsText } from './months.ts'
import type { RecirculationEvent } from './recirculation.ts'
import type { Reservation } from './reservation.ts'
import { type ScheduleEntry, wireEntry } from './schedule.ts'
import type { TouPeriod } from './tou.ts'
import { panelFahrenheit, type UnitSystem } from './units.ts'
import { weekdaysText } from './weekdays.ts'

/** `55 °C`, `131 °F`. */
export const temperatureText = (celsius: number, units: UnitSystem): string =>
  units === 'us' ? `${panelFahrenheit(Math.round(celsius * 2), undefined)} °F` : `${celsius} °C`

/** `mon tue 06:30 heat pump 55 °C`; what the values can't say stands behind in the words of the wire. */
export function entryText(entry: ScheduleEntry, units: UnitSystem = 'metric'): string {
  const words =
    'start' in entry ? periodWords(entry) : 'pump' in entry ? eventWords(entry) : reservationWords(entry, units)
  return [...words, ...rest(entry)].join(' ')
}

const daysText = (days: ScheduleEntry['days']) => weekdaysText(days) || 'no day'
const disabled = ({ enabled }: { readonly enabled: boolean }) => (enabled ? [] : ['(disabled)'])
const modeText = (mode: string) => (mode.startsWith('unknown-') ? mode : mode.replaceAll('-', ' '))

const reservationWords = (entry: Reservation, units: UnitSystem) => [
  daysText(entry.days),
  entry.time,
  modeText(entry.mode),
  ...(entry.temperature === undefined ? [] : [temperatureText(entry.temperature, units)]),
  ...disabled(entry),
]

const eventWords = (entry: RecirculationEvent) => [
  daysText(entry.days),
  entry.time,
  `pump ${entry.pump}`,
  ...disabled(entry),
]

const periodWords = ({ months, days, start, end, priceMin, priceMax }: TouPeriod) => [
  monthsText(months) || 'no month',
  daysText(days),
  `${start}–${end}`,
  priceMin === priceMax ? priceMin : `${priceMin}–${priceMax}`,
]

/** `(enable 7, week 65)`: the fields that come from `raw` alone. */
function rest({ raw, ...values }: ScheduleEntry): readonly string[] {
  if (raw === undefined) return []
  const said = wireEntry(values)
  const fields = Object.entries(wireEntry({ ...values, raw })).filter(([key, value]) => said[key] !== value)
  if (fields.length === 0) return []
  return [`(${fields.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')})`]
}

/** Which days or months of the energy records are wanted, and what has to be asked for them. */

import { UsageError } from '../usage-error.ts'
import { type Day, daysFrom, dayText, monthsFrom, monthText } from './local-date.ts'

export interface EnergyFlags {
  readonly year?: string
  readonly month?: string
  readonly last?: string
}

export interface EnergySpan {
  readonly by: 'day' | 'month'
  /** `2026-03-07` or `2026-03`, whatever is between the two included; later ones only where something was used. */
  readonly from: string
  readonly to: string
  /** The months that have to be asked for, in years. By month, only the years count. */
  readonly asks: readonly { readonly year: number; readonly months: readonly number[] }[]
}

/** Longer ago no heater of this kind was sold. */
const mostMonths = 240
const mostDays = 731

const yearRound = Array.from({ length: 12 }, (_, i) => i + 1)

/** @param today to which a part of the calendar that isn't said goes. @throws UsageError */
export function energySpan({ year, month, last }: EnergyFlags, today: Day): EnergySpan {
  if (last !== undefined) {
    if (year !== undefined || month !== undefined)
      throw new UsageError('--last counts back from today, so --year and --month mean nothing beside it.')
    return latest(last, today)
  }
  const years = year === undefined ? [today.year] : numbers('--year', year, 2000, 2099)
  if (month === undefined) {
    if (year === undefined) return latest('12m', today)
    const asks = years.map(one => ({ year: one, months: yearRound }))
    return { by: 'month', from: `${years[0]}-01`, to: earlier(`${years.at(-1)}-12`, monthText(today)), asks }
  }
  const months = numbers('--month', month, 1, 12)
  const [first = today.month, final = first] = [months[0], months.at(-1)]
  return {
    by: 'day',
    from: dayText({ year: years[0] ?? today.year, month: first, day: 1 }),
    to: earlier(dayText({ year: years.at(-1) ?? today.year, month: final, day: 31 }), dayText(today)),
    asks: years.map(one => ({ year: one, months })),
  }
}

const earlier = (one: string, other: string) => (one < other ? one : other)

function latest(last: string, today: Day): EnergySpan {
  const [, digits, unit] = /^\s*(\d{1,4})\s*([dmy])\s*$/i.exec(last) ?? []
  const count = Number(digits) * (unit?.toLowerCase() === 'y' ? 12 : 1)
  const byDay = unit?.toLowerCase() === 'd'
  if (digits === undefined || count < 1 || count > (byDay ? mostDays : mostMonths))
    throw new UsageError(
      `--last is ${JSON.stringify(last)}; it takes months, days or years, this one included: 12m, 30d (731 at most) or 2y.`,
    )
  if (!byDay) {
    const first = monthsFrom(today, 1 - count)
    return { by: 'month', from: monthText(first), to: monthText(today), asks: monthsBetween(first, today) }
  }
  const first = daysFrom(today, 1 - count)
  return { by: 'day', from: dayText(first), to: dayText(today), asks: monthsBetween(first, today) }
}

function monthsBetween(first: Day, final: Day): EnergySpan['asks'] {
  const years = new Map<number, number[]>()
  for (let at = first; monthText(at) <= monthText(final); at = monthsFrom(at, 1))
    years.set(at.year, [...(years.get(at.year) ?? []), at.month])
  return [...years].map(([year, months]) => ({ year, months }))
}

/** `1,2,3`, in their order and each once. */
function numbers(flag: string, text: string, least: number, most: number): readonly number[] {
  const parts = text.split(',').map(part => part.trim())
  if (!parts.every(part => /^\d{1,4}$/.test(part) && Number(part) >= least && Number(part) <= most))
    throw new UsageError(
      `${flag} is ${JSON.stringify(text)}; it takes numbers from ${least} to ${most}, with commas between them.`,
    )
  return [...new Set(parts.map(Number))].sort((a, b) => a - b)
}

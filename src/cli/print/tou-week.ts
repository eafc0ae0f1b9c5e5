/** The weeks of a time-of-use plan, a season at a time, as days that can be drawn: the dearer, the fuller. */
import type { Segment, Week } from '#schema/coverage'
import { allMonths, monthsText } from '#schema/months'
import type { TouPeriods } from '#schema/tou'
import { touWeek } from '#schema/tou-coverage'
import { type Weekday, weekdays, weekdaysText } from '#schema/weekdays'
import { comparePrices, priceRangeText } from './price-text.ts'
import { textWidth } from './text-width.ts'
import type { DayLine, Shade } from './week-grid.ts'

export interface SeasonWeek {
  /** `jun–sep`. */
  readonly title: string
  readonly days: readonly DayLine[]
}

const ladder = [
  { letter: '░', style: 'green' },
  { letter: '▒', style: 'cyan' },
  { letter: '▓', style: 'yellow' },
  { letter: '█', style: 'red' },
] as const
const gap: Shade = { letter: ' ', style: 'dim', meaning: 'no price' }
const overlap: Shade = { letter: '!', style: 'magenta', meaning: 'unknown which price counts' }
/** A longer label leaves the hours too little room. */
const longestLabel = 7

/** Months whose weeks are the same are one season. */
export function touSeasonWeeks(plan: TouPeriods): readonly SeasonWeek[] {
  const shades = shadesOf(plan)
  const shadeOf = ({ entries: [index, another] }: Segment): Shade =>
    another !== undefined ? overlap : index === undefined ? gap : (shades[index] ?? gap)
  const seasons = Map.groupBy(allMonths, month => JSON.stringify(touWeek(plan, month)))
  return [...seasons.values()].map(months => {
    const week = touWeek(plan, months[0] ?? 1)
    const days = daysTogether(week).map(days => {
      const parts = week[days[0] ?? 'mon'].map(segment => ({ until: segment.until, shade: shadeOf(segment) }))
      return { label: days.length === 7 ? 'daily' : weekdaysText(days), parts }
    })
    return { title: monthsText(months), days }
  })
}

/** Days that are the same in one line, where their names are short enough. */
function daysTogether(week: Week): readonly (readonly Weekday[])[] {
  const groups = [...Map.groupBy(weekdays, day => JSON.stringify(week[day])).values()]
  const short = groups.every(days => days.length === 7 || textWidth(weekdaysText(days)) <= longestLabel)
  return short ? groups : weekdays.map(day => [day])
}

/** For each period the shade of its price; the same price has the same one in all seasons. */
function shadesOf({ periods }: TouPeriods): readonly Shade[] {
  const prices = periods.toSorted(comparePrices).map(priceRangeText)
  const levels = [...new Set(prices)]
  const steps = new Map(
    levels.map((meaning, i) => {
      const step = levels.length < 2 ? 0 : Math.round((i / (levels.length - 1)) * (ladder.length - 1))
      return [meaning, { ...(ladder[step] ?? ladder[0]), meaning }]
    }),
  )
  return periods.map(period => steps.get(priceRangeText(period)) ?? gap)
}

/** The weeks of reservations and of the recirculation pump as days that can be drawn: what is in force, and which entry began it. */
import { firings, minutesOfDay, type Segment, weekOf } from '#schema/coverage'
import { pumpRuns } from '#schema/pump-runs'
import type { RecirculationEvent } from '#schema/recirculation'
import type { Reservation } from '#schema/reservation'
import { weekdays } from '#schema/weekdays'
import type { DayLine, Shade } from './week-grid.ts'

/** The fuller, the faster it heats. */
const modes: Readonly<Record<string, Shade>> = {
  'heat-pump': { letter: '░', style: 'green', meaning: 'heat pump' },
  'energy-saver': { letter: '▒', style: 'cyan', meaning: 'energy saver' },
  'high-demand': { letter: '▓', style: 'yellow', meaning: 'high demand' },
  electric: { letter: '█', style: 'red', meaning: 'electric' },
  off: { letter: '·', style: 'dim', meaning: 'off' },
}
const otherMode: Shade = { letter: '?', style: 'magenta', meaning: 'a mode that nobody knows' }
const rivals: Shade = { letter: '!', style: 'red', meaning: 'unknown which entry wins' }
const nothing: Shade = { letter: ' ', style: 'dim', meaning: 'no entry' }
const pump: Shade = { letter: '█', style: 'cyan', meaning: 'the pump runs' }
const still: Shade = { letter: '·', style: 'dim', meaning: 'it stands still' }

/** @param entries in the order of their numbers. */
export function reservationDays(entries: readonly Reservation[]): readonly DayLine[] {
  const week = weekOf({ entries })
  const shadeOf = ({ entries: inForce }: Segment): Shade => {
    const [index, another] = inForce
    if (another !== undefined) return rivals
    const entry = index === undefined ? undefined : entries[index]
    return entry === undefined ? nothing : (modes[entry.mode] ?? otherMode)
  }
  return dayLines(entries, day => week[day].map(segment => ({ until: segment.until, shade: shadeOf(segment) })))
}

export function pumpDays(entries: readonly RecirculationEvent[]): readonly DayLine[] {
  const { runs } = pumpRuns({ entries })
  const alwaysOn = runs.length === 0 && entries.some(({ enabled, pump }) => enabled && pump === 'on')
  const running = (moment: number) =>
    alwaysOn ||
    runs.some(({ day, from, minutes }) => {
      const start = weekdays.indexOf(day) * minutesOfDay + from
      return (moment - start + 7 * minutesOfDay) % (7 * minutesOfDay) < minutes
    })
  return dayLines(entries, day => {
    const midnight = weekdays.indexOf(day) * minutesOfDay
    const today = firings(entries).flatMap(({ at }) =>
      at > midnight && at < midnight + minutesOfDay ? [at - midnight] : [],
    )
    return [0, ...today].map((from, i) => ({
      until: today[i] ?? minutesOfDay,
      shade: running(midnight + from) ? pump : still,
    }))
  })
}

function dayLines(
  entries: Parameters<typeof firings>[0],
  partsOf: (day: (typeof weekdays)[number]) => DayLine['parts'],
): readonly DayLine[] {
  const fired = firings(entries)
  return weekdays.map((label, i) => {
    const midnight = i * minutesOfDay
    const marks = fired.flatMap(({ at, entries: firing }) =>
      at >= midnight && at < midnight + minutesOfDay
        ? [{ at: at - midnight, text: firing.length > 1 ? '!' : String((firing[0] ?? 0) + 1) }]
        : [],
    )
    return { label, parts: partsOf(label), marks }
  })
}

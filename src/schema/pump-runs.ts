/** The runs of a recirculation pump: each switching on with the switching off that ends it. */
import { clockTimeAt } from './clock-time.ts'
import { firings, minutesOfDay } from './coverage.ts'
import type { RecirculationSchedule } from './recirculation.ts'
import { type Weekday, weekdays } from './weekdays.ts'

/** A stretch of time for which the pump is on. */
export interface PumpRun {
  readonly day: Weekday
  /** Minutes since midnight of `day`. */
  readonly from: number
  readonly minutes: number
  readonly untilDay: Weekday
  /** Minutes since midnight of `untilDay`. */
  readonly until: number
  /** The entries that begin and end it, by their places in the list. */
  readonly on: readonly number[]
  readonly off: readonly number[]
}

/** The runs of a week, and what in the entries makes none. */
export interface PumpWeek {
  readonly runs: readonly PumpRun[]
  /** Sentences about what has no partner or no effect. */
  readonly warnings: readonly string[]
}

type Switching = { readonly at: number; readonly to: 'on' | 'off'; readonly entries: readonly number[] }

const dayAt = (moment: number) => weekdays[Math.floor(moment / minutesOfDay)] as Weekday
const momentText = (moment: number) => `${dayAt(moment)} ${clockTimeAt(moment % minutesOfDay)}`

/** The runs of a week, around its end too. The master switch is not looked at. */
export function pumpRuns({ entries }: Pick<RecirculationSchedule, 'entries'>): PumpWeek {
  const warnings: string[] = []
  const switchings: Switching[] = []
  for (const { at, entries: firing } of firings(entries)) {
    const doing = (pump: 'on' | 'off') => firing.filter(index => entries[index]?.pump === pump)
    const [on, off] = [doing('on'), doing('off')]
    if (on.length > 0 && off.length > 0)
      warnings.push(`${momentText(at)} switches the pump on and off in the same minute; which one wins is unknown`)
    // Both at once count as off: that shows no run which may not be.
    if (off.length > 0) switchings.push({ at, to: 'off', entries: off })
    else if (on.length > 0) switchings.push({ at, to: 'on', entries: on })
  }
  const starts = switchings.filter(({ to }, i) => to === 'on' && switchings.at(i - 1)?.to !== 'on')
  for (const [i, { at, to }] of switchings.entries()) {
    if (switchings.length > 1 && switchings.at(i - 1)?.to === to && switchings.some(other => other.to !== to))
      warnings.push(`${momentText(at)} switches the pump ${to}, which it is already`)
  }
  if (switchings.length > 0 && switchings.every(({ to }) => to === 'on'))
    warnings.push('Nothing switches the pump off: it runs all week')
  if (switchings.length > 0 && switchings.every(({ to }) => to === 'off')) warnings.push('Nothing switches the pump on')
  const runs = starts.flatMap(({ at, entries: on }) => {
    const end = switchings.find(next => next.to === 'off' && next.at > at) ?? switchings.find(({ to }) => to === 'off')
    if (end === undefined) return []
    return {
      day: dayAt(at),
      from: at % minutesOfDay,
      minutes: (end.at - at + 7 * minutesOfDay) % (7 * minutesOfDay),
      untilDay: dayAt(end.at),
      until: end.at % minutesOfDay,
      on,
      off: end.entries,
    }
  })
  return { runs, warnings }
}

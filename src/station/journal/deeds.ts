/** What this station did to heaters lately, to know its own changes again when they show. */
import { type Control, confirms } from '#schema/command'
import { controls } from '#schema/controls'
import type { Status, StatusKey } from '#schema/status'
import { celsiusOf, type Temperature } from '#schema/temperature'
import { type Duration, hours, minutes } from '#time/duration'
import type { Deed, DeedOutcome } from '../station-view.ts'
import type { SettingChange } from './watched-settings.ts'

/** `not-sent`: it was refused here, before it began. */
export type EndedDeed = DeedOutcome | { readonly result: 'not-sent'; readonly reason?: string; readonly attempts?: 0 }

interface Doing {
  readonly deed: Deed
  readonly began: number
  ended?: number
  outcome?: EndedDeed
  /** What of it showed itself: that is used up, and the same again is somebody else's. */
  readonly shown: Map<StatusKey, SettingChange>
  wrote?: boolean
}

/** A setting shows within seconds; the station may hear of it with the next question. */
const showsWithin = minutes(10)
/** A mode that the heater keeps back lands when its window ends, today. */
const heldFor = hours(24)
/** It would have ended. */
const longestDeed = hours(1)

/** What a schedule that is written may turn on or off. */
const scheduleFields: Readonly<Record<string, StatusKey>> = {
  reservations: 'programReservationUse',
  tou: 'touStatus',
  recirculation: 'recircReservationUse',
}
/** It never got there. */
const without: readonly EndedDeed['result'][] = ['refused', 'offline', 'expired', 'not-sent']

export class Deeds {
  #doings: Doing[] = []

  begin(deed: Deed, now: number): (outcome: EndedDeed, now: number) => void {
    const doing: Doing = { deed, began: now, shown: new Map() }
    this.#doings = [...this.#doings.filter(other => this.#counts(other, now)), doing]
    return (outcome, ended) => {
      doing.ended = ended
      doing.outcome = outcome
    }
  }

  /** The newest deed that would make the heater show that, and has not shown itself yet. */
  explaining(heater: string, change: SettingChange, status: Status, now: number): Deed | undefined {
    const found = this.#doings.findLast(doing => {
      const isIts = doing.deed.heater.id === heater && (doing.shown.get(change.field) ?? change) === change
      return isIts && this.#counts(doing, now) && sets(doing.deed, change, status)
    })
    found?.shown.set(change.field, change)
    return found?.deed
  }

  /** The newest deed that would have changed this schedule, and has not shown itself yet. */
  writing(heater: string, commands: readonly string[], now: number): Deed | undefined {
    const found = this.#doings.findLast(doing => {
      const isIts = doing.deed.heater.id === heater && commands.includes(doing.deed.command)
      return isIts && !doing.wrote && this.#counts(doing, now)
    })
    if (found) found.wrote = true
    return found?.deed
  }

  #counts({ began, ended, outcome }: Doing, now: number): boolean {
    // Either way: a clock that was set back must not make it last.
    const isWithin = (since: number, span: Duration) => Math.abs(now - since) < span
    if (ended === undefined || outcome === undefined) return isWithin(began, longestDeed)
    const { result, attempts = 0 } = outcome
    if (without.includes(result) || (result === 'failed' && attempts === 0)) return false
    return isWithin(ended, result === 'held' ? heldFor : showsWithin)
  }
}

function sets({ command, value }: Deed, { field, old }: SettingChange, status: Status): boolean {
  if (scheduleFields[command] === field) return true
  if (!Object.hasOwn(controls, command)) return false
  const control: Control = controls[command as keyof typeof controls]
  const own = control.confirmedBy.filter(({ setting }) => setting === field)
  if (own.length === 0) return false
  // Switching on explains no later change among what is on.
  if (own.every(({ but }) => but !== undefined && but !== old)) return false
  // A counter that began anew may have counted since.
  if (own.some(({ is }) => typeof is === 'number')) return true
  return confirms({ ...control, confirmedBy: own }, asShown(control, value, status[field]), status)
}

/** A number as the heater takes it is rounded to its step. */
function asShown({ parameter }: Control, value: unknown, shown: unknown): string | number | undefined {
  if (parameter?.type !== 'number') return value as string | undefined
  const given = parameter.unit === '°C' ? celsiusOf(value as Temperature) : Number(value)
  return typeof shown === 'number' && Math.abs(given - shown) <= parameter.step ? shown : given
}

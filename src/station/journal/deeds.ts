/** What this station did to heaters lately, to know its own changes again when they show. */
import { type Control, confirms } from '#schema/command'
import { controls } from '#schema/controls'
import type { Status, StatusKey } from '#schema/status'
import { celsiusOf, type Temperature } from '#schema/temperature'
import { hours, minutes } from '#time/duration'
import type { Deed, DeedOutcome } from '../station-view.ts'
import type { SettingChange } from './watched-settings.ts'

interface Doing {
  readonly deed: Deed
  readonly began: number
  ended?: number
  result?: DeedOutcome['result']
}

/** A setting shows within seconds; the station may hear of it with the next question. */
const showsWithin = minutes(10)
/** A mode that the heater keeps back lands when its window ends, today. */
const heldFor = hours(24)

/** What a schedule that is written may turn on or off. */
const scheduleFields: Readonly<Record<string, StatusKey>> = {
  reservations: 'programReservationUse',
  writeReservations: 'programReservationUse',
  tou: 'touStatus',
  writeTou: 'touStatus',
  recirculation: 'recircReservationUse',
  writeRecirculation: 'recircReservationUse',
}
/** It never got there. */
const without: readonly DeedOutcome['result'][] = ['refused', 'offline', 'expired']

export class Deeds {
  #doings: Doing[] = []

  begin(deed: Deed, now: number): (outcome: DeedOutcome, now: number) => void {
    const doing: Doing = { deed, began: now }
    this.#doings = [...this.#doings.filter(other => this.#counts(other, now)), doing]
    return ({ result }, ended) => {
      doing.ended = ended
      doing.result = result
    }
  }

  /** The newest deed that would make the heater show that. */
  explaining(heater: string, change: SettingChange, status: Status, now: number): Deed | undefined {
    return this.#doings.findLast(
      doing => doing.deed.heater.id === heater && this.#counts(doing, now) && sets(doing.deed, change, status),
    )?.deed
  }

  /** The newest deed that wrote this schedule. */
  writing(heater: string, commands: readonly string[], now: number): Deed | undefined {
    return this.#doings.findLast(
      doing => doing.deed.heater.id === heater && commands.includes(doing.deed.command) && this.#counts(doing, now),
    )?.deed
  }

  #counts({ ended, result }: Doing, now: number): boolean {
    if (ended === undefined) return true
    if (result !== undefined && without.includes(result)) return false
    return now - ended < (result === 'held' ? heldFor : showsWithin)
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

/** Hot water that was drawn, by what shows of it: nothing measures it, so when is found here, and how much is for the fit to find. */
import { type DrawHabits, fall, unseenBetween } from './draw-habits.ts'
import { type History, rowAt } from './history.ts'
import { longestSilence } from './runs.ts'

/** Steps in which water was, or may have been, drawn at one rate. */
export interface DrawGroup {
  /** From one step to before another. */
  readonly first: number
  readonly after: number
  /** So many of them. */
  readonly steps: number
  /** Whether the record showed it, or it only can't be ruled out. */
  readonly seen: boolean
  /** It made a reading fall, or went on for minutes: nobody foretells with such a draw unknown. */
  readonly large: boolean
  /** For how long water flowed, as far as it is known. */
  readonly minutes: number
  /** How far that times the usual flow may be wrong, L. */
  readonly doubt: number
}

export interface Draws {
  readonly groups: readonly DrawGroup[]
  /** Which group each step belongs to; −1 is none. */
  readonly group: Int16Array
}

/** Steps without a sign between two that belong together, and steps after which a new group begins. */
const [together, longest] = [4, 20]
/**
 * How far what is drawn may be from the usual flow, L for each minute and L besides. After long draws there was a shower or a
 * bath among them.
 */
const doubts = { perMinute: 1.2, seen: 1, unseen: 0.5, fallen: 12, long: 5, longPerMinute: 5, largeFrom: 3 } as const
/** A row stands for no longer, s. */
const longestWord = 600
/** A fall alone may be anything up to a bath, L. */
const unknown = 60
/** Unseen draws are told apart by so many steps, but into no more groups; less than so many minutes are as good as none. */
const unseen = { steps: 22, groups: 25, least: 0.1 } as const

const unseenDoubt = (minutes: number) => doubts.perMinute * minutes + doubts.unseen

/** The groups with what is to be expected unseen by better known habits. */
export const withHabits = (groups: readonly DrawGroup[], habits: DrawHabits, from: number, stepSeconds: number) =>
  groups.map((group): DrawGroup => {
    if (group.seen) return group
    const { first, after } = group
    const minutes = unseenBetween(habits, from + first * stepSeconds, from + after * stepSeconds)
    return { ...group, minutes, doubt: unseenDoubt(minutes) }
  })

export function drawsOf(history: History, habits: DrawHabits, from: number, steps: number, stepSeconds: number): Draws {
  const flagged = flagsOf(history, from, steps, stepSeconds)
  const fallen = new Uint8Array(steps)
  const span = Math.round(fall.seconds / stepSeconds)
  markFalls(fallen, interpolated(history, history.lower, from, steps, stepSeconds), span)
  markFalls(fallen, interpolated(history, history.upper, from, steps, stepSeconds), span)
  const drawn = fallen.map((fell, step) => (fell === 1 || (flagged[step] as number) > 0 ? 1 : 0))
  const group = new Int16Array(steps).fill(-1)
  const groups: DrawGroup[] = []
  const addSeen = (first: number, after: number) => {
    let [count, minutes, words, falls] = [0, 0, 0, 0]
    for (let step = first; step < after; step++) {
      if (drawn[step] === 0) continue
      group[step] = groups.length
      count++
      minutes += (flagged[step] as number) / 60
      if ((flagged[step] as number) > 0) words++
      if (fallen[step] === 1) falls++
    }
    const perMinute = minutes < doubts.long ? doubts.perMinute : doubts.longPerMinute
    const told = perMinute * minutes + doubts.seen
    const doubt = minutes === 0 ? unknown : falls > 0 ? Math.max(doubts.fallen, told) : told
    const large = falls > 0 || (words > 1 && minutes >= doubts.largeFrom)
    groups.push({ first, after, steps: count, seen: true, large, minutes, doubt })
  }
  const part = Math.max(unseen.steps, Math.ceil(steps / unseen.groups))
  const addUnseen = (begin: number, end: number) => {
    const parts = Math.max(1, Math.round((end - begin) / part))
    for (let i = 0; i < parts; i++) {
      const first = begin + Math.floor((i * (end - begin)) / parts)
      const after = begin + Math.floor(((i + 1) * (end - begin)) / parts)
      const minutes = unseenBetween(habits, from + first * stepSeconds, from + after * stepSeconds)
      if (minutes < unseen.least) continue
      group.fill(groups.length, first, after)
      groups.push({
        first,
        after,
        steps: after - first,
        seen: false,
        large: false,
        minutes,
        doubt: unseenDoubt(minutes),
      })
    }
  }
  let free = 0
  for (let step = 0; step < steps; step++) {
    if (drawn[step] === 0) continue
    if (step > free) addUnseen(free, step)
    const first = step
    let last = step
    while (++step < steps && step - last <= together && step - first < longest) if (drawn[step] === 1) last = step
    addSeen(first, last + 1)
    free = last + 1
    step = last
  }
  if (steps > free) addUnseen(free, steps)
  return { groups, group }
}

/** For how long in each step the heater told of a draw, s: each row stands for the time around it. */
function flagsOf(history: History, from: number, steps: number, stepSeconds: number): Float64Array {
  const { drawing, time } = history
  const flags = new Float64Array(steps)
  const end = rowAt(history, from + steps * stepSeconds)
  for (let row = rowAt(history, from); row < end; row++) {
    if (drawing[row] !== 2) continue
    const around = ((time[row + 1] ?? 0) - (time[row - 1] ?? 0)) / 2
    const step = Math.floor(((time[row] as number) - from) / stepSeconds)
    flags[step] = (flags[step] as number) + Math.min(longestWord, Math.max(0, around))
  }
  return flags
}

/** @param span so many steps. */
function markFalls(drawn: Uint8Array, reading: Float64Array, span: number): void {
  for (let step = 0; step + span < reading.length; step++) {
    if (!((reading[step] as number) - (reading[step + span] as number) > fall.kelvin)) continue
    for (let i = step; i < step + span; i++)
      if ((reading[i] as number) - (reading[i + 1] as number) > fall.kelvin / 5) drawn[i] = 1
  }
}

/** A reading at the ends of the steps, by straight lines between rows; NaN in a silence. */
function interpolated(
  history: History,
  column: Float32Array,
  from: number,
  steps: number,
  stepSeconds: number,
): Float64Array {
  const { time, length } = history
  const values = new Float64Array(steps).fill(Number.NaN)
  let row = Math.max(0, rowAt(history, from) - 1)
  let before = -1
  for (let step = 0; step < steps; step++) {
    const at = from + (step + 1) * stepSeconds
    while (row < length && ((time[row] as number) < at || Number.isNaN(column[row] as number))) {
      if (!Number.isNaN(column[row] as number)) before = row
      row++
    }
    if (before < 0 || row >= length) continue
    const [begin, end] = [time[before] as number, time[row] as number]
    if (end - begin > longestSilence) continue
    const [first, second] = [column[before] as number, column[row] as number]
    values[step] = first + ((second - first) * (at - begin)) / (end - begin)
  }
  return values
}

/** How fast the time of a demo runs and how often its heaters are asked: no more than their link can carry. */
import { type Duration, formatDuration, seconds } from '#time/duration'

export interface Pace {
  /** How many times as fast as life. */
  readonly speed: number
  /** From one question to the next, by the heaters' time. */
  readonly interval: Duration
}

export interface WantedPace extends Pace {
  readonly heaters: number
  /** Somebody said the speed, or the interval; what nobody said gives way. */
  readonly speedGiven: boolean
  readonly intervalGiven: boolean
}

/** Questions a second. The link sends no more than 30, and some of them are others. */
const mostQuestions = 25
/** Intervals are lengthened by such steps. */
const step = seconds(30)

/** @returns with a sentence that says what gave way, if something did. */
export function demoPace(wanted: WantedPace): Pace & { readonly sentence?: string | undefined } {
  const { heaters, speed, interval, speedGiven, intervalGiven } = wanted
  const atOnce = (heaters * speed) / mostQuestions
  if (atOnce <= interval / seconds(1)) return { speed, interval }
  const carried = `A link carries ${mostQuestions} questions a second`
  if (speedGiven && !intervalGiven) {
    const longer = seconds(Math.ceil(seconds(atOnce) / step) * (step / seconds(1)))
    const each = heaters === 1 ? 'so the heater is' : `so each of ${heaters} heaters is`
    return {
      speed,
      interval: longer,
      sentence: `${carried}, ${each} asked every ${formatDuration(longer)} of its time.`,
    }
  }
  const slower = Math.max(1, Math.floor((interval / seconds(1)) * (mostQuestions / heaters)))
  const whose = heaters === 1 ? 'the heater' : `${heaters} heaters`
  const sentence = `${carried}, so the time of ${whose} runs ${slower} times as fast as life, and not ${speed} times.`
  return { speed: slower, interval, sentence }
}

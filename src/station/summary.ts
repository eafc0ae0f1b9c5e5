/** What a time of watching came to. */
import { elementRuns, heatPumpRuns } from '#schema/derived'
import { type Duration, millis } from '#time/duration'
import type { Sample } from './sample.ts'

export interface Summary {
  readonly runtime: Duration
  readonly samples: number
  /** Samples that answered a question; the others came unasked. */
  readonly answers: number
  /** Answers that the interval should have brought. */
  readonly expected: number
  /** Stretches without any sample in which one should have come, at the beginning and the end too. */
  readonly gaps: number
  /** Questions without an answer. */
  readonly errors: number
  readonly reconnections: number
  readonly modeChanges: number
  readonly compressorStarts: number
  readonly heatPumpTime: Duration
  readonly elementTime: Duration
  /** Wh, from the power of each sample held until the next. */
  readonly energy: number
}

/** A sample says nothing about the time after this many intervals. */
const longestHold = 2

export class Statistics {
  readonly #interval: Duration
  readonly #start: number
  #last: Sample | undefined
  #samples = 0
  #answers = 0
  #gaps = 0
  #errors = 0
  #reconnections = 0
  #modeChanges = 0
  #compressorStarts = 0
  #heatPump = 0
  #element = 0
  #energy = 0

  /** @param now the same clock as the samples', ms. */
  constructor(interval: Duration, now: number) {
    this.#interval = interval
    this.#start = now
  }

  sample(sample: Sample): void {
    const last = this.#last
    if (this.#isGap(sample.at.getTime())) this.#gaps++
    if (last) {
      const { heatPump, element, energy } = held(last, sample.at.getTime(), this.#interval)
      this.#heatPump += heatPump
      this.#element += element
      this.#energy += energy
      if (sample.status.dhwOperationSetting !== last.status.dhwOperationSetting) this.#modeChanges++
      if (sample.status.compUse === 'on' && last.status.compUse === 'off') this.#compressorStarts++
    }
    this.#samples++
    if (sample.status.about.cause === 'answer') this.#answers++
    this.#last = sample
  }

  #isGap(until: number): boolean {
    return until - (this.#last?.at.getTime() ?? this.#start) > 1.5 * this.#interval
  }

  error(): void {
    this.#errors++
  }

  reconnection(): void {
    this.#reconnections++
  }

  summary(now: number): Summary {
    const tail = this.#last ? held(this.#last, now, this.#interval) : { heatPump: 0, element: 0, energy: 0 }
    // A clock that was set back is no reason to count backwards.
    const runtime = millis(Math.max(0, now - this.#start))
    return {
      runtime,
      samples: this.#samples,
      answers: this.#answers,
      expected: Math.floor(runtime / this.#interval) + 1,
      gaps: this.#gaps + (this.#isGap(now) ? 1 : 0),
      errors: this.#errors,
      reconnections: this.#reconnections,
      modeChanges: this.#modeChanges,
      compressorStarts: this.#compressorStarts,
      heatPumpTime: millis(this.#heatPump + tail.heatPump),
      elementTime: millis(this.#element + tail.element),
      energy: this.#energy + tail.energy,
    }
  }
}

/** What a sample stands for until the next one: ms of heating, and Wh. */
function held({ at, status }: Sample, until: number, interval: Duration) {
  const span = Math.max(0, Math.min(until - at.getTime(), longestHold * interval))
  return {
    heatPump: heatPumpRuns(status) ? span : 0,
    element: elementRuns(status) ? span : 0,
    energy: ((status.currentInstPower ?? 0) * span) / 3_600_000,
  }
}

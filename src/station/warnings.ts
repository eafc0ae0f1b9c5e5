/** What an owner should hear about while a tank is watched. Each trouble is told once when it begins. */
import { elementPower } from '#schema/derived'
import { explainAlarm, explainFault } from '#schema/faults'
import { type Duration, formatDuration, millis } from '#time/duration'
import type { Sample } from './sample.ts'

/** Hot water is running low under this charge, %. */
const lowCharge = 20
/** Silent is who missed this many questions in a row. */
const silentIntervals = 3

type Trouble = 'fault' | 'alarm' | 'low' | 'element' | 'offline' | 'silent'

export class Warnings {
  readonly #interval: Duration
  readonly #present = new Map<Trouble, string>()
  #lastHeard: number

  constructor(interval: Duration, now: number) {
    this.#interval = interval
    this.#lastHeard = now
  }

  /** @returns the sentences for what is new with this sample. */
  sample({ at, status }: Sample): string[] {
    this.#lastHeard = at.getTime()
    this.#present.delete('silent')
    const { errorCode = 0, subErrorCode = 0, minorCode = 0, dhwChargePer, currentInstPower = 0 } = status
    const fault = errorCode === 0 ? undefined : explainFault(errorCode, subErrorCode)
    const low = dhwChargePer !== undefined && dhwChargePer < lowCharge
    return [
      this.#tell('fault', fault),
      this.#tell('alarm', minorCode === 0 ? undefined : explainAlarm(minorCode)),
      this.#tell('low', low ? `Charge is under ${lowCharge} %: ${dhwChargePer} %.` : undefined, 'low'),
      this.#tell(
        'element',
        currentInstPower > elementPower ? `An element is running: ${currentInstPower} W.` : undefined,
        'on',
      ),
    ].filter(sentence => sentence !== undefined)
  }

  /** @returns the sentence when the cloud has just lost the heater. */
  connection(connected: boolean): string[] {
    const sentence = this.#tell(
      'offline',
      connected ? undefined : 'The heater is offline: the cloud can’t reach it, or it answers nothing.',
    )
    return sentence ? [sentence] : []
  }

  /** To be asked now and then. @returns the sentence when the heater has been silent for too long. */
  silence(now: number): string[] {
    const silent = millis(now - this.#lastHeard)
    if (silent < silentIntervals * this.#interval) return []
    const sentence = this.#tell('silent', `The heater has said nothing for ${formatDuration(silent)}.`, 'silent')
    return sentence ? [sentence] : []
  }

  /** @param mark what makes two sentences the same trouble. */
  #tell(trouble: Trouble, sentence: string | undefined, mark = sentence): string | undefined {
    const before = this.#present.get(trouble)
    if (sentence === undefined || mark === undefined) {
      this.#present.delete(trouble)
      return undefined
    }
    this.#present.set(trouble, mark)
    return before === mark ? undefined : sentence
  }
}

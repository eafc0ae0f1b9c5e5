/** When what was set has its effect: activity, relays and power follow a setting later. */
import { commands } from '#schema/commands'
import { elementRuns, heating, heatPumpRuns } from '#schema/derived'
import type { Status } from '#schema/status'
import { type Clock, deadline } from '#time/clock'
import { type Duration, minutes, seconds } from '#time/duration'
import type { CommandOutcome } from './outcome.ts'
import type { Reading } from './reading.ts'

export interface Observed {
  status(options: { readonly signal: AbortSignal }): Promise<Reading>
  on(name: 'status', listener: (reading: Reading) => void): unknown
  off(name: 'status', listener: (reading: Reading) => void): unknown
}

/** How often it is asked while it is waited for; its own pushes come between. */
const looks = minutes(1)
/** Activity follows in 2–30 s [captured], a compressor about 30 s after its demand [tried]. */
const followsWithin = seconds(60)
/** No effect takes longer; a compressor rests up to 330 s before it starts again [tried]. */
const longestEffect = minutes(10)
/** What changes what heats; anything else has its effect at once. */
const heats: ReadonlySet<string> = new Set(['power', 'mode', 'setpoint'])

/** Whether nothing heats: neither compressor nor element. */
export const atRest = (status: Status): boolean =>
  status.compUse !== 'on' &&
  status.heatUpperUse !== 'on' &&
  status.heatLowerUse !== 'on' &&
  heating(status) === 'nothing'

/** Whether demand, activity and what runs agree, and fit the chosen mode. */
function inStep(status: Status): boolean {
  const { operationBusy, dhwOperationSetting } = status
  if (operationBusy !== 'on') return atRest(status)
  if (dhwOperationSetting === 'heat-pump') return heatPumpRuns(status) && !elementRuns(status)
  if (dhwOperationSetting === 'electric') return elementRuns(status) && !heatPumpRuns(status)
  return heatPumpRuns(status) || elementRuns(status)
}

/** Whether a status shows the effect of what was confirmed by `echo`: it is in step, and had the time to be. */
const showsEffect =
  (echo: Reading, since: number) =>
  (reading: Reading, now: number): boolean =>
    inStep(reading) && (now - since >= followsWithin || reading.operationMode !== echo.operationMode)

/**
 * Waits for a status that fits, asking now and then.
 * @param longest after it the wait ends without one.
 * @throws the signal's reason.
 */
export async function untilShown(
  heater: Observed,
  fits: (reading: Reading, now: number) => boolean,
  { clock, longest, signals }: { clock: Clock; longest?: Duration; signals: readonly (AbortSignal | undefined)[] },
): Promise<Reading | undefined> {
  const tooLong = new Error('It took too long.')
  const limit = deadline(clock, longest, () => tooLong, ...signals)
  let stop = () => {}
  try {
    return await new Promise<Reading>((resolve, reject) => {
      const hear = (reading: Reading) => {
        if (reading.about.cause !== 'history' && fits(reading, clock.now())) resolve(reading)
      }
      // A question without an answer is asked again with the next look.
      const look = () => void heater.status({ signal: limit.signal }).catch(() => {})
      const end = () => reject(limit.signal.reason)
      if (limit.signal.aborted) return end()
      limit.signal.addEventListener('abort', end, { once: true })
      heater.on('status', hear)
      const stopLooking = clock.every(looks, look)
      stop = () => {
        heater.off('status', hear)
        stopLooking()
      }
      look()
    })
  } catch (error) {
    if (error === tooLong) return undefined
    throw error
  } finally {
    stop()
    limit.done()
  }
}

/** The outcome with its effect, for which nobody waits before it is read. */
export function withEffect(
  outcome: CommandOutcome,
  heater: Observed,
  { clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal },
): CommandOutcome {
  const { status, result, command } = outcome
  const since = clock.now()
  let effect: Promise<Reading | undefined> | undefined
  const wait = async () => {
    if (result !== 'confirmed' || status === undefined) return undefined
    if (!heats.has(commands[command].sets)) return status
    const limits = { clock, longest: longestEffect, signals: [closing] }
    return untilShown(heater, showsEffect(status, since), limits).catch(() => undefined)
  }
  // Not listed among its properties: to print or compare an outcome would begin the waiting.
  return Object.defineProperty(outcome, 'effect', {
    get() {
      effect ??= wait()
      return effect
    },
  })
}

/** Says how far this machine's clock is from another one. */
import { ahead, type ClockPair, tolerableSkew } from '#cloud/reachability'
import { formatDuration, millis, minutes, seconds } from '#time/duration'
import type { Finding } from './step.ts'

/** The header has whole seconds, and the way there takes some time. */
const exactness = seconds(2)

/** @param whose `cloud` or `gateway`. */
export function clockFinding(pair: ClockPair | undefined, whose: string): Finding<ClockPair | undefined> {
  if (pair === undefined) return { outcome: 'skipped', detail: `the ${whose} told no time`, value: undefined }
  const off = ahead(pair)
  if (Math.abs(off) <= exactness) return { detail: `this machine's clock agrees with the ${whose}'s`, value: pair }
  // No finer than it is known.
  const grain = Math.abs(off) < minutes(1) ? seconds(1) : seconds(10)
  const span = formatDuration(millis(Math.round(Math.abs(off) / grain) * grain))
  const detail = `this machine's clock is ${span} ${off > 0 ? 'ahead of' : 'behind'} the ${whose}'s`
  if (Math.abs(off) <= tolerableSkew)
    return { detail: `${detail}, and up to ${formatDuration(tolerableSkew)} is taken`, value: pair }
  return {
    outcome: 'failed',
    detail: `${detail}; signatures count for ${formatDuration(tolerableSkew)} only`,
    help: 'gateway-refuses-the-connection',
    todo: "Set this machine's clock right, and let it be set by the network from then on.",
    value: pair,
  }
}

/** Which days of a record are kept back: the fit must not see them, so that they can judge it. */

/** Every so many days one is kept back, by UTC. */
export const everyDays = 5
const kept = 2
const day = 86_400

export const isHeldOut = (moment: number): boolean => Math.floor(moment / day) % everyDays === kept

/** Whether a span lies in such days only in part or wholly. */
export function touchesHeldOut(from: number, to: number): boolean {
  for (let at = from; at < to; at = (Math.floor(at / day) + 1) * day) if (isHeldOut(at)) return true
  return false
}

/** Which topic filters share a SUBSCRIBE: eight of a kind that was never in trouble, and each of the others has its own. */
import { awsLimits } from './mqtt-options.ts'
import type { Subscription } from './subscription.ts'

export interface SubscribePackets {
  /** Asked all at once. */
  readonly atOnce: readonly (readonly Subscription[])[]
  /** They may end the connection: asked when all else was answered, one by one. */
  readonly suspects: readonly Subscription[]
}

export function subscribePackets(due: readonly Subscription[]): SubscribePackets {
  const plain = due.filter(({ suspect, failures }) => !suspect && failures === 0)
  const late = due.filter(({ suspect, failures }) => !suspect && failures > 0)
  const suspects = due.filter(({ suspect }) => suspect).sort((a, b) => a.failures - b.failures)
  const groups = ([0, 1] as const).flatMap(qos => inEights(plain.filter(wanted => wanted.qos === qos)))
  return { atOnce: [...groups, ...late.map(wanted => [wanted])], suspects }
}

function inEights<T>(all: readonly T[]): T[][] {
  const groups: T[][] = []
  for (let i = 0; i < all.length; i += awsLimits.filtersPerSubscribe)
    groups.push(all.slice(i, i + awsLimits.filtersPerSubscribe))
  return groups
}

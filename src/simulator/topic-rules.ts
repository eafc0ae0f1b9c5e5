/** Which topics and topic filters AWS IoT takes. */
import type { GatewayOptions } from './gateway-options.ts'

type Limits = Pick<GatewayOptions, 'topicBytes' | 'topicSlashes'>

/** Why one isn't taken: it can't be one, or it lies under `$` where AWS has nothing. */
export type TopicFault = 'invalid' | 'reserved'

/** What there is under `$`; the simulator speaks on the first only. */
const reservedForUse = ['$aws/events/', '$aws/things/', '$aws/rules/']

const slashes = (text: string) => text.split('/').length - 1

/** Basic ingest's `$aws/rules/{name}/` isn't counted. */
const counted = (topic: string) => topic.replace(/^\$aws\/rules\/[^/]*\//, '')

function faultOf(topic: string, limits: Limits): TopicFault | undefined {
  const rest = counted(topic)
  if (rest === '' || topic.includes('\0')) return 'invalid'
  if (Buffer.byteLength(rest) > limits.topicBytes || slashes(rest) > limits.topicSlashes) return 'invalid'
  return topic.startsWith('$') && !reservedForUse.some(prefix => topic.startsWith(prefix)) ? 'reserved' : undefined
}

/** Of a topic that is published to. */
export const topicFault = (topic: string, limits: Limits): TopicFault | undefined =>
  /[#+]/.test(topic) ? 'invalid' : faultOf(topic, limits)

/** Of a topic filter, shared or not. */
export function filterFault(filter: string, limits: Limits): TopicFault | undefined {
  const shared = sharedFilter(filter)
  if (filter.startsWith('$share/') && shared === undefined) return 'invalid'
  const wanted = shared?.filter ?? filter
  const levels = wanted.split('/')
  const wellFormed = levels.every(
    (name, i) => name === '+' || (name === '#' && i === levels.length - 1) || !/[#+]/.test(name),
  )
  return wellFormed ? faultOf(wanted, limits) : 'invalid'
}

export interface SharedFilter {
  readonly group: string
  readonly filter: string
}

/** `$share/{group}/{filter}` in its parts; undefined for any other filter. */
export function sharedFilter(filter: string): SharedFilter | undefined {
  const [, group, rest] = /^\$share\/([^/#+]{1,128})\/(.+)$/s.exec(filter) ?? []
  return group === undefined || rest === undefined ? undefined : { group, filter: rest }
}

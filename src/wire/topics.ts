/** The topics of the NaviLink cloud. */

export interface HeaterAddress {
  readonly deviceType: number
  /** Twelve hex digits, lower case, no separators. */
  readonly macAddress: string
}

export interface ReplyAddress {
  readonly deviceType: number
  readonly homeSeq: number
  readonly userSeq: number
  readonly clientId: string
}

const joined = (base: string, suffix: string) => (suffix ? `${base}/${suffix}` : base)

/** Where a heater listens: `cmd/52/navilink-{mac}/st/did`. */
export const requestTopic = ({ deviceType, macAddress }: HeaterAddress, suffix: string): string =>
  joined(`cmd/${deviceType}/navilink-${macAddress}`, suffix)

/** What a heater says unasked, and everything else under it: our own requests and the phone app's come back here too. */
export const heaterFilter = (heater: HeaterAddress): string => requestTopic(heater, '#')

/** Where a heater pushes its status. */
export const pushTopic = (heater: HeaterAddress): string => requestTopic(heater, 'res')

/** Whether device and apps come and go: `evt/52/navilink-{mac}/connection`. */
export const eventTopic = (
  { deviceType, macAddress }: HeaterAddress,
  suffix: 'connection' | 'app-connection' | '+',
): string => `evt/${deviceType}/navilink-${macAddress}/${suffix}`

/**
 * Where replies are asked to: `cmd/52/{homeSeq}/{userSeq}/{clientId}/res/did`, the form of the vendor's app.
 * The heater answers wherever it is told to, but the cloud decodes some bodies for this form only.
 */
export const replyTopic = ({ deviceType, homeSeq, userSeq, clientId }: ReplyAddress, suffix = ''): string =>
  joined(`cmd/${deviceType}/${homeSeq}/${userSeq}/${clientId}/res`, suffix)

/** AWS IoT's `a/#` doesn't match `a`, so both are needed. */
export const replyFilters = (reply: ReplyAddress): string[] => [replyTopic(reply), replyTopic(reply, '#')]

/** The heater that a topic belongs to, where it names one. */
export const macOfTopic = (topic: string): string | undefined =>
  /\/navilink-([0-9a-f]{12})\//i.exec(topic)?.[1]?.toLowerCase()

/** A refused command; nobody has seen one from an NWP500, so any topic that ends like this is taken. */
export const isRefusal = (topic: string): boolean => topic.endsWith('/ctrl-fail')

/** Whether a topic filter matches a topic, as AWS IoT does it: `a/#` doesn't match `a`, wildcards don't match a leading `$`. */
export function topicMatches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && !filter.startsWith('$')) return false
  const wanted = filter.split('/')
  const levels = topic.split('/')
  const open = wanted.at(-1) === '#'
  if (open ? levels.length < wanted.length : levels.length !== wanted.length) return false
  return wanted.every((level, i) => level === '+' || level === levels[i] || (open && i === wanted.length - 1))
}

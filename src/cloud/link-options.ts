/** What can be chosen about the link, and what AWS IoT takes of it. */
import { NaviLinkError } from '#schema/errors'
import { type Duration, formatDuration, minutes, seconds } from '#time/duration'
import type { CloudAddress } from './address.ts'
import type { ReconnectConfig } from './backoff.ts'
import type { ProtocolChoice } from './protocol-version.ts'

export interface LinkOptions {
  /** Another gateway than the cloud's own: a host name, or a `wss://` address. */
  readonly endpoint?: string | undefined
  /** The AWS region that signatures name; us-east-1 by default. */
  readonly region?: string | undefined
  /**
   * MQTT client id, by default a random one. Two programs with one id throw each other out. A replaced connection has
   * the same with `-b` behind it; one that was taken over, or whose session is kept, another tail.
   */
  readonly clientId?: string | undefined
  /** True by default. Otherwise the gateway keeps what comes while the link is down, and sends it later without a time. */
  readonly cleanSession?: boolean | undefined
  /** 30 s to 20 min, 60 s by default: a long one hides a dead connection as long. */
  readonly keepAlive?: Duration | undefined
  /** How long connecting, a subscription or a message may stay unanswered; 30 s by default. */
  readonly operationTimeout?: Duration | undefined
  /** A connection is replaced at this age, before AWS IoT ends it at 24 h; 23 h by default. */
  readonly lifetime?: Duration | undefined
  /** `auto` by default: 3.1.1 until 5 was seen to work on this cloud. */
  readonly protocol?: ProtocolChoice | undefined
  readonly reconnect?: ReconnectConfig | undefined
  /** False: a connection that ends or can't be had is left so until `connect()`. */
  readonly autoReconnect?: boolean | undefined
  /** Commands that wait while the link is down: how many, 100 by default; false for none. */
  readonly queue?: number | false | undefined
}

type Given<Name extends keyof LinkOptions> = NonNullable<LinkOptions[Name]>

export interface LinkSettings {
  readonly gateway: URL
  readonly region: string
  readonly clientId: string | undefined
  readonly cleanSession: boolean
  readonly keepAlive: Duration
  readonly operationTimeout: Duration
  readonly lifetime: Duration | undefined
  readonly protocol: ProtocolChoice
  readonly reconnect: ReconnectConfig | false
  readonly queue: Given<'queue'>
}

const clientIds = /^[^$+#/{}\s][^+#/{}\s]*$/
/** Bytes. AWS takes 128, and behind it there may come the number of the connection, a fresh tail and `-b`. */
const longestClientId = 100

/** @throws RangeError for what AWS IoT doesn't take, NaviLinkError for an endpoint that is none. */
export function linkSettings(options: LinkOptions, address: CloudAddress): LinkSettings {
  const { keepAlive = seconds(60), operationTimeout = seconds(30), region = address.region, clientId } = options
  const {
    protocol = 'auto',
    queue = 100,
    cleanSession = true,
    lifetime,
    autoReconnect = true,
    reconnect = {},
  } = options
  check(keepAlive >= seconds(30) && keepAlive <= minutes(20), () => {
    return `The keep-alive is ${formatDuration(keepAlive)}; it must be between 30 s and 20 min.`
  })
  check(operationTimeout > 0 && Number.isFinite(operationTimeout), () => 'The operation time-out must be above zero.')
  check(lifetime === undefined || lifetime >= minutes(1), () => 'The lifetime of a connection is a minute at least.')
  check(/^[a-z]{2}(-[a-z]+)+-\d$/.test(region), () => `${JSON.stringify(region)} is no AWS region, such as us-east-1.`)
  check(['auto', '5', '3.1.1'].includes(protocol), () => 'The protocol is auto, 5 or 3.1.1.')
  check(queue === false || (Number.isInteger(queue) && queue >= 1 && queue <= 10_000), () => {
    return 'The queue takes 1 to 10000 commands, or is false.'
  })
  const fits = (id: string) => clientIds.test(id) && new TextEncoder().encode(id).length <= longestClientId
  check(clientId === undefined || fits(clientId), () => {
    return 'A client id is 1 to 100 bytes without blanks, +, #, / and braces, and does not begin with $.'
  })
  return {
    gateway: options.endpoint === undefined ? address.gateway : gatewayOf(options.endpoint),
    region,
    clientId,
    cleanSession,
    keepAlive,
    operationTimeout,
    lifetime,
    protocol,
    reconnect: autoReconnect ? reconnect : false,
    queue,
  }
}

function check(holds: boolean, otherwise: () => string): void {
  if (!holds) throw new RangeError(otherwise())
}

function gatewayOf(endpoint: string): URL {
  const url = URL.parse(endpoint.includes('://') ? endpoint : `wss://${endpoint}/mqtt`)
  const local = url !== null && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
  if (url?.protocol !== 'wss:' && !(url?.protocol === 'ws:' && local))
    throw new NaviLinkError('The endpoint of the gateway is a host name or a wss:// address.', {
      help: 'wrong-setting',
    })
  if (url.username || url.password || url.search || url.hash)
    throw new NaviLinkError('The endpoint of the gateway has a host and perhaps a path, and nothing else.', {
      help: 'wrong-setting',
    })
  return url
}

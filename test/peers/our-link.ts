/** A link of our own client to a broker that wants no account, on the clock of this machine. */
import { Link } from '#cloud/link'
import { type ProtocolChoice, type ProtocolMemory, ProtocolVersion, protocolMemory } from '#cloud/protocol-version'
import { wallClock } from '#time/clock'
import { seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { Inbox } from './inbox.ts'
import { anybody, gatewayOf } from './our-connection.ts'

export interface OurLink extends AsyncDisposable {
  readonly link: Link
  readonly inbox: Inbox
  readonly memory: ProtocolMemory
}

const farAway = Date.UTC(2100, 0, 1)

export function ourLink(url: string, choice: ProtocolChoice): OurLink {
  const inbox = new Inbox()
  const memory = protocolMemory()
  const link = new Link({
    gateway: gatewayOf(url),
    region: 'us-east-1',
    clientId: 'ours',
    session: { awsCredentials: async () => ({ ...anybody, expiresAt: farAway, renewAt: farAway }) },
    keepAlive: seconds(60),
    operationTimeout: seconds(10),
    clock: wallClock,
    random: () => 0,
    logger: silentLogger,
    protocol: new ProtocolVersion({ choice, cloud: url, memory, clock: wallClock, logger: silentLogger }),
    freshTail: () => 'fresh',
    onMessage: (topic, payload) => inbox.put(topic, payload),
  })
  return { link, inbox, memory, [Symbol.asyncDispose]: () => link.close() }
}

/** A connection of our own client to any gateway, which keeps what it hears. */
import { type MqttConnection, openMqttConnection } from '#cloud/mqtt-connection'
import { wallClock } from '#time/clock'
import { seconds } from '#time/duration'
import type { AwsCredentials } from '#wire/sigv4'
import { Inbox, type InboxMessage } from './inbox.ts'

export interface OurConnection extends AsyncDisposable {
  /** The granted QoS of each, or what stands for a refusal. */
  subscribe(filters: readonly string[]): Promise<readonly number[]>
  publish(topic: string, text: string): Promise<void>
  /** The next message, heard already or still to come, that is `wanted`. */
  next(wanted: (message: InboxMessage) => boolean): Promise<InboxMessage>
  /** Resolves with why it ended. */
  readonly closed: Promise<Error>
  ended(): boolean
}

export interface OurOptions {
  /** `http://127.0.0.1:1883`, without a path. */
  readonly gateway: string
  readonly clientId: string
  readonly protocol?: '3.1.1' | '5'
  readonly will?: { readonly topic: string; readonly payload: string }
  readonly credentials?: AwsCredentials
}

/** What a broker that doesn't look at signatures is given. */
export const anybody: AwsCredentials = { accessKeyId: 'AKIDEXAMPLE', secretKey: 'secret', sessionToken: 'token' }

export const gatewayOf = (url: string): URL => new URL('/mqtt', url.replace(/^http/, 'ws'))

/** @throws what `openMqttConnection` does. */
export async function openOurs(options: OurOptions): Promise<OurConnection> {
  const { gateway, credentials = anybody, ...more } = options
  const inbox = new Inbox()
  const connection: MqttConnection = await openMqttConnection({
    gateway: gatewayOf(gateway),
    region: 'us-east-1',
    credentials,
    ...more,
    keepAlive: seconds(60),
    operationTimeout: seconds(10),
    clock: wallClock,
    onMessage: (topic, payload) => inbox.put(topic, payload),
  })
  let ended = false
  void connection.closed.then(() => {
    ended = true
  })
  return {
    subscribe: filters => connection.subscribe(filters),
    publish: (topic, text) => connection.publish(topic, text),
    next: wanted => inbox.next(wanted),
    closed: connection.closed,
    ended: () => ended,
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

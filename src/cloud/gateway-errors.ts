/** How the gateway says no, one class for each thing that a caller does about it. */
import { ConnectionError, type Help, RefusedError, TimeoutError } from '#schema/errors'
import { type Duration, formatDuration } from '#time/duration'
import { redactText } from '#wire/redact'
import { reasonText } from './mqtt-reasons.ts'

/** The versions of MQTT that the link speaks. */
export type MqttVersion = '3.1.1' | '5'

/** The gateway said no to the upgrade: most often a signature or credentials that are too old. */
export class UpgradeRefusedError extends ConnectionError {
  static override readonly help: Help = 'gateway-refuses-the-connection'
  /** The HTTP status; 403 asks for new credentials or a right clock. */
  readonly status: number
  /** The gateway's own time, ms since 1970, where it told it. */
  readonly date: number | undefined

  constructor(status: number, said: string | undefined, date?: number) {
    super(`The gateway refused the connection with HTTP ${status}${said ? `: ${said}` : ''}.`)
    this.status = status
    this.date = date
  }
}

/** The gateway answered CONNECT with a refusal. */
export class ConnectRefusedError extends ConnectionError {
  static override readonly help: Help = 'gateway-refuses-the-connection'
  /** The code of the CONNACK. */
  readonly code: number
  readonly version: MqttVersion

  constructor(code: number, version: MqttVersion) {
    super(`The gateway refused the connection: ${reasonText(code)}.`)
    this.code = code
    this.version = version
  }

  /** It doesn't take who we say we are: new credentials may. */
  get unauthorised(): boolean {
    return this.version === '5' ? this.code === 0x86 || this.code === 0x87 : this.code === 4 || this.code === 5
  }

  /** It doesn't speak this version of MQTT: code 1 is how a gateway of 3.1.1 says so, whatever it was asked in. */
  get wrongVersion(): boolean {
    return this.code === 0x84 || this.code === 1
  }
}

/** Between the upgrade and the CONNACK: how MQTT 3.1.1 says no, and how a gateway may meet a version that it doesn't know. */
export class ClosedEarlyError extends ConnectionError {
  constructor() {
    super('The gateway closed the connection before it was open.')
  }
}

/** The upgrade was granted, and then CONNECT stayed without an answer. */
export class NoConnackError extends TimeoutError {
  constructor(span: Duration) {
    super(`The gateway gave no answer to CONNECT within ${formatDuration(span)}.`)
  }
}

/** What came instead of a CONNACK is no packet of the version that was spoken. */
export class UnreadableConnackError extends ConnectionError {
  constructor(cause: Error) {
    super(`The gateway connection failed: ${cause.message}.`, { cause })
  }
}

/** The gateway ended an open connection without a word. */
export class HungUpError extends ConnectionError {
  constructor() {
    super('The gateway connection was closed.')
  }
}

/** The gateway ended an open connection and said why, which MQTT 3.1.1 can't. */
export class DisconnectedError extends ConnectionError {
  /** The reason code of its DISCONNECT. */
  readonly code: number

  constructor(code: number) {
    super(`The gateway ended the connection: ${reasonText(code)}.`)
    this.code = code
  }
}

/** Another program came with the same client id, so the gateway ended our connection. */
export class TakenOverError extends ConnectionError {
  static override readonly help: Help = 'another-program-uses-this-client-id'
  /** @param certain whether the gateway said so, or it only looks like that. */
  constructor(certain: boolean, options?: ErrorOptions) {
    super(
      certain
        ? 'Another program uses this client id, so the gateway ended the connection; going on with a fresh id.'
        : 'The gateway ended the connection twice within a minute, as it does when another program uses this client id; going on with a fresh id.',
      options,
    )
  }
}

/** The gateway won't have some of the filters that a subscription asked for; it granted the others. */
export class SubscriptionRefusedError extends RefusedError {
  static override readonly help: Help = 'topic-refused'
  readonly filters: readonly string[]

  constructor(filters: readonly string[], failCode: number) {
    super(`The gateway refused the subscription to ${redactText(filters.join(' and '))}.`, { by: 'gateway', failCode })
    this.filters = filters
  }
}

/** The gateway won't take a message: what the account may not send, or more than it takes. */
export class PublicationRefusedError extends RefusedError {
  static override readonly help: Help = 'topic-refused'
  constructor(topic: string, failCode: number) {
    super(`The gateway refused a message to ${redactText(topic)}: ${reasonText(failCode)}.`, {
      by: 'gateway',
      failCode,
    })
  }
}

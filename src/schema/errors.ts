/** The errors of this library, split by what a caller does about them. Each has a literal `name` to tell it by. */

/** Where an error is explained: a heading of docs/troubleshooting.md. */
export type Help =
  | 'sign-in-refused'
  | 'log-in-again'
  | 'asked-to-wait'
  | 'no-connection'
  | 'name-not-found'
  | 'connection-refused'
  | 'certificate-not-trusted'
  | 'something-else-answers'
  | 'cloud-out-of-order'
  | 'cloud-maintenance'
  | 'gateway-refuses-the-connection'
  | 'another-program-uses-this-client-id'
  | 'no-answer-in-time'
  | 'heater-does-not-answer'
  | 'answer-not-understood'
  | 'request-refused'
  | 'topic-refused'
  | 'not-supported'
  | 'wrong-setting'
  | 'csv-file-refused'
  | 'history-store'
  | 'anything-else'

export interface NaviLinkErrorOptions extends ErrorOptions {
  /** Where one class has several causes: the heading of this one. */
  readonly help?: Help | undefined
}

/** What they all are: catch this one to catch them all. */
export class NaviLinkError extends Error {
  /** The heading of a class; each one inherits it that has no other. */
  static readonly help: Help = 'anything-else'
  /** Literal in each class, to tell them by where `instanceof` can’t. */
  override readonly name: string = 'NaviLinkError'
  /** The heading of docs/troubleshooting.md under which cause and remedy stand. */
  readonly help: Help

  constructor(message: string, options: NaviLinkErrorOptions = {}) {
    super(message, options)
    this.help = options.help ?? new.target.help
  }
}

/** E-mail, password or saved session were refused. Stop and ask a person: trying again can lock the account. */
export class AuthenticationError extends NaviLinkError {
  static override readonly help: Help = 'sign-in-refused'
  override readonly name = 'AuthenticationError'
}

/** The cloud asks for a pause. */
export class ThrottledError extends NaviLinkError {
  static override readonly help: Help = 'asked-to-wait'
  override readonly name = 'ThrottledError'
  /** Milliseconds to wait, when the cloud said how long. */
  readonly retryAfter: number | undefined

  constructor(message: string, options: NaviLinkErrorOptions & { retryAfter?: number } = {}) {
    super(message, options)
    this.retryAfter = options.retryAfter
  }
}

/** The cloud can't be reached, or broke off. Trying again later may help. */
export class ConnectionError extends NaviLinkError {
  static override readonly help: Help = 'no-connection'
  override readonly name = 'ConnectionError'
}

/** No answer in the time that was given. Trying again may help. */
export class TimeoutError extends NaviLinkError {
  static override readonly help: Help = 'no-answer-in-time'
  override readonly name = 'TimeoutError'
}

/** The other side said something that this library doesn't understand. Worth a bug report. */
export class ProtocolError extends NaviLinkError {
  static override readonly help: Help = 'answer-not-understood'
  override readonly name = 'ProtocolError'
  /** What was received, with secrets and identities taken out. */
  readonly frame: string | undefined

  constructor(message: string, options: NaviLinkErrorOptions & { frame?: string } = {}) {
    super(message, options)
    this.frame = options.frame
  }
}

/** The heater or the cloud understood, and said no. */
export class RefusedError extends NaviLinkError {
  static override readonly help: Help = 'request-refused'
  override readonly name = 'RefusedError'
  /** Who said it, and so what the code means. */
  readonly by: 'heater' | 'cloud' | 'gateway'
  /** The heater's `failCode`, the cloud's `code`, or the gateway's SUBACK code. */
  readonly failCode: number

  constructor(message: string, options: NaviLinkErrorOptions & { by: RefusedError['by']; failCode: number }) {
    super(message, options)
    this.by = options.by
    this.failCode = options.failCode
  }
}

/** This unit can't do that; nothing was sent. */
export class UnsupportedError extends NaviLinkError {
  static override readonly help: Help = 'not-supported'
  override readonly name = 'UnsupportedError'
}

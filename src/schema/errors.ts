/** The errors of this library, split by what a caller does about them. Each has a literal `name` to tell it by. */

/** What they all are: catch this one to catch them all. */
export class NaviLinkError extends Error {
  override readonly name: string = 'NaviLinkError'
}

/** E-mail, password or saved session were refused. Stop and ask a person: trying again can lock the account. */
export class AuthenticationError extends NaviLinkError {
  override readonly name = 'AuthenticationError'
}

/** The cloud asks for a pause. */
export class ThrottledError extends NaviLinkError {
  override readonly name = 'ThrottledError'
  /** Milliseconds to wait, when the cloud said how long. */
  readonly retryAfter: number | undefined

  constructor(message: string, options: ErrorOptions & { retryAfter?: number } = {}) {
    super(message, options)
    this.retryAfter = options.retryAfter
  }
}

/** The cloud can't be reached, or broke off. Trying again later may help. */
export class ConnectionError extends NaviLinkError {
  override readonly name = 'ConnectionError'
}

/** No answer in the time that was given. Trying again may help. */
export class TimeoutError extends NaviLinkError {
  override readonly name = 'TimeoutError'
}

/** The other side said something that this library doesn't understand. Worth a bug report. */
export class ProtocolError extends NaviLinkError {
  override readonly name = 'ProtocolError'
  /** What was received, with secrets and identities taken out. */
  readonly frame: string | undefined

  constructor(message: string, options: ErrorOptions & { frame?: string } = {}) {
    super(message, options)
    this.frame = options.frame
  }
}

/** The heater or the cloud understood, and said no. */
export class RefusedError extends NaviLinkError {
  override readonly name = 'RefusedError'
  /** Who said it, and so what the code means. */
  readonly by: 'heater' | 'cloud' | 'gateway'
  /** The heater's `failCode`, the cloud's `code`, or the gateway's SUBACK code. */
  readonly failCode: number

  constructor(message: string, options: ErrorOptions & { by: RefusedError['by']; failCode: number }) {
    super(message, options)
    this.by = options.by
    this.failCode = options.failCode
  }
}

/** This unit can't do that; nothing was sent. */
export class UnsupportedError extends NaviLinkError {
  override readonly name = 'UnsupportedError'
}

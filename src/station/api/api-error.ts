/** Every way in which the API says no: a code that programs may hold on to, its HTTP status, and what it means. */
import {
  AuthenticationError,
  ConnectionError,
  NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
  TimeoutError,
  UnsupportedError,
} from '#schema/errors'
import { StoreError } from '../store/store-error.ts'
import { storeText, toldText } from './told-text.ts'

/** The code, the status, and when it is said. */
export const refusals = {
  'bad-request': [400, 'The path, query or body is not what is described here.'],
  'token-needed': [401, 'No token, or one that is not known. What a proxy passed on always needs one.'],
  'foreign-origin': [403, 'Another web page asks through a browser.'],
  'read-token': [403, 'The token only reads.'],
  'read-only': [403, 'The station only reads.'],
  'not-found': [404, 'There is no such thing.'],
  'method-not-allowed': [405, 'There is such a path, but not this method.'],
  'too-slow': [408, 'The body did not come in time.'],
  'changed-since': [409, 'It is another one than the version that was given; nothing was sent.'],
  'confirmation-needed': [409, 'What it may cause has to be meant: say "confirm": true. Nothing was sent.'],
  'not-supported': [409, 'This unit can’t do that; nothing was sent.'],
  'name-taken': [409, 'Another one has this name.'],
  'body-too-long': [413, 'The body is too long.'],
  'json-needed': [415, 'The body is not said to be application/json.'],
  'wrong-host': [421, 'The Host header names another machine.'],
  'not-taken': [422, 'The value is out of its range, or doesn’t make sense; nothing was sent.'],
  'too-many-requests': [
    429,
    'Too many writes, new tokens, wrong tokens, or questions to heaters and the cloud; Retry-After says how long to wait.',
  ],
  'not-understood': [502, 'The heater or its cloud said no, or something that isn’t understood.'],
  'no-connection': [503, 'There is no way to the heater at the moment.'],
  'store-unavailable': [503, 'The record takes nothing at the moment.'],
  'too-many-streams': [503, 'As many listen as can be served, or as one caller may.'],
  'not-ready': [503, 'The station can’t do its work at the moment.'],
  'no-answer': [504, 'The heater or its cloud did not answer in time.'],
} as const satisfies Readonly<Record<string, readonly [status: number, meaning: string]>>

export type RefusalCode = keyof typeof refusals
export type RefusalStatus = (typeof refusals)[RefusalCode][0]

/** A refusal with its sentence. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: RefusalCode
  readonly headers: Readonly<Record<string, string>>

  constructor(code: RefusalCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.code = code
    this.headers = headers
  }

  get status(): RefusalStatus {
    return refusals[this.code][0]
  }
}

/** What an error of the library means to who asks; undefined for one that nobody expects. */
export function refusalOf(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error
  const code = codeOf(error)
  if (code === undefined) return undefined
  const { retryAfter } = error as Partial<ThrottledError>
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(Math.ceil(retryAfter / 1000)) }
  return new ApiError(
    code,
    error instanceof StoreError ? storeText(error) : toldText((error as Error).message),
    headers,
  )
}

function codeOf(error: unknown): RefusalCode | undefined {
  if (error instanceof StoreError) return 'store-unavailable'
  if (error instanceof UnsupportedError) return 'not-supported'
  if (error instanceof RangeError) return 'not-taken'
  if (error instanceof TimeoutError) return 'no-answer'
  if (error instanceof ProtocolError || error instanceof RefusedError) return 'not-understood'
  if (error instanceof ConnectionError || error instanceof ThrottledError || error instanceof AuthenticationError)
    return 'no-connection'
  return error instanceof NaviLinkError ? 'not-ready' : undefined
}

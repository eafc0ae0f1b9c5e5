/** Sends one REST call: JSON there and back, within a time, again when that can do no harm. */
import { ConnectionError, TimeoutError } from '#schema/errors'
import { abortable } from '#time/abort'
import { type Clock, deadline, sleep } from '#time/clock'
import { type Duration, formatDuration, millis, seconds } from '#time/duration'
import { type Logger, redactingLogger } from '#wire/logger'
import type { CloudAddress } from './address.ts'
import { CertificateError, networkError } from './network-error.ts'
import { MaintenanceError, type Reply, readReply } from './reply.ts'

export type Fetch = typeof globalThis.fetch

export interface HttpOptions {
  readonly address: CloudAddress
  readonly fetch: Fetch
  readonly clock: Clock
  /** 0 to 1, for the jitter of repeats. */
  readonly random: () => number
  readonly logger: Logger
  /** How long one try may take, from the first byte sent to the last one read; 30 s when not given. */
  readonly timeout?: Duration | undefined
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Behind the base: `/device/list`. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** Goes into the header as it is, without a `Bearer`. */
  readonly token?: string
  /** A plain read, which may be sent again after trouble. Never a sign-in or a renewal: they change the account's state. */
  readonly repeatable?: boolean
  /** Carries a password, so a refusal is an AuthenticationError. */
  readonly signsIn?: boolean
  readonly signal?: AbortSignal | undefined
}

const defaultTimeout = seconds(30)
const tries = 3
const firstWait = seconds(1)

export class Http {
  readonly #options: HttpOptions
  /** Behind the redactor. */
  readonly logger: Logger
  readonly #timeout: Duration

  constructor(options: HttpOptions) {
    this.#options = options
    this.logger = redactingLogger(options.logger)
    this.#timeout = options.timeout ?? defaultTimeout
  }

  /**
   * The reply's `data`.
   * @throws ConnectionError, TimeoutError, ThrottledError, RefusedError (`failCode` 401: the token isn't taken),
   * ProtocolError, AuthenticationError (a refused password), or the signal's reason.
   */
  async send(call: Call): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(call)
      } catch (error) {
        if (call.signal?.aborted) throw call.signal.reason
        if (!call.repeatable || attempt >= tries || !passes(error)) throw error
        const wait = millis(this.#options.random() * firstWait * 2 ** (attempt - 1))
        this.logger.debug({ call: nameOf(call), attempt, wait, cause: error }, 'A REST call failed and is sent again')
        await sleep(this.#options.clock, wait, call.signal)
      }
    }
  }

  async #once(call: Call): Promise<unknown> {
    const { clock } = this.#options
    const name = nameOf(call)
    const since = clock.now()
    const reply = await this.#exchange(call)
    this.logger.debug({ call: name, http: reply.status, ms: clock.now() - since }, 'REST call answered')
    const data = readReply(name, reply, call.signsIn ?? false, clock.now())
    this.logger.trace({ call: name, data }, 'REST reply')
    return data
  }

  async #exchange(call: Call): Promise<Reply> {
    const { address, fetch, clock } = this.#options
    const slow = () =>
      new TimeoutError(
        `The cloud gave no whole answer to ${nameOf(call)} within ${formatDuration(this.#timeout)}; look at the internet connection.`,
      )
    call.signal?.throwIfAborted()
    const limit = deadline(clock, this.#timeout, slow, call.signal)
    try {
      const response = await abortable(
        fetch(urlOf(address, call), { ...requestOf(call), signal: limit.signal }),
        limit.signal,
      )
      const body = await abortable(textOf(response), limit.signal)
      return { status: response.status, headers: response.headers, body }
    } catch (error) {
      if (limit.signal.aborted) throw limit.signal.reason
      throw error instanceof ConnectionError ? error : networkError(address.rest.host, error)
    } finally {
      limit.done()
    }
  }
}

/** Characters; a list of twenty heaters has some ten thousand. */
const longestBody = 5_000_000

/** @throws ConnectionError for a body that doesn't end. */
async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestBody)
      throw new ConnectionError(
        'The cloud sent more than any answer of its has; something else may answer in its place.',
        { help: 'something-else-answers' },
      )
  }
  return text + decoder.decode()
}

/** Whether the trouble may be over in a moment. */
const passes = (error: unknown) =>
  error instanceof TimeoutError ||
  (error instanceof ConnectionError && !(error instanceof CertificateError) && !(error instanceof MaintenanceError))

/** Without the query: it names the account. */
const nameOf = ({ method, path }: Call) => `${method} ${path}`

function urlOf({ rest }: CloudAddress, { path, query }: Call): URL {
  const url = new URL(rest)
  url.pathname += path
  url.search = new URLSearchParams(query).toString()
  return url
}

const requestOf = ({ method, body, token }: Call): RequestInit => ({
  method,
  headers: {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: token }),
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  // A redirect that is followed would carry the password to wherever it leads.
  redirect: 'manual',
  credentials: 'omit',
})

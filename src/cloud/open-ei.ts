/** Asks OpenEI, the public database of American electricity tariffs, for the rate plans of a ZIP code. */
import { ConnectionError, NaviLinkError, TimeoutError } from '#schema/errors'
import { abortable } from '#time/abort'
import { type Clock, deadline, wallClock } from '#time/clock'
import { type Duration, formatDuration, seconds } from '#time/duration'
import { type Logger, redactingLogger, silentLogger } from '#wire/logger'
import { cloudAddress } from './address.ts'
import type { Fetch } from './http.ts'
import { networkError } from './network-error.ts'
import { readAnswer, readPlans, signUp } from './open-ei-answer.ts'
import type { OpenEiPlan } from './open-ei-records.ts'

/** What a search for rate plans needs. */
export interface OpenEiOptions {
  /** Everybody needs one of their own; undefined is told in words by the first question. */
  readonly apiKey: string | undefined
  readonly fetch?: Fetch | undefined
  readonly clock?: Clock | undefined
  /** The public service by default. */
  readonly address?: string | URL | undefined
  readonly logger?: Logger | undefined
  /** How long one answer may take; 60 s by default. A utility with many plans takes OpenEI half of that. */
  readonly timeout?: Duration | undefined
}

/** Which plans are wanted. */
export interface PlanSearch {
  /** A part of the utility's name, in any case of letters. */
  readonly utility?: string | undefined
  /** Whether to list plans whose last day is over. OpenEI is often behind, so an old one may still be what is billed. */
  readonly ended?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The public service. */
export const openEiAddress = 'https://api.openei.org'

const version = '7'
const pageLength = 100
/** More plans no ZIP code has; a service that repeats itself must not keep us for ever. */
const mostPages = 10
/** Characters. A hundred plans in full have one or two million. */
const longestAnswer = 20_000_000

export class OpenEi {
  readonly #apiKey: string | undefined
  readonly #fetch: Fetch
  readonly #clock: Clock
  readonly #url: URL
  readonly #logger: Logger
  readonly #timeout: Duration

  /** @throws NaviLinkError for an address to which a key must not be sent. */
  constructor(options: OpenEiOptions) {
    this.#apiKey = options.apiKey?.trim()
    this.#fetch = options.fetch ?? globalThis.fetch
    this.#clock = options.clock ?? wallClock
    this.#url = ratesUrl(options.address ?? openEiAddress)
    this.#logger = redactingLogger(options.logger ?? silentLogger)
    this.#timeout = options.timeout ?? seconds(60)
  }

  /**
   * The residential plans of a ZIP code, the newest first; also those that can't be converted.
   * @throws NaviLinkError (a missing or refused key, a ZIP code that is none, nothing found), ThrottledError,
   * ConnectionError, TimeoutError, RefusedError, ProtocolError, or the signal's reason.
   */
  async plans(zip: string, { utility, ended, signal }: PlanSearch = {}): Promise<readonly OpenEiPlan[]> {
    const key = this.#apiKey
    if (!key) throw wrong(`OpenEI wants an API key, which is free: get one at ${signUp} and set it as OPENEI_API_KEY.`)
    const [, fiveDigits] = /^\s*(\d{5})(?:-\d{4})?\s*$/.exec(zip) ?? []
    if (fiveDigits === undefined) throw wrong('A ZIP code has five digits, like 94903.')

    const query = {
      version,
      format: 'json',
      api_key: key,
      detail: 'full',
      sector: 'Residential',
      approved: 'true',
      address: fiveDigits,
      orderby: 'startdate',
      direction: 'desc',
      limit: String(pageLength),
      ...(ended ? {} : { effective_on_date: String(Math.floor(this.#clock.now() / 1000)) }),
    }
    const found: OpenEiPlan[] = []
    for (let page = 0; page < mostPages; page++) {
      const body = await this.#ask({ ...query, offset: String(page * pageLength) }, key, signal)
      const { count, plans } = readPlans(body)
      found.push(...plans)
      if (count < pageLength) break
    }
    if (!found.length)
      throw wrong('OpenEI knows no residential plan for this ZIP code; look whether it is the right one.')
    const wanted = utility?.trim().toLowerCase()
    const chosen = wanted ? found.filter(plan => plan.utility.toLowerCase().includes(wanted)) : found
    if (chosen.length) return chosen
    const others = [...new Set(found.map(plan => plan.utility))].sort()
    throw wrong(`OpenEI has no plan of such a utility for this ZIP code; it has plans of ${others.join(', ')}.`)
  }

  async #ask(query: Readonly<Record<string, string>>, key: string, signal: AbortSignal | undefined): Promise<unknown> {
    const clock = this.#clock
    const fetch = this.#fetch
    const url = new URL(this.#url)
    url.search = new URLSearchParams(query).toString()
    const slow = () =>
      new TimeoutError(`OpenEI gave no whole answer within ${formatDuration(this.#timeout)}; try again later.`)
    signal?.throwIfAborted()
    const since = clock.now()
    const limit = deadline(clock, this.#timeout, slow, signal)
    try {
      const response = await abortable(
        // A redirect that is followed would carry the key to wherever it leads.
        fetch(url, {
          headers: { accept: 'application/json' },
          redirect: 'manual',
          credentials: 'omit',
          signal: limit.signal,
        }),
        limit.signal,
      )
      const body = await abortable(textOf(response), limit.signal)
      // Without the query: it has the key and the place.
      this.#logger.debug({ http: response.status, ms: clock.now() - since }, 'OpenEI answered')
      return readAnswer(response, body, key, clock.now())
    } catch (error) {
      if (limit.signal.aborted) throw limit.signal.reason
      throw error instanceof NaviLinkError ? error : networkError(url.host, error)
    } finally {
      limit.done()
    }
  }
}

/** The key is in the query, so the rules are those of the cloud: HTTPS, or this machine. */
function ratesUrl(address: string | URL): URL {
  cloudAddress(address)
  const url = new URL(address)
  url.pathname = `${url.pathname.replace(/\/$/, '')}/utility_rates`
  return url
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longestAnswer)
      throw new ConnectionError(
        'OpenEI sent more than any answer of its has; something else may answer in its place.',
        {
          help: 'something-else-answers',
        },
      )
  }
  return text + decoder.decode()
}

const wrong = (message: string) => new NaviLinkError(message, { help: 'wrong-setting' })

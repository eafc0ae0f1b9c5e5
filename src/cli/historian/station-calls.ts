/** Calls the API of a running station: the one that writes this record and left word beside it, or one that is named. */
import { isRecord } from '#schema/reply-body'
import { readControlFile } from '#station/api/control-file'
import { sleep } from '#time/clock'
import { seconds } from '#time/duration'
import { trustFile } from '../account/trust.ts'
import type { CommandContext } from '../command-context.ts'
import { environment } from '../serving/station-variables.ts'
import { UsageError } from '../usage-error.ts'
import type { StationFlags } from './record-flags.ts'
import { type StationAnswer, stationRequest } from './station-request.ts'

export const tokenVariable = 'NAVILINK_STATION_TOKEN'

export interface StationAddress {
  readonly url: URL
  readonly token: string | undefined
  /** Where it is known beforehand, PEM. */
  readonly certificate?: string | undefined
}

/** So often a station may ask for patience. */
const mostWaits = 200

export class StationCalls {
  readonly #context: CommandContext
  readonly #url: URL
  readonly #token: string | undefined
  readonly #certificate: string | undefined

  constructor(context: CommandContext, { url, token, certificate }: StationAddress) {
    this.#context = context
    this.#url = url
    this.#token = token
    this.#certificate = certificate
  }

  get(path: string): Promise<Record<string, unknown>> {
    return this.#call('GET', path)
  }

  post(path: string, body?: object): Promise<Record<string, unknown>> {
    return this.#call('POST', path, body ?? {})
  }

  delete(path: string): Promise<Record<string, unknown>> {
    return this.#call('DELETE', path)
  }

  async #call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    for (let waits = 0; ; waits++) {
      const answer = await this.#send(method, path, body)
      if (answer.status === 429 && waits < mostWaits) {
        const { clock, signal } = this.#context
        await sleep(clock, seconds(Number(answer.headers['retry-after']) || 1), signal)
        continue
      }
      const told = parsed(answer.text)
      if (answer.status >= 200 && answer.status < 300 && told !== undefined) return told
      throw refusal(answer.status, told, this.#url)
    }
  }

  #send(method: string, path: string, body?: object): Promise<StationAnswer> {
    const { signal } = this.#context
    const headers: Record<string, string> = { accept: 'application/json' }
    if (this.#token !== undefined) headers.authorization = `Bearer ${this.#token}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const sent = { method, headers, signal, body: body && JSON.stringify(body), certificate: this.#certificate }
    return stationRequest(new URL(path, this.#url), sent).catch(cause => {
      signal.throwIfAborted()
      throw new Error(`The station at ${this.#url.origin} can’t be reached.`, { cause })
    })
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  if (text === '') return {}
  try {
    const told: unknown = JSON.parse(text)
    return isRecord(told) ? told : undefined
  } catch {
    return undefined
  }
}

function refusal(status: number, told: Readonly<Record<string, unknown>> | undefined, station: URL): Error {
  const { error } = told ?? {}
  const message = isRecord(error) && typeof error.message === 'string' ? error.message : undefined
  if (message === undefined) return new Error(`What answers at ${station.origin} is no station of navilink.`)
  if (status === 401)
    return new UsageError(`${message} ${tokenVariable} takes a token of navilink token add NAME --write.`)
  return status < 500 ? new UsageError(message) : new Error(message)
}

/** @param file the record. @returns undefined where no station writes there. @throws UsageError for a wrong address. */
export async function runningStation(
  context: CommandContext,
  file: string,
  { station }: StationFlags,
): Promise<StationCalls | undefined> {
  const { terminal, settings } = context
  const { caFile } = settings
  if (caFile !== undefined) await trustFile(caFile, terminal.directory, settings.place('caFile'))
  if (station !== undefined)
    return new StationCalls(context, {
      url: addressOf(station),
      token: environment(terminal)[tokenVariable] || undefined,
    })
  const control = await readControlFile(file)
  if (control === undefined || !isAlive(control.pid)) return undefined
  const address = { url: new URL(control.url), token: control.token, certificate: control.certificate }
  return (await isListening(context, address)) ? new StationCalls(context, address) : undefined
}

/** Where nobody listens, its number went to another program; whether a station writes there the lock of the store knows. */
async function isListening({ signal }: CommandContext, { url, certificate }: StationAddress): Promise<boolean> {
  const asked = stationRequest(new URL('/healthz', url), { method: 'GET', headers: {}, signal, certificate })
  return asked.then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      signal.throwIfAborted()
      return error.code !== 'ECONNREFUSED'
    },
  )
}

/** @throws UsageError where none runs. */
export async function neededStation(context: CommandContext, file: string, flags: StationFlags): Promise<StationCalls> {
  const station = await runningStation(context, file, flags)
  if (station !== undefined) return station
  throw new UsageError(
    `No station writes ${file} at the moment; start one with navilink serve, or name another with --station.`,
  )
}

/** A station that was killed leaves its word behind. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function addressOf(text: string): URL {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url
  throw new UsageError('--station takes the address of a station, such as http://127.0.0.1:8480, without a name in it.')
}

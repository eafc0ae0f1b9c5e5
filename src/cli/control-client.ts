/** Calls the control port of a running simulation. */
import { request } from 'node:http'
import { UsageError } from './usage-error.ts'

export interface ControlPort {
  get(path: string): Promise<unknown>
  post(path: string, body: object): Promise<unknown>
  delete(path: string): Promise<unknown>
}

/** Longer than any answer of its. */
const longestAnswer = 4_000_000

/** @throws UsageError for an address that it can't be. */
export function controlPort(address: string, signal: AbortSignal): ControlPort {
  const url = URL.parse(address)
  if (url?.protocol !== 'http:')
    throw new UsageError(
      `--control is ${JSON.stringify(address)}; it takes the address that navilink simulate --control prints, such as http://127.0.0.1:8485.`,
    )
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const { status, text } = await send(new URL(path, url), method, signal, body)
    const answer = parsed(text)
    if (answer === undefined || (status >= 300 && typeof answer.error !== 'string'))
      throw new Error(`What answers at ${url.origin} is no control port of navilink simulate.`)
    if (status >= 300) throw status < 500 ? new UsageError(String(answer.error)) : new Error(String(answer.error))
    return answer
  }
  return {
    get: path => call('GET', path),
    post: (path, body) => call('POST', path, body),
    delete: path => call('DELETE', path),
  }
}

function send(url: URL, method: string, signal: AbortSignal, body?: object) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const failed = (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ECONNREFUSED'
          ? new Error(`Nothing listens at ${url.origin}; start it with navilink simulate --control ${url.port || 80}.`)
          : error,
      )
    const sent = request(url, { method, signal, headers, agent: false }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('error', failed)
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > longestAnswer)
          response.destroy(new Error(`${url.origin} says more than a control port would.`))
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', failed)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

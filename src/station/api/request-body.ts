/** The body of a request: JSON, of a bounded length, in a bounded time. */

import { abortable } from '#time/abort'
import { type Clock, deadline } from '#time/clock'
import { seconds } from '#time/duration'
import { ApiError } from './api-error.ts'

const longest = seconds(10)

/**
 * A browser sends what a form of another page says without asking us first, but never as JSON. The command `curl -X POST`
 * names no type at all.
 * @throws ApiError
 */
export function mustBeNoForm(headers: Headers): void {
  const type = headers.get('content-type')
  if (type !== null && !isJson(type)) throw notJson()
}

const isJson = (type: string) => /^application\/json\s*(;|$)/i.test(type)
const notJson = () => new ApiError('json-needed', 'The body must be JSON, and say so: Content-Type: application/json.')

/** @throws ApiError */
export async function jsonBody(request: Request, limit: number, wallClock: Clock): Promise<unknown> {
  const { headers } = request
  if (!isJson(headers.get('content-type') ?? '')) throw notJson()
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLong(limit)
  const text = new TextDecoder().decode(await bytesOf(request, limit, wallClock))
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('bad-request', 'The body is no JSON.')
  }
}

async function bytesOf({ body }: Request, limit: number, wallClock: Clock): Promise<Uint8Array> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  const time = deadline(wallClock, longest, () => new ApiError('too-slow', 'The body did not come within 10 s.'))
  try {
    for (;;) {
      const { done, value } = await abortable(reader.read(), time.signal)
      if (done) return Buffer.concat(chunks)
      length += value.length
      if (length > limit) throw tooLong(limit)
      chunks.push(value)
    }
  } catch (error) {
    // What still comes is not read; nor is it waited for.
    reader.cancel().catch(() => {})
    if (error instanceof ApiError) throw error
    throw new ApiError('bad-request', 'The body broke off.')
  } finally {
    time.done()
  }
}

const tooLong = (limit: number) =>
  new ApiError('body-too-long', `The body is longer than ${Math.round(limit / 1024)} KiB.`, { Connection: 'close' })

/** Reads what the cloud answers to a call: a record, a list that comes in pages, or that this account may not see it. */
import type { z } from 'zod'
import { ProtocolError, RefusedError } from '#schema/errors'
import { asking, type Caller } from './caller.ts'
import type { Call, Http } from './http.ts'
import { frameOf } from './reply.ts'

/** The most that the cloud gives at once. */
const pageSize = 20
/** More pages than any list has; ends a cloud that makes up new ones for ever. */
const mostPages = 100
/** The gateway's no, and the service's own: `COMMON_NOT_AUTHORIZED`. */
export const forbidden = 403
export const notAuthorized = 404

/** @throws ProtocolError for another kind of record, and what {@link Http.send} throws. */
export async function read<T extends z.ZodType>(http: Http, schema: T, call: Call): Promise<z.output<T>> {
  return readAs(schema, await http.send(call), call)
}

/** The same for data that has come. */
export function readAs<T extends z.ZodType>(schema: T, data: unknown, { method, path }: Call): z.output<T> {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  throw new ProtocolError(`The cloud answered ${method} ${path} with another kind of record than expected.`, {
    frame: frameOf(data),
  })
}

/** All of a list, page by page until a short one. */
export async function readList(http: Http, caller: Caller, path: string, fields: object = {}): Promise<unknown[]> {
  const found: unknown[] = []
  let last = ''
  for (let offset = 0; offset < pageSize * mostPages; offset += pageSize) {
    // There may be nothing instead of an empty list.
    const page = (await http.send(asking(caller, path, { ...fields, offset, count: pageSize }))) ?? []
    if (!Array.isArray(page))
      throw new ProtocolError(`The cloud answered POST ${path} without a list.`, { frame: frameOf(page) })
    // A cloud that takes no notice of `offset` sends the first page again and again.
    const text = JSON.stringify(page)
    if (text === last) break
    found.push(...page)
    if (page.length < pageSize) break
    last = text
  }
  return found
}

/** Undefined where this account may not see the answer, which is no error: so it is with some accounts. */
export async function ifAllowed<T>(
  answer: Promise<T>,
  refusals: readonly number[] = [forbidden],
): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof RefusedError && refusals.includes(error.failCode)) return undefined
    throw error
  }
}

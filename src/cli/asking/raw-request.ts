/** A question or an order that no command has a verb for: a query of the command table, or a request in JSON. */
import type { RawRequest } from '#heater/line'
import type { Command } from '#schema/command'
import { commands, type QueryName, queryNames } from '#schema/commands'
import { UsageError } from '../usage-error.ts'

type Fields = Readonly<Record<string, unknown>>

export interface RawWanted {
  readonly request: RawRequest
  /** Where it is a query of the table, which only asks. */
  readonly query?: QueryName
}

/** Those that are answered. */
export const askable: readonly QueryName[] = queryNames.filter(name => 'answer' in commands[name])

/**
 * @param text the name of a query, or a request such as `{"code": 33554447, "topic": "ctrl", "fields": {…}}`.
 * @param fields JSON, beside the number of a query.
 * @throws UsageError
 */
export function rawWanted(text: string, fields: string | undefined): RawWanted {
  if (!text.trimStart().startsWith('{')) return ofQuery(text, fields)
  if (fields !== undefined) throw new UsageError('--fields are for a query; a request in JSON has its own "fields".')
  return { request: ofJson(objectOf(text, 'The request')) }
}

function ofQuery(name: string, fields: string | undefined): RawWanted {
  if (!(askable as readonly string[]).includes(name))
    throw new UsageError(`${JSON.stringify(name)} is no query; there are ${askable.join(', ')}.`)
  const query = name as QueryName
  const { code, topic, reply, answer = 'other' }: Command = commands[query]
  const given = fields === undefined ? {} : objectOf(fields, '--fields')
  return { query, request: { code, topic, reply, answer, fields: given } }
}

const answers: readonly unknown[] = ['status', 'device-info', 'other']
const keys: readonly string[] = ['code', 'topic', 'reply', 'answer', 'fields']

function ofJson(given: Fields): RawRequest {
  const unknown = Object.keys(given).find(key => !keys.includes(key))
  if (unknown !== undefined)
    throw new UsageError(`A request has ${keys.join(', ')}, and no ${JSON.stringify(unknown)}.`)
  const { code, topic, reply = '', answer = topic === 'ctrl' ? 'status' : 'other', fields = {} } = given
  if (!Number.isInteger(code) || typeof topic !== 'string' || topic === '')
    throw new UsageError('A request has a "code", a whole number, and a "topic", such as "ctrl" or "st/td/rd".')
  if (typeof reply !== 'string' || !answers.includes(answer) || !isObject(fields))
    throw new UsageError('Of a request, "reply" is a text, "answer" status, device-info or other, "fields" an object.')
  return { code: Number(code), topic, reply, answer: answer as RawRequest['answer'], fields }
}

function objectOf(text: string, what: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {}
  throw new UsageError(`${what} must be an object in JSON, such as {"year": 2026, "month": [11]}.`)
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

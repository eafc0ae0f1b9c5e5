/** What a route of the API is, as data: from it come validation, handlers, the OpenAPI document and the tests. */
import { z } from 'zod'
import type { StationView } from '../station-view.ts'
import type { RefusalCode } from './api-error.ts'
import type { Api } from './api-parts.ts'
import type { Caller } from './caller.ts'

/** What a caller must be allowed to; `none` asks for nothing. */
export type Scope = 'none' | 'read' | 'write'

/** The names in the braces of a path. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<Rest>
  : unknown

/** A request that has been let in and checked. */
export interface Call<Path extends string = string, Query = unknown, Body = unknown> {
  readonly station: StationView
  readonly api: Api
  readonly params: ParamsOf<Path>
  readonly query: Query
  readonly body: Body
  readonly caller: Caller
  /** Who asks, as an address. */
  readonly address: string
  /** As it was asked for, without the query. */
  readonly path: string
  readonly headers: Headers
  /** Aborts when the asker is gone or the API closes. */
  readonly signal: AbortSignal
  /** Hangs up in the middle of an answer. */
  readonly cut: (() => void) | undefined
}

export interface Route<Path extends string = string, Query = unknown, Body = unknown> {
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** `/api/v1/heaters/{id}`. */
  readonly path: Path
  /** Its name for programs that are made from the document. */
  readonly name: string
  /** Under which heading it stands. */
  readonly group: string
  /** One sentence. */
  readonly summary: string
  readonly scope: Scope
  /** It changes nothing at a heater or in the record, so a station that only reads does it too. */
  readonly evenReadOnly?: boolean | undefined
  /** It asks the heater or the cloud: those who ask the same at about the same time share the answer, and are counted. */
  readonly asks?: boolean | undefined
  readonly query?: z.ZodType<Query> | undefined
  readonly body?: z.ZodType<Body> | undefined
  /** The body's limit in bytes, where it isn't the usual one. */
  readonly longestBody?: number | undefined
  /** The JSON that it answers with. */
  readonly answer?: z.ZodType | undefined
  /** What else it answers with, by its media type. */
  readonly media?: Readonly<Record<string, string>> | undefined
  /** How it may say no, beside what follows from the rest of this. */
  readonly refusals?: readonly RefusalCode[] | undefined
  /** @returns JSON, or a response that is made already. */
  // A method, so that routes of all kinds go into one list.
  work(call: Call<Path, Query, Body>): unknown
}

export const usualBody = 256 * 1024

/** Gives a route its types. */
export const route = <const Path extends string, Query = Record<never, never>, Body = undefined>(
  it: Route<Path, Query, Body>,
): Route => it as unknown as Route

/** A query that takes these and nothing else. */
export const query = z.strictObject

/** The names in the braces, in their order. */
export const paramNames = (path: string): readonly string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** All the ways in which a route may say no. */
export function refusalsOf({
  scope,
  path,
  query,
  body,
  method,
  evenReadOnly,
  refusals = [],
}: Route): readonly RefusalCode[] {
  const changes = method !== 'get'
  const when = (is: boolean, ...codes: readonly RefusalCode[]) => (is ? codes : [])
  return [
    ...new Set<RefusalCode>([
      ...when(query !== undefined || body !== undefined, 'bad-request'),
      ...when(scope !== 'none', 'token-needed'),
      ...when(scope === 'write', 'read-token'),
      ...when(scope === 'write' && changes && !evenReadOnly, 'read-only'),
      'foreign-origin',
      ...when(path.includes('{'), 'not-found'),
      ...when(body !== undefined, 'too-slow', 'body-too-long'),
      ...when(changes, 'json-needed'),
      'wrong-host',
      ...when(scope !== 'none' || changes, 'too-many-requests'),
      ...refusals,
    ]),
  ]
}

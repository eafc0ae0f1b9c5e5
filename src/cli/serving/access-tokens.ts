/** The tokens of a station: through its API while it runs, else in its record. */
import { randomBytes } from 'node:crypto'
import { access } from 'node:fs/promises'
import { isRecord } from '#schema/wire-entry'
import { TokenBook } from '#station/api/token-book'
import { openStore } from '#station/store/sqlite/open-store'
import type { ApiToken, Store } from '#station/store/store'
import type { Clock } from '#time/clock'
import type { CommandContext } from '../command-context.ts'
import type { StationFlags } from '../historian/record-flags.ts'
import { runningStation } from '../historian/station-calls.ts'
import { UsageError } from '../usage-error.ts'
import { storeFile } from './store-file.ts'

export interface TokenFlags extends StationFlags {
  readonly store?: string
  readonly config?: string
}

export interface ListedToken {
  readonly id: string
  readonly name: string
  readonly scope: ApiToken['scope']
  /** ISO 8601. */
  readonly created: string
  readonly used: string | undefined
}

export interface AccessTokens {
  /** The record they are kept in, or the station elsewhere. */
  readonly place: string
  list(): Promise<readonly ListedToken[]>
  /** @returns the secret, which nobody is told again. */
  add(name: string, scope: ApiToken['scope']): Promise<string>
  remove(id: string): Promise<void>
}

/**
 * @param begins whether a record is begun where there is none.
 * @throws UsageError where there is none, and StoreError where no station answers and the record can't be opened.
 */
export async function withTokens<Result>(
  context: CommandContext,
  { begins = false, ...flags }: TokenFlags & { readonly begins?: boolean },
  work: (tokens: AccessTokens) => Promise<Result>,
): Promise<Result> {
  const file = await storeFile(context, flags)
  const station = await runningStation(context, file, flags)
  if (station !== undefined) return work({ place: flags.station ?? file, ...throughStation(station) })
  await checkRecord(context, file, begins)
  const store = await openStore(file, { logger: await context.log() })
  const { clock } = context
  const book = new TokenBook({ store, randomBytes, wallClock: clock })
  try {
    await book.read()
    return await work({ place: file, ...inRecord(book, store, clock) })
  } finally {
    book.close()
    await store.close()
  }
}

/** Whoever named another one than the station's would wonder why it knows nothing of their token. */
async function checkRecord({ note }: CommandContext, file: string, begins: boolean): Promise<void> {
  const there = await access(file).then(
    () => true,
    error => !['ENOENT', 'ENOTDIR'].includes(error.code),
  )
  if (there) return
  if (!begins)
    throw new UsageError(`There is no record at ${file}, and so no token; --store or --config says where another is.`)
  note(`A new record is begun at ${file}; a station that keeps another one will know nothing of this token.`)
}

function throughStation(station: NonNullable<Awaited<ReturnType<typeof runningStation>>>): Omit<AccessTokens, 'place'> {
  const path = '/api/v1/tokens'
  return {
    async list() {
      const { tokens } = await station.get(path)
      return (Array.isArray(tokens) ? tokens : []).filter(isRecord).map(listed)
    },
    async add(name, scope) {
      const { secret } = await station.post(path, { name, scope })
      return String(secret)
    },
    async remove(id) {
      await station.delete(`${path}/${encodeURIComponent(id)}`)
    },
  }
}

const listed = ({ id, name, scope, created, used }: Readonly<Record<string, unknown>>): ListedToken => ({
  id: String(id),
  name: String(name),
  scope: scope === 'write' ? 'write' : 'read',
  created: String(created),
  used: typeof used === 'string' ? used : undefined,
})

function inRecord(book: TokenBook, store: Store, clock: Pick<Clock, 'now'>): Omit<AccessTokens, 'place'> {
  const entry = (text: string, token: string, scope?: ApiToken['scope']) => ({
    at: clock.now(),
    kind: 'station' as const,
    who: 'us' as const,
    text,
    data: { token, ...(scope && { scope }), by: 'command line' },
  })
  const day = (at: number) => new Date(at).toISOString()
  return {
    list: async () =>
      book.list.map(({ id, name, scope, created, used }) => ({
        ...{ id, name, scope, created: day(created) },
        used: used === undefined ? undefined : day(used),
      })),
    async add(name, scope) {
      if (book.list.some(token => token.name === name))
        throw new UsageError(`There is a token ${JSON.stringify(name)} already.`)
      const { secret } = await book.create({ name, scope }, () =>
        entry(`The token ${name} was made, to ${scope}.`, name, scope),
      )
      return secret
    },
    async remove(id) {
      const token = await book.remove(id)
      if (token) await store.write({ journal: [entry(`The token ${token.name} was removed.`, token.name)] })
    },
  }
}

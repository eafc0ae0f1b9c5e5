/** The tokens of a station: through its API while it runs, else in its record. */
import { randomBytes } from 'node:crypto'
import { isRecord } from '#schema/wire-entry'
import { TokenBook } from '#station/api/token-book'
import { openStore } from '#station/store/sqlite/open-store'
import type { ApiToken } from '#station/store/store'
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
  list(): Promise<readonly ListedToken[]>
  /** @returns the secret, which nobody is told again. */
  add(name: string, scope: ApiToken['scope']): Promise<string>
  remove(id: string): Promise<void>
}

/** @throws StoreError where no station answers and the record can't be opened. */
export async function withTokens<Result>(
  context: CommandContext,
  flags: TokenFlags,
  work: (tokens: AccessTokens) => Promise<Result>,
): Promise<Result> {
  const file = await storeFile(context, flags)
  const station = await runningStation(context, file, flags)
  if (station !== undefined) return work(throughStation(station))
  const store = await openStore(file, { logger: await context.log() })
  try {
    const now = () => context.clock.now()
    const book = new TokenBook({ store, randomBytes, now })
    await book.read()
    return await work(inRecord(book, now))
  } finally {
    await store.close()
  }
}

function throughStation(station: NonNullable<Awaited<ReturnType<typeof runningStation>>>): AccessTokens {
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

function inRecord(book: TokenBook, now: () => number): AccessTokens {
  const entry = (text: string, token: string) => ({
    at: now(),
    kind: 'station' as const,
    who: 'us' as const,
    text,
    data: { token, by: 'command line' },
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
        entry(`The token ${name} was made, to ${scope}.`, name),
      )
      return secret
    },
    async remove(id) {
      await book.remove(id, ({ name }) => entry(`The token ${name} was removed.`, name))
    },
  }
}

/** The tokens by which programs and browsers are let in. The store holds their hashes only; a token itself is seen once. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { hours } from '#time/duration'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { ApiToken, Store } from '../store/store.ts'
import { ApiError } from './api-error.ts'

/** That a token was used is written down this often at most. */
const usedEvery = hours(1)

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** In the same time whatever they have in common. */
export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

export interface TokenBookOptions {
  readonly store: Store
  readonly randomBytes: (size: number) => Uint8Array
  readonly now: () => number
}

export class TokenBook {
  readonly #options: TokenBookOptions
  /** Names of tokens on their way to the store. */
  readonly #making = new Set<string>()
  #tokens: readonly ApiToken[] = []

  constructor(options: TokenBookOptions) {
    this.#options = options
  }

  /** @throws StoreError */
  async read(): Promise<void> {
    this.#tokens = await this.#options.store.tokens()
  }

  get list(): readonly ApiToken[] {
    return this.#tokens
  }

  byId(id: string): ApiToken | undefined {
    return this.#tokens.find(token => token.id === id)
  }

  /** The token whose secret this is. Looks at all of them, so that the time tells nothing. */
  bySecret(secret: string): ApiToken | undefined {
    const hash = hashOf(secret)
    return this.#tokens.filter(token => sameHash(token.hash, hash))[0]
  }

  /** @returns the token's secret too, which nobody can be told again. @throws StoreError; ApiError when the name is taken. */
  async create(
    { name, scope }: Pick<ApiToken, 'name' | 'scope'>,
    note: (token: ApiToken) => JournalEntry,
  ): Promise<{ readonly token: ApiToken; readonly secret: string; readonly journal: readonly JournalEntry[] }> {
    if (this.#making.has(name) || this.#tokens.some(token => token.name === name))
      throw new ApiError('name-taken', `There is a token ${JSON.stringify(name)} already.`)
    const { store, randomBytes, now } = this.#options
    const secret = `nvl_${Buffer.from(randomBytes(32)).toString('base64url')}`
    const id = Buffer.from(randomBytes(4)).toString('hex')
    const token: ApiToken = { id, name, scope, hash: hashOf(secret), created: now() }
    this.#making.add(name)
    try {
      const { journal } = await store.write({ tokens: [token], journal: [note(token)] })
      this.#tokens = [...this.#tokens, token]
      return { token, secret, journal }
    } finally {
      this.#making.delete(name)
    }
  }

  /** @returns undefined when there is none. @throws StoreError */
  async remove(id: string, note: (token: ApiToken) => JournalEntry): Promise<readonly JournalEntry[] | undefined> {
    const token = this.byId(id)
    if (token === undefined) return undefined
    const { journal } = await this.#options.store.write({ removedTokens: [id], journal: [note(token)] })
    this.#tokens = this.#tokens.filter(other => other.id !== id)
    return journal
  }

  /** Notes that it was used; when that can't be written nothing is lost. */
  used(token: ApiToken): void {
    const now = this.#options.now()
    if (token.used !== undefined && Math.abs(now - token.used) < usedEvery) return
    const used = { ...token, used: now }
    this.#tokens = this.#tokens.map(other => (other.id === token.id ? used : other))
    void this.#options.store.write({ tokens: [used] }).catch(() => {})
  }
}

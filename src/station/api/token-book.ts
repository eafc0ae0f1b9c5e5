/** The tokens by which programs and browsers are let in. The store holds their hashes only; a token itself is seen once. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#time/clock'
import { hours, seconds } from '#time/duration'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { ApiToken, Store } from '../store/store.ts'
import { ApiError } from './api-error.ts'

/** That a token was used is written down this often at most. */
const usedEvery = hours(1)
/** While the store takes nothing: how often it is tried to take a removed token out of it. */
const triedEvery = seconds(30)

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** In the same time whatever they have in common. */
export const sameHash = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

export interface TokenBookOptions {
  readonly store: Store
  readonly randomBytes: (size: number) => Uint8Array
  readonly wallClock: Clock
}

export class TokenBook {
  readonly #options: TokenBookOptions
  /** Names of tokens on their way to the store. */
  readonly #making = new Set<string>()
  /** Removed, and still in the store. */
  readonly #leaving = new Map<string, ApiToken>()
  #tokens: readonly ApiToken[] = []
  #stopTrying: (() => void) | undefined

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
    const { store, randomBytes, wallClock } = this.#options
    const secret = `nvl_${Buffer.from(randomBytes(32)).toString('base64url')}`
    const id = Buffer.from(randomBytes(4)).toString('hex')
    const token: ApiToken = { id, name, scope, hash: hashOf(secret), created: wallClock.now() }
    this.#making.add(name)
    try {
      const { journal } = await store.write({ tokens: [token], journal: [note(token)] })
      this.#tokens = [...this.#tokens, token]
      return { token, secret, journal }
    } finally {
      this.#making.delete(name)
    }
  }

  /**
   * Nobody is let in by it from now on, also when the store takes nothing: then it is taken out of it as soon as that can be.
   * @returns undefined when there is none. @throws StoreError
   */
  async remove(id: string): Promise<ApiToken | undefined> {
    const token = this.byId(id) ?? this.#leaving.get(id)
    if (token === undefined) return undefined
    this.#tokens = this.#tokens.filter(other => other.id !== id)
    this.#leaving.set(id, token)
    try {
      await this.#leave()
    } catch (error) {
      this.#stopTrying ??= this.#options.wallClock.every(triedEvery, () => void this.#leave().catch(() => {}))
      throw error
    }
    return token
  }

  async #leave(): Promise<void> {
    const ids = [...this.#leaving.keys()]
    await this.#options.store.write({ removedTokens: ids })
    for (const id of ids) this.#leaving.delete(id)
    if (this.#leaving.size === 0) this.close()
  }

  /** Safe twice. */
  close(): void {
    this.#stopTrying?.()
    this.#stopTrying = undefined
  }

  /** Notes that it was used; when that can't be written nothing is lost. */
  used(token: ApiToken): void {
    const now = this.#options.wallClock.now()
    if (token.used !== undefined && Math.abs(now - token.used) < usedEvery) return
    const used = { ...token, used: now }
    this.#tokens = this.#tokens.map(other => (other.id === token.id ? used : other))
    void this.#options.store.write({ tokens: [used] }).catch(() => {})
  }
}

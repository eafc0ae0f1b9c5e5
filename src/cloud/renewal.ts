/** Renews a session by the gentlest way that works: refresh token, then session, then sign-in without password, and the password last. */
import { AuthenticationError, ConnectionError, ProtocolError, RefusedError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { minutes } from '#time/duration'
import type { SignIn, Token } from './records.ts'
import { unauthorised } from './reply.ts'
import type { Rest } from './rest.ts'
import { changed, emptySession, merged, type Need, type SavedSession, serves } from './saved-session.ts'

/** Who holds the session. Each step is kept at once: a used-up refresh token must never come back. */
export interface Keeper {
  readonly current: SavedSession | undefined
  keep(session: SavedSession): Promise<void>
}

export interface RenewalOptions {
  readonly rest: Rest
  readonly email: string
  readonly password?: string | undefined
  readonly clock: Clock
  readonly keeper: Keeper
}

/** A sign-in refused for another reason than the password, a locked account say, isn't hammered at. */
const pauseAfterRefusal = minutes(15)

type AwsNeed = Extract<Need, { part: 'aws' }>

/** Its callers see to it that one renewal runs at a time. */
export class Renewal {
  readonly #options: RenewalOptions
  #password: string | undefined
  #refusal: { readonly error: AuthenticationError | RefusedError; readonly until: number } | undefined

  constructor(options: RenewalOptions) {
    this.#options = options
    this.#password = options.password
  }

  /** A new password may be tried where the old one was refused; the same one may not. */
  set password(password: string) {
    if (password !== this.#password) this.#refusal = undefined
    this.#password = password
  }

  async run(need: Need, signal: AbortSignal): Promise<void> {
    if (need.part === 'access') await this.#renewAccess(signal)
    else await this.#renewAws(need, signal)
  }

  /** By the password. Its refusal is final: it is remembered, and the same password is never sent again. */
  async signIn(signal: AbortSignal): Promise<void> {
    if (this.#refusal && this.#now < this.#refusal.until) throw this.#refusal.error
    if (this.#password === undefined) throw notLoggedIn(this.#session.renewedAt > 0)
    try {
      const reply = await this.#options.rest.signIn(this.#options.email, this.#password, signal)
      if (!reply.token.accessToken) throw noAccessToken('POST /user/sign-in')
      // What the gateway takes no more must not outlive a sign-in that brings nothing new.
      const { aws } = this.#session
      const dead = aws && this.#now >= aws.expiresAt
      await this.#keep(reply.token, reply, dead ? changed(this.#session, this.#now, 'aws') : this.#session)
    } catch (error) {
      if (error instanceof AuthenticationError) this.#refusal = { error, until: Number.POSITIVE_INFINITY }
      if (error instanceof RefusedError) this.#refusal = { error, until: this.#now + pauseAfterRefusal }
      throw error
    }
  }

  async #renewAccess(signal: AbortSignal): Promise<void> {
    const { refreshToken } = this.#session
    if (refreshToken !== undefined) {
      try {
        const token = await this.#options.rest.refresh(refreshToken, signal)
        if (!token.accessToken) throw noAccessToken('POST /auth/refresh')
        return await this.#keep(token)
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error
        await this.#options.keeper.keep(changed(this.#session, this.#now, 'refreshToken'))
      }
    }
    await this.signIn(signal)
  }

  async #renewAws(need: AwsNeed, signal: AbortSignal): Promise<void> {
    if (!serves(this.#session, { part: 'access' }, this.#now)) await this.#renewAccess(signal)
    if (this.#serves(need)) return
    let refusals = await this.#withoutPassword(need, signal)
    if (refusals.some(error => error.failCode === unauthorised)) {
      // Both calls need a live access token, and this one isn't any more.
      await this.#renewAccess(signal)
      refusals = this.#serves(need) ? [] : await this.#withoutPassword(need, signal)
    }
    if (this.#serves(need)) return
    // The cloud stands by the keys that the gateway refused. Not the password's fault: a wrong clock of ours looks like that.
    if (refusals.length === 0 && serves(this.#session, { part: 'aws' }, this.#now)) return
    // The last sign-in brought none; another one wouldn't either.
    if (!this.#session.aws) throw noCredentials()
    if (this.#password === undefined && refusals.length === 0) throw noCredentials()
    await this.signIn(signal)
    if (this.#serves(need)) return
    await this.#options.keeper.keep(changed(this.#session, this.#now, 'aws'))
    throw noCredentials()
  }

  /** @returns the refusals, when neither way brought credentials. */
  async #withoutPassword(need: AwsNeed, signal: AbortSignal): Promise<readonly RefusedError[]> {
    const { rest, email } = this.#options
    const refusals: RefusedError[] = []
    let trouble: unknown
    const ways = [
      async (token: string) => ({ token: await rest.refreshSession({ token, email, signal }) }),
      async (token: string) => rest.securedSignIn({ token, email, signal }),
    ]
    for (const way of ways) {
      try {
        const reply: Partial<SignIn> & { readonly token: Token } = await way(this.#session.access?.token ?? '')
        await this.#keep(reply.token, reply)
        if (this.#serves(need)) return []
      } catch (error) {
        if (error instanceof RefusedError) refusals.push(error)
        // A fault in one call need not be in the other, but it is no refusal: the password isn't sent for it.
        else if (error instanceof ConnectionError || error instanceof ProtocolError) trouble = error
        else throw error
      }
      if (refusals.some(error => error.failCode === unauthorised)) return refusals
    }
    if (trouble) throw trouble
    return refusals
  }

  #keep(token: Token, reply: Partial<SignIn> = {}, before = this.#session): Promise<void> {
    return this.#options.keeper.keep(merged(before, token, this.#now, reply.userInfo))
  }

  #serves(need: Need): boolean {
    return serves(this.#session, need, this.#now)
  }

  get #session(): SavedSession {
    return this.#options.keeper.current ?? emptySession(this.#options.email)
  }

  get #now(): number {
    return this.#options.clock.now()
  }
}

const notLoggedIn = (before: boolean) =>
  new AuthenticationError(
    before
      ? 'The cloud no longer takes the saved session, and there is no password to sign in with; log in again.'
      : 'There is no saved session for this account and no password to sign in with; log in first.',
    { help: 'log-in-again' },
  )

const noAccessToken = (call: string) =>
  new ProtocolError(`The cloud answered ${call} without an access token; its replies may have changed.`)

const noCredentials = () =>
  new ProtocolError(
    "The cloud gave no AWS credentials for this account, so its heaters can be listed but not spoken to; log in again, or see whether the vendor's app reaches them.",
  )

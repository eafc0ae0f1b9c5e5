/** Hands out tokens and temporary AWS credentials, and knows how long each is good for. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '#time/clock'
import { type Duration, days } from '#time/duration'
import type { Faults } from './faults.ts'

/** How long tokens and AWS credentials are taken. */
export interface TokenLifetimes {
  /** Of access tokens. */
  readonly authentication: Duration
  /** Of AWS credentials. */
  readonly authorization: Duration
}

interface Issued<Secret> {
  readonly secret: Secret
  readonly userId: string
  expires: number
}

export interface AwsKey {
  readonly secretKey: string
  readonly sessionToken: string
}

const jwt = () =>
  ['eyJhbGciOiJSUzI1NiJ9', randomBytes(90).toString('base64url'), randomBytes(48).toString('base64url')].join('.')
const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const accessKeyId = () => `ASIA${Array.from(randomBytes(16), byte => base32[byte % 32]).join('')}`

export class Credentials {
  readonly #clock: Clock
  readonly #given: TokenLifetimes
  readonly #faults: Faults
  readonly #access = new Map<string, Issued<undefined>>()
  readonly #refresh = new Map<string, string>()
  readonly #aws = new Map<string, Issued<AwsKey>>()

  /** @param clock the cloud's own, by which all of them end. */
  constructor(clock: Clock, lifetimes: TokenLifetimes, faults: Faults) {
    this.#clock = clock
    this.#given = lifetimes
    this.#faults = faults
  }

  /** A new access token beside a refresh token, which lasts until it is revoked or replaced. */
  issueTokens(userId: string, old?: string) {
    const accessToken = jwt()
    const rotates = old !== undefined && this.#faults.strike('refresh-rotates') !== undefined
    if (rotates) this.#refresh.delete(old)
    const refreshToken = old === undefined || rotates ? jwt() : old
    this.#forget(this.#access)
    const { authentication } = this.#lifetimes
    this.#access.set(accessToken, { secret: undefined, userId, expires: this.#clock.now() + authentication })
    this.#refresh.set(refreshToken, userId)
    return { idToken: jwt(), accessToken, refreshToken, authenticationExpiresIn: Math.round(authentication / 1000) }
  }

  /** New AWS credentials, as the token object carries them. */
  issueAws(userId: string) {
    const { authorization } = this.#lifetimes
    this.#forget(this.#aws)
    const key = accessKeyId()
    const secret: AwsKey = {
      secretKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(270).toString('base64'),
    }
    this.#aws.set(key, { secret, userId, expires: this.#clock.now() + authorization })
    return { accessKeyId: key, ...secret, authorizationExpiresIn: Math.round(authorization / 1000) }
  }

  /** Whose access token it is; undefined when it is unknown, revoked or too old. */
  userOf(accessToken: string): string | undefined {
    const issued = this.#access.get(accessToken)
    return issued !== undefined && this.#clock.now() < issued.expires ? issued.userId : undefined
  }

  userOfRefreshToken(refreshToken: string): string | undefined {
    return this.#refresh.get(refreshToken)
  }

  /** An AWS key that was handed out, however old. */
  awsKey(id: string): (AwsKey & { readonly expires: number; readonly expired: boolean }) | undefined {
    const issued = this.#aws.get(id)
    return issued && { ...issued.secret, expires: issued.expires, expired: this.#clock.now() >= issued.expires }
  }

  get #lifetimes(): TokenLifetimes {
    const lifetime = this.#faults.holds('short-lifetimes')?.lifetime
    return lifetime === undefined ? this.#given : { authentication: lifetime, authorization: lifetime }
  }

  /** Access tokens are refused from now on, with `all` refresh tokens too. */
  revokeTokens(which: 'access' | 'all' = 'access'): void {
    this.#access.clear()
    if (which === 'all') this.#refresh.clear()
  }

  /** AWS credentials are refused from now on; open connections stay, as with AWS. */
  expireAws(): void {
    for (const issued of this.#aws.values()) issued.expires = this.#clock.now()
  }

  /** What has been over for a day is not worth its memory. */
  #forget(issued: Map<string, { readonly expires: number }>): void {
    const now = this.#clock.now()
    for (const [key, { expires }] of issued) if (now - expires > days(1)) issued.delete(key)
  }
}

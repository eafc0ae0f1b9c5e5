/** Sessions of browsers: a token is exchanged for a cookie that scripts can't read. They end with the station. */
import { type Duration, days } from '#time/duration'
import { hashOf } from './token-book.ts'

export const sessionLength: Duration = days(30)
/** Of more than that the oldest ends. */
const mostSessions = 1000

export interface SessionsOptions {
  readonly secure: boolean
  readonly randomBytes: (size: number) => Uint8Array
  readonly now: () => number
}

export class Sessions {
  readonly #options: SessionsOptions
  readonly #open = new Map<string, { readonly token: string; readonly until: number }>()
  /** Cookies are shared by all ports of a machine; its own name keeps two stations apart. */
  cookie = 'navilink'

  constructor(options: SessionsOptions) {
    this.#options = options
  }

  /** @returns the Set-Cookie header. */
  begin(token: string): string {
    const { randomBytes, now } = this.#options
    const id = Buffer.from(randomBytes(32)).toString('base64url')
    this.#open.set(hashOf(id), { token, until: now() + sessionLength })
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= mostSessions) break
      this.#open.delete(oldest)
    }
    return this.#header(id, sessionLength)
  }

  /** @returns the Set-Cookie header that takes the cookie back. */
  end(headers: Headers): string {
    const id = this.#idIn(headers)
    if (id !== undefined) this.#open.delete(hashOf(id))
    return this.#header('', 0 as Duration)
  }

  /** The id of the token that the session stands for. */
  tokenOf(headers: Headers): string | undefined {
    const id = this.#idIn(headers)
    const key = id === undefined ? '' : hashOf(id)
    const session = this.#open.get(key)
    if (session === undefined) return undefined
    if (session.until > this.#options.now()) return session.token
    this.#open.delete(key)
    return undefined
  }

  #idIn(headers: Headers): string | undefined {
    const pairs = (headers.get('cookie') ?? '').split(';').map(pair => pair.trim())
    return pairs.find(pair => pair.startsWith(`${this.cookie}=`))?.slice(this.cookie.length + 1)
  }

  #header(value: string, age: Duration): string {
    const secure = this.#options.secure ? '; Secure' : ''
    return `${this.cookie}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${age / 1000}${secure}`
  }
}

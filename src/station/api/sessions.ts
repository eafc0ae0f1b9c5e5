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

  /** What the cookie of a request stands for: the session's id, and that of its token. */
  of(headers: Headers): { readonly id: string; readonly token: string } | undefined {
    const cookie = this.#idIn(headers)
    const id = cookie === undefined ? '' : hashOf(cookie)
    return this.isOpen(id) ? { id, token: this.#open.get(id)?.token ?? '' } : undefined
  }

  isOpen(id: string): boolean {
    const session = this.#open.get(id)
    if (session === undefined) return false
    if (session.until > this.#options.now()) return true
    this.#open.delete(id)
    return false
  }

  /** @returns the Set-Cookie header that takes the cookie back. */
  end(headers: Headers): string {
    const id = this.#idIn(headers)
    if (id !== undefined) this.#open.delete(hashOf(id))
    return this.#header('', 0 as Duration)
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

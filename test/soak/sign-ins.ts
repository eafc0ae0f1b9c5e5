/** Watches what one account asks of REST: the password is sent once, and again only when the cloud takes nothing else. */
import type { Diary } from './diary.ts'
import { singleFetch } from './open-sockets.ts'

/** Whether the call is to bring AWS keys. */
const renewals: ReadonlyMap<string, boolean> = new Map([
  ['/auth/refresh', false],
  ['/auth/session/refresh', true],
  ['/user/secured-sign-in', true],
])

export class SignIns {
  /** How often the password was sent. */
  count = 0
  /** Times that the cloud took nothing else: it refused the refresh token, or twice in a row to give keys. */
  needed = 0
  calls = 0
  readonly #diary: Diary
  readonly #account: string
  #allowed = true
  /** Refused, or answered without keys, since keys came. */
  #keysRefused = 0

  constructor(account: string, diary: Diary) {
    this.#account = account
    this.#diary = diary
  }

  readonly fetch: typeof fetch = async (input, init) => {
    this.calls++
    const path = new URL(String(input)).pathname.replace(/^\/api\/v2\.1/, '')
    const bringsKeys = renewals.get(path)
    const signsIn = path === '/user/sign-in'
    if (signsIn) {
      this.count++
      if (!this.#allowed) this.#diary.breach('needless sign-in', `${this.#account} sent its password without need`)
    }
    const response = await singleFetch(input, init)
    if (!signsIn && bringsKeys === undefined) return response
    const { status, headers } = response
    const text = await response.text()
    const { code, data } = read(text)
    if (signsIn) {
      if (code === 200) this.#allowed = false
    } else if (status === 401) this.#renewed(false, bringsKeys ? false : undefined)
    else if (code !== undefined && (code < 500 || code >= 600))
      this.#renewed(code === 200, bringsKeys ? hasKeys(data) : undefined)
    return new Response(text || null, { status, headers })
  }

  /** @param keys whether they came; undefined where none are due. */
  #renewed(granted: boolean, keys: boolean | undefined): void {
    if (keys === undefined) {
      if (!granted) this.#need()
    } else if (granted && keys) this.#keysRefused = 0
    else if (++this.#keysRefused >= 2) this.#need()
  }

  #need(): void {
    if (this.#allowed) return
    this.#allowed = true
    this.needed++
  }
}

const hasKeys = (data: unknown) => JSON.stringify(data ?? null).includes('"accessKeyId"')

function read(text: string): { readonly code?: number; readonly data?: unknown } {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

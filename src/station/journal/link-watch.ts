/** Tells when the way to the cloud is lost, and when it is there again. */

import { formatDuration, millis } from '#time/duration'
import { redactText } from '#wire/redact'
import type { StationAccount } from '../station-view.ts'
import type { JournalEntry } from './journal-entry.ts'

type Account = Pick<StationAccount, 'name' | 'link'>

interface Watched {
  readonly link: Account['link']
  readonly forget: () => void
}

export class LinkWatch {
  readonly #now: () => number
  readonly #note: (entry: JournalEntry) => void
  readonly #watched = new Map<string, Watched>()

  constructor(now: () => number, note: (entry: JournalEntry) => void) {
    this.#now = now
    this.#note = note
  }

  /** Watches these links and no others. */
  watch(accounts: readonly Account[]): void {
    for (const [name, { link, forget }] of this.#watched)
      if (!accounts.some(account => account.name === name && account.link === link)) {
        forget()
        this.#watched.delete(name)
      }
    for (const { name, link } of accounts)
      if (!this.#watched.has(name)) this.#watched.set(name, { link, forget: this.#follow(name, link) })
  }

  close(): void {
    this.watch([])
  }

  #follow(account: string, link: Account['link']): () => void {
    let down: number | undefined
    const look = () => {
      const { state, cause } = link
      if (state === 'online' && down !== undefined) {
        const took = Math.max(0, this.#now() - down)
        down = undefined
        const text = `The link of ${account} is there again after ${formatDuration(millis(took))}.`
        this.#note({ at: this.#now(), kind: 'link', text, data: { account, state: 'online', took } })
      } else if ((state === 'waiting' || state === 'auth-failed' || state === 'gave-up') && down === undefined) {
        down = this.#now()
        const reason = cause && redactText(cause.message)
        const text = `The link of ${account} is lost${reason ? `: ${reason}` : '.'}`
        this.#note({ at: down, kind: 'link', text, data: { account, state, ...(reason && { reason }) } })
      }
    }
    link.on('state', look)
    look()
    return () => void link.off('state', look)
  }
}

/** Hands the messages that alerts owe to people over to the channels. */
import type { AlertBook, Entry } from './alert-book.ts'
import { type AlertMessage, alertMessage } from './alert-message.ts'
import type { RuleSetting } from './alert-rule.ts'
import { owed } from './announcement.ts'
import type { Outbox } from './outbox.ts'

/** What a message needs to know beside the alert. */
export interface Circumstances {
  readonly title: string
  /** Its rule counts by the day. */
  readonly daily: boolean
  readonly setting: RuleSetting
  readonly heater?: AlertMessage['heater']
  /** Minutes since midnight where it happens. */
  readonly minute: number
}

export interface AnnouncerOptions {
  readonly book: AlertBook
  readonly outbox: Outbox
  /** Undefined while that isn't known: a station that has just started knows no heaters yet. */
  readonly circumstances: (entry: Entry) => Circumstances | undefined
}

export class Announcer {
  readonly #options: AnnouncerOptions

  constructor(options: AnnouncerOptions) {
    this.#options = options
  }

  /** @param now by the heaters' clock. */
  announce(now: number): void {
    for (const entry of this.#options.book.entries) this.#tell(entry, now)
  }

  #tell(entry: Entry, now: number): void {
    const { book, outbox, circumstances } = this.#options
    const { alert } = entry
    const known = circumstances(entry)
    if (!known) return
    const { setting, minute, daily, ...about } = known
    const owes = owed(alert, { ...setting, daily }, now, minute)
    const channels = outbox.fitting(setting.channels, alert.severity)
    const over = alert.ended !== undefined
    if (owes === 'nothing' || (over && channels.length === 0)) book.forget(alert.id)
    else if (owes !== 'later' && channels.length > 0) {
      outbox.post(channels, alertMessage(alert, owes, { ...about, now }))
      const told = { ...alert, told: alert.told + 1, toldAt: now }
      book.put({ ...entry, alert: told })
      if (over) book.forget(alert.id)
    }
  }
}

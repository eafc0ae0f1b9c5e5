/** When a connection is to be replaced, before the gateway ends it. */
import { type Duration, days, hours, minutes, seconds } from '#time/duration'
import type { ExpiringAwsCredentials } from './session.ts'

/** AWS IoT ends a WebSocket after 24 h. */
export const usualLifetime: Duration = hours(23)
/** The share of a lifetime that is left to chance, so that many links don't move at once. */
const spread = 0.04
/** A replacement that couldn't be had is tried again after this. */
const patience = minutes(5)
/** A socket that ends this soon after its credentials ended with them. */
const near = seconds(30)
/** It may have been chance, so another one is let live to see. */
const believed = days(7)
/** Before the end of the credentials, where sockets end with them. */
const ahead = minutes(2)

export class Lifetime {
  readonly #life: Duration
  readonly #random: () => number
  #diesWithCredentialsUntil = Number.NEGATIVE_INFINITY

  constructor(life: Duration, random: () => number) {
    this.#life = life
    this.#random = random
  }

  /** When a connection that opened now, ms since 1970, is to be replaced. */
  dueAt(now: number, { expiresAt }: ExpiringAwsCredentials): number {
    const old = now + this.#life * (1 - spread * this.#random())
    return now < this.#diesWithCredentialsUntil ? Math.max(now + ahead, Math.min(old, expiresAt - ahead)) : old
  }

  later(now: number): number {
    return now + patience
  }

  /** A connection with these credentials was ended by the gateway. AWS lets it live on; if this one doesn't, the next is replaced in time. */
  ended(now: number, { expiresAt }: ExpiringAwsCredentials): void {
    if (now >= expiresAt && now - expiresAt < near) this.#diesWithCredentialsUntil = now + believed
  }
}

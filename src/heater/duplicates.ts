/**
 * Knows a message that came before: QoS 1 delivers twice, and late ones overtake each other. A push carries a one-digit
 * counter, which is all there is to tell its place by: the digit of the newest again with the same text is a copy of it,
 * and up to four behind is late. The counter begins anew when the heater restarts, so it is forgotten when the heater or
 * the link comes back and after some minutes of silence; without any of these a restart costs four pushes at most, and
 * an answer none. An idle tank repeats its text after ten pushes: texts of pushes are not remembered longer than one.
 */
import { createHash } from 'node:crypto'
import { minutes } from '#time/duration'
import type { Message } from '#wire/envelope'

/** No late delivery is this late on a connection that lives. Polls are further apart by default. */
const forgottenAfter = minutes(3)
/** Messages with an id of their own, answers and requests, whose texts are remembered. */
const remembered = 64
const mostBehind = 4

interface Push {
  readonly counter: number
  readonly text: string
  readonly at: number
}

export class Duplicates {
  readonly #now: () => number
  readonly #texts = new Set<string>()
  #newest: Push | undefined

  constructor(now: () => number) {
    this.#now = now
  }

  /** The counter may begin anew: the heater or the link came back. */
  restart(): void {
    this.#newest = undefined
  }

  /**
   * Whether the message says nothing new.
   * @param awaited it answers a question of ours, and is taken wherever its counter stands.
   */
  repeats(message: Message, envelope: Readonly<Record<string, unknown>>, awaited: boolean): boolean {
    const { sessionId, topic, kind } = message
    // What carries no id can't be told from another that says the same.
    if (sessionId === undefined || sessionId === '') return false
    const text = digest(topic, envelope)
    if (text === undefined) return false
    if (kind === 'status' && /^\d$/.test(sessionId))
      return this.#isOld({ counter: Number(sessionId), text, at: this.#now() }, awaited)
    if (this.#texts.has(text)) return true
    this.#texts.add(text)
    for (const oldest of this.#texts) {
      if (this.#texts.size <= remembered) break
      this.#texts.delete(oldest)
    }
    return false
  }

  #isOld(push: Push, awaited: boolean): boolean {
    const newest = this.#newest
    // A clock that was set back is silence too.
    if (newest !== undefined && Math.abs(push.at - newest.at) <= forgottenAfter) {
      const behind = (newest.counter - push.counter + 10) % 10
      if (behind === 0 ? push.text === newest.text : behind <= mostBehind && !awaited) return true
    }
    this.#newest = push
    return false
  }
}

/** @returns undefined for what is nested too deeply to be written, though it could be read. */
function digest(topic: string, envelope: object): string | undefined {
  try {
    return createHash('sha1').update(topic).update(JSON.stringify(envelope)).digest('base64')
  } catch {
    return undefined
  }
}

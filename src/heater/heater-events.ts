/** What a heater tells to whoever listens. */
import type { InfoReading, Reading } from './reading.ts'

export interface HeaterEvents {
  /** Every status that comes: answers, the copies after them, pushes, and history. */
  status: [reading: Reading]
  info: [info: InfoReading]
  /** The heater is there. */
  online: []
  /** The heater left three questions unanswered. */
  stale: []
  /** The cloud can't reach the heater, or it left ten questions unanswered. */
  offline: []
  /** A question of `watch` or of the periodic requests stayed without an answer, or could not be asked. */
  missed: [error: unknown]
  /** Every message on the heater's topics, requests of the phone app included; one that came before is left out. */
  message: [topic: string, envelope: Readonly<Record<string, unknown>>]
}

/** What every question takes. */
export interface CallOptions {
  /** Gives the question up. */
  readonly signal?: AbortSignal | undefined
}

/** What a heater needs of the client that it belongs to. */
import type { Caller, Rest } from '#cloud/rest'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Addressed } from '#wire/envelope'
import type { Logger } from '#wire/logger'
import type { CommandQueue } from './command-queue.ts'
import type { Exchange } from './exchange.ts'
import type { HeaterLink } from './heater-link.ts'

export interface HeaterHost {
  readonly exchange: Exchange
  readonly link: HeaterLink
  /** Shared by the heaters of a client; undefined when commands don't wait for the link. */
  readonly queue: CommandQueue | undefined
  /** Nothing may be changed. */
  readonly readOnly: boolean
  readonly logger: Logger
  /** For time-outs, ages and pacing. */
  readonly clock: Clock
  /** For intervals and the time of a reading. */
  readonly heaterClock: Clock
  /** 0 to 1, for jitter. */
  readonly random: () => number
  /** How long an answer may take. */
  readonly timeout: Duration
  /** From one control to the next of the same heater; 3 s by default. */
  readonly controlGap?: Duration | undefined
  /** Where the heaters stand, as `America/Los_Angeles`; the machine's own by default. */
  readonly timeZone?: string | undefined
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal
  /** Listens to the heater's topics from now on, opening the link where needed. @returns where it is to reply to. */
  listen(
    heater: Addressed & { readonly homeSeq: number },
    signal: AbortSignal,
  ): Promise<{ clientId: string; userSeq: number }>
  /** Where a heater is to reply to; opens nothing. */
  replyAddress(signal: AbortSignal | undefined): Promise<{ clientId: string; userSeq: number }>
  /** A call to the cloud's REST side, in the account's name. */
  cloud<Told>(call: (rest: Rest, caller: Caller) => Promise<Told>, signal: AbortSignal | undefined): Promise<Told>
  connected(heater: Addressed, signal: AbortSignal | undefined): Promise<boolean | undefined>
}

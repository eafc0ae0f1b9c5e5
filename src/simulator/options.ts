/** What can be chosen about a simulated cloud, and what it is when nothing is chosen. */
import type { HouseholdProfile } from '#physics/household'
import type { Beginning } from '#physics/machine'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Login } from './account.ts'
import type { TokenLifetimes } from './credentials.ts'
import type { FirmwareSet } from './report.ts'

export interface HeaterOptions extends Omit<Beginning, 'overshoot'> {
  readonly name?: string
  /** Twelve hex digits; made up when left out. */
  readonly macAddress?: string
  /** `old` sends the 87 fields of controller 10.1, `new` (the default) all 103. */
  readonly firmware?: FirmwareSet
  /** Who draws its water. A family when left out. */
  readonly household?: HouseholdProfile
  /** Whether its Wi-Fi reaches the cloud; true when left out. */
  readonly connected?: boolean
}

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string
  /** PEM texts; with them the simulator speaks HTTPS and secure WebSocket. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  /** What clients count by: age of signatures, keep-alive, lifetimes of tokens. */
  readonly clock?: Clock
  /** How many times faster than `clock` the heaters live. 1 by default. */
  readonly speed?: number
  /** Where the heaters' time begins, ms since 1970; the clock's own time by default. */
  readonly heaterStart?: number
  /** Of the households' chance. */
  readonly seed?: number
  /** `owner@example.com` with `warm-enough` by default. */
  readonly account?: Partial<Login>
  /** One heater by default. */
  readonly heaters?: readonly HeaterOptions[]
  /** An hour each by default. */
  readonly tokenLifetimes?: Partial<TokenLifetimes>
  /** Controls that follow each other faster than this, in the heater's time, are refused with `failCode` 2. None by default. */
  readonly controlGap?: Duration
}

export const defaultLogin: Login = { email: 'owner@example.com', password: 'warm-enough' }

/** The only region of the real cloud. */
export const region = 'us-east-1'

/** What can be chosen about a simulated cloud, and what it is when nothing is chosen. */
import type { Build } from '#physics/build'
import type { Defect } from '#physics/defects'
import type { Place } from '#physics/house/climates'
import type { Draws } from '#physics/house/draw'
import type { HouseholdProfile } from '#physics/house/household'
import type { Room } from '#physics/house/room'
import type { Series } from '#physics/house/series'
import type { Beginning } from '#physics/machine'
import type { TimeZone } from '#physics/schedule/local-time'
import type { CapabilityName } from '#schema/capabilities'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouSchedule } from '#schema/tou'
import type { Clock } from '#time/clock'
import type { Duration } from '#time/duration'
import type { Login } from './account.ts'
import type { ControlOptions } from './control-port.ts'
import type { TokenLifetimes } from './credentials.ts'
import type { GatewayOptions } from './gateway-options.ts'
import type { LivedPast } from './lived-past.ts'
import type { Past } from './past.ts'
import type { FirmwareSet, TemperatureUnit } from './report.ts'

/** What a simulated heater is, has and can do. */
export interface HeaterOptions extends Omit<Beginning, 'firmware' | 'air'> {
  readonly name?: string
  /** Twelve hex digits; made up when left out. */
  readonly macAddress?: string
  /** `old` sends the 87 fields of controller 10.1, `new` (the default) all 103. */
  readonly firmware?: FirmwareSet
  /** Who draws its water. A family when left out. */
  readonly household?: HouseholdProfile
  /** What is drawn, in place of a household. */
  readonly draws?: Draws
  /** Where its house is; without it air and water are the same all year. */
  readonly climate?: Place
  /** Where in that house it stands; a garage when left out. */
  readonly room?: Room
  /** Air around it, °C, in place of the climate's; 20 when both are left out. */
  readonly air?: number | Series
  /** Cold water, °C, in place of the climate's; 14.4 when both are left out. */
  readonly inlet?: number | Series
  /** Relative humidity, %, in place of the climate's; 50 when both are left out. */
  readonly humidity?: number | Series
  /** Of the chance by which its household lives and its weather wanders; the simulation's and its own number when left out. */
  readonly seed?: number
  /** Whether its tank's sensors jitter by ± 0.2 K, as real ones do; true when left out. */
  readonly jitter?: boolean
  /** Whether it takes part in demand response; false when left out. */
  readonly demandResponse?: boolean
  /** What is broken about it in the beginning. */
  readonly defects?: readonly Defect[]
  /** Whether its Wi-Fi reaches the cloud; true when left out. */
  readonly connected?: boolean
  /** What it has, or lacks, other than an NWP500 without a recirculation pump: `{ electric: false }`. */
  readonly capabilities?: Readonly<Partial<Record<CapabilityName, boolean>>>
  /** Fitted with a pump and its schedule; false when left out. */
  readonly recirculation?: boolean
  /** °C; 65.5 when left out. The lowest is `minimumOperation`. */
  readonly highestSetpoint?: number
  /** `half-degree` when left out. */
  readonly setpointStep?: Build['setpointStep']
  /** What its panel shows, °F when left out. */
  readonly temperatureUnit?: TemperatureUnit
  /** The calendar and the clock of its schedules and records; UTC when left out. */
  readonly timeZone?: TimeZone
  /** By how much its clock is off: ahead when above zero. */
  readonly clockOffset?: Duration
  /** Whether it has used energy for a year already; `year` when left out. */
  readonly past?: Past
  /** Firmware that waits to be installed; none when left out. */
  readonly downloadedFirmware?: readonly DownloadedFirmware[]
  /** What it holds in the beginning; an empty schedule, switched off, when left out. */
  readonly reservations?: ReservationSchedule
  /** The plan that it goes by; that of the cloud, switched off, when left out. */
  readonly tou?: TouSchedule
  /** Where a pump is fitted. */
  readonly recirculationSchedule?: RecirculationSchedule
}

/** An account of the simulated cloud, and its heaters. */
export interface AccountOptions extends Partial<Login> {
  /** One heater by default. */
  readonly heaters?: readonly HeaterOptions[]
}

/** What can be chosen about a simulated cloud. */
export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** The address to listen on, 127.0.0.1 by default. */
  readonly host?: string
  /** PEM texts; with them the simulator speaks HTTPS and secure WebSocket. */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer }
  /** Opens a second port, over which it can be made to misbehave while it runs. */
  readonly control?: ControlOptions
  /** What clients count by: age of signatures, keep-alive, lifetimes of tokens. */
  readonly clock?: Clock
  /** How many times faster than `clock` the heaters live. 1 by default. */
  readonly speed?: number
  /** Where the heaters' time begins, ms since 1970; the clock's own time by default. */
  readonly heaterStart?: number
  /** What the heaters live through before that, minute by minute, so that there is a history to look at. */
  readonly past?: LivedPast
  /** How often the heaters look at the clock, and so how late they tell of a change. A second by default, less at speed. */
  readonly heaterTick?: Duration
  /** Of the households' chance, and of the cloud's. */
  readonly seed?: number
  /** `owner@example.com` with `warm-enough` by default. */
  readonly account?: Partial<Login>
  /** One heater by default. */
  readonly heaters?: readonly HeaterOptions[]
  /** Several accounts with heaters of their own, in place of `account` and `heaters`. */
  readonly accounts?: readonly AccountOptions[]
  /** An hour each by default. */
  readonly tokenLifetimes?: Partial<TokenLifetimes>
  /** Controls that follow each other faster than this, in the heater's time, are refused with `failCode` 2. None by default. */
  readonly controlGap?: Duration
  /** How AWS IoT behaves where nobody outside of AWS knows it, and its limits. */
  readonly gateway?: Partial<GatewayOptions>
}

export const defaultLogin: Login = { email: 'owner@example.com', password: 'warm-enough' }

/** The only region of the real cloud. */
export const region = 'us-east-1'

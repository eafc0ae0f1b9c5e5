/** An account of a station: signs in until it is let in, lists its heaters now and then, and follows those that are wanted. */
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import { AuthenticationError, UnsupportedError } from '#schema/errors'
import { type Clock, sleep } from '#time/clock'
import { type Duration, hours, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Feed } from './feed.ts'
import { heaterId } from './heater-id.ts'
import type { AccountState, StationAccount } from './station-view.ts'
import { WatchedHeater, type WatchedHeaterSetting } from './watched-heater.ts'

/** Which heaters of an account are watched, and how. */
export interface HeaterChoice {
  /** Its id, its name in the account, or its MAC address. */
  readonly match: string
  readonly name?: string | undefined
  readonly interval?: Duration | undefined
}

export interface AccountSetting {
  /** Not an e-mail: it is shown. */
  readonly name: string
  /** The station closes it when no account is left that uses it. */
  readonly client: NaviLinkClient
  readonly timeZone: string
  readonly interval: Duration
  /** All of them when absent. */
  readonly heaters?: readonly HeaterChoice[] | undefined
}

export interface AccountHost {
  readonly feed: Feed
  /** The heaters'. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly random: () => number
  readonly logger: Logger
  /** Its state or its heaters changed. */
  readonly changed: (account: Account) => void
  /** A heater is watched from now on. It is kept before its first sample comes. */
  readonly found: (heater: WatchedHeater) => Promise<void>
  readonly presence: (heater: string, ...state: Parameters<WatchedHeaterSetting['presence']>) => void
}

const firstWait = seconds(5)
const longestWait = minutes(5)
/** A heater that was bought or renamed shows after that. */
const listedEvery = hours(1)

export class Account implements StationAccount {
  readonly setting: AccountSetting
  readonly #host: AccountHost
  readonly #ending = new AbortController()
  readonly #heaters: WatchedHeater[] = []
  readonly #following = new Set<Promise<void>>()
  #state: AccountState = 'signing-in'
  #problem: string | undefined
  #running: Promise<void> | undefined

  constructor(setting: AccountSetting, host: AccountHost) {
    this.setting = setting
    this.#host = host
  }

  get name(): string {
    return this.setting.name
  }
  get state(): AccountState {
    return this.#state
  }
  get problem(): string | undefined {
    return this.#problem
  }
  get link(): NaviLinkClient['link'] {
    return this.setting.client.link
  }
  get heaters(): readonly WatchedHeater[] {
    return this.#heaters
  }

  start(): void {
    this.#running ??= this.#run(this.#ending.signal)
  }

  /** Nothing comes from it any more when this is done; its client is left as it is. Safe twice. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
    await Promise.all(this.#following)
    for (const heater of this.#heaters.splice(0)) heater.forget()
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { wallClock, random, logger } = this.#host
    let wait = firstWait
    while (!signal.aborted) {
      try {
        const devices = await this.setting.client.devices({ signal })
        await this.#take(devices)
        this.#enter('ready')
        wait = firstWait
        await quietly(sleep(wallClock, listedEvery, signal))
      } catch (error) {
        if (signal.aborted) return
        const refused = error instanceof AuthenticationError
        // What was found before goes on being watched, for the link may outlive a REST service that is down.
        this.#enter(refused ? 'refused' : 'unreachable', error instanceof Error ? error.message : String(error))
        logger.warn({ error, account: this.name }, 'The heaters of an account could not be listed')
        // A password that was refused isn't tried again: that can lock the account.
        if (refused) return
        await quietly(sleep(wallClock, millis(wait * (0.5 + random() / 2)), signal))
        wait = millis(Math.min(longestWait, wait * 2))
      }
    }
  }

  async #take(devices: readonly NaviLinkDevice[]): Promise<void> {
    const { heaters: choices, interval, timeZone } = this.setting
    const { clock, logger } = this.#host
    const wanted = devices.flatMap(device => {
      if (this.#heaters.some(heater => heater.device === device)) return []
      const choice: Omit<HeaterChoice, 'match'> | undefined =
        choices === undefined ? {} : choices.find(each => isMeant(each, device))
      if (choice === undefined) return []
      if (device.supported) return [{ device, ...choice }]
      logger.warn({ model: device.modelName }, 'A heater of another make is left alone')
      return []
    })
    for (const choice of choices ?? [])
      if (!devices.some(device => isMeant(choice, device)))
        logger.warn({ account: this.name }, 'A heater that the config names is not in its account')
    for (const [i, { device, name, interval: own = interval }] of wanted.entries()) {
      const id = heaterId(device.macAddress)
      const heater = new WatchedHeater({
        device,
        account: this.name,
        timeZone,
        name,
        interval: own,
        clock,
        presence: state => this.#host.presence(id, state),
      })
      await this.#host.found(heater)
      this.#heaters.push(heater)
      // Evenly over an interval, so that a hundred of them don't ask at once.
      this.#follow(heater, millis((own * i) / wanted.length))
    }
  }

  #follow(heater: WatchedHeater, delay: Duration): void {
    const { signal } = this.#ending
    const { clock, feed, logger } = this.#host
    const follow = async () => {
      try {
        if (delay > 0) await sleep(clock, delay, signal)
        await feed.follow(heater.device, heater.interval, signal)
      } catch (error) {
        if (signal.aborted) return
        logger.error({ error, heater: heater.id }, 'A heater is not watched any more')
        if (error instanceof AuthenticationError) this.#enter('refused', error.message)
        else if (!(error instanceof UnsupportedError)) this.#follow(heater, heater.interval)
      }
    }
    const following: Promise<void> = follow().finally(() => this.#following.delete(following))
    this.#following.add(following)
  }

  #enter(state: AccountState, problem?: string): void {
    this.#state = state
    this.#problem = problem
    this.#host.changed(this)
  }
}

const quietly = (wait: Promise<void>) => wait.catch(() => {})

const isMeant = ({ match }: HeaterChoice, { macAddress, name }: NaviLinkDevice) =>
  [heaterId(macAddress), name].includes(match.trim()) ||
  match.replaceAll(/[^0-9a-z]/gi, '').toLowerCase() === macAddress

/** An account of a station: signs in until it is let in, lists its heaters now and then, and follows those that are wanted. */
import type { NaviLinkClient } from '#heater/client'
import type { NaviLinkDevice } from '#heater/device'
import type { PresenceState } from '#heater/presence'
import { AuthenticationError } from '#schema/errors'
import { type Clock, sleep } from '#time/clock'
import { type Duration, hours, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Feed } from './feed.ts'
import { Following } from './following.ts'
import { choiceOf, type HeaterChoice, unmatched } from './heater-choice.ts'
import { heaterId } from './heater-id.ts'
import { membershipEntry, sharedEntry, stateEntry, unmatchedEntry } from './journal/account-entries.ts'
import type { JournalEntry } from './journal/journal-entry.ts'
import type { AccountState, StationAccount } from './station-view.ts'
import { WatchedHeater, type WatchedHeaterSetting } from './watched-heater.ts'

export type { HeaterChoice } from './heater-choice.ts'

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
  /** The account in which a heater is watched. */
  readonly watchedIn: (heater: string) => string | undefined
  readonly presence: (heater: string, state: PresenceState) => void
  readonly note: (entry: JournalEntry) => void
}

const firstWait = seconds(5)
const longestWait = minutes(5)
/** A heater that was bought or renamed shows after that. */
const listedEvery = hours(1)
/** A cloud that leaves a heater out of one list may have had a bad moment. */
const goneAfter = 2

export class Account implements StationAccount {
  readonly #host: AccountHost
  readonly #ending = new AbortController()
  readonly #following = new Map<string, Following>()
  /** From how many lists in a row a heater was missing. */
  readonly #absent = new Map<string, number>()
  /** What was said already of the config and the account. */
  #said: ReadonlySet<string> = new Set()
  #setting: AccountSetting
  #devices: readonly NaviLinkDevice[] | undefined
  #state: AccountState = 'signing-in'
  #problem: string | undefined
  /** When it ceased to be ready. */
  #troubled: number | undefined
  #running: Promise<void> | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(setting: AccountSetting, host: AccountHost) {
    this.#setting = setting
    this.#host = host
  }

  get setting(): AccountSetting {
    return this.#setting
  }
  get name(): string {
    return this.#setting.name
  }
  get state(): AccountState {
    return this.#state
  }
  get problem(): string | undefined {
    return this.#problem
  }
  get link(): NaviLinkClient['link'] {
    return this.#setting.client.link
  }
  get heaters(): readonly WatchedHeater[] {
    return [...this.#following.values()].map(({ heater }) => heater)
  }
  /** It is known which heaters it has. */
  get listed(): boolean {
    return this.#devices !== undefined
  }

  start(): void {
    this.#running ??= this.#run(this.#ending.signal)
  }

  /** Goes on with other heaters, names or intervals over the same client. A heater of which nothing changed notices nothing. */
  reconfigure(setting: AccountSetting): Promise<void> {
    return this.#inTurn(async () => {
      this.#setting = setting
      const changed = [...this.#following].filter(([, { heater }]) => !this.#isAsWanted(heater))
      await Promise.all(changed.map(([id]) => this.#leave(id)))
      if (this.#devices) await this.#take(this.#devices)
      this.#host.changed(this)
    })
  }

  /** Nothing comes from it any more when this is done; its client is left as it is. Safe twice. */
  async close(): Promise<void> {
    this.#ending.abort()
    await this.#running
    await this.#turn
    await Promise.all([...this.#following.keys()].map(id => this.#leave(id)))
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { wallClock, random, logger } = this.#host
    let wait = firstWait
    while (!signal.aborted) {
      try {
        const devices = await this.#setting.client.devices({ signal })
        await this.#inTurn(() => this.#hear(devices))
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

  /** What the cloud says that the account has now. */
  async #hear(devices: readonly NaviLinkDevice[]): Promise<void> {
    this.#devices = devices
    const there = new Set(devices.map(({ macAddress }) => heaterId(macAddress)))
    for (const id of new Set([...this.#following.keys(), ...this.#absent.keys()])) {
      const lists = this.#absent.get(id) ?? 0
      if (!there.has(id)) {
        this.#absent.set(id, lists + 1)
        if (lists + 1 !== goneAfter) continue
        this.#host.note(membershipEntry(this.#place, id, false))
        await this.#leave(id)
      } else if (this.#absent.delete(id) && lists >= goneAfter) this.#host.note(membershipEntry(this.#place, id, true))
    }
    await this.#take(devices)
  }

  /** Follows those that are wanted and aren't followed yet. */
  async #take(devices: readonly NaviLinkDevice[]): Promise<void> {
    const { feed, clock, logger, found, presence } = this.#host
    const { timeZone } = this.#setting
    const wanted = this.#wanted(devices)
    for (const [i, { id, device, name, interval }] of wanted.entries()) {
      const told: WatchedHeaterSetting['presence'] = state => presence(id, state)
      const heater = new WatchedHeater({ device, account: this.name, timeZone, name, interval, clock, presence: told })
      const refused = ({ message }: Error) => this.#enter('refused', message)
      const following = new Following({ heater, feed, clock, logger, refused })
      this.#following.set(id, following)
      await found(heater)
      // Evenly over an interval, so that a hundred of them don't ask at once.
      following.start(millis((interval * i) / wanted.length))
    }
    // Of those that are followed already, what broke off when the account was refused.
    for (const following of this.#following.values()) following.start()
  }

  #wanted(devices: readonly NaviLinkDevice[]) {
    const { note, logger, watchedIn } = this.#host
    const { heaters: choices, interval } = this.#setting
    const holds = new Set<string>()
    /** Once for as long as it is so. */
    const say = (what: string, say: () => void) => {
      holds.add(what)
      if (!this.#said.has(what)) say()
    }
    const names = devices.map(({ name }) => name)
    for (const { match } of unmatched(choices, devices))
      say(`unmatched ${match}`, () => {
        note(unmatchedEntry(this.#place, match, names))
        logger.warn({ account: this.name, match }, 'The config names a heater that is not in its account')
      })
    const wanted = devices.flatMap(device => {
      const id = heaterId(device.macAddress)
      const choice = choiceOf(choices, device)
      if (choice === undefined || this.#following.has(id)) return []
      const other = watchedIn(id)
      if (!device.supported)
        say(id, () => logger.warn({ model: device.modelName }, 'A heater of another make is left alone'))
      else if (other !== undefined)
        say(id, () => {
          note(sharedEntry(this.#place, id, other))
          logger.warn({ heater: id, account: this.name, other }, 'A heater is watched in another account already')
        })
      else return [{ id, device, name: choice.name, interval: choice.interval ?? interval }]
      return []
    })
    this.#said = holds
    return wanted
  }

  #isAsWanted(heater: WatchedHeater): boolean {
    const { name: account, heaters: choices, interval, timeZone } = this.#setting
    const choice = choiceOf(choices, heater.device)
    if (choice === undefined || heater.account !== account || heater.timeZone !== timeZone) return false
    return heater.ownName === choice.name && heater.interval === (choice.interval ?? interval)
  }

  async #leave(id: string): Promise<void> {
    await this.#following.get(id)?.close()
    this.#following.delete(id)
  }

  /** One after another: a list may come while the setting changes. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(() => (this.#ending.signal.aborted ? undefined : work()))
    this.#turn = quietly(turn)
    return turn
  }

  #enter(state: AccountState, problem?: string): void {
    const { clock, note } = this.#host
    const before = this.#state
    this.#state = state
    this.#problem = problem
    this.#host.changed(this)
    if (before === state) return
    const since = this.#troubled
    this.#troubled = state === 'ready' ? undefined : (since ?? clock.now())
    // That it was let in at the start is no news.
    if (state !== 'ready' || since !== undefined) note(stateEntry(this.#place, state, { problem, since }))
  }

  get #place() {
    return { at: this.#host.clock.now(), account: this.name }
  }
}

const quietly = (wait: Promise<void>) => wait.catch(() => {})

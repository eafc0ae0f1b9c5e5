/** The station: holds the links, keeps everything, warns and can be asked. Here its parts are put together. */
import { ConnectionError, UnsupportedError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { days, minutes } from '#time/duration'
import type { Logger, LogLevel } from '#wire/logger'
import { Alerts } from './alerts/alerts.ts'
import type { AlertsConfig } from './alerts/alerts-config.ts'
import { Feed } from './feed.ts'
import { HeaterRegister } from './heater-register.ts'
import type { GapCause } from './history/gap.ts'
import { History } from './history/history.ts'
import { Journal } from './journal/journal.ts'
import { News } from './news.ts'
import { Reconciliation } from './recording/reconciliation.ts'
import { Recorder } from './recording/recorder.ts'
import type { Sample } from './sample.ts'
import type { Sink, SinkReport } from './sink.ts'
import { Account, type AccountSetting } from './station-account.ts'
import type { Deed, DeedOutcome, StationView } from './station-view.ts'
import type { Store } from './store/store.ts'
import type { WatchedHeater } from './watched-heater.ts'

/** What a reload may change. */
export interface StationSetting {
  readonly accounts: readonly AccountSetting[]
  readonly alerts: AlertsConfig
  readonly readOnly: boolean
  /** What is another than before, in words, for the journal. */
  readonly changes?: readonly string[] | undefined
}

export interface StationOptions extends StationSetting {
  /** Open; the station closes it. */
  readonly store: Store
  /** After how many days a day's samples are packed. */
  readonly rawDays?: number | undefined
  /** The heaters' clock. */
  readonly clock: Clock
  readonly wallClock: Clock
  /** ms of a count that nobody sets, at the pace of `clock`: by it a clock that was set is noticed. */
  readonly monotonic?: (() => number) | undefined
  readonly random: () => number
  readonly logger: Logger
  /** Where the level of the log is turned. */
  readonly log?: { level: LogLevel } | undefined
  /** Further sinks: a CSV file, say. */
  readonly sinks?: readonly Sink[] | undefined
  readonly version: string
}

/** How often rollups are made and old days packed. */
const keptEvery = minutes(10)
/** How often what packing freed is given back to the disk. */
const trimmedEvery = days(1)

export class Station implements StationView {
  readonly version: string
  readonly started: Date
  readonly clock: Clock
  readonly wallClock: Clock
  readonly logger: Logger
  readonly store: Store
  readonly history: History
  readonly journal: Journal
  readonly recorder: Recorder
  readonly alerts: Alerts
  readonly news: News
  readonly #feed: Feed
  readonly #reconciliation: Reconciliation
  readonly #options: StationOptions
  readonly #register: HeaterRegister
  /** The accounts of all heaters that the record knows, by id. */
  readonly #homes = new Map<string, string>()
  readonly #closing = new AbortController()
  #setting: StationSetting
  #accounts: readonly Account[] = []
  #stopKeeping = () => {}
  #trimmed: number
  #keeping: Promise<void> | undefined
  #closed: Promise<void> | undefined

  constructor(options: StationOptions) {
    const { store, clock, wallClock, random, logger, version, rawDays } = options
    this.#options = options
    this.#setting = options
    this.version = version
    this.clock = clock
    this.wallClock = wallClock
    this.logger = logger
    this.store = store
    this.started = new Date(clock.now())
    this.#trimmed = clock.now()
    this.news = new News(logger)
    this.#register = new HeaterRegister({ store, wallClock, logger })
    const heaters = () => this.heaters
    this.history = new History({ store, clock, logger, ...(rawDays !== undefined && { rawDays }) })
    this.journal = new Journal({
      store,
      news: this.news,
      clock,
      wallClock,
      logger,
      heaters,
      accounts: () => this.accounts,
    })
    const note: Journal['note'] = entry => this.journal.note(entry)
    this.recorder = new Recorder({
      store,
      news: this.news,
      clock,
      wallClock,
      ...(options.monotonic && { monotonic: options.monotonic }),
      logger,
      version,
      interval: id => this.#heater(id)?.interval ?? minutes(1),
      silence: id => this.#silence(id),
      note,
    })
    this.alerts = new Alerts({
      config: options.alerts,
      store,
      history: this.history,
      news: this.news,
      clock,
      wallClock,
      logger,
      random,
      station: () => this,
      note,
    })
    this.#reconciliation = new Reconciliation({ store, history: this.history, clock, logger, random, heaters })
    const latest: Sink = {
      name: 'latest',
      start: async () => {},
      write: samples => {
        for (const sample of samples) this.#heard(sample)
      },
      stop: async () => {},
    }
    const sinks = [this.recorder, latest, this.journal, this.alerts, ...(options.sinks ?? [])]
    this.#feed = new Feed({ sinks, logger, clock: wallClock })
  }

  get readOnly(): boolean {
    return this.#setting.readOnly
  }
  get accounts(): readonly Account[] {
    return this.#accounts
  }
  get heaters(): readonly WatchedHeater[] {
    return this.#accounts.flatMap(({ heaters }) => heaters)
  }
  get sinks(): readonly SinkReport[] {
    return this.#feed.reports
  }
  get logLevel(): LogLevel {
    return this.#options.log?.level ?? 'info'
  }
  set logLevel(level: LogLevel) {
    if (!this.#options.log) throw new UnsupportedError('The log of this station has one level only.')
    this.#options.log.level = level
  }

  /** Resolves when it keeps what comes; the accounts sign in meanwhile, and for as long as it takes. @throws StoreError */
  async start(): Promise<void> {
    for (const { id, account } of await this.store.heaters()) this.#homes.set(id, account)
    await this.#feed.start()
    this.journal.note({ at: this.clock.now(), kind: 'station', text: `The station ${this.version} started.` })
    this.#accounts = this.#setting.accounts.map(setting => this.#open(setting))
    this.#reconciliation.start()
    this.#stopKeeping = this.clock.every(keptEvery, () => this.#keep())
    this.#keep()
  }

  /**
   * Takes over another setting. Heaters of which nothing changed are followed as before, and a link is closed when no
   * account has its client.
   */
  async reconfigure(setting: StationSetting): Promise<void> {
    const before = this.#accounts
    this.#setting = setting
    const kept = (account: AccountSetting) => before.find(each => isSameAccount(each.setting, account))
    const gone = before.filter(account => !setting.accounts.some(each => kept(each) === account))
    this.#accounts = before.filter(account => !gone.includes(account))
    await Promise.all(gone.map(account => account.close()))
    const unused = gone.filter(account => !setting.accounts.some(({ client }) => client === account.setting.client))
    await Promise.all(unused.map(account => account.setting.client.close()))
    if (this.#closing.signal.aborted) return
    this.#accounts = setting.accounts.map(each => kept(each) ?? this.#open(each))
    for (const each of setting.accounts) await kept(each)?.reconfigure(each)
    this.alerts.reconfigure(setting.alerts)
    const changes = (setting.changes ?? []).join(', ')
    const text = `The station took over a changed config${changes ? `: ${changes}` : ''}.`
    this.journal.note({ at: this.clock.now(), kind: 'station', text, data: { changes: setting.changes ?? [] } })
  }

  async act<Outcome extends DeedOutcome>(deed: Deed, work: () => Promise<Outcome>): Promise<Outcome> {
    if (this.readOnly) throw new UnsupportedError('This station only reads; nothing was sent.')
    const acting = this.journal.acting(deed)
    try {
      const outcome = await work()
      acting.ended(outcome)
      return outcome
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const refusedHere = error instanceof UnsupportedError || error instanceof RangeError
      acting.ended({ result: refusedHere ? 'not-sent' : 'failed', reason })
      throw error
    }
  }

  /** Everything that came is kept when this is done. Safe twice. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    this.#closing.abort(new ConnectionError('The station was closed.'))
    this.#stopKeeping()
    await Promise.all([this.#reconciliation.close(), ...this.#accounts.map(account => account.close())])
    this.journal.note({ at: this.clock.now(), kind: 'station', text: 'The station stopped.' })
    await this.#keeping
    await this.#register.close()
    // A link that is dead takes seconds to close; what came is kept before that.
    const clients = Promise.all(this.#accounts.map(account => account.setting.client.close()))
    await this.#feed.stop()
    await this.store.close()
    await clients
  }

  #open(setting: AccountSetting): Account {
    const { wallClock, clock, logger, news } = this
    const account = new Account(setting, {
      feed: this.#feed,
      clock,
      wallClock,
      random: this.#options.random,
      logger,
      changed: ({ name }) => news.tell({ kind: 'account', account: name }),
      found: heater => {
        this.#homes.set(heater.id, heater.account)
        return this.#register.enter(heater)
      },
      watchedIn: id => this.#heater(id)?.account,
      note: entry => this.journal.note(entry),
      presence: (heater, state) => news.tell({ kind: 'presence', heater, state }),
    })
    account.start()
    return account
  }

  #heard(sample: Sample): void {
    this.#heater(sample.heater)?.heard(sample)
    this.news.tell({ kind: 'sample', sample })
  }

  #keep(): void {
    this.#keeping ??= this.#tidy()
      .catch(error => {
        if (!this.#closing.signal.aborted) this.logger.error({ error, repeats: true }, 'The record could not be tidied')
      })
      .finally(() => {
        this.#keeping = undefined
      })
  }

  async #tidy(): Promise<void> {
    await this.history.keep(this.#closing.signal)
    if (Math.abs(this.clock.now() - this.#trimmed) < trimmedEvery) return
    this.#trimmed = this.clock.now()
    await this.store.vacuum()
  }

  #silence(id: string): GapCause {
    const heater = this.#heater(id)
    const home = heater?.account ?? this.#homes.get(id)
    const account = this.#accounts.find(({ name }) => name === home)
    if (heater === undefined) return this.#isLeftOut(account) ? 'not-watched' : 'link-down'
    if (account?.link.state !== 'online') return 'link-down'
    if (heater.device.presence === 'offline') return 'heater-offline'
    return heater.unasked ? 'not-asked' : 'heater-silent'
  }

  /** Whether a heater that isn't watched won't be, as far as is known. @param home its account; one that is gone may have another name. */
  #isLeftOut(home: Account | undefined): boolean {
    if (home) return home.listed
    return this.#accounts.length === this.#setting.accounts.length && this.#accounts.every(({ listed }) => listed)
  }

  #heater(id: string): WatchedHeater | undefined {
    for (const { heaters } of this.#accounts) for (const heater of heaters) if (heater.id === id) return heater
    return undefined
  }
}

/** The same link of the same house: what else there is of it can be changed as it goes. */
const isSameAccount = (a: AccountSetting, b: AccountSetting) => a.client === b.client && a.name === b.name

/** Watches over the heaters and the station: raises alerts by the rules, tells people, and remembers what they were told. */
import { ownTimeZone } from '#heater/tou-clock'
import type { Clock } from '#time/clock'
import { minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { History } from '../history/history.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { News } from '../news.ts'
import type { Sample } from '../sample.ts'
import type { Sink } from '../sink.ts'
import type { StationHeater, StationView } from '../station-view.ts'
import type { Store } from '../store/store.ts'
import { accountFacts, isLinked } from './account-facts.ts'
import type { Alert } from './alert.ts'
import { AlertBook, type Entry } from './alert-book.ts'
import { testMessage } from './alert-message.ts'
import type { AlertRule, Rule } from './alert-rule.ts'
import type { AlertsConfig } from './alerts-config.ts'
import { Announcer, type Circumstances } from './announcer.ts'
import type { ChannelReport } from './delivery-queue.ts'
import { HeaterMemory, patienceWith } from './heater-memory.ts'
import { heaterRules } from './heater-rules.ts'
import { type Event, Judge } from './judge.ts'
import { type Letters, Outbox, type TestReport } from './outbox.ts'
import { listedRules, RuleSettings } from './rule-setting.ts'
import { allRules } from './rules.ts'
import { accountRules, storeRules } from './station-rules.ts'
import type { Tally } from './tally.ts'

export type { AlertRule } from './alert-rule.ts'
export type { ChannelReport } from './delivery-queue.ts'
export type { TestReport } from './outbox.ts'

export interface AlertsOptions {
  readonly config: AlertsConfig
  readonly store: Store
  readonly history: Pick<History, 'chart' | 'energy'>
  readonly news: News
  /** The heaters' clock. */
  readonly clock: Clock
  /** The machine's. */
  readonly wallClock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly station: () => Pick<StationView, 'heaters' | 'accounts'>
  readonly fetch?: typeof globalThis.fetch
  readonly note: (entry: JournalEntry) => void
}

const lookedEvery = minutes(1)
/** Counts of the day change with each sample and are not worth a write each time. */
const keptEvery = minutes(5)
const tallyKey = 'alerts.tallies'
const letterKey = 'alerts.letters'
const [neverHot] = heaterRules.filter(({ name }) => name === 'never-hot')

export class Alerts implements Sink {
  readonly name = 'alerts'
  readonly #options: AlertsOptions
  readonly #book: AlertBook
  readonly #judge: Judge
  readonly #outbox: Outbox
  readonly #announcer: Announcer
  readonly #heaters: HeaterMemory
  readonly #closing = new AbortController()
  #config: AlertsConfig
  #settings: RuleSettings
  #started = 0
  /** The latest that the heaters' clock has shown. */
  #latest = Number.POSITIVE_INFINITY
  #stopTicking: readonly (() => void)[] = []
  #reconfiguring: Promise<void> = Promise.resolve()

  constructor(options: AlertsOptions) {
    const { config, store, history, clock, wallClock, logger, random, fetch = globalThis.fetch } = options
    this.#options = options
    this.#config = config
    this.#settings = new RuleSettings(config)
    const hot = (heater: StationHeater) => (neverHot && this.#settings.of(neverHot, heater).temperature) ?? 60
    this.#heaters = new HeaterMemory({ history, clock, logger, hot })
    const memory = () => ({ [tallyKey]: this.#heaters.tallies, [letterKey]: this.#outbox.letters })
    this.#book = new AlertBook({ store, logger, memory })
    this.#outbox = new Outbox({ clock: wallClock, random, logger, fetch, changed: () => this.#book.touch() })
    this.#judge = new Judge({ book: this.#book, clock, random, told: (event, alert) => this.#note(event, alert) })
    const circumstances = (entry: Entry) => this.#circumstances(entry)
    this.#announcer = new Announcer({ book: this.#book, outbox: this.#outbox, circumstances })
  }

  get rules(): readonly AlertRule[] {
    return listedRules(this.#config)
  }

  get channels(): readonly ChannelReport[] {
    return this.#outbox.reports
  }

  /** Takes up what was open and what waits to be sent. @throws StoreError */
  async start(): Promise<void> {
    const { store, clock, wallClock } = this.#options
    await this.#book.load()
    this.#heaters.restore(((await store.memory(tallyKey)) ?? {}) as Readonly<Record<string, Tally>>)
    await this.#outbox.configure(this.#config, ((await store.memory(letterKey)) ?? {}) as Letters)
    this.#started = clock.now()
    this.#mend()
    this.#stopTicking = [
      clock.every(lookedEvery, () => this.#tick()),
      wallClock.every(keptEvery, () => this.#book.touch()),
    ]
  }

  write(samples: readonly Sample[]): void {
    this.#mend()
    const heaters = new Map(this.#options.station().heaters.map(heater => [heater.id, heater]))
    for (const sample of samples) {
      const heater = heaters.get(sample.heater)
      if (!heater) continue
      this.#heaters.take(heater, sample)
      this.#lookAt(heater)
    }
    this.#announcer.announce(this.#options.clock.now())
  }

  /** What waits to be sent is kept for the next run. */
  async stop(): Promise<void> {
    this.#closing.abort(new Error('The station stops.'))
    for (const stop of this.#stopTicking) stop()
    await Promise.all([this.#heaters.idle(), this.#reconfiguring])
    await this.#outbox.close()
    await this.#book.saved()
    if (this.#stopTicking.length > 0) this.#book.touch()
    this.#stopTicking = []
    await this.#book.saved()
  }

  /** Newest first; 100 at most when not told otherwise. */
  list(
    query: { readonly open?: boolean | undefined; readonly limit?: number | undefined } = {},
  ): Promise<readonly Alert[]> {
    return this.#book.list(query)
  }

  /** A person says that they know: it isn't repeated. Undefined where there is no such alert. */
  async acknowledge(id: string, by: string): Promise<Alert | undefined> {
    const acknowledged = this.#options.clock.now()
    return this.#change(
      id,
      `${by} said that they know.`,
      { acknowledged, acknowledgedBy: by },
      { event: 'acknowledged', by },
    )
  }

  /** No message before that moment. Undefined where there is no such alert. */
  async snooze(id: string, until: Date, by: string): Promise<Alert | undefined> {
    const text = `${by} wants to hear no more of it until ${until.toISOString()}.`
    return this.#change(
      id,
      text,
      { snoozedUntil: until.getTime() },
      { event: 'snoozed', by, until: until.toISOString() },
    )
  }

  /** Sends a test by one channel or by all, past what waits. Never throws. */
  test(channel?: string): Promise<readonly TestReport[]> {
    const { clock, wallClock } = this.#options
    return this.#outbox.test(testMessage(`test-${wallClock.now().toString(36)}`, clock.now()), channel)
  }

  /** Takes over another config; open alerts and waiting messages stay. */
  reconfigure(config: AlertsConfig): void {
    this.#config = config
    this.#settings = new RuleSettings(config)
    this.#reconfiguring = this.#reconfiguring.then(() => this.#outbox.configure(config)).then(() => this.#tick())
  }

  #tick(): void {
    if (this.#closing.signal.aborted) return
    this.#mend()
    const { station, store, clock, wallClock } = this.#options
    const { heaters, accounts } = station()
    for (const heater of heaters) this.#lookAt(heater)
    for (const account of accounts) {
      const subject = {
        id: account.name,
        account: account.name,
        longest: patienceWith({ interval: lookedEvery }),
        clock: wallClock,
      }
      const own = heaters.filter(heater => heater.account === account.name)
      const facts = accountFacts(account, own, id => clock.now() - (this.#heaters.heard(id) ?? this.#started))
      for (const rule of accountRules) this.#judge.look(rule, facts, this.#settings.of(rule), subject)
    }
    const subject = { id: '', longest: patienceWith({ interval: lookedEvery }), clock: wallClock }
    for (const rule of storeRules) this.#judge.look(rule, { state: store.state }, this.#settings.of(rule), subject)
    this.#forgetGone()
    this.#heaters.look(heaters, this.#closing.signal)
    this.#announcer.announce(clock.now())
    this.#book.save()
  }

  /** A clock that was set back would leave what is kept to come for hours, and nothing due. */
  #mend(): void {
    const now = this.#options.clock.now()
    if (now < this.#latest) {
      this.#heaters.mend(now)
      this.#book.mend(now)
      this.#started = Math.min(this.#started, now)
    }
    this.#latest = now
  }

  #lookAt(heater: StationHeater): void {
    const { clock, station } = this.#options
    const account = station().accounts.find(({ name }) => name === heater.account)
    const facts = this.#heaters.facts(heater, isLinked(account) === true, clock.now())
    const subject = { id: heater.id, heater: heater.id, longest: patienceWith(heater), clock }
    for (const rule of heaterRules) this.#judge.look(rule, facts, this.#settings.of(rule, heater), subject)
  }

  /** A heater or account that the config or the cloud no longer has. */
  #forgetGone(): void {
    const { heaters, accounts } = this.#options.station()
    if (accounts.length === 0 || accounts.some(({ state }) => state !== 'ready')) return
    for (const entry of this.#book.entries) {
      const { alert, account } = entry
      const here = alert.heater === undefined || heaters.some(({ id }) => id === alert.heater)
      if (!here || (account !== undefined && !accounts.some(({ name }) => name === account))) this.#judge.forget(entry)
    }
  }

  #circumstances({ alert }: Entry): Circumstances | undefined {
    const { heaters } = this.#options.station()
    const rule: Rule<never> | undefined = allRules.find(({ name }) => name === alert.rule)
    const heater = heaters.find(({ id }) => id === alert.heater)
    if (!rule || (alert.heater !== undefined && !heater)) return undefined
    const minute = this.#heaters.minute((heater ?? heaters[0])?.timeZone ?? ownTimeZone(), this.#options.clock.now())
    const named = heater && { heater: { id: heater.id, name: heater.name } }
    const { title, daily = false } = rule
    return { title, daily, setting: this.#settings.of(rule, heater), minute, ...named }
  }

  async #change(id: string, what: string, change: Partial<Alert>, data: Readonly<Record<string, unknown>>) {
    const entry = this.#book.get(id)
    const before = entry?.alert ?? (await this.#book.list({ limit: 10_000 })).find(alert => alert.id === id)
    if (!before) return undefined
    const alert = { ...before, ...change }
    if (entry) this.#book.put({ ...entry, alert })
    else this.#book.write(alert)
    const { clock, note, news } = this.#options
    note({
      ...about(alert),
      at: clock.now(),
      text: `${what} It is about: ${alert.text}`,
      data: { ...about(alert).data, ...data },
    })
    news.tell({ kind: 'alert', alert })
    await this.#book.saved()
    return alert
  }

  #note(event: Event, alert: Alert): void {
    const { note, news } = this.#options
    const words = {
      raised: alert.text,
      ended: `It is over: ${alert.text}`,
      dropped: `It is no longer watched: ${alert.text}`,
    }
    const at = event === 'raised' ? alert.since : (alert.ended ?? alert.since)
    note({ ...about(alert), at, text: words[event], data: { ...about(alert).data, event } })
    news.tell({ kind: 'alert', alert })
  }
}

/** The part of a journal entry that is the same whatever happened to an alert. */
const about = ({ id, rule, severity, heater }: Alert) =>
  ({ kind: 'alert', ...(heater && { heater }), data: { alert: id, rule, severity } }) as const

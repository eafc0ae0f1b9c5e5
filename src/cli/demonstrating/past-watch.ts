/** Journal and alerts of a past: the parts of a station that watch, run after run, in the time of its samples. */
import type { NaviLinkDevice } from '#heater/device'
import type { PresenceState } from '#heater/presence'
import { HeaterTime } from '#simulator/heater-time'
import { Alerts, type AlertsOptions } from '#station/alerts/alerts'
import type { AlertsConfig } from '#station/alerts/alerts-config'
import { Deeds } from '#station/journal/deeds'
import { EntryWriter } from '#station/journal/entry-writer'
import { HeaterChronicle } from '#station/journal/heater-chronicle'
import type { JournalEntry } from '#station/journal/journal-entry'
import { News } from '#station/news'
import type { Sample } from '#station/sample'
import type { StationAccount, StationHeater } from '#station/station-view'
import type { StationRun, Store, StoredHeater } from '#station/store/store'
import type { Clock } from '#time/clock'
import { type Duration, formatDuration, millis } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Episode } from './past-month.ts'

export interface PastWatchSetting {
  readonly store: Store
  readonly logger: Logger
  readonly heaters: readonly StoredHeater[]
  readonly interval: Duration
  readonly alerts: AlertsConfig
  readonly random: () => number
  /** One after the other; between them the station was off. */
  readonly runs: readonly StationRun[]
  readonly episodes: readonly Episode[]
}

/** A past begins with an empty record, and what is usual in it can only be said when it is over. */
const nothingBefore: AlertsOptions['history'] = {
  energy: async () => [],
  chart: async ({ from, until }) => ({ from, until, step: 0, source: 'samples', at: [], series: {}, gaps: [] }),
}

interface Turn {
  readonly at: number
  readonly happens: () => void | Promise<void>
}

/** What is watched: of a heater that isn't there any more only what journal and alerts ask. */
interface PastHeater extends StationHeater {
  readonly past: { presence: PresenceState }
}

export class PastWatch {
  readonly #setting: PastWatchSetting
  readonly #time: HeaterTime
  /** The same, looked at as seldom as samples come. */
  readonly #slowly: Clock
  /** The same without what is only done now and then: each time would be a write to the disk. */
  readonly #seldom: Clock
  readonly #news: News
  readonly #writer: EntryWriter
  readonly #heaters: readonly PastHeater[]
  readonly #link: { state: 'online' | 'waiting' } = { state: 'online' }
  readonly #turns: Turn[]
  #chronicles = new Map<string, HeaterChronicle>()
  #alerts: Alerts | undefined

  constructor(setting: PastWatchSetting) {
    const { store, logger, heaters, interval, runs, episodes } = setting
    this.#setting = setting
    this.#time = new HeaterTime(runs[0]?.started ?? 0)
    this.#slowly = {
      now: () => this.#time.now(),
      after: (span, callback) => this.#time.after(span, callback),
      every: (span, callback) => this.#time.every(millis(Math.max(span, interval)), callback),
    }
    this.#seldom = {
      now: () => this.#time.now(),
      after: (span, callback) => this.#time.after(span, callback),
      every: () => () => {},
    }
    this.#news = new News(logger)
    this.#writer = new EntryWriter({ store, news: this.#news, clock: this.#time, logger })
    this.#heaters = heaters.map(heater => pastHeater(heater, interval))
    const turns = [...runs.flatMap(run => this.#turnsOfRun(run)), ...episodes.flatMap(one => this.#turnsOfEpisode(one))]
    this.#turns = turns.sort((one, other) => one.at - other.at)
  }

  /** Time passes: what happened until then is noted. */
  async passTo(moment: number): Promise<void> {
    for (let [next] = this.#turns; next !== undefined && next.at <= moment; [next] = this.#turns) {
      this.#turns.shift()
      this.#time.moveTo(next.at)
      await next.happens()
    }
    this.#time.moveTo(moment)
  }

  async take(sample: Sample): Promise<void> {
    await this.#chronicles.get(sample.heater)?.sample(sample)
    this.#alerts?.write([sample])
  }

  /** What was noted is kept. Safe twice. */
  async close(): Promise<void> {
    await this.#stop()
    await this.#writer.close()
  }

  #turnsOfRun({ started, ended = started, version }: StationRun): readonly Turn[] {
    return [
      {
        at: started,
        happens: () => {
          this.#note({ at: started, kind: 'station', text: `The station ${version} started.` })
          return this.#start()
        },
      },
      {
        at: ended,
        happens: () => {
          this.#note({ at: ended, kind: 'station', text: 'The station stopped.' })
          return this.#stop()
        },
      },
    ]
  }

  #turnsOfEpisode({ from, until, unheard }: Episode): readonly Turn[] {
    if (unheard === 'heater-offline')
      return [
        { at: from, happens: () => this.#presence('offline') },
        { at: until, happens: () => this.#presence('online') },
      ]
    if (unheard !== 'link-down') return []
    const account = this.#setting.heaters[0]?.account
    const link = (at: number, state: 'online' | 'waiting', what: string): Turn => ({
      at,
      happens: () => {
        this.#link.state = state
        this.#note({ at, kind: 'link', text: `The link of ${account} is ${what}.`, data: { account, state } })
      },
    })
    const took = formatDuration(millis(until - from))
    return [link(from, 'waiting', 'lost'), link(until, 'online', `there again after ${took}`)]
  }

  async #start(): Promise<void> {
    const { store, logger, alerts, random } = this.#setting
    const note = (entry: JournalEntry) => this.#note(entry)
    for (const heater of this.#heaters) {
      const setting = { heater, store, logger, clock: this.#time, writer: this.#writer, deeds: new Deeds() }
      const chronicle = new HeaterChronicle({ ...setting, doubt: () => {} })
      this.#chronicles.set(heater.id, chronicle)
      chronicle.presence('online')
    }
    this.#alerts = new Alerts({
      ...{
        store,
        logger,
        random,
        note,
        config: alerts,
        news: this.#news,
        clock: this.#slowly,
        wallClock: this.#seldom,
      },
      history: nothingBefore,
      station: () => ({ heaters: this.#heaters, accounts: this.#accounts }),
    })
    await this.#alerts.start()
  }

  async #stop(): Promise<void> {
    for (const chronicle of this.#chronicles.values()) chronicle.close()
    this.#chronicles = new Map()
    await this.#alerts?.stop()
    this.#alerts = undefined
  }

  get #accounts(): readonly StationAccount[] {
    const name = this.#setting.heaters[0]?.account ?? ''
    return [{ name, state: 'ready', link: this.#link as StationAccount['link'] }]
  }

  #presence(state: PresenceState): void {
    const [hero] = this.#heaters
    if (hero === undefined) return
    hero.past.presence = state
    this.#chronicles.get(hero.id)?.presence(state)
  }

  #note(entry: JournalEntry): void {
    this.#writer.append(entry)
  }
}

function pastHeater(heater: StoredHeater, interval: Duration): PastHeater {
  const past: PastHeater['past'] = { presence: 'online' }
  const listen = () => device
  const device = {
    get presence() {
      return past.presence
    },
    on: listen,
    off: listen,
  } as unknown as NaviLinkDevice
  return { ...heater, interval, device, past, latest: undefined, samples: 0, answers: 0, expected: 0, missed: 0 }
}

/** Keeps every sample, and what is missing between them. While the store takes nothing it waits, and sampling goes on. */
import type { Clock } from '#time/clock'
import { type Duration, formatDuration, millis, minutes, seconds } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Gap, GapCause } from '../history/gap.ts'
import { firstTime } from '../history/sample-reader.ts'
import type { JournalEntry } from '../journal/journal-entry.ts'
import type { News } from '../news.ts'
import type { Sample } from '../sample.ts'
import type { Sink } from '../sink.ts'
import type { Store } from '../store/store.ts'
import { Backlog, type BacklogItem } from './backlog.ts'
import { BatchWriter, type RecorderState } from './batch-writer.ts'
import { ClockWatch } from './clock-watch.ts'
import { recordAt } from './record-end.ts'
import { patience, Silences } from './silences.ts'
import { RunRecord } from './station-run.ts'

export type { RecorderState } from './batch-writer.ts'

export interface RecorderOptions {
  readonly store: Store
  readonly news: News
  /** The heaters'. */
  readonly clock: Clock
  readonly wallClock: Clock
  readonly logger: Logger
  /** Of this program. */
  readonly version: string
  /** From one question to the next. */
  readonly interval: (heater: string) => Duration
  /** Why nothing comes from it at this moment. */
  readonly silence: (heater: string) => GapCause
  readonly note: (entry: JournalEntry) => void
  /** Milliseconds that nobody sets, at the pace of `clock`, to tell a clock that jumped; see `ClockWatch`. */
  readonly monotonic?: (() => number) | undefined
}

/** About 30 MB; one heater fills that in three days and a half. */
const longestBacklog = 5000
/** How often gaps are looked for, by the heaters' clock. */
const lookedEvery = seconds(15)
/** At least so often the run says that it lives. */
const aliveWithin = minutes(1)

export class Recorder implements Sink {
  readonly name = 'history'
  readonly longestQueue = longestBacklog
  readonly #options: RecorderOptions
  readonly #backlog = new Backlog(longestBacklog)
  readonly #silences: Silences
  readonly #clockWatch: ClockWatch
  #writer: BatchWriter | undefined
  #run: RunRecord | undefined
  /** The clock was set, and where the record stands now is looked up. */
  #settling: Promise<void> | undefined
  #stopping: Promise<void> | undefined
  #lost = 0
  readonly #idle: RecorderState

  constructor(options: RecorderOptions) {
    const { clock, wallClock, monotonic } = options
    this.#options = options
    this.#idle = { kind: 'recording', since: new Date(clock.now()) }
    this.#silences = new Silences(options)
    // The heaters' clock may be a fast one: to its timers every delay of this program would be a jump.
    const watched = monotonic ? clock : wallClock
    this.#clockWatch = new ClockWatch({ clock: watched, monotonic, jumped: by => this.#jumped(by) })
  }

  get state(): RecorderState {
    return this.#writer?.state ?? this.#idle
  }

  /** Samples and gaps that are in memory only. */
  get waiting(): number {
    return this.#backlog.length
  }

  /** Samples that were given up. */
  get lost(): number {
    return this.#lost
  }

  /** @throws StoreError where the record can't be read. One that can't be written is waited for. */
  async start(): Promise<void> {
    const { store, clock, wallClock, version } = this.#options
    const run = await RunRecord.begin(store, clock.now(), version)
    this.#run = run
    this.#noteEarlier(run, clock.now())
    for (const { id } of await store.heaters()) this.#silences.known(id, await this.#standing(id, clock.now()))
    const writer = new BatchWriter({
      ...this.#options,
      backlog: this.#backlog,
      run: () => run.now(clock.now()),
      lost: () => this.#lost,
      unfit: item => this.#unfit(item),
    })
    this.#writer = writer
    this.#clockWatch.start()
    const timers = [
      clock.every(lookedEvery, () => this.#look()),
      wallClock.every(millis(aliveWithin / 2), () => void writer.atLeastEvery(millis(aliveWithin / 2))),
    ]
    this.#stopping = undefined
    this.#stop = async () => {
      for (const stop of timers) stop()
      this.#clockWatch.close()
      await this.#settling
      run.end(clock.now())
      await writer.close()
    }
    this.#look()
    await writer.flush()
  }

  /** Resolves when they are kept, or when that has to wait; it never throws for that. */
  async write(samples: readonly Sample[]): Promise<void> {
    this.#clockWatch.look()
    if (this.#settling) await this.#settling
    for (const sample of samples) this.#take(sample)
    await this.#writer?.soon()
  }

  /** What can be kept is, and the run has its end. Safe twice. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().then(() => {
      const { logger } = this.#options
      if (this.#backlog.length > 0)
        logger.error({ samples: this.#backlog.length }, 'The station stopped before these samples could be kept')
    })
    return this.#stopping
  }

  #stop = async () => {}

  #take({ heater, at, status, connected }: Sample): void {
    if (this.#backlog.full) {
      this.#lost++
      this.#gap(this.#silences.lost(heater))
      return
    }
    const after = this.#silences.newest(heater)
    const gap = this.#silences.sample(heater, at.getTime())
    const cause = status.about.cause === 'answer' ? 'answer' : 'push'
    this.#backlog.add({ sample: { heater, at: at.getTime(), cause, connected, raw: status.about.raw }, after, gap })
    if (gap) this.#options.news.tell({ kind: 'gap', gap })
  }

  /** One sample amid others makes no gap; the one that it ended did end. */
  #unfit({ gap }: BacklogItem): void {
    this.#lost++
    if (gap) this.#backlog.addGap(gap)
  }

  /** Gaps that begin, or whose cause is known better. */
  #look(): void {
    this.#clockWatch.look()
    if (this.#settling) return
    for (const gap of this.#silences.look(this.#options.clock.now())) this.#gap(gap)
    void this.#writer?.soon()
  }

  #gap(gap: Gap | undefined): void {
    if (gap === undefined) return
    this.#backlog.addGap(gap)
    this.#options.news.tell({ kind: 'gap', gap })
  }

  #jumped(by: Duration): void {
    const { clock, logger, note } = this.#options
    const far = formatDuration(millis(Math.abs(by)))
    logger.warn({ by }, 'The clock jumped')
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = undefined
    })
    note({
      at: clock.now(),
      kind: 'store',
      text:
        by > 0
          ? `The clock went ahead by ${far}: somebody set it, or the machine slept. What it skipped is a gap.`
          : `The clock was set back by ${far}. Samples go on with the times that it shows.`,
      data: { jumped: by },
    })
  }

  #noteEarlier({ earlier, crashed }: RunRecord, now: number): void {
    if (earlier === undefined) return
    const { note } = this.#options
    const alive = new Date(earlier.alive).toISOString()
    if (crashed)
      note({
        at: now,
        kind: 'station',
        text: `The station had stopped without saying so${earlier.alive > now ? '' : `; it was last alive at ${alive}`}.`,
        data: { crashed: true, alive: earlier.alive, started: earlier.started, version: earlier.version },
      })
    if (earlier.alive - now > aliveWithin)
      note({
        at: now,
        kind: 'store',
        text: `The clock shows an earlier time than when the station last ran, at ${alive}.`,
        data: { jumped: now - earlier.alive },
      })
  }

  /** What is newest by another clock isn't so by this one. */
  async #settle(): Promise<void> {
    const { store, clock, logger } = this.#options
    try {
      // What waits counts too, if it can be kept.
      await this.#writer?.flush()
      const stored = await store.heaters()
      for (const heater of new Set([...this.#silences.heaters, ...stored.map(({ id }) => id)])) {
        const now = clock.now()
        const before = this.#silences.newest(heater)
        const standing = await this.#standing(heater, now)
        const { newest, over } = standing
        const passed = newest !== undefined && before !== undefined && before < newest
        if (passed && over?.from !== before) await this.#leaveBehind(heater, before)
        const heard = newest !== undefined && this.#run?.isOfIt(newest, now) === true
        this.#gap(this.#silences.clockSet(heater, standing, now, heard))
      }
    } catch (error) {
      logger.error({ error }, 'Where the record stands at the time that the clock shows now could not be read')
    }
  }

  async #standing(heater: string, now: number): ReturnType<typeof recordAt> {
    const standing = await recordAt(this.#options.store, heater, now)
    if (standing.over) this.#backlog.addGap(standing.over)
    return standing
  }

  /** Samples of a clock that was behind lie apart: after the last of them there is a hole. */
  async #leaveBehind(heater: string, newest: number): Promise<void> {
    const { store, interval } = this.#options
    const until = await firstTime(store, { heater, from: newest + 1 })
    if (until !== undefined && until - newest > patience * interval(heater))
      this.#gap({ heater, from: newest, until, cause: 'clock' })
  }
}

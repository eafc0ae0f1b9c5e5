/** The journal of one heater: what it showed last, what is different now, and whose doing that was. */
import type { PresenceState } from '#heater/presence'
import type { InfoReading } from '#heater/reading'
import { LocalTime } from '#physics/schedule/local-time'
import type { ReservationSchedule } from '#schema/reservation'
import type { Clock } from '#time/clock'
import { minutes } from '#time/duration'
import type { Logger } from '#wire/logger'
import type { Sample } from '../sample.ts'
import type { StationHeater } from '../station-view.ts'
import type { Store } from '../store/store.ts'
import type { Deeds } from './deeds.ts'
import { settingEntry } from './entries.ts'
import type { EntryWriter } from './entry-writer.ts'
import { faultChanges } from './fault-changes.ts'
import { type HeaterMemory, keptMemory, memoryKey } from './heater-memory.ts'
import { readHeater } from './heater-reader.ts'
import { infoChanges, infoToKeep } from './info-changes.ts'
import type { JournalEntry } from './journal-entry.ts'
import { PresenceLog } from './presence-log.ts'
import { type KnownSchedule, type ScheduleName, scheduleChange, schedules } from './schedule-changes.ts'
import { type Author, authorsOf, type Circumstances, isForGood, watched } from './setting-author.ts'
import { type SettingChange, settingChanges, settingsOf } from './watched-settings.ts'

export interface HeaterChronicleSetting {
  readonly heater: StationHeater
  readonly store: Pick<Store, 'memory'>
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly logger: Logger
  readonly writer: EntryWriter
  readonly deeds: Deeds
  /** Its schedules should be read anew, to tell who did something. */
  readonly doubt: () => void
}

/** A setting that nobody we know of changed: its weekly schedule may be another one by now. */
interface Doubt {
  readonly changes: readonly SettingChange[]
  readonly circumstances: Omit<Circumstances, 'reservations'>
  /** Those that are in the store, by their change. */
  readonly entries: Map<SettingChange, JournalEntry>
}

/** A schedule that was read longer ago may have been changed before it took effect. */
const freshSchedule = minutes(10)
/** Of a heater that never tells its schedule only so many are remembered. */
const mostDoubts = 50

export class HeaterChronicle {
  readonly heater: StationHeater
  readonly #setting: HeaterChronicleSetting
  readonly #time: LocalTime
  readonly #loaded: Promise<void>
  readonly #presence: PresenceLog
  #memory: HeaterMemory = {}
  #last: Sample | undefined
  #doubts: Doubt[] = []
  /** Of the reservations, in this run. */
  #readAt: number | undefined

  constructor(setting: HeaterChronicleSetting) {
    const { heater, store, clock, logger, writer } = setting
    this.heater = heater
    this.#setting = setting
    this.#time = new LocalTime(heater.timeZone)
    this.#presence = new PresenceLog({ heater: heater.id, clock, append: entry => writer.append(entry) })
    this.#loaded = keptMemory(store, heater.id).then(
      kept => {
        this.#memory = kept
      },
      error => logger.error({ error, heater: heater.id }, 'What the journal knew of a heater could not be read'),
    )
    heater.device.on('info', this.#info)
  }

  async sample(sample: Sample): Promise<void> {
    await this.#loaded
    const { status } = sample
    const at = sample.at.getTime()
    const before = this.#last
    this.#last = sample
    const known = this.#memory
    const settings = { ...known.settings, ...settingsOf(status) }
    const changes = settingChanges(known.settings ?? {}, settings)
    const { known: faults, entries } = faultChanges(known.faults ?? {}, status, at, this.heater.id)
    const circumstances = {
      sample,
      before,
      time: this.#time,
      modeSince: known.modeSince,
      modeBefore: known.modeBefore,
      deed: (change: SettingChange) => this.#setting.deeds.explaining(this.heater.id, change, status, at),
    }
    const mode = changes.find(({ field }) => field === 'dhwOperationSetting')
    if (mode) {
      const seen = before !== undefined && at - before.at.getTime() <= watched
      const modeBefore = isForGood(mode.old) ? mode.old : known.modeBefore
      this.#memory = { ...known, modeSince: seen ? at : undefined, modeBefore }
    }
    if (entries.length === 0 && isSame(settings, known.settings) && known.faults !== undefined) return
    const memory = this.#learn({ settings, faults })
    if (changes.length === 0 && entries.length === 0) this.#setting.writer.remember(memory)
    for (const entry of entries) this.#setting.writer.append(entry, memory)
    this.#explain(changes, circumstances, memory)
  }

  presence(state: PresenceState): void {
    const at = this.#setting.clock.now()
    void this.#loaded.then(() => {
      const before = this.#memory.presence
      if (state === 'unknown' || state === before?.state) return
      this.#setting.writer.remember(this.#learn({ presence: { state, since: at } }))
      // One that is there from the start never came.
      if (before !== undefined || state !== 'online') this.#presence.changed(state, before)
    })
  }

  /** Reads what it doesn't tell by itself. @throws what kept it from reading. */
  async check(signal: AbortSignal): Promise<void> {
    await this.#loaded
    await readHeater(this.heater.device, (name, schedule) => this.#schedule(name, schedule), signal)
  }

  close(): void {
    this.#presence.tell()
    this.heater.device.off('info', this.#info)
  }

  readonly #info = (info: InfoReading): void => {
    void this.#loaded.then(() => {
      const told = { ...this.#memory.info, ...infoToKeep(info) }
      if (this.#memory.info && isSame(told, this.#memory.info)) return
      const entries = infoChanges(this.#memory.info, told, info.about.at.getTime(), this.heater.id)
      const memory = this.#learn({ info: told })
      this.#setting.writer.remember(memory)
      for (const entry of entries) this.#setting.writer.append(entry, memory)
    })
  }

  #schedule(name: ScheduleName, now: KnownSchedule | 'none'): void {
    const { clock, deeds, writer } = this.#setting
    const at = clock.now()
    const before = this.#memory.schedules?.[name]
    const by = () => deeds.writing(this.heater.id, schedules[name].deeds, at)?.by
    const entry = scheduleChange(name, before, now, { at, heater: this.heater.id, by })
    if (name === 'reservations') this.#readAt = at
    if (before === undefined || entry) {
      const memory = this.#learn({ schedules: { ...this.#memory.schedules, [name]: now } })
      if (entry) writer.append(entry, memory)
      else writer.remember(memory)
    }
    if (name === 'reservations') this.#thinkAgain()
  }

  #explain(
    changes: readonly SettingChange[],
    circumstances: Omit<Circumstances, 'reservations'>,
    memory: Readonly<Record<string, unknown>>,
  ): void {
    if (changes.length === 0) return
    const doubt: Doubt = { changes, circumstances, entries: new Map() }
    const authors = this.#authors(doubt)
    for (const [i, change] of changes.entries()) {
      const author = authors[i] ?? { who: undefined }
      const entry = settingEntry(change, author, this.#place(circumstances.sample))
      this.#setting.writer.append(entry, memory, kept => doubt.entries.set(change, kept))
    }
    const isStale = this.#readAt === undefined || this.#setting.clock.now() - this.#readAt > freshSchedule
    if (!isStale || !changes.some((change, i) => isDoubtful(change, authors[i]))) return
    this.#doubts = [...this.#doubts, doubt].slice(-mostDoubts)
    this.#setting.doubt()
  }

  /** The schedule was read: perhaps it explains what nobody was known to have done. */
  #thinkAgain(): void {
    const doubts = this.#doubts
    this.#doubts = []
    for (const doubt of doubts) {
      const authors = this.#authors(doubt)
      for (const [i, change] of doubt.changes.entries()) {
        const author = authors[i]
        const kept = doubt.entries.get(change)
        if (kept === undefined || author?.who === undefined || author.who === kept.who) continue
        const entry = settingEntry(change, author, this.#place(doubt.circumstances.sample))
        this.#setting.writer.append({ ...entry, id: kept.id })
      }
    }
  }

  #authors({ changes, circumstances }: Doubt): readonly Author[] {
    const known = this.#memory.schedules?.reservations
    const reservations = known === undefined || known === 'none' ? undefined : (known.schedule as ReservationSchedule)
    return authorsOf(changes, { ...circumstances, reservations })
  }

  #place({ at }: Sample): { readonly at: number; readonly heater: string } {
    return { at: at.getTime(), heater: this.heater.id }
  }

  /** @returns what the store is to keep. */
  #learn(news: HeaterMemory): Readonly<Record<string, HeaterMemory>> {
    this.#memory = { ...this.#memory, ...news }
    return { [memoryKey(this.heater.id)]: this.#memory }
  }
}

const isDoubtful = ({ field }: SettingChange, author: Author | undefined) =>
  (field === 'dhwOperationSetting' || field === 'dhwTemperatureSetting') &&
  (author?.who === undefined || author.who === 'somebody')

const isSame = (a: object, b: object | undefined) => JSON.stringify(a) === JSON.stringify(b)

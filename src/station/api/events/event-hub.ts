/** The stream of changes: what happened lately, who listens, and how a listener that was away catches up. */
import type { Clock } from '#time/clock'
import { seconds } from '#time/duration'
import { EventReader } from './event-reader.ts'

/** What is told to listeners. */
export interface StationEvent {
  readonly name: string
  /** About which heaters it is; undefined where it is about all. */
  readonly heaters: readonly string[] | undefined
  readonly data: object
}

/** An event in its place. */
interface Told {
  readonly id: number
  readonly heaters: readonly string[] | undefined
  readonly text: string
}

export interface Listener {
  /** The id of the last event that it has. */
  readonly lastId?: number | undefined
  /** Of one heater only. */
  readonly heater?: string | undefined
  /** Under which its streams are counted. */
  readonly key?: string | undefined
  /** Whether it may still listen. */
  readonly isLetIn?: (() => boolean) | undefined
  /** All that there is, for one that can't catch up. */
  readonly snapshot: () => object
}

export interface EventHubOptions {
  readonly wallClock: Clock
  /** How many events are kept for those that were away. */
  readonly memory?: number
  /** How many may listen. */
  readonly mostReaders?: number
  /** How many of them may be the same caller's, so that others find a place. */
  readonly mostOfOne?: number
  /** What may wait for one of them, in characters. */
  readonly longestBacklog?: number
}

const heartbeatEvery = seconds(15)
const usual = { memory: 1000, mostReaders: 100, mostOfOne: 50, longestBacklog: 4_000_000 }

export class EventHub {
  readonly #options: typeof usual
  readonly #readers = new Map<EventReader, Listener>()
  readonly #stopBeating: () => void
  #kept: Told[] = []
  /** Grows from one run to the next too, so that an id of an earlier run isn't taken for one of this. */
  #lastId: number
  #dropped = 0
  #closed = false

  constructor({ wallClock, ...options }: EventHubOptions) {
    this.#options = { ...usual, ...options }
    this.#lastId = wallClock.now()
    this.#stopBeating = wallClock.every(heartbeatEvery, () => {
      this.check()
      for (const reader of this.#readers.keys()) this.#give(reader, ': still here\n\n')
    })
  }

  get readers(): number {
    return this.#readers.size
  }

  /** Listeners that were too slow. */
  get dropped(): number {
    return this.#dropped
  }

  tell({ name, heaters, data }: StationEvent): void {
    const id = ++this.#lastId
    const told = { id, heaters, text: eventText(id, name, data) }
    this.#kept.push(told)
    if (this.#kept.length >= 2 * this.#options.memory) this.#kept = this.#kept.slice(-this.#options.memory)
    for (const [reader, listener] of this.#readers) if (isFor(told, listener)) this.#give(reader, told.text)
  }

  /** Undefined when as many listen as may. */
  listen(listener: Listener): ReadableStream<Uint8Array> | undefined {
    const { mostReaders, mostOfOne, longestBacklog } = this.#options
    const ofOne = [...this.#readers.values()].filter(({ key }) => key !== undefined && key === listener.key).length
    if (this.#closed || this.#readers.size >= mostReaders || ofOne >= mostOfOne) return undefined
    const reader = new EventReader(longestBacklog, () => this.#readers.delete(reader))
    this.#readers.set(reader, listener)
    reader.give('retry: 3000\n\n')
    const missed = this.#since(listener.lastId)
    if (missed) {
      for (const told of missed) if (isFor(told, listener)) this.#give(reader, told.text)
    }
    // However long it is, what they begin with is given.
    else reader.give(eventText(this.#lastId, 'snapshot', listener.snapshot()), true)
    return reader.stream
  }

  /** Ends the streams of those who aren't let in any more: their token was removed, their session is over, or tokens are asked for by now. */
  check(): void {
    for (const [reader, { isLetIn = () => true }] of this.#readers) if (!isLetIn()) reader.end('you are let in no more')
  }

  /** Safe twice. */
  close(): void {
    this.#closed = true
    this.#stopBeating()
    for (const reader of this.#readers.keys()) reader.end('the station stops')
  }

  #give(reader: EventReader, text: string): void {
    if (reader.give(text)) return
    this.#dropped++
    reader.end('too slow: what waited was dropped')
  }

  /** What came after an event; undefined when that isn't known any more, or never was. */
  #since(id: number | undefined): readonly Told[] | undefined {
    const first = this.#kept[0]?.id ?? this.#lastId + 1
    if (id === undefined || id < first - 1 || id > this.#lastId) return undefined
    return this.#kept.filter(told => told.id > id)
  }
}

const eventText = (id: number, name: string, data: object) =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`

const isFor = ({ heaters }: Told, { heater }: Listener) =>
  heater === undefined || heaters === undefined || heaters.includes(heater)

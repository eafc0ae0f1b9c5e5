/** Raw samples, by heater and time. */
import { Crowd } from '../crowd.ts'
import { encodeFrame, frameKeys } from '../frame.ts'
import type { SampleQuery, StoredSample } from '../store.ts'
import { bounds, moment } from './cell.ts'
import type { Database, Statement } from './engine.ts'
import type { HeaterTable } from './heater-table.ts'
import type { ShapeTable } from './shape-table.ts'

/** Read at once. */
const most = 10_000
/** As they are numbered for ever. */
const causes: readonly StoredSample['cause'][] = ['answer', 'push', 'import']

interface Row {
  readonly at: number
  readonly cause: number
  readonly connected: number
  readonly shape: number
  readonly frame: Uint8Array
}

const nameOf = ({ shape, frame }: Pick<Row, 'shape' | 'frame'>) =>
  `${shape} ${Buffer.from(frame.buffer, frame.byteOffset, frame.length).toString('latin1')}`

export class SampleTable {
  readonly #heaters: HeaterTable
  readonly #shapes: ShapeTable
  readonly #insert: Statement
  readonly #at: Statement
  readonly #forwards: Statement
  readonly #backwards: Statement
  readonly #remove: Statement
  /** Where the last sample came that found its moment taken: there may be thousands of one moment. */
  #crowded: { readonly heater: number; readonly crowd: Crowd } | undefined

  constructor(db: Database, heaters: HeaterTable, shapes: ShapeTable) {
    this.#heaters = heaters
    this.#shapes = shapes
    const select = 'SELECT at, cause, connected, shape, frame FROM sample WHERE heater = ? AND at >= ? AND at < ?'
    this.#insert = db.prepare('INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    this.#at = db.prepare('SELECT shape, frame FROM sample WHERE heater = ? AND at = ?')
    this.#forwards = db.prepare(`${select} ORDER BY at LIMIT ?`)
    this.#backwards = db.prepare(`${select} ORDER BY at DESC LIMIT ?`)
    this.#remove = db.prepare('DELETE FROM sample WHERE heater = ? AND at = ?')
  }

  /** @returns whether it is new. */
  add({ heater, at, cause, connected, raw }: StoredSample): boolean {
    const key = this.#heaters.keyFor(heater)
    const fields = frameKeys(raw)
    const shape = this.#shapes.keyFor(fields)
    const frame = encodeFrame(raw, fields)
    const isNew = (time: number) =>
      Number(this.#insert.run(key, time, causes.indexOf(cause), connected ? 1 : 0, shape, frame).changes) === 1
    const time = moment(at)
    if (isNew(time)) return true
    const own = nameOf({ shape, frame })
    const crowd = this.#crowdAt(key, time)
    for (;;) {
      if (crowd.has(own, time)) return false
      const free = isNew(crowd.end)
      crowd.add(free ? own : nameOf(this.#at.get(key, crowd.end) as unknown as Row))
      if (free) return true
    }
  }

  #crowdAt(heater: number, time: number): Crowd {
    const known = this.#crowded
    if (known?.heater === heater && known.crowd.holds(time)) return known.crowd
    const crowd = new Crowd(time)
    this.#crowded = { heater, crowd }
    return crowd
  }

  find({ heater, limit = most, backwards = false, ...span }: SampleQuery): StoredSample[] {
    const key = this.#heaters.keyOf(heater)
    if (key === undefined) return []
    const statement = backwards ? this.#backwards : this.#forwards
    const rows = statement.all(key, ...bounds(span), Math.min(limit, most)) as unknown as Row[]
    return rows.map(({ at, cause, connected, shape, frame }) => ({
      heater,
      at,
      cause: causes[cause] ?? 'import',
      connected: connected === 1,
      raw: this.#shapes.get(shape).decode(frame),
    }))
  }

  /** @returns whether it was there. */
  remove(heater: number, at: number): boolean {
    this.forget()
    return Number(this.#remove.run(heater, at).changes) === 1
  }

  /** After a transaction that was taken back, too. */
  forget(): void {
    this.#crowded = undefined
  }
}

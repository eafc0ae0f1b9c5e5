/** The key lists of frames, each kept once. */
import { FrameShape } from '../frame.ts'
import type { Database, Statement } from './engine.ts'

export class ShapeTable {
  readonly #insert: Statement
  readonly #byFields: Statement
  readonly #byKey: Statement
  readonly #shapes = new Map<number, FrameShape>()
  /** Mostly the next frame has it too. */
  #last: { readonly key: number; readonly shape: FrameShape } | undefined

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO shape (fields) VALUES (?)')
    this.#byFields = db.prepare('SELECT key FROM shape WHERE fields = ?')
    this.#byKey = db.prepare('SELECT fields FROM shape WHERE key = ?')
  }

  /** For writing: new ones are kept. */
  keyFor(fields: readonly string[]): number {
    if (this.#last?.shape.fits(fields)) return this.#last.key
    const text = JSON.stringify(fields)
    const found = this.#byFields.get(text)?.key as number | undefined
    const key = found ?? Number(this.#insert.run(text).lastInsertRowid)
    this.#last = { key, shape: new FrameShape(fields) }
    return key
  }

  get(key: number): FrameShape {
    const known = this.#shapes.get(key)
    if (known) return known
    const fields = this.#byKey.get(key)?.fields
    if (fields === undefined) throw new RangeError('A stored frame has a shape that is not there.')
    const shape = new FrameShape(JSON.parse(fields as string))
    this.#shapes.set(key, shape)
    return shape
  }

  /** After a transaction that was taken back. */
  forget(): void {
    this.#shapes.clear()
    this.#last = undefined
  }
}

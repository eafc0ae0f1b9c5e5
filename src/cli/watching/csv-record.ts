/** The CSV file of a watch: opened before anybody is asked for anything, told of when it fails, and counted. */
import { NaviLinkError } from '#schema/errors'
import type { UnitSystem } from '#schema/units'
import type { Column } from '#station/csv-columns'
import { CsvSink } from '#station/csv-sink'
import type { Sample } from '#station/sample'
import type { Sink } from '#station/sink'
import { naming, sentenceOf } from '../failure.ts'

export interface CsvFile {
  /** As it was given. */
  readonly name: string
  readonly path: string
  readonly columns: readonly Column[]
}

export class CsvRecord implements Sink {
  readonly name: string
  readonly largestBatch = 1
  /** Is told when rows begin to be lost, and when they are written again. */
  tell: (sentence: string) => void = () => {}
  readonly #sink: CsvSink
  #written = 0
  #failures = 0

  /** @throws NaviLinkError for a file with other columns, and the system's error when it can't be written. */
  static async open({ name, path, columns }: CsvFile, units: UnitSystem): Promise<CsvRecord> {
    const sink = new CsvSink({ file: path, columns, units })
    try {
      await sink.start()
    } catch (error) {
      throw naming(name, error)
    }
    return new CsvRecord(name, sink)
  }

  private constructor(name: string, sink: CsvSink) {
    this.name = name
    this.#sink = sink
  }

  /** Of its temperatures: those with which the file was begun. */
  get units(): UnitSystem {
    return this.#sink.units
  }

  /** Rows of this run. */
  get written(): number {
    return this.#written
  }

  /** It is open already. */
  async start(): Promise<void> {}

  async write(samples: readonly Sample[]): Promise<void> {
    try {
      await this.#sink.write(samples)
    } catch (error) {
      const sentence = sentenceOf(naming(this.name, error))
      if (this.#failures === 0) this.tell(`${sentence} Rows are missing from now on.`)
      this.#failures += samples.length
      throw new NaviLinkError(sentence, { cause: error })
    }
    this.#written += samples.length
    if (this.#failures > 0) this.tell(`${this.name} is written again; ${this.#failures} rows are missing.`)
    this.#failures = 0
  }

  async stop(): Promise<void> {
    await this.#sink.stop()
  }
}

/** Reads a CSV record of a heater, of ours or of others, into samples as the wire had them. */
import { type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import type { CellReading } from './cell-reader.ts'
import { readCell } from './cell-reader.ts'
import type { CsvRow } from './csv-rows.ts'
import { type ImportedSample, timeTrouble } from './imported-sample.ts'
import { type LeftOut, LeftOutList, shown } from './left-out.ts'
import { RowClock, writtenTime } from './row-time.ts'
import type { Survey } from './survey.ts'
import type { Scales } from './temperature-scale.ts'

export interface CsvImportOptions {
  readonly survey: Survey
  readonly scales: Scales
  /** Of rows that name no zone. */
  readonly timeZone?: string | undefined
  /** Rows that lie a day later are of a clock that was wrong, ms since 1970. */
  readonly now?: number | undefined
}

/** A row as it stands in its file, and as it will be kept. */
export interface RowExample {
  readonly line: number
  readonly time: string
  readonly sample: ImportedSample
  readonly cells: readonly { readonly name: string; readonly key: StatusKey; readonly text: string }[]
}

const notTold = /^(?:|none|nan|null|n\/a|unknown|unavailable|-)$/i

export class CsvImport {
  readonly #options: CsvImportOptions
  readonly #reading: CellReading
  readonly #clock: RowClock | undefined
  readonly #left = new LeftOutList()

  /** @throws RangeError for a zone that this Node doesn't know. */
  constructor(options: CsvImportOptions) {
    this.#options = options
    this.#reading = { ...options.survey.reading, scales: options.scales }
    this.#clock = options.timeZone === undefined ? undefined : new RowClock(options.timeZone)
  }

  /** Rows that became no sample, and cells that were left out of theirs. */
  get leftOut(): readonly LeftOut[] {
    return this.#left.all
  }

  async *samples(rows: AsyncIterable<CsvRow>): AsyncGenerator<ImportedSample> {
    for await (const row of rows) {
      const sample = this.#sample(row)
      if (sample !== undefined) yield sample
    }
  }

  /** The fullest of the first rows. */
  async example(rows: AsyncIterable<CsvRow>): Promise<RowExample | undefined> {
    let best: RowExample | undefined
    let seen = 0
    for await (const row of rows) {
      const sample = this.#sample(row)
      if (sample !== undefined && Object.keys(sample.raw).length > (best?.cells.length ?? 0))
        best = this.#example(row, sample)
      if (++seen > 100) break
    }
    return best
  }

  #example({ line, cells }: CsvRow, sample: ImportedSample): RowExample {
    const { columns } = this.#options.survey
    const kept = columns.fields.filter(({ key }) => sample.raw[key] !== undefined)
    return {
      line,
      time: cells[columns.time.index]?.trim() ?? '',
      sample,
      cells: kept.map(({ key, name, index }) => ({ key, name, text: cells[index]?.trim() ?? '' })),
    }
  }

  #sample({ line, cells }: CsvRow): ImportedSample | undefined {
    const { columns } = this.#options.survey
    // The header, also where files were put together.
    if (cells[columns.time.index]?.trim() === columns.time.name) return undefined
    if (cells.length !== columns.count)
      return this.#lose('rows with another number of cells than the header', line, `it has ${cells.length}`)
    const text = cells[columns.time.index]?.trim() ?? ''
    const at = this.#moment(text)
    if (at === undefined) return this.#lose('rows without a time', line, `${columns.time.name} is ${shown(text)}`)
    const trouble = timeTrouble(at, this.#options.now)
    if (trouble !== undefined)
      return this.#lose(
        'rows with a time that can’t be',
        line,
        `${columns.time.name} is ${shown(text)}, and ${trouble}`,
      )
    const raw = this.#fields(line, cells)
    if (Object.keys(raw).length === 0) return this.#lose('rows without a reading', line, 'nothing in it is told')
    return { at, connected: this.#connected(cells), raw }
  }

  #moment(text: string): number | undefined {
    const time = writtenTime(text)
    if (time === undefined) return undefined
    return 'at' in time ? time.at : this.#clock?.moment(time.wall)
  }

  #fields(line: number, cells: readonly string[]): Record<string, number> {
    const { columns } = this.#options.survey
    const units = this.#unitsOf(cells)
    const raw: Record<string, number> = {}
    for (const column of columns.fields) {
      const text = cells[column.index]?.trim() ?? ''
      if (notTold.test(text) && !(text !== '' && statusFields[column.key].quantity === 'choice')) continue
      if (/^(?:none|nan|null)$/i.test(text)) continue
      const read = readCell(column, text, this.#reading, units)
      if (read === 'vague') continue
      if (read === undefined) this.#left.add('cells that can’t be read', line, `${column.name} is ${shown(text)}`)
      else raw[column.key] = read
    }
    this.#addTotal(raw, cells)
    return raw
  }

  /** The heat in the tank and the heat that is missing to it make the whole. */
  #addTotal(raw: Record<string, number>, cells: readonly string[]): void {
    const column = this.#options.survey.columns.usableEnergy
    const usable = column === undefined ? Number.NaN : Number(cells[column.index]?.trim() || Number.NaN)
    // An empty tank may lie below its reference, and then the sum isn't known.
    if (usable > 0 && raw.availableEnergyCapacity !== undefined)
      raw.totalEnergyCapacity =
        Math.round(usable * statusFields.totalEnergyCapacity.perUnit) + raw.availableEnergyCapacity
  }

  #unitsOf(cells: readonly string[]): UnitSystem | undefined {
    const { unit } = this.#options.survey.columns
    const text = unit === undefined ? '' : (cells[unit.index]?.trim().toUpperCase() ?? '')
    return /^°?F/.test(text) ? 'us' : /^°?C/.test(text) ? 'metric' : undefined
  }

  /** A row that doesn't say was written with the heater in reach. */
  #connected(cells: readonly string[]): boolean {
    const { columns, wireConnection } = this.#options.survey
    const { connected } = columns
    const text = connected === undefined ? '' : (cells[connected.index]?.trim() ?? '')
    return !/^(?:0|false|no|offline)$/i.test(text) && !(wireConnection && text === '1')
  }

  #lose(what: string, line: number, why: string): undefined {
    this.#left.add(what, line, why)
  }
}

/** A first look through a file: who wrote it, in which scales, by which clock, and how far apart its rows are. */
import { csvColumn } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { allColumns } from '../csv-columns.ts'
import type { CellReading, Handwriting } from './cell-reader.ts'
import type { FieldColumn } from './column-names.ts'
import type { CsvRow } from './csv-rows.ts'
import { type FileColumn, type FileColumns, fileColumns } from './file-columns.ts'
import { writtenTime } from './row-time.ts'
import { ScaleEvidence, type ScaleVerdict } from './scale-evidence.ts'
import { usualSensors, type WaterScale } from './temperature-scale.ts'

export interface Survey {
  readonly columns: FileColumns
  readonly writing: Handwriting
  /** Undecided only where some column needs it. */
  readonly scale: ScaleVerdict
  /** Whether a column depends on the scale. */
  readonly scaled: boolean
  /** Whether rows are in the time of some zone that they don't name. */
  readonly needsZone: boolean
  readonly rows: number
  /** Whether `device_connected` is the wire's number, 1 offline and 2 online, not our 0 and 1. */
  readonly wireConnection: boolean
  /** From one row to the next, ms; NaN for fewer than two. */
  readonly spacing: number
  readonly reading: Omit<CellReading, 'scales'>
}

/** No tank of any size holds so much, counted as the wire does. */
const largestEnergyCount = 3000
/** A superheat that is aimed at is 5 K; with the 32 of a temperature it would be 41 °F. */
const likelySuperheat = 20
/** As many rows tell the scale. */
const enough = 50_000
const longestSpacing = 86_400

/** @throws RangeError in a sentence for what is no record of a heater. */
export async function survey(rows: AsyncIterable<CsvRow>, given?: WaterScale): Promise<Survey> {
  let look: Look | undefined
  for await (const { cells } of rows)
    if (look === undefined) look = new Look(header(cells), given)
    else look.row(cells)
  if (look === undefined) throw new RangeError('it is empty')
  return look.survey()
}

function header(cells: readonly string[]): FileColumns {
  const columns = fileColumns(cells)
  if (typeof columns === 'string') throw new RangeError(columns)
  return columns
}

const ours = new Set([
  ...allColumns.map(({ name }) => name),
  ...(Object.keys(statusFields) as StatusKey[]).map(key => csvColumn(key, statusFields[key])),
])

const isThermal = ({ key }: FieldColumn) => /^temperature/.test(statusFields[key].quantity)

class Look {
  readonly #columns: FileColumns
  readonly #scaled: readonly (FileColumn & FieldColumn)[]
  readonly #evidence: ScaleEvidence
  readonly #spacings = new Map<number, number>()
  #rows = 0
  #last = Number.NaN
  #needsZone = false
  #names = false
  #wireConnection = false
  #energy = 0
  readonly #superheat: Partial<Record<StatusKey, number>> = {}

  constructor(columns: FileColumns, given: WaterScale | undefined) {
    this.#columns = columns
    this.#evidence = new ScaleEvidence(given)
    this.#scaled =
      columns.unit === undefined
        ? columns.fields.filter(column => isThermal(column) && !column.count && column.units === undefined)
        : []
  }

  row(cells: readonly string[]): void {
    if (cells.length !== this.#columns.count) return
    const time = writtenTime(cells[this.#columns.time.index]?.trim() ?? '')
    if (time === undefined) return
    this.#rows++
    this.#needsZone ||= 'wall' in time
    this.#space('wall' in time ? time.wall : time.at)
    this.#wireConnection ||= cells[this.#columns.connected?.index ?? -1]?.trim() === '2'
    if (this.#rows > enough) return
    const told: Partial<Record<StatusKey, number>> = {}
    for (const { key, index } of this.#scaled) {
      const value = numeric(cells[index])
      if (value !== undefined) told[key] = value
    }
    const cell = (key: StatusKey) => cells[this.#columns.fields.find(column => column.key === key)?.index ?? -1]
    this.#evidence.look(told, numeric(cell('dhwChargePer')))
    this.#names ||= [cell('errorCode'), cell('tempFormulaType')].some(text => /[a-z]/i.test(text ?? ''))
    const energy = numeric(cell('totalEnergyCapacity')) ?? numeric(cell('availableEnergyCapacity'))
    if (energy !== undefined) this.#energy = Math.max(this.#energy, energy)
    for (const key of ['targetSuperHeat', 'currentSuperHeat'] as const)
      if (told[key] !== undefined) this.#superheat[key] = Math.max(this.#superheat[key] ?? 0, told[key])
  }

  #space(time: number): void {
    const seconds = Math.min(longestSpacing, Math.round((time - this.#last) / 1000))
    this.#last = time
    if (seconds > 0) this.#spacings.set(seconds, (this.#spacings.get(seconds) ?? 0) + 1)
  }

  survey(): Survey {
    if (this.#rows === 0) throw new RangeError('no row of it has a time that can be read')
    const columns = this.#columns
    const scaled = this.#scaled.length > 0
    const plain = !columns.fields.some(isThermal) && columns.fields.every(({ name }) => ours.has(name))
    const writing = columns.unit !== undefined || plain ? 'navilink' : this.#names ? 'names' : 'numbers'
    const superheat = this.#superheat.targetSuperHeat ?? this.#superheat.currentSuperHeat ?? 0
    return {
      columns,
      writing,
      scale: scaled ? this.#evidence.verdict() : { scales: { water: 'celsius', sensors: usualSensors.celsius } },
      scaled,
      needsZone: this.#needsZone,
      rows: this.#rows,
      wireConnection: this.#wireConnection,
      spacing: this.#spacing(),
      reading: {
        writing,
        tenfoldEnergy: this.#energy > largestEnergyCount,
        shiftedSuperheat: superheat > likelySuperheat,
      },
    }
  }

  /** The middle one. */
  #spacing(): number {
    const ordered = [...this.#spacings].sort(([one], [other]) => one - other)
    let left = ordered.reduce((sum, [, count]) => sum + count, 0) / 2
    for (const [seconds, count] of ordered) {
      left -= count
      if (left <= 0) return seconds * 1000
    }
    return Number.NaN
  }
}

const numeric = (text: string | undefined): number | undefined =>
  text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)

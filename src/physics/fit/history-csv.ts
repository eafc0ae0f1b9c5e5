/** Reads our own CSV, as `navilink monitor` writes it, from its bytes into a history. It may have any columns, gaps and torn rows. */
import { csvColumn } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { ByteCells, ByteLines, textOf } from './csv-bytes.ts'
import { type History, HistoryBuilder, type HistoryRow } from './history.ts'
import { HistoryProblem } from './history-problem.ts'
import { JumpWatch } from './jump-watch.ts'

/** What was left out, how often, and where first. */
export interface LeftOut {
  readonly what: string
  readonly count: number
  /** `tank.csv, line 17: tank_lower_temp is 205`. */
  readonly first: string
}

const columnOf = (key: StatusKey) => csvColumn(key, statusFields[key])

/** The columns that a fit reads, and what their numbers may be: °C and W. */
const columns = {
  upper: { name: columnOf('tankUpperTemperature'), thermal: true, least: 0, most: 95 },
  lower: { name: columnOf('tankLowerTemperature'), thermal: true, least: 0, most: 95 },
  power: { name: columnOf('currentInstPower'), thermal: false, least: 0, most: 12_000 },
  intake: { name: columnOf('ambientTemperature'), thermal: true, least: -40, most: 70 },
} as const
const switches = {
  compressor: columnOf('compUse'),
  upperElement: columnOf('heatUpperUse'),
  lowerElement: columnOf('heatLowerUse'),
  drawing: columnOf('dhwUse'),
} as const
const [timestamp, unit, connected] = ['timestamp', 'temperature_unit', 'device_connected'] as const

type Measured = keyof typeof columns
type Switched = keyof typeof switches
const measured = Object.keys(columns) as Measured[]
const switched = Object.keys(switches) as Switched[]
const wanted = [
  timestamp,
  unit,
  connected,
  ...Object.values(columns).map(({ name }) => name),
  ...Object.values(switches),
]
const [timeCell, unitCell, connectedCell] = [0, 1, 2]
const cellOf = new Map(wanted.map((name, cell) => [name, cell]))

/** Nothing but an element draws so much, W; without word of the elements it is taken for the upper one. */
const elementPower = 2500
/** A clock that was set may go back so far, s: such rows are left out. */
const clockSet = 900
/** In a file without its unit a tank warmer than this is told in °F. */
const hottestCelsius = 90

export class HistoryCsv {
  readonly #builder = new HistoryBuilder()
  readonly #left = new Map<string, { count: number; first: string }>()
  readonly #jumps = new JumpWatch()
  readonly #lines = new ByteLines()
  #file = ''
  #line = 0
  /** Of the file that is being read; undefined before its header. */
  #cells: ByteCells | undefined
  #fahrenheit: boolean | undefined

  /** Another file begins. */
  begin(file: string): void {
    this.#file = file
    this.#line = 0
    this.#cells = undefined
    this.#fahrenheit = undefined
  }

  /** Some of its bytes, in turn. @throws HistoryProblem */
  read(bytes: Uint8Array): void {
    this.#lines.push(bytes, this.#take)
  }

  /** The file is over. @throws HistoryProblem when it held nothing. */
  end(): void {
    this.#lines.end(this.#take)
    if (this.#cells === undefined) throw new HistoryProblem(`${this.#file} is empty.`)
  }

  readonly #take = (bytes: Uint8Array, from: number, to: number): void => {
    this.#line++
    if (from === to) return
    // Files that were put together have a header for each.
    if (this.#cells === undefined || bytes[from] === letterT) this.#header(textOf(bytes, from, to))
    else this.#row(this.#cells, bytes, from, to)
  }

  get rows(): number {
    return this.#builder.length
  }

  get leftOut(): readonly LeftOut[] {
    return [...this.#left].map(([what, { count, first }]) => ({ what, count, first }))
  }

  /** @throws HistoryProblem for the record of two heaters. */
  history(): History {
    const jump = this.#jumps.verdict()
    if (jump !== undefined)
      throw new HistoryProblem(
        `The record seems to hold two heaters: its sensors jump up within minutes ${jump.count} times, as at ${jump.first}; give one heater's rows alone.`,
      )
    return this.#builder.history()
  }

  readonly #here = (): string => `${this.#file}, line ${this.#line}`

  #header(text: string): void {
    const names = text
      .replace(byteOrderMark, '')
      .split(',')
      .map(name => name.trim())
    const missing = missingIn(names)
    if (missing !== undefined)
      throw new HistoryProblem(
        `${this.#here()}: the CSV has no column ${missing}; a record of navilink monitor --csv has it.`,
      )
    this.#cells = new ByteCells(names, wanted)
  }

  #row(cells: ByteCells, bytes: Uint8Array, from: number, to: number): void {
    cells.read(bytes, from, to)
    const time = cells.time(timeCell)
    const useless = this.#uselessness(cells, time)
    if (useless !== undefined) {
      this.#leave(...useless)
      return
    }
    const row: { -readonly [Key in keyof HistoryRow]: HistoryRow[Key] } = { time }
    for (const key of measured) row[key] = this.#number(cells, key)
    for (const key of switched) row[key] = this.#switch(cells, switches[key])
    if (row.upperElement === undefined && row.lowerElement === undefined && (row.power ?? 0) > elementPower)
      row.upperElement = true
    this.#jumps.look(time, row.upper, row.lower, this.#here)
    this.#builder.add(row)
  }

  /** Of a row: what it is, and why. */
  #uselessness(cells: ByteCells, time: number): readonly [what: string, why: string] | undefined {
    if (Number.isNaN(time)) return ['rows without a time', `${timestamp} is ${shown(cells.text(timeCell))}`]
    if (cells.is(connectedCell, '0')) return ['rows of a heater that was offline', `${connected} is 0`]
    const { lastTime } = this.#builder
    if (time < lastTime - clockSet)
      throw new HistoryProblem(
        `${this.#here()}: the time goes back from ${iso(lastTime)} to ${iso(time)}; give files in the order of their time, each of one heater.`,
      )
    return time <= lastTime ? ['rows that are not later than the one before', cells.text(timeCell)] : undefined
  }

  #number(cells: ByteCells, key: Measured): number | undefined {
    const { name, thermal, least, most } = columns[key]
    const cell = cellOf.get(name) as number
    if (cells.isEmpty(cell)) return undefined
    const given = cells.number(cell)
    if (Number.isNaN(given)) return this.#leave('readings that are no number', `${name} is ${shown(cells.text(cell))}`)
    const value = thermal && this.#isFahrenheit(cells, given) ? (given - 32) / 1.8 : given
    if (value >= least && value <= most) return value
    return this.#leave('readings beyond what a sensor can read', `${name} is ${shown(cells.text(cell))}`)
  }

  #isFahrenheit(cells: ByteCells, given: number): boolean {
    if (cells.is(unitCell, 'F')) return true
    if (cells.is(unitCell, 'C')) return false
    // The first tank of a file decides for all of it.
    this.#fahrenheit ??= given > hottestCelsius
    return this.#fahrenheit
  }

  #switch(cells: ByteCells, name: string): boolean | undefined {
    const cell = cellOf.get(name) as number
    if (cells.is(cell, '2')) return true
    if (cells.is(cell, '1')) return false
    if (cells.isEmpty(cell) || cells.is(cell, '0')) return undefined
    return this.#leave('switches that are neither on nor off', `${name} is ${shown(cells.text(cell))}`)
  }

  #leave(what: string, why: string): undefined {
    const left = this.#left.get(what)
    if (left) left.count++
    else this.#left.set(what, { count: 1, first: `${this.#here()}: ${why}` })
  }
}

/** What a fit can't do without. */
function missingIn(names: readonly string[]): string | undefined {
  const needed = [timestamp, columns.upper.name, columns.lower.name].find(name => !names.includes(name))
  if (needed !== undefined) return needed
  const [relay, power] = [switches.compressor, columns.power.name]
  return names.includes(relay) || names.includes(power)
    ? undefined
    : `${relay} and no ${power}, of which one has to tell when the heat pump runs`
}

const letterT = 0x74
/** Before the first name, as its three bytes. */
const byteOrderMark = /^\u00EF\u00BB\u00BF/
const shown = (text: string) => (text === '' ? 'empty' : text.slice(0, 40))
const iso = (second: number) => new Date(second * 1000).toISOString()

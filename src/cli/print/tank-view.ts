/** The tank drawn in lines: how far it is charged from the top down, what it reads, and what heats it. */
import { heating, usableEnergy } from '#schema/derived'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { heatsText } from './heats-text.ts'
import { type Paint, plain } from './paint.ts'
import { printable } from './printable.ts'
import { padEnd, textWidth } from './text-width.ts'
import { valueText } from './value-text.ts'
import { packed, wrapped } from './wrapped.ts'

export interface TankState {
  readonly name: string
  /** The heater's time. */
  readonly at: Date
  readonly status: Status
  readonly units: UnitSystem
  readonly samples: number
  /** How many times faster than ours its time runs. */
  readonly speed: number
  /** The latest warnings, the newest last; safe to print. */
  readonly warnings: readonly string[]
}

const rows = 8
const inside = 16
/** The rows beside which the thermistors and the heat sources stand. */
const upperRow = 1
const upperElementRow = 2
const lowerElementRow = 5
const lowerRow = 6

/** How much fits. */
export interface Room {
  readonly columns: number
  readonly rows: number
}

const margin = '  '
const everywhere: Room = { columns: Number.POSITIVE_INFINITY, rows: Number.POSITIVE_INFINITY }

/**
 * Pure: the same state gives the same lines. In a small room the facts go under the tank, then the tank goes, then older warnings.
 * @returns undefined when the room is too small for anything.
 */
export function tankView(state: TankState, paint: Paint = plain, room: Room = everywhere): string[] | undefined {
  const width = room.columns - margin.length
  const head = headOf(state, paint, width)
  const layouts = [
    beside(state, paint),
    [...tank(state, paint), '', ...factLines(state, width)],
    factLines(state, width),
  ]
  const { warnings } = state
  for (const kept of [warnings, warnings.slice(-1), []])
    for (const layout of layouts) {
      const told = kept.flatMap(sentence => wrapped(`! ${sentence}`, width, margin).map(line => paint('yellow', line)))
      const lines = [...head, '', ...layout, ...told].map(line => (line && margin + line).trimEnd())
      if (lines.length <= room.rows && lines.every(line => textWidth(line) <= room.columns)) return lines
    }
  return undefined
}

function headOf({ name, at, speed, samples }: TankState, paint: Paint, width: number): string[] {
  const time = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const counted = `${samples} ${samples === 1 ? 'sample' : 'samples'}`
  const pieces = speed === 1 ? [time, counted] : [time, `${speed} times as fast`, counted]
  return packed([...wrapped(printable(name), width).map(line => paint('bold', line)), ...pieces], width)
}

/** The facts stand beside the tank. */
function beside(state: TankState, paint: Paint): string[] {
  const facts = factLines(state, everywhere.columns)
  return tank(state, paint).map((line, row) => (facts[row - 1] ? `${padEnd(line, 34)}${facts[row - 1]}` : line))
}

function tank(state: TankState, paint: Paint): string[] {
  const water = Array.from({ length: rows }, (_, row) => {
    const wall = paint('dim', '│')
    return `${wall}${waterRow(row, state.status, paint)}${wall} ${besideRow(row, state, paint)}`
  })
  const edge = '─'.repeat(inside)
  return [paint('dim', `╭${edge}╮`), ...water, paint('dim', `╰${edge}╯`)]
}

/** Hot water lies above cold: the charge fills the tank from the top, and the colour is the water's at that height. */
function waterRow(row: number, status: Status, paint: Paint): string {
  const filled = ((status.dhwChargePer ?? 0) / 100) * rows - row
  const letter = filled >= 0.75 ? '█' : filled >= 0.5 ? '▓' : filled >= 0.25 ? '▒' : '░'
  return paint(warmth(row, status), letter.repeat(inside))
}

/** Hot water, and what still feels warm on the hand, °C. */
const [hot, warm] = [45, 35] as const

function warmth(row: number, { tankUpperTemperature: upper = 0, tankLowerTemperature: lower = 0 }: Status) {
  const depth = Math.min(1, Math.max(0, (row - upperRow) / (lowerRow - upperRow)))
  const celsius = upper + (lower - upper) * depth
  return celsius >= hot ? 'red' : celsius >= warm ? 'yellow' : 'blue'
}

function besideRow(row: number, state: TankState, paint: Paint): string {
  const { status } = state
  if (row === upperRow) return fieldText('tankUpperTemperature', state)
  if (row === lowerRow) return fieldText('tankLowerTemperature', state)
  if (row === upperElementRow && status.heatUpperUse === 'on') return paint('red', '◀ element')
  if (row === lowerElementRow && status.heatLowerUse === 'on') return paint('red', '◀ element')
  if (row === lowerElementRow && heating(status).startsWith('heat-pump')) return paint('green', '◀ heat pump')
  return ''
}

const label = 11

function factLines(state: TankState, width: number): string[] {
  const { status } = state
  const energy = usableEnergy(status)
  const facts: [string, string][] = [
    ['charge', fieldText('dhwChargePer', state)],
    ['hot water', `${fieldText('dhwTemperature', state)}, set to ${fieldText('dhwTemperatureSetting', state)}`],
    ['usable', energy === undefined ? '–' : `${energy} Wh`],
    ['heats', heatsText(status)],
    ['power', fieldText('currentInstPower', state)],
    ['mode', fieldText('operationMode', state)],
    ['setting', fieldText('dhwOperationSetting', state)],
    ['tap', status.dhwUse === 'on' ? 'running' : status.dhwUse === 'off' ? 'closed' : '–'],
  ]
  return facts.flatMap(([name, value]) => {
    const [first = '', ...more] = wrapped(value, width - label)
    return [padEnd(name, label) + first, ...more.map(line => ' '.repeat(label) + line)]
  })
}

function fieldText(key: StatusKey, { status, units }: TankState): string {
  const value = status[key]
  return value === undefined ? '–' : valueText(statusFields[key], value, { units, formula: status.tempFormulaType })
}

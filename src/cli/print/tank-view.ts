/** The tank drawn in lines: how far it is charged from the top down, what it reads, and what heats it. */
import { heating, usableEnergy } from '#schema/derived'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { UnitSystem } from '#schema/units'
import { type Paint, plain } from './paint.ts'
import { heatsText } from './sample-line.ts'
import { padEnd } from './text-width.ts'
import { valueText } from './value-text.ts'

export interface TankState {
  readonly name: string
  /** The heater's time. */
  readonly at: Date
  readonly status: Status
  readonly units: UnitSystem
  readonly samples: number
  /** How many times faster than ours its time runs. */
  readonly speed: number
  /** The latest warnings, the newest last. */
  readonly warnings: readonly string[]
}

const rows = 8
const inside = 16
/** The rows beside which the thermistors and the heat sources stand. */
const upperRow = 1
const upperElementRow = 2
const lowerElementRow = 5
const lowerRow = 6

/** Pure: the same state gives the same lines. */
export function tankView(state: TankState, paint: Paint = plain): string[] {
  const { name, at, speed, samples, warnings } = state
  const time = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const facts = factsOf(state)
  const water = Array.from({ length: rows }, (_, row) => {
    const side = besideRow(row, state, paint)
    return `  ${paint('dim', '│')}${waterRow(row, state.status, paint)}${paint('dim', '│')} ${padEnd(side, 15)}${facts[row] ?? ''}`
  })
  return [
    `  ${paint('bold', name)}  ${time}  ${speed} times as fast  ${samples} ${samples === 1 ? 'sample' : 'samples'}`,
    '',
    `  ${paint('dim', `╭${'─'.repeat(inside)}╮`)}`,
    ...water.map(line => line.trimEnd()),
    `  ${paint('dim', `╰${'─'.repeat(inside)}╯`)}`,
    ...warnings.map(sentence => `  ${paint('yellow', `! ${sentence}`)}`),
  ]
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

function factsOf(state: TankState): string[] {
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
    ['tap', status.dhwUse === 'on' ? 'running' : 'closed'],
  ]
  return facts.map(([label, value]) => `${padEnd(label, 11)}${value}`)
}

function fieldText(key: StatusKey, { status, units }: TankState): string {
  const value = status[key]
  return value === undefined ? '–' : valueText(statusFields[key], value, { units, formula: status.tempFormulaType })
}

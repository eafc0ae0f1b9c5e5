/** The command table: everything that can be asked of a heater and said to it. */
import { controls } from './controls.ts'
import { queries } from './queries.ts'
import { writes } from './writes.ts'

/** The Wi-Fi module of an NWP500; other numbers are other products of the family. */
export const nwp500DeviceType = 52

export const commands = Object.freeze({ ...queries, ...controls, ...writes })

/** The name of a row of the command table. */
export type CommandName = keyof typeof commands
/** The commands that only ask. */
export type QueryName = keyof typeof queries
/** The writes that say no more than a number, a name or nothing. */
export type ControlName = keyof typeof controls
/** The commands that change something. */
export type WriteName = ControlName | keyof typeof writes

/** What a control takes: a setpoint is a number in °C, a mode its name, many take nothing. */
export type ValueOf<Name extends ControlName> = (typeof controls)[Name] extends { readonly parameter: infer Parameter }
  ? Parameter extends { readonly choices: infer Choices }
    ? keyof Choices & string
    : number
  : undefined

/** The modes that can be chosen by their name alone. */
export type DhwMode = ValueOf<'dhwMode'>
/** When the recirculation pump may run. */
export type RecirculationChoice = ValueOf<'recirculationMode'>

/** The names of all controls, in the order of the table. */
export const controlNames = Object.keys(controls) as readonly ControlName[]
/** The names of all queries, in the order of the table. */
export const queryNames = Object.keys(queries) as readonly QueryName[]
/** The names of all writes, controls first. */
export const writeNames = [...controlNames, ...Object.keys(writes)] as readonly WriteName[]

/** The `command` of a status that the heater sends on its own. */
export const pushCodes = {
  /** The copy that follows each answer to a status request. */
  afterRequest: 0,
  demandChanged: 0x4000004,
  activityChanged: 0x4000013,
  heatSourceSwitched: 0x400001c,
} as const

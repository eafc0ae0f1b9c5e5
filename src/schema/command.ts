/** The form of a row of the command table, and what follows from a row alone: what is sent, and which status confirms it. */
import type { CapabilityName } from './capabilities.ts'
import { encodeValue } from './codec.ts'
import type { DeviceInfo } from './device-info.ts'
import type { Seen } from './field.ts'
import { type Status, type StatusKey, statusFields } from './status.ts'

export interface Command {
  readonly code: number
  /** After `cmd/{deviceType}/navilink-{mac}/`. */
  readonly topic: string
  /** After the reply topic; empty when it is answered on the bare one. */
  readonly reply: string
  /** The text beside the number in controls. The heater goes by the number. */
  readonly mode?: string
  /** What an answer brings; nothing where none was ever seen. */
  readonly answer?: 'status' | 'device-info' | 'other'
  /** Needed for it, where device info tells. */
  readonly needs?: CapabilityName
  /** One sentence: what it asks or does. */
  readonly doc: string
  readonly seen: Seen
  /** What a person types after `navilink`. */
  readonly verb?: string
}

/** A command that changes something in the heater. */
export interface Write extends Command {
  /** Of two writes that wait and set the same thing the last one counts. */
  readonly sets: string
  /** Said twice it does no more than said once. */
  readonly idempotent: boolean
  /** What a person should know before; they are asked. */
  readonly danger?: string
}

/** A write whose whole content is a number, a name or nothing, and that is answered by a status. */
export interface Control extends Write {
  readonly mode: string
  readonly answer: 'status'
  readonly verb: string
  /** Before the value in `param`. */
  readonly fixed?: readonly number[]
  readonly parameter?: ChoiceParameter | NumberParameter
  /** What a status must show. Empty where no field is known to show it: then the heater's answer is all there is. */
  readonly confirmedBy: readonly Expectation[]
}

/** A setting that `is` this, is anything `but` that, or is the control's value. */
export interface Expectation {
  readonly setting: StatusKey
  readonly is?: string | number
  readonly but?: string
}

/** A control that takes one of some names. */
export interface ChoiceParameter {
  readonly type: 'choice'
  readonly name: string
  /** Whose codes stand for the names. */
  readonly setting: StatusKey
  /** Each with the capability that it takes, if any. */
  readonly choices: Readonly<Record<string, CapabilityName | undefined>>
}

/** A control that takes a number in a unit, within a range. */
export interface NumberParameter {
  readonly type: 'number'
  readonly name: string
  readonly unit: '°C' | 'days' | 'h'
  readonly lowest: number
  readonly highest: number
  readonly step: number
  /** How much one count of the wire is. */
  readonly count: number
  /** May be given as well, whatever the range: it switches the thing off. */
  readonly or?: number
  /** Where device info tells the limits of this unit. */
  readonly limits?: { readonly lowest: keyof DeviceInfo; readonly highest: keyof DeviceInfo }
}

/** A name, a number in the parameter's unit, or nothing beside the control itself. */
export type ControlValue = string | number | undefined

/** `param` on the wire: 55.5 °C → [111], `electric` → [2], 7 days of vacation → [5, 7]. */
export function controlParam({ fixed = [], parameter }: Control, value: ControlValue): readonly (number | string)[] {
  if (parameter === undefined || value === undefined) return fixed
  if (parameter.type === 'choice') return [...fixed, encodeValue(statusFields[parameter.setting], value)]
  return [...fixed, Math.round(Number(value) / parameter.count)]
}

/** Whether a status shows what the control set. A setting that the heater doesn't tell shows nothing. */
export const confirms = ({ confirmedBy }: Control, value: ControlValue, status: Status): boolean =>
  confirmedBy.length > 0 &&
  confirmedBy.every(({ setting, is = value, but }) => {
    const told = status[setting]
    return told !== undefined && (but === undefined ? told === is : told !== but)
  })

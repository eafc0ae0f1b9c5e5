/** What can be said to a heater: the number, the topic it goes to, how it is answered, and what a control sets. */
import { encodeValue } from './codec.ts'
import type { DeviceInfo } from './device-info.ts'
import { type Status, statusFields } from './status.ts'

/** The Wi-Fi module of an NWP500; other numbers are other products of the family. */
export const nwp500DeviceType = 52

export interface Command {
  readonly code: number
  /** After `cmd/{deviceType}/navilink-{mac}/`. */
  readonly topic: string
  /** After the reply topic; empty when it is answered on the bare one. */
  readonly reply: string
  /** The text beside the number in controls. The heater goes by the number. */
  readonly mode?: string
  /** What an answer brings; nothing where none was ever seen. */
  readonly answer?: 'status' | 'device-info'
}

/** A command that changes a setting of the heater. */
export interface Control extends Command {
  readonly mode: string
  readonly answer: 'status'
  /** Of two controls that set the same thing the last one counts. */
  readonly sets: 'power' | 'mode' | 'setpoint'
  /** Said twice it does no more than said once. */
  readonly idempotent: boolean
  /** Needed for it, where device info tells. */
  readonly needs?: Capability
  readonly parameter?: ModeParameter | SetpointParameter
  /** The setting in a status that confirms it: `is` this, is anything `but` that, or is the parameter's value. */
  readonly confirmedBy: Confirmation
}

type Setting = 'dhwOperationSetting' | 'dhwTemperatureSetting'
type Capability = Extract<keyof DeviceInfo, `${string}Use`>

interface Confirmation {
  readonly setting: Setting
  readonly is?: string
  readonly but?: string
}

interface ModeParameter {
  readonly type: 'mode'
  /** Each with the capability that it takes. */
  readonly choices: Readonly<Record<string, Capability>>
}

interface SetpointParameter {
  readonly type: 'temperature'
  /** °C, on the data plate. */
  readonly lowest: number
  readonly highest: number
  readonly step: number
  /** Where device info tells the limits of this unit. */
  readonly limits: { readonly lowest: keyof DeviceInfo; readonly highest: keyof DeviceInfo }
}

export const commands = {
  deviceInfo: { code: 0x1000001, topic: 'st/did', reply: 'did', answer: 'device-info' },
  end: { code: 0x1000002, topic: 'st/end', reply: 'end' },
  status: { code: 0x1000003, topic: 'st', reply: '', answer: 'status' },
  powerOff: {
    code: 0x2000001,
    topic: 'ctrl',
    reply: '',
    mode: 'power-off',
    answer: 'status',
    sets: 'power',
    idempotent: true,
    needs: 'powerUse',
    confirmedBy: { setting: 'dhwOperationSetting', is: 'off' },
  },
  powerOn: {
    code: 0x2000002,
    topic: 'ctrl',
    reply: '',
    mode: 'power-on',
    answer: 'status',
    sets: 'power',
    idempotent: true,
    needs: 'powerUse',
    confirmedBy: { setting: 'dhwOperationSetting', but: 'off' },
  },
  dhwMode: {
    code: 0x2000005,
    topic: 'ctrl',
    reply: '',
    mode: 'dhw-mode',
    answer: 'status',
    sets: 'mode',
    idempotent: true,
    parameter: {
      type: 'mode',
      choices: {
        'heat-pump': 'heatpumpUse',
        electric: 'electricUse',
        'energy-saver': 'energySaverUse',
        'high-demand': 'highDemandUse',
      },
    },
    confirmedBy: { setting: 'dhwOperationSetting' },
  },
  dhwTemperature: {
    code: 0x2000020,
    topic: 'ctrl',
    reply: '',
    mode: 'dhw-temperature',
    answer: 'status',
    sets: 'setpoint',
    idempotent: true,
    parameter: {
      type: 'temperature',
      lowest: 35,
      highest: 65.5,
      step: 0.5,
      limits: { lowest: 'dhwTemperatureMin', highest: 'dhwTemperatureMax' },
    },
    confirmedBy: { setting: 'dhwTemperatureSetting' },
  },
} as const satisfies Record<string, Command | Control>

/** The commands that change a setting. */
export type ControlName = {
  [Name in keyof typeof commands]: (typeof commands)[Name] extends Control ? Name : never
}[keyof typeof commands]

/** The modes that can be chosen by their name alone. */
export type DhwMode = keyof (typeof commands.dhwMode.parameter)['choices']

/** What a control sets: a mode, a temperature in °C, or nothing beside the control itself. */
export type ControlValue = DhwMode | number | undefined

/** `param` on the wire: 55.5 °C → [111], `electric` → [2]. */
export function controlParam({ confirmedBy }: Control, value: ControlValue): readonly (number | string)[] {
  return value === undefined ? [] : [encodeValue(statusFields[confirmedBy.setting], value)]
}

/** Whether a status shows what the control set. A setting that the heater doesn't tell shows nothing. */
export function confirms({ confirmedBy }: Control, value: ControlValue, status: Status): boolean {
  const { setting, is = value, but } = confirmedBy
  const told = status[setting]
  return told !== undefined && (but === undefined ? told === is : told !== but)
}

/** The `command` of a status that the heater sends on its own. */
export const pushCodes = {
  /** The copy that follows each answer to a status request. */
  afterRequest: 0,
  demandChanged: 0x4000004,
  activityChanged: 0x4000013,
  heatSourceSwitched: 0x400001c,
} as const

/** Checks a control before anything is sent: what this heater can't do, and what is out of its range, is thrown. */
import { type Control, type ControlName, type ControlValue, commands, controlParam } from '#schema/commands'
import type { DeviceInfo } from '#schema/device-info'
import { UnsupportedError } from '#schema/errors'

/** A control with its value, ready to be said. */
export interface Order {
  readonly name: ControlName
  readonly control: Control
  readonly value: ControlValue
  /** What its request has beside the number. */
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * @param info what the heater told of itself, if it was asked.
 * @throws UnsupportedError for what this unit hasn't got; RangeError for a value that it doesn't take.
 */
export function order(name: ControlName, value?: ControlValue, info: DeviceInfo = {}): Order {
  const control: Control = commands[name]
  if (control.needs) mustHave(control.needs, info, 'be switched on or off')
  const checked = checkedValue(control, value, info)
  return {
    name,
    control,
    value: checked,
    fields: { mode: control.mode, param: controlParam(control, checked), paramStr: '' },
  }
}

function checkedValue({ parameter }: Control, value: ControlValue, info: DeviceInfo): ControlValue {
  if (parameter === undefined) return undefined
  if (parameter.type === 'mode') {
    const { choices } = parameter
    const needs = typeof value === 'string' && Object.hasOwn(choices, value) ? choices[value] : undefined
    if (needs === undefined)
      throw new RangeError(`${String(value)} is no mode that can be set; there are ${Object.keys(choices).join(', ')}.`)
    mustHave(needs, info, `be set to ${value}`)
    return value
  }
  if (info.dhwTemperatureSettingUse === 'not-settable')
    throw new UnsupportedError('The setpoint of this heater can’t be changed.')
  const { step, limits } = parameter
  const lowest = numberOr(info[limits.lowest], parameter.lowest)
  const highest = numberOr(info[limits.highest], parameter.highest)
  const rounded = typeof value === 'number' ? Math.round(value / step) * step : Number.NaN
  if (!(rounded >= lowest && rounded <= highest))
    throw new RangeError(`The setpoint is ${lowest} to ${highest} °C in steps of ${step} °C, not ${value}.`)
  return rounded
}

/** A capability that the heater doesn't tell is no reason to refuse. */
function mustHave(capability: keyof DeviceInfo, info: DeviceInfo, what: string): void {
  const told = info[capability]
  if (told === 'no' || told === 'not-fitted') throw new UnsupportedError(`This heater can’t ${what}.`)
}

const numberOr = (told: unknown, otherwise: number) => (typeof told === 'number' ? told : otherwise)

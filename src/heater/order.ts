/** Checks a write before anything is sent: what this heater can't do, and what is out of its range, is thrown. */
import { type CapabilityName, hasCapability } from '#schema/capabilities'
import {
  type Control,
  type ControlValue,
  confirms,
  controlParam,
  type NumberParameter,
  type Write,
} from '#schema/command'
import { type ControlName, commands, type ValueOf, type WriteName } from '#schema/commands'
import type { DeviceInfo } from '#schema/device-info'
import { UnsupportedError } from '#schema/errors'
import type { Status } from '#schema/status'
import { celsiusOf, fahrenheitOf, isFahrenheit, type Temperature } from '#schema/temperature'

/** What a caller gives with a control: a setpoint in either unit. */
export type GivenValue<Name extends ControlName> = Name extends 'dhwTemperature' ? Temperature : ValueOf<Name>

/** A write with its content, ready to be said. */
export interface Order {
  readonly name: WriteName
  readonly command: Write
  readonly value: ControlValue
  /** What its request has beside the number. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Whether a status shows what it sets. Undefined where the heater's answer is all that can be had. */
  readonly shows: ((status: Status) => boolean) | undefined
  /** Looks at it again with what the heater says of itself. @throws UnsupportedError, RangeError */
  check(info: DeviceInfo): void
}

/**
 * @param info what the heater told of itself, if it was asked.
 * @throws UnsupportedError for what this unit hasn't got; RangeError for a value that it doesn't take.
 */
export function order(name: ControlName, given?: unknown, info: DeviceInfo = {}): Order {
  const control: Control = commands[name]
  mustHave(control.needs, info)
  const value = checkedValue(control, given, info)
  return {
    name,
    command: control,
    value,
    fields: { mode: control.mode, param: controlParam(control, value), paramStr: '' },
    shows: control.confirmedBy.length > 0 ? status => confirms(control, value, status) : undefined,
    check: told => void order(name, given, told),
  }
}

/** A write whose answer confirms it, with fields of its own. */
export function bodyOrder(
  name: Exclude<WriteName, ControlName>,
  fields: Readonly<Record<string, unknown>>,
  info: DeviceInfo = {},
): Order {
  const command: Write = commands[name]
  mustHave(command.needs, info)
  return { name, command, value: undefined, fields, shows: undefined, check: told => mustHave(command.needs, told) }
}

/** A capability that the heater doesn't tell is no reason to refuse. @throws UnsupportedError */
export function mustHave(capability: CapabilityName | undefined, info: DeviceInfo): void {
  if (capability === undefined || hasCapability(info, capability) !== false) return
  throw new UnsupportedError(
    `This heater has no ${capability.replaceAll('-', ' ')}; its capabilities tell what it has.`,
  )
}

function checkedValue({ parameter }: Control, given: unknown, info: DeviceInfo): ControlValue {
  if (parameter === undefined) return undefined
  if (parameter.type === 'choice') {
    const { choices, name } = parameter
    if (typeof given !== 'string' || !Object.hasOwn(choices, given))
      throw new RangeError(
        `${String(given)} is no ${name} that can be set; there are ${Object.keys(choices).join(', ')}.`,
      )
    mustHaveChoice(given, choices, info)
    return given
  }
  return parameter.unit === '°C' ? checkedTemperature(parameter, given, info) : checkedCount(parameter, given)
}

function mustHaveChoice(
  given: string,
  choices: Readonly<Record<string, CapabilityName | undefined>>,
  info: DeviceInfo,
): void {
  const has = (choice: string) => {
    const needs = choices[choice]
    return needs === undefined || hasCapability(info, needs) !== false
  }
  if (has(given)) return
  const fitted = Object.keys(choices).filter(has)
  throw new UnsupportedError(`This heater can’t be set to ${given}; it has ${fitted.join(', ')}.`)
}

/** Rounded to what the heater takes: nobody means a hundredth of a degree. */
function checkedTemperature(parameter: NumberParameter, given: unknown, info: DeviceInfo): number {
  if (info.dhwTemperatureSettingUse === 'not-settable')
    throw new UnsupportedError('The setpoint of this heater can’t be changed.')
  const { limits } = parameter
  const step = info.dhwTemperatureSettingUse === 'one-degree' ? 1 : parameter.step
  const lowest = numberOr(limits && info[limits.lowest], parameter.lowest)
  const highest = numberOr(limits && info[limits.highest], parameter.highest)
  const celsius = celsiusOf(given)
  const rounded = Math.round(celsius / step) * step
  const inside = (value: number) => value >= lowest && value <= highest
  if (inside(celsius)) return Math.min(highest, Math.max(lowest, rounded))
  if (inside(rounded)) return rounded
  throw new RangeError(
    isFahrenheit(given)
      ? `The setpoint is ${fahrenheit(lowest)} to ${fahrenheit(highest)} °F in steps of ${step} °C (${(step * 9) / 5} °F), not ${given.fahrenheit} °F.`
      : `The setpoint is ${lowest} to ${highest} °C in steps of ${step} °C, not ${describe(given, celsius)}.`,
  )
}

/** As the panel has it: 65.5 °C is 150 °F on the data plate. */
const fahrenheit = (celsius: number) => Math.round(fahrenheitOf(celsius))
const describe = (given: unknown, celsius: number) => (Number.isNaN(celsius) ? String(given) : `${celsius} °C`)

function checkedCount({ name, unit, lowest, highest, step, or }: NumberParameter, given: unknown): number {
  const fits =
    typeof given === 'number' &&
    (given === or || (given >= lowest && given <= highest && (given - lowest) % step === 0))
  if (fits) return given
  const unitWords = unit === 'h' ? 'hours' : unit
  const steps = step === 1 ? 'in whole numbers' : `in steps of ${step}`
  const zero = or === undefined ? '' : `, or ${or} to switch it off`
  const says =
    name === unitWords
      ? `It takes ${lowest} to ${highest} ${unitWords}`
      : `${name} is ${lowest} to ${highest} ${unitWords}`
  throw new RangeError(`${says} ${steps}${zero}, not ${String(given)}.`)
}

const numberOr = (told: unknown, otherwise: number) => (typeof told === 'number' ? told : otherwise)

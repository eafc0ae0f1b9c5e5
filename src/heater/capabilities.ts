/** What a unit can do and within which limits, as its device info told. */
import { abilities, type CapabilityName, hasCapability } from '#schema/capabilities'
import { commands, type DhwMode } from '#schema/commands'
import { controls } from '#schema/controls'
import type { DeviceInfo } from '#schema/device-info'
import { type Duration, millis } from '#time/duration'

const { choices } = controls.dhwMode.parameter
const { lowest, highest, step } = commands.dhwTemperature.parameter

export class Capabilities {
  /** When the heater told it, by the heater's clock. */
  readonly at: Date
  readonly #info: DeviceInfo
  readonly #now: () => number

  /** @internal Comes with a heater. */
  constructor(info: DeviceInfo, at: Date, now: () => number) {
    this.#info = info
    this.at = at
    this.#now = now
  }

  /** How long ago it told it. */
  get age(): Duration {
    return millis(Math.max(0, this.#now() - this.at.getTime()))
  }

  /** Whether the unit has it; undefined where it doesn't tell. */
  can(name: CapabilityName): boolean | undefined {
    return hasCapability(this.#info, name)
  }

  /** Everything that it said it has. */
  get list(): readonly CapabilityName[] {
    return abilities(this.#info)
  }

  /** The modes that it can be set to; one that it doesn't tell of counts as there. */
  get modes(): readonly DhwMode[] {
    return (Object.keys(choices) as DhwMode[]).filter(mode => this.can(choices[mode]) !== false)
  }

  /** °C: its limits where it tells them, else those of the data plate. Undefined for one whose setpoint is fixed. */
  get setpoint(): { readonly lowest: number; readonly highest: number; readonly step: number } | undefined {
    const { dhwTemperatureSettingUse: use, dhwTemperatureMin = lowest, dhwTemperatureMax = highest } = this.#info
    if (use === 'not-settable') return undefined
    return { lowest: dhwTemperatureMin, highest: dhwTemperatureMax, step: use === 'one-degree' ? 1 : step }
  }
}

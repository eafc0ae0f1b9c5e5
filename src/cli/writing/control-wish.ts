/** A control of the command table as a wish; what was typed is checked before anybody is asked for a password. */
import type { NaviLinkDevice } from '#heater/device'
import { type GivenValue, order } from '#heater/order'
import type { ControlName } from '#schema/commands'
import type { UnitSystem } from '#schema/units'
import { asUsage } from '../usage-error.ts'
import { givenValue } from './given-value.ts'
import type { Wish } from './tell-heater.ts'
import type { VerbForm } from './verb-forms.ts'

/** @param text what stands after the name of the setting. @throws UsageError */
export function controlWish({ name, control }: VerbForm, text: string, units: UnitSystem): Wish {
  const { value: given, hint } = givenValue(control, text, units)
  const value = checked(name, given, hint)
  return {
    command: name,
    value,
    hint,
    danger: control.danger,
    drawUp: (heater, signal) => heater.drawUp(name, given as GivenValue<typeof name>, { signal }),
    send: (heater, options) => heater.control(name, given as GivenValue<typeof name>, options),
  }
}

function checked(name: ControlName, given: unknown, hint: string | undefined) {
  try {
    return order(name, given).value
  } catch (error) {
    throw asUsage(error, hint)
  }
}

/** The heater has no word for it: a vacation ends when a mode is chosen. */
export const endOfVacation: Wish = {
  command: 'dhwMode',
  value: 'energy-saver',
  async needless(heater: NaviLinkDevice, signal) {
    const { dhwOperationSetting } = await heater.status({ signal })
    return dhwOperationSetting === 'vacation' ? undefined : `${heater.name} is not on vacation; nothing was sent.`
  },
  drawUp: (heater, signal) => heater.drawUp('dhwMode', 'energy-saver', { signal }),
  send: (heater, options) => heater.endVacation('energy-saver', options),
}

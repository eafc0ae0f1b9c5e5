/** What follows from a status and isn't a field of it. */
import type { Status } from './status.ts'

/**
 * Heat in the tank above its reference, Wh. The heater's target cancels out, so it doesn't jump with the setpoint.
 * In a time-of-use window near the setpoint it stands still up to 560 Wh too low.
 * @returns undefined when the heater didn't send both counts.
 */
export function usableEnergy({ totalEnergyCapacity, availableEnergyCapacity }: Status): number | undefined {
  if (totalEnergyCapacity === undefined || availableEnergyCapacity === undefined) return undefined
  return Math.max(0, totalEnergyCapacity - availableEnergyCapacity)
}

/** Heat still missing to the heater's target, Wh. The wire calls it «available». */
export const energyToSetpoint = (status: Status): number | undefined => status.availableEnergyCapacity

/**
 * Fan hours until the air filter is to be cleaned, never below 0. The vendor's app shows it in days: a 24th, rounded up.
 * @returns undefined where the reminder is off (a period of 0), or the heater doesn't tell.
 */
export function filterHoursLeft({
  airFilterAlarmPeriod: period,
  cumulatedOpTimeEvaFan: used,
}: Status): number | undefined {
  if (!period || used === undefined) return undefined
  return Math.max(0, period - used)
}

/** Above this the power can only be an element, W: a heat pump draws 470 W at most, a 208 V element 3755 W. */
export const elementPower = 2500

/** What is really heating, by power and relays. */
export type Heating = 'nothing' | 'heat-pump' | 'element' | 'heat-pump-and-element' | 'unknown'

/**
 * What is really heating. Power is believed first, relays second, modes last: the modes name what may run.
 */
export function heating(status: Status): Heating {
  const { currentInstPower: power, compUse, heatUpperUse, heatLowerUse, operationMode } = status
  const compressor = compUse === 'on'
  if (power !== undefined) {
    if (power > elementPower) return compressor ? 'heat-pump-and-element' : 'element'
    // Told off, it is: recorded heaters open the relay some seconds before they tell the power anew.
    if (power >= 150 && power <= 900 && compUse !== 'off') return 'heat-pump'
    if (power <= 30) return 'nothing'
  }
  const element = heatUpperUse === 'on' || heatLowerUse === 'on'
  if (compressor) return element ? 'heat-pump-and-element' : 'heat-pump'
  if (element) return 'element'
  const relaysKnown = compUse === 'off' && heatUpperUse === 'off' && heatLowerUse === 'off'
  return relaysKnown || operationMode === 'standby' ? 'nothing' : 'unknown'
}

/** Whether the heat pump is at work, as far as power and relays tell. */
export const heatPumpRuns = (status: Status): boolean => /^heat-pump/.test(heating(status))
/** Whether an element is at work, as far as power and relays tell. */
export const elementRuns = (status: Status): boolean => /element$/.test(heating(status))

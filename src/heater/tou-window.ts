/** Whether a time-of-use window is in force, by the heater's own word: the plan and our clock don't know what it holds to. */
import { commands } from '#schema/commands'
import type { Status } from '#schema/status'

/** The installer's minimum on the data plate, where the thresholds of the heat pump rest. */
const restsAt = commands.dhwTemperature.parameter.lowest

/** In a window a mode is kept back until it ends. */
export function inTouWindow(status: Status): boolean {
  const { touStatus, touOverrideStatus, hpUpperOnTempSetting: threshold, dhwTemperatureSetting: setpoint } = status
  // Whoever overrides the plan is not kept waiting by it.
  if (touOverrideStatus === 'overridden') return false
  if (touStatus === 'on-peak') return true
  if (threshold === undefined || setpoint === undefined) return false
  // At a setpoint as low as the minimum it can't be told whether the threshold was raised.
  return threshold >= setpoint && threshold > (status.heatMinOpTemperature ?? restsAt)
}

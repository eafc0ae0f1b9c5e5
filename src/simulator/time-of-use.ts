/** Time of use as a simulated heater lives by it: the rate of the moment, from its plan or by hand, and the window that it makes. */
import { setPeak } from '#physics/controller/writes'
import { asked } from '#physics/machine'
import type { LocalMoment } from '#physics/schedule/local-time'
import { type Rate, rateAt } from '#physics/schedule/rate'
import type { Appliance } from './appliance.ts'

/** The appliance with the rate of a moment in force. */
export function turnedTo(appliance: Appliance, at: LocalMoment): Appliance {
  const { machine, tou } = appliance
  const rate = rateOf(appliance, at)
  const peak = rate === 'on-peak'
  if (rate === tou.rate && peak === machine.controller.settings.peak) return appliance
  return { ...appliance, machine: asked(machine, setPeak, peak), tou: { ...tou, rate } }
}

function rateOf({ tou: { schedule, byHand } }: Appliance, at: LocalMoment): Rate {
  if (byHand === true) return 'on-peak'
  if (!schedule.enabled) return 'tou-off'
  return byHand === false ? 'off-peak' : rateAt(schedule, at)
}

/** Time of use as a simulated heater lives by it: the plan it holds, the rate by its own clock, and what a window does. */
import { chooseMode, type Machine } from '#physics/machine'
import { minutesOf } from '#schema/clock-time'
import type { TouRate } from '#schema/enums'
import type { TouPeriod, TouSchedule } from '#schema/tou'
import { type Appliance, choose, withMachine } from './appliance.ts'
import type { LocalMoment } from './local-time.ts'
import { weekdayOf } from './weekday-of.ts'

export type Rate = (typeof TouRate)[keyof typeof TouRate]

export interface TimeOfUse {
  /** `enabled` is what `tou-on` and `tou-off` switch. */
  readonly schedule: TouSchedule
  /** A window that somebody opened, or forbade; undefined leaves it to the plan. */
  readonly byHand: boolean | undefined
  /** In force since the last look at the clock. */
  readonly rate: Rate
}

/** A window is the dearest price of the month; what lies between that and the cheapest is no window. */
export function rateAt({ schedule, byHand }: TimeOfUse, at: LocalMoment): Rate {
  if (byHand === true) return 'on-peak'
  if (!schedule.enabled) return 'tou-off'
  if (byHand === false) return 'off-peak'
  const ofMonth = schedule.periods.filter(({ months }) => months.includes(at.month))
  const prices = ofMonth.map(priceOf)
  const now = Math.max(...ofMonth.filter(period => covers(period, at)).map(priceOf))
  const [cheapest, dearest] = [Math.min(...prices), Math.max(...prices)]
  if (!(now > cheapest)) return 'off-peak'
  return now === dearest ? 'on-peak' : 'mid-peak'
}

const priceOf = ({ priceMax }: TouPeriod) => Number(priceMax)

function covers({ days, start, end }: TouPeriod, at: LocalMoment): boolean {
  const [from, last] = [minutesOf(start), minutesOf(end)]
  const now = at.hour * 60 + at.minute
  return from !== undefined && last !== undefined && days.includes(weekdayOf(at)) && from <= now && now <= last
}

/**
 * The appliance with the rate of the moment, and with what a window does that begins or ends with it.
 * @param heeds whether its firmware keeps modes back: that of 2025 took energy saver at once with a window in force.
 */
export function turnedTo(appliance: Appliance, rate: Rate, heeds: boolean): Appliance {
  const { machine, tou, held } = appliance
  const peak = rate === 'on-peak' && heeds
  if (rate === tou.rate && peak === (machine.settings.peak ?? false)) return appliance
  const turned = {
    ...withMachine(appliance, { ...machine, settings: { ...machine.settings, peak } }),
    tou: { ...tou, rate },
  }
  if (!peak) return held === undefined ? turned : choose(turned, held)
  return runsWithElements(machine) ? withMachine(turned, chooseMode(turned.machine, 'heat-pump')) : turned
}

/** When a window opens such a mode falls back to the heat pump if it is heating; that it would come back nobody has told. */
const runsWithElements = ({ settings: { mode }, control: { compressor, element } }: Machine) =>
  (mode === 'electric' || mode === 'energy-saver' || mode === 'high-demand') && (compressor || element !== 'none')

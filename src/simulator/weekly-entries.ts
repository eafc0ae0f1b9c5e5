/** What reservations and recirculation entries do on their minute, by the heater's own clock. */
import type { ClockTime } from '#schema/clock-time'
import { hourAndMinute } from '#schema/clock-time'
import type { Reservation } from '#schema/reservation'
import type { Weekdays } from '#schema/weekdays'
import { type Appliance, type Build, chooseByWire, setTemperature, switchOff, switchOn } from './appliance.ts'
import type { LocalMoment } from './local-time.ts'
import type { Recirculation } from './recirculation.ts'
import { weekdayOf } from './weekday-of.ts'

interface Entry {
  readonly enabled: boolean
  readonly days: Weekdays
  readonly time: ClockTime
}

/** A minute that no clock shows never comes. */
function isDue({ enabled, days, time }: Entry, at: LocalMoment): boolean {
  const { hour, minute } = hourAndMinute(time)
  return enabled && hour === at.hour && minute === at.minute && days.includes(weekdayOf(at))
}

/** The reservations of this minute, in the order of the list. On vacation they are skipped. */
export function reserved(appliance: Appliance, at: LocalMoment, build: Build): Appliance {
  const { enabled, entries } = appliance.reservations
  if (!enabled) return appliance
  let after = appliance
  for (const entry of entries)
    if (isDue(entry, at) && after.machine.settings.mode !== 'vacation') after = followed(after, entry, build)
  return after
}

/** The setpoint first, then the mode. What is so already is left alone. */
function followed(appliance: Appliance, { mode, temperature }: Reservation, build: Build): Appliance {
  const { settings } = appliance.machine
  if (mode === 'off') return settings.mode === 'off' ? appliance : switchOff(appliance)
  if (mode === 'unused' || mode.startsWith('unknown')) return appliance
  const chosen = mode as Exclude<typeof mode, `unknown-${number}`>
  const warmed =
    temperature === undefined || temperature === settings.setpoint
      ? appliance
      : setTemperature(appliance, temperature, build)
  if (settings.mode === chosen) return warmed
  // In a window its mode waits, and the heater is on meanwhile.
  const on = settings.mode === 'off' && settings.peak ? switchOn(warmed) : warmed
  return build.capabilities[chosen] ? chooseByWire(on, { mode: chosen }) : on
}

/** The entries of this minute; the last one counts. */
export function scheduledPump(pump: Recirculation, at: LocalMoment): Recirculation {
  const due = pump.schedule.entries.filter(entry => isDue(entry, at)).at(-1)
  if (due === undefined || (due.pump !== 'on' && due.pump !== 'off')) return pump
  return { ...pump, scheduled: due.pump === 'on' }
}

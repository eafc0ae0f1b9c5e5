/** Reads what a heater doesn't push: its device info and its schedules. */
import type { NaviLinkDevice } from '#heater/device'
import { UnsupportedError } from '#schema/errors'
import { type KnownSchedule, knownSchedule, type ScheduleName, scheduleNames, schedules } from './schedule-changes.ts'

/**
 * Its device info comes as an event.
 * @param found is told of each schedule that could be read.
 * @throws the first error, after everything was asked.
 */
export async function readHeater(
  device: NaviLinkDevice,
  found: (name: ScheduleName, schedule: KnownSchedule | 'none') => void,
  signal: AbortSignal,
): Promise<void> {
  const errors: unknown[] = []
  const tried = async (work: () => Promise<void>) => {
    if (!signal.aborted)
      await work().catch(error => {
        if (!(error instanceof UnsupportedError)) errors.push(error)
      })
  }
  await tried(async () => void (await device.info({ signal })))
  for (const name of scheduleNames)
    await tried(async () => {
      const schedule = await schedules[name].read(device, signal)
      if (schedule !== 'unable') found(name, knownSchedule(schedule))
    })
  if (errors.length > 0) throw errors[0]
}

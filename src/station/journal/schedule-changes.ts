/** Schedules that are others than when they were read last: somebody changed them in an app, or this station did. */
import type { NaviLinkDevice } from '#heater/device'
import { periodsOf } from '#heater/registered-tou'
import { type Schedule, scheduleHash } from '#schema/schedule'
import { difference, differenceLines } from '#schema/schedule-difference'
import type { JournalEntry } from './journal-entry.ts'

export type ScheduleName = 'reservations' | 'recirculation' | 'tou'

export interface KnownSchedule {
  readonly hash: string
  readonly schedule: Schedule
}
/** `none`: the cloud keeps no plan. */
export type KnownSchedules = Readonly<Partial<Record<ScheduleName, KnownSchedule | 'none'>>>

interface Readable {
  readonly title: string
  /** What a deed that writes it is called. */
  readonly deeds: readonly string[]
  /** Undefined where there is none; `unable` where it isn't worth a question. */
  read(device: NaviLinkDevice, signal: AbortSignal): Promise<Schedule | undefined> | 'unable'
}

export const schedules: Readonly<Record<ScheduleName, Readable>> = {
  reservations: {
    title: 'weekly schedule',
    deeds: ['reservations'],
    read: (device, signal) => (device.can('reservations') === false ? 'unable' : device.reservations.read({ signal })),
  },
  recirculation: {
    title: 'recirculation schedule',
    deeds: ['recirculation'],
    read: (device, signal) => (device.can('recirculation-schedule') ? device.recirculation.read({ signal }) : 'unable'),
  },
  tou: {
    title: 'time-of-use plan',
    deeds: ['tou'],
    read: async (device, signal) => {
      const plan = await device.tou.read({ signal })
      // The cloud's copy has no master switch: that is told by a status.
      return plan && { enabled: true, ...periodsOf(plan) }
    },
  },
}

export const scheduleNames = Object.keys(schedules) as readonly ScheduleName[]

export const knownSchedule = (schedule: Schedule | undefined): KnownSchedule | 'none' =>
  schedule ? { hash: scheduleHash(schedule), schedule } : 'none'

/** The entry for a schedule that isn't what it was; undefined where it is, or was never read. */
export function scheduleChange(
  name: ScheduleName,
  before: KnownSchedule | 'none' | undefined,
  now: KnownSchedule | 'none',
  { at, heater, by: whose }: { readonly at: number; readonly heater: string; readonly by: () => string | undefined },
): JournalEntry | undefined {
  if (before === undefined || hashOf(before) === hashOf(now)) return undefined
  const { title } = schedules[name]
  const by = whose()
  const who = by === undefined ? 'somebody' : 'us'
  const author = by === undefined ? 'somebody at the panel or in an app' : by
  const lines = before === 'none' || now === 'none' ? [] : differenceLines(difference(before.schedule, now.schedule))
  const what = before === 'none' ? 'was made' : now === 'none' ? 'was removed' : 'was changed'
  const text = `The ${title} ${what} by ${author}${lines.length > 0 ? `: ${lines.join('; ')}` : ''}.`
  const data = { schedule: name, old: hashOf(before), new: hashOf(now), changes: lines, ...(by && { by }) }
  return { at, heater, kind: 'schedule', who, text, data }
}

const hashOf = (known: KnownSchedule | 'none') => (known === 'none' ? 'none' : known.hash)

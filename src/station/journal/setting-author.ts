/** Who changed a setting, as far as can be told: from what this station did, what was due, and what else changed then. */
import { inTouWindow } from '#heater/tou-window'
import { isDue } from '#physics/schedule/due'
import type { LocalTime } from '#physics/schedule/local-time'
import type { ReservationSchedule } from '#schema/reservation'
import type { Status } from '#schema/status'
import { days, hours, minutes } from '#time/duration'
import type { Sample } from '../sample.ts'
import type { Deed } from '../station-view.ts'
import type { Who } from './journal-entry.ts'
import type { SettingChange } from './watched-settings.ts'

export interface Circumstances {
  /** The sample that shows it, and the one before; undefined when this run had none. */
  readonly sample: Sample
  readonly before: Sample | undefined
  /** What of ours would do that. */
  readonly deed: (change: SettingChange) => Deed | undefined
  /** The heater's weekly schedule as it was read last, and its wall clock. */
  readonly reservations: ReservationSchedule | undefined
  readonly time: LocalTime
  /** When the mode before this one was chosen, ms since 1970; undefined when nobody saw it. */
  readonly modeSince: number | undefined
  /** The last mode that is for good; undefined when nobody saw it. */
  readonly modeBefore: string | undefined
}

export interface Author {
  /** Undefined when nobody watched. */
  readonly who: Who | undefined
  readonly deed?: Deed | undefined
}

/** Clocks differ a little, and the heater's is set by nobody. */
const tolerance = minutes(2)
/** After a longer silence nobody knows who did it, nor when. */
export const watched = hours(1)
/** A reservation's mode that was kept back lands when the window ends. */
const longestWindow = hours(12)
/** Electric mode ends by itself after 72 h, a vacation after its days. */
const electricLasts = hours(72)

/** What follows from the other setting, when both changed at once. */
const follows: Readonly<Partial<Record<SettingChange['field'], SettingChange['field']>>> = {
  vacationDaySetting: 'dhwOperationSetting',
  antiLegionellaPeriod: 'antiLegionellaUse',
}

/** Modes that last until somebody chooses another. */
export const isForGood = (mode: unknown): mode is string =>
  mode === 'heat-pump' || mode === 'energy-saver' || mode === 'high-demand'

/** The authors of what changed with one sample, in the same order. */
export function authorsOf(changes: readonly SettingChange[], circumstances: Circumstances): readonly Author[] {
  const found = new Map(changes.map(change => [change.field, authorOf(change, circumstances)]))
  return changes.map(({ field }) => {
    const own = found.get(field) ?? { who: undefined }
    const leading = follows[field] && found.get(follows[field])
    return leading && (own.who === undefined || own.who === 'somebody') ? leading : own
  })
}

function authorOf(change: SettingChange, circumstances: Circumstances): Author {
  const { before, sample, deed } = circumstances
  const ours = deed(change)
  if (ours) return { who: 'us', deed: ours }
  if (change.field === 'drEventStatus') return { who: 'demand-response' }
  if (isScheduled(change, circumstances)) return { who: 'schedule' }
  if (isOver(change, circumstances)) return { who: 'heater' }
  if (before === undefined || sample.at.getTime() - before.at.getTime() > watched) return { who: undefined }
  if (sample.status.drEventStatus !== before.status.drEventStatus && isHeating(change))
    return { who: 'demand-response' }
  if (isHeating(change) && inTouWindow(sample.status) !== inTouWindow(before.status)) return { who: 'time-of-use' }
  if (change.field === 'dhwTemperatureSetting' && cycles(before.status, sample.status)) return { who: 'heater' }
  return { who: 'somebody' }
}

const isHeating = ({ field }: SettingChange) => field === 'dhwOperationSetting' || field === 'dhwTemperatureSetting'

const cycles = (...statuses: readonly Status[]) =>
  statuses.some(({ antiLegionellaOperationBusy: busy }) => busy === 'on')

/** Whether a reservation that says that fell due since the sample before. */
function isScheduled(
  { field, new: value }: SettingChange,
  { reservations, time, sample, before }: Circumstances,
): boolean {
  if (!reservations?.enabled || (field !== 'dhwOperationSetting' && field !== 'dhwTemperatureSetting')) return false
  const entries = reservations.entries.filter(({ mode, temperature }) =>
    field === 'dhwOperationSetting' ? mode === value : temperature === value,
  )
  if (entries.length === 0) return false
  const at = sample.at.getTime()
  const wasHeld = before !== undefined && inTouWindow(before.status) && !inTouWindow(sample.status)
  const earliest = Math.min(before?.at.getTime() ?? at, at - (wasHeld ? longestWindow : 0)) - tolerance
  for (let moment = Math.max(earliest, at - days(1)); moment <= at + tolerance; moment += minutes(1)) {
    const wall = time.at(moment)
    if (entries.some(entry => isDue(entry, wall))) return true
  }
  return false
}

/** Whether the time of electric mode or of a vacation was over, and the heater went back to the mode from before. */
function isOver(
  { field, old, new: mode }: SettingChange,
  { sample, before, modeSince, modeBefore }: Circumstances,
): boolean {
  if (field !== 'dhwOperationSetting' || !isForGood(mode) || mode !== (modeBefore ?? mode)) return false
  const lasted = modeSince === undefined ? 0 : sample.at.getTime() - modeSince
  if (old === 'electric') return lasted >= electricLasts - hours(1)
  if (old !== 'vacation' || before === undefined) return false
  const { vacationDaySetting: length = 0, vacationDayElapsed: elapsed = 0 } = before.status
  return length > 0 && (lasted >= days(length) - hours(1) || elapsed >= length)
}

/** The schedules that a simulated heater holds in the beginning: as files have them, or written where it is told of. */
import { checkedDocument, parseScheduleFile, type ScheduleFile, type ScheduleKind } from '#heater/schedule-file'
import { setpointRange } from '#physics/controller/settings'
import type { Schedule } from '#schema/schedule'
import type { HeaterOptions } from '#simulator/options'
import { UsageError } from '../usage-error.ts'
import type { HeaterWord } from './heater-words.ts'
import type { ToldHeater } from './told-heater.ts'

interface SetpointLimits {
  readonly minimumOperation?: number
  readonly highestSetpoint?: number
}

/** @throws UsageError */
export async function plansOf(told: ToldHeater, limits: SetpointLimits): Promise<HeaterOptions> {
  const { words, teller } = told
  const reservations = await planIn(told, 'reservations', ['reservations', 'reservations_file'], limits)
  const tou = await planIn(told, 'tou', ['tou', 'tou_file'], limits)
  const pump = await planIn(told, 'recirculation', ['recirculation_schedule'], limits)
  if (pump !== undefined && words.recirculation !== true)
    throw teller.refusal('recirculation_schedule', 'it needs a pump: recirculation: true')
  return {
    ...(reservations && { reservations: reservations as NonNullable<HeaterOptions['reservations']> }),
    ...(tou && { tou: tou as NonNullable<HeaterOptions['tou']> }),
    ...(pump && { recirculationSchedule: pump as NonNullable<HeaterOptions['recirculationSchedule']> }),
  }
}

async function planIn(
  { words, teller }: ToldHeater,
  kind: ScheduleKind,
  [inline, named]: readonly [HeaterWord, HeaterWord?],
  { minimumOperation: lowest = setpointRange.lowest, highestSetpoint: highest = setpointRange.highest }: SetpointLimits,
): Promise<Schedule | undefined> {
  const limits = { lowest, highest, step: 0.5 }
  const written = words[inline]
  if (written !== undefined) {
    const { value, problems } = checkedDocument(kind, written as Readonly<Record<string, unknown>>, limits)
    if (value !== undefined) return switchedOn(value)
    const [first] = problems
    throw teller.refusalWithin(inline, first?.path ?? [], first?.text ?? 'it is empty')
  }
  const name = named && words[named]
  if (named === undefined || typeof name !== 'string') return undefined
  const { value, problems } = await parseScheduleFile(await teller.read(named), { kind, limits })
  if (value !== undefined) return switchedOn(value)
  throw new UsageError(`${name}, ${problems[0]?.text ?? 'it is empty'}.`)
}

/** Who gives a plan without a word on its switch wants it to count. */
const switchedOn = ({ schedule }: ScheduleFile): Schedule =>
  ({ ...schedule, enabled: schedule.enabled ?? true }) as Schedule

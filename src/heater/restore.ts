/** Brings a heater back to what a backup says, a step for each thing that differs. */
import type { ControlName } from '#schema/commands'
import { ConnectionError, NaviLinkError, TimeoutError } from '#schema/errors'
import type { Schedule } from '#schema/schedule'
import { hours } from '#time/duration'
import { type HeaterBackup, type HeaterSettings, heaterId, settingsOf } from './backup.ts'
import type { NaviLinkDevice } from './device.ts'
import type { CallOptions } from './heater-events.ts'
import type { DrawnUp } from './line.ts'
import type { CommandOutcome } from './outcome.ts'
import { samePeriods } from './registered-tou.ts'
import type { ScheduleFile } from './schedule-document.ts'
import type { ScheduleOutcome } from './schedule-outcome.ts'

/** One thing that differs. */
export interface RestoreStep {
  /** A setting by its name, or a kind of schedule. */
  readonly what: keyof HeaterSettings | ScheduleFile['kind']
  /** What the heater has, and what the backup says. Of a schedule the outcome tells it. */
  readonly from?: unknown
  readonly to?: unknown
  /** What came of it. Undefined in a dry run of a setting, and for what wasn't tried any more. */
  readonly outcome?: CommandOutcome | ScheduleOutcome
  /** Of a dry run: what would be sent. */
  readonly drawnUp?: DrawnUp
  /** Why it can't be done, wasn't tried, or is done though nothing seems to differ. */
  readonly reason?: string
}

/** What was restored, step by step, and what can’t be. */
export interface RestoreReport {
  /** Only what differs, in the order in which it was done. */
  readonly steps: readonly RestoreStep[]
  /** What a backup says and nobody can restore, or doesn't have; a sentence each. */
  readonly notes: readonly string[]
  /** Whether all of it is now as the backup says. */
  readonly complete: boolean
}

/** What may be restored, and whether it is only shown. */
export interface RestoreOptions extends CallOptions {
  /** Sends nothing but questions. */
  readonly dryRun?: boolean | undefined
  /** Takes the backup of another heater too. */
  readonly otherHeater?: boolean | undefined
}

type Said = Partial<Record<ControlName, unknown>>

/** In this order: what must be on to be set comes after switching on, and switching off comes last. */
const settings: readonly [keyof HeaterSettings, (to: HeaterSettings) => Said | undefined][] = [
  ['temperature', ({ temperature }) => ({ dhwTemperature: temperature })],
  [
    'antiLegionellaDays',
    ({ antiLegionellaDays: days }) => (days ? { antiLegionellaOn: days } : { antiLegionellaOff: undefined }),
  ],
  ['airFilterLife', ({ airFilterLife }) => ({ airFilterLife })],
  ['recirculation', ({ recirculation }) => ({ recirculationMode: recirculation })],
  // In a window of the plan the heater would keep the mode back, so it is heeded after that, or no more before.
  ['timeOfUse', ({ timeOfUse }) => (timeOfUse === 'off' ? { touOff: undefined } : {})],
  ['mode', ({ mode, vacationDays }) => (mode === 'vacation' ? vacation(vacationDays) : { dhwMode: mode })],
  ['timeOfUse', ({ timeOfUse }) => (timeOfUse === 'on' ? { touOn: undefined } : {})],
  ['vacationDays', ({ vacationDays }) => ({ vacationDays })],
]

/** Nobody makes days up. */
const vacation = (days: number | undefined) => (days === undefined ? undefined : { vacation: days })

/**
 * @throws RangeError for the backup of another heater; what reading the heater throws. A step that fails is told in the
 * report, and the others go on as long as the heater can be reached.
 */
export async function restoreBackup(
  heater: NaviLinkDevice,
  backup: HeaterBackup,
  { dryRun = false, otherHeater = false, signal }: RestoreOptions = {},
): Promise<RestoreReport> {
  if (!otherHeater && backup.heater.id !== heaterId(heater.macAddress))
    throw new RangeError(`This is the backup of another heater, ${backup.heater.name}.`)
  await heater.info({ signal, maxAge: hours(1) })
  const now = settingsOf(await heater.status({ signal }))
  const to = backup.settings
  const steps: RestoreStep[] = []
  const notes = [...backup.missing]
  let reachable = true

  /** @param act undefined when nothing differs. */
  const step = async (told: RestoreStep, act: () => Promise<Partial<RestoreStep> | undefined>) => {
    if (!reachable) {
      steps.push({ ...told, reason: 'It was not tried, because the heater could not be reached before.' })
      return
    }
    try {
      const done = await act()
      if (done) steps.push({ ...told, ...done })
      reachable = !['offline', 'expired'].includes(done?.outcome?.result ?? '')
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof RangeError || error instanceof NaviLinkError)) throw error
      steps.push({ ...told, reason: error.message })
      reachable = !(error instanceof TimeoutError || error instanceof ConnectionError)
    }
  }
  const say = async (what: keyof HeaterSettings, said: Said) => {
    for (const [name, value] of Object.entries(said) as [ControlName, never][])
      await step({ what, from: now[what], to: to[what] }, async () =>
        dryRun
          ? { drawnUp: await heater.drawUp(name, value, { signal }) }
          : { outcome: await heater.control(name, value, { signal }) },
      )
  }

  if (to.power === 'on' && now.power === 'off') await say('power', { powerOn: undefined })
  const willHeed = to.timeOfUse === 'on' && now.timeOfUse !== 'on'
  for (const file of backup.schedules) await restoreSchedule(heater, file, { dryRun, signal, willHeed, step })
  const onVacationNow = to.mode === 'vacation' && now.mode !== 'vacation'
  for (const [what, saying] of settings) {
    // Going on vacation says its days at once, and without one there are none to set.
    if (what === 'vacationDays' && (onVacationNow || to.mode !== 'vacation')) continue
    if (to[what] === undefined || to[what] === now[what]) continue
    const said = saying(to)
    if (said) await say(what, said)
    else steps.push({ what, from: now[what], to: to[what], reason: 'The backup doesn’t say for how many days.' })
  }
  if (to.power === 'off' && now.power !== 'off') await say('power', { powerOff: undefined })

  const done = ({ outcome, drawnUp }: RestoreStep) =>
    outcome?.result === 'confirmed' || (dryRun && drawnUp !== undefined)
  return { steps, notes, complete: !dryRun && notes.length === 0 && steps.every(done) }
}

interface Doing {
  readonly dryRun: boolean
  readonly signal: AbortSignal | undefined
  /** It doesn't heed a plan now, and will. */
  readonly willHeed: boolean
  step(told: RestoreStep, act: () => Promise<Partial<RestoreStep> | undefined>): Promise<void>
}

const again = 'The cloud’s copy says the same already; it is written again, for what the heater holds can’t be asked.'

function restoreSchedule(heater: NaviLinkDevice, file: ScheduleFile, doing: Doing): Promise<void> {
  const { dryRun, signal, willHeed, step } = doing
  const options = { dryRun, signal }
  return step({ what: file.kind }, async () => {
    if (file.kind === 'tou') {
      const { name, utility, zipCode, schedule } = file
      const now = await heater.tou.read({ signal })
      // The cloud's copy doesn't tell what the heater holds. One that was reset heeds nothing, and is given the plan again.
      const isSame = now !== undefined && samePeriods(now, schedule)
      if (isSame && !willHeed) return undefined
      const { periods, unreadable } = schedule
      const plan = { name, utility, zipCode, periods, unreadable }
      return { ...stepOf(await heater.tou.apply(plan, options)), ...(isSame && { reason: again }) }
    }
    // Edits that change nothing write nothing.
    if (file.kind === 'reservations') return stepOf(await heater.reservations.apply(file.schedule, options))
    return stepOf(await heater.recirculation.apply(file.schedule, options))
  })
}

/** Undefined for one that changed nothing. */
function stepOf<Of extends Schedule>(given: ScheduleOutcome<Of>): Partial<RestoreStep> | undefined {
  const outcome = given as unknown as ScheduleOutcome
  if (outcome.result === 'confirmed' && outcome.attempts === 0) return undefined
  return { outcome, ...(outcome.drawnUp && { drawnUp: outcome.drawnUp }) }
}

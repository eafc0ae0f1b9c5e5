/** The weekly schedules and the time-of-use plan of a heater: read, and written as a whole. */
import { z } from 'zod'
import type { NaviLinkDevice } from '#heater/device'
import { completed, type EditableSchedule } from '#heater/editable-schedule'
import type { CommandOutcome } from '#heater/outcome'
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import type { TouOptions } from '#heater/tou'
import { UnsupportedError } from '#schema/errors'
import { mostRecirculationEvents, type RecirculationSchedule } from '#schema/recirculation'
import { checkRecirculationEvent } from '#schema/recirculation-check'
import { mostReservations, type ReservationSchedule } from '#schema/reservation'
import type { ReservationLimits } from '#schema/reservation-check'
import { mostTouPeriods, type TouPeriod, type TouPeriods } from '#schema/tou'
import { checkTouPeriod } from '#schema/tou-check'
import { seconds } from '#time/duration'
import { scheduleOutcomeAnswer, scheduleOutcomeOf } from '../answers/outcome-answer.ts'
import {
  givenPlan,
  givenSchedule,
  periodAnswer,
  planOf,
  planVersion,
  recirculationAnswer,
  reservationAnswer,
  scheduleAnswer,
  scheduleOf,
  touAnswer,
} from '../answers/schedule-answer.ts'
import { ApiError } from '../api-error.ts'
import { aloneReservation, type CheckAlone, mustBeHeld } from '../held-parts.ts'
import { askableHeater, heaterNamed } from '../known-heater.ts'
import { type Route, route } from '../route.ts'

const group = 'Schedules'
/** Reading, writing, reading it back, and all of it twice. */
const longest = seconds(120)

const asking = ['not-supported', 'not-understood', 'no-connection', 'no-answer'] as const
const changing = ['not-supported', 'not-taken'] as const

/** Nothing here is a dry run. */
const written = async <Outcome extends ScheduleOutcome>(edit: Promise<Outcome>) =>
  (await edit) as Outcome & Pick<CommandOutcome, 'result'>

interface WeeklyKind<Of extends ReservationSchedule | RecirculationSchedule> {
  readonly path: 'reservations' | 'recirculation'
  readonly name: 'Reservations' | 'Recirculation'
  readonly what: string
  readonly entry: z.ZodType
  readonly example: string
  /** How many entries are taken. */
  readonly most: number
  of(device: NaviLinkDevice): EditableSchedule<Of>
  /** What the heater says of its setpoint, where its entries have one. @throws UnsupportedError when it doesn't tell. */
  limits(device: NaviLinkDevice): Promise<Limits>
  alone(held: Of, limits: Limits): CheckAlone
}

type Limits = Pick<ReservationLimits, 'lowest' | 'highest' | 'step'>

async function setpointLimits(device: NaviLinkDevice): Promise<Limits> {
  // What can't be asked for this can't be read either, and then nothing is written.
  if (device.capabilities === undefined) await device.info().catch(() => {})
  if (device.capabilities === undefined)
    throw new UnsupportedError('This heater has not told its limits, so no schedule is written; ask again later.')
  return device.capabilities.setpoint ?? {}
}

function weeklyRoutes<Of extends ReservationSchedule | RecirculationSchedule>(kind: WeeklyKind<Of>): readonly Route[] {
  const { path, name, what, entry, example, most, of } = kind
  return [
    route({
      method: 'get',
      path: `/api/v1/heaters/{id}/${path}`,
      name: `get${name}`,
      group,
      summary: `Asks a heater for ${what}.`,
      scope: 'read',
      asks: true,
      answer: scheduleAnswer(`${name}Schedule`, entry),
      refusals: asking,
      async work({ station, params, signal }) {
        return scheduleOf(await of(askableHeater(station, params.id).device).read({ signal }))
      },
    }),
    route({
      method: 'put',
      path: `/api/v1/heaters/{id}/${path}`,
      name: `set${name}`,
      group,
      summary: `Changes ${what}: it is read, written as a whole, read back and compared.`,
      scope: 'write',
      asks: true,
      body: givenSchedule(example),
      answer: scheduleOutcomeAnswer(`${name}Outcome`, entry),
      refusals: changing,
      async work({ station, params, body: { base, ...given }, caller }) {
        const heater = heaterNamed(station, params.id)
        const schedule = of(heater.device)
        const options = { base, deadline: longest }
        const { entries, enabled } = given
        const outcome = await station.act({ heater, by: caller.name, command: path, value: given }, async () => {
          if (entries === undefined) return written(enabled ? schedule.enable(options) : schedule.disable(options))
          const limits = await kind.limits(heater.device)
          // It is checked before anything is sent, with a sentence for each thing that is wrong.
          const change = (held: Of) => {
            mustBeHeld({ ...given, entries }, held, { list: 'entries', most, alone: kind.alone(held, limits) })
            return completed({ ...given, entries } as unknown as Of, held)
          }
          return written(schedule.edit(change, options))
        })
        return scheduleOutcomeOf<Of>(heater.id, outcome)
      },
    }),
  ]
}

const touRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/tou',
    name: 'getTimeOfUse',
    group,
    summary: 'Asks the cloud for the time-of-use plan, and tells whether the heater heeds its own.',
    scope: 'read',
    asks: true,
    answer: touAnswer,
    refusals: asking,
    async work({ station, params, signal }) {
      const { device, latest } = heaterNamed(station, params.id)
      const plan = await device.tou.read({ signal })
      const told = latest?.status.touStatus
      return { enabled: told === undefined ? null : told !== 'tou-off', plan: planOf(plan) }
    },
  }),
  route({
    method: 'put',
    path: '/api/v1/heaters/{id}/tou',
    name: 'setTimeOfUse',
    group,
    summary: 'Gives the heater and the cloud a time-of-use plan, or switches it on or off.',
    scope: 'write',
    asks: true,
    body: givenPlan,
    answer: scheduleOutcomeAnswer('TimeOfUseOutcome', periodAnswer, {
      registered: z
        .boolean()
        .nullable()
        .describe('Whether the cloud keeps it too; null where only the switch was turned.'),
    }),
    refusals: [...changing, 'changed-since', ...asking],
    async work({ station, params, body: { base, enabled, periods, ...plan }, caller, signal }) {
      const heater = heaterNamed(station, params.id)
      const { device } = heater
      const deed = { heater, by: caller.name, command: 'tou', value: { enabled, periods, ...plan } }
      const brings = plan.unreadable !== undefined || periods?.some(({ raw }) => raw !== undefined)
      const known = base === undefined && !brings ? undefined : ((await device.tou.read({ signal })) ?? { periods: [] })
      if (base !== undefined && base !== planVersion(known as TouPeriods))
        throw new ApiError('changed-since', `The plan isn’t version ${base} any more; nothing was sent.`)
      if (periods === undefined) {
        const outcome = await station.act(deed, () =>
          enabled ? device.tou.on({ deadline: longest }) : device.tou.off({ deadline: longest }),
        )
        const { result, at, took, attempts, failCode, reason } = outcome
        const end = { result, at, took, attempts, command: 'writeTou', warnings: [] } as const
        const ended = { ...end, ...(failCode !== undefined && { failCode }), ...(reason !== undefined && { reason }) }
        const isOn = result === 'confirmed' ? { enabled } : {}
        return { ...scheduleOutcomeOf(heater.id, ended), ...isOn, command: outcome.command, registered: null }
      }
      const rules = { list: 'periods', most: mostTouPeriods, alone: checkTouPeriod } as const
      if (known) mustBeHeld({ ...plan, entries: periods }, { enabled: true, ...known }, rules)
      else if (periods.length > mostTouPeriods)
        throw new RangeError(`periods are ${periods.length}; ${mostTouPeriods} at most are taken.`)
      const options: TouOptions = { enable: enabled, deadline: longest, ...(known && { base: known }) }
      const outcome = await station.act(deed, () =>
        written(device.tou.apply({ ...plan, periods: periods as unknown as readonly TouPeriod[] }, options)),
      )
      return { ...scheduleOutcomeOf(heater.id, outcome), registered: outcome.registered }
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/heaters/{id}/tou',
    name: 'removeTimeOfUse',
    group,
    summary: 'Removes the cloud’s copy of the plan. The heater goes on by its own until it is switched off.',
    scope: 'write',
    answer: scheduleOutcomeAnswer('TimeOfUseRemoval', periodAnswer),
    refusals: ['not-supported'],
    async work({ station, params, caller }) {
      const heater = heaterNamed(station, params.id)
      const deed = { heater, by: caller.name, command: 'tou', value: null }
      const outcome = await station.act(deed, () => written(heater.device.tou.remove({ deadline: longest })))
      return scheduleOutcomeOf(heater.id, outcome)
    },
  }),
]

export const scheduleRoutes: readonly Route[] = [
  ...weeklyRoutes<ReservationSchedule>({
    path: 'reservations',
    name: 'Reservations',
    what: 'the times at which it changes its mode and setpoint by itself',
    entry: reservationAnswer,
    example: '{"days": "mon-fri", "time": "06:30", "mode": "heat-pump", "temperature": 52}',
    most: mostReservations,
    of: device => device.reservations,
    limits: setpointLimits,
    alone: (held, limits) => (entry, path) => aloneReservation(entry, path, { ...limits, held }),
  }),
  ...weeklyRoutes<RecirculationSchedule>({
    path: 'recirculation',
    name: 'Recirculation',
    what: 'the times at which its recirculation pump runs',
    entry: recirculationAnswer,
    example: '{"days": "mon-fri", "time": "06:30", "pump": "on"}',
    most: mostRecirculationEvents,
    of: device => device.recirculation,
    limits: async () => ({}),
    alone: () => (entry, path) => checkRecirculationEvent(entry, path),
  }),
  ...touRoutes,
]

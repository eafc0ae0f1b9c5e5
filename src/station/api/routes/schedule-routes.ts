/** The weekly schedules and the time-of-use plan of a heater: read, and written as a whole. */
import { z } from 'zod'
import type { NaviLinkDevice } from '#heater/device'
import type { EditableSchedule } from '#heater/editable-schedule'
import type { CommandOutcome } from '#heater/outcome'
import type { ScheduleOutcome } from '#heater/schedule-outcome'
import type { TouOptions } from '#heater/tou'
import type { RecirculationSchedule } from '#schema/recirculation'
import type { ReservationSchedule } from '#schema/reservation'
import type { TouPeriod } from '#schema/tou'
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
import { heaterNamed } from '../known-heater.ts'
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
  of(device: NaviLinkDevice): EditableSchedule<Of>
}

function weeklyRoutes<Of extends ReservationSchedule | RecirculationSchedule>(kind: WeeklyKind<Of>): readonly Route[] {
  const { path, name, what, entry, example, of } = kind
  return [
    route({
      method: 'get',
      path: `/api/v1/heaters/{id}/${path}`,
      name: `get${name}`,
      group,
      summary: `Asks a heater for ${what}.`,
      scope: 'read',
      answer: scheduleAnswer(`${name}Schedule`, entry),
      refusals: asking,
      async work({ station, params, signal }) {
        return scheduleOf(await of(heaterNamed(station, params.id).device).read({ signal }))
      },
    }),
    route({
      method: 'put',
      path: `/api/v1/heaters/{id}/${path}`,
      name: `set${name}`,
      group,
      summary: `Changes ${what}: it is read, written as a whole, read back and compared.`,
      scope: 'write',
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
          // It is checked before anything is sent, with a sentence for each thing that is wrong.
          return written(schedule.apply({ ...given, entries } as unknown as Of, options))
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
      const known = base === undefined ? undefined : await device.tou.read({ signal })
      if (base !== undefined && base !== planVersion(known ?? { periods: [] }))
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
    of: device => device.reservations,
  }),
  ...weeklyRoutes<RecirculationSchedule>({
    path: 'recirculation',
    name: 'Recirculation',
    what: 'the times at which its recirculation pump runs',
    entry: recirculationAnswer,
    example: '{"days": "mon-fri", "time": "06:30", "pump": "on"}',
    of: device => device.recirculation,
  }),
  ...touRoutes,
]

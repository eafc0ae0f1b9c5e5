/** What a heater used: our ledger beside its own account. */
import { z } from 'zod'
import type { EnergyUse } from '#schema/energy'
import { days } from '#time/duration'
import type { EnergyDay } from '../../history/energy-day.ts'
import { ApiError } from '../api-error.ts'
import { askableHeater, mustBeOnRecord } from '../known-heater.ts'
import { givenDay, givenWhole, inOrder, moment, momentOrNull, momentText, outOfOrder } from '../moment.ts'
import { query, type Route, route } from '../route.ts'

const group = 'Energy'

const useAnswer = z
  .strictObject({
    heatPumpEnergy: z.number().nullable().describe('Wh.'),
    elementEnergy: z.number().nullable().describe('Wh.'),
    heatPumpTime: z.number().nullable().describe('Hours.'),
    elementTime: z.number().nullable().describe('Hours.'),
  })
  .meta({ id: 'EnergyUse', description: 'What the heater says that it used; null where it doesn’t tell.' })

const useOf = ({ heatPumpEnergy, elementEnergy, heatPumpTime, elementTime }: EnergyUse) => ({
  heatPumpEnergy: heatPumpEnergy ?? null,
  elementEnergy: elementEnergy ?? null,
  heatPumpTime: heatPumpTime ?? null,
  elementTime: elementTime ?? null,
})

const dayAnswer = z
  .strictObject({
    day: z.string().describe('Of the heater’s zone.'),
    heatPumpEnergy: z.number().describe('From power over time, Wh.'),
    elementEnergy: z.number().describe('Wh.'),
    otherEnergy: z.number().describe('Standby, fan, and what can’t be told, Wh.'),
    observed: z.number().describe('How much of the day was seen, in seconds.'),
    unobserved: z.number().describe('How much of what has passed of it was not, in seconds.'),
    told: useAnswer.nullable().describe('The heater’s own account of the day; null until it was asked.'),
    toldAt: moment.nullable(),
  })
  .meta({ id: 'EnergyDay', description: 'What a heater used in a day, as we saw it and as it says itself.' })

const dayOf = ({ heater: _, told, toldAt, ...day }: EnergyDay): z.output<typeof dayAnswer> => ({
  ...day,
  told: told ? useOf(told) : null,
  toldAt: momentOrNull(toldAt),
})

export const energyRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/energy',
    name: 'getEnergy',
    group,
    summary: 'Tells what a heater used day by day; of the last 31 days when nothing else is asked for.',
    scope: 'read',
    query: query({
      from: givenDay.optional().describe('The first day, such as `2026-11-21`.'),
      until: givenDay.optional().describe('The day after the last.'),
    }).refine(inOrder, outOfOrder),
    answer: z.strictObject({ days: z.array(dayAnswer) }),
    refusals: ['store-unavailable'],
    async work({ station, params, query: { from, until } }) {
      await mustBeOnRecord(station, params.id)
      const last = until === undefined ? station.clock.now() : Date.parse(until)
      const first = from ?? momentText(last - days(until === undefined ? 30 : 31)).slice(0, 10)
      const asked = { heater: params.id, from: first, ...(until !== undefined && { until }) }
      return { days: (await station.history.energy(asked)).map(dayOf) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/energy/records',
    name: 'getEnergyRecords',
    group,
    summary: 'Asks a heater for its own account: the months of a year, or the days of a month.',
    scope: 'read',
    asks: true,
    query: query({ year: givenWhole(2000, 2099), month: givenWhole(1, 12).optional() }),
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({ year: z.number(), month: z.number(), day: z.number().nullable(), use: useAnswer }),
      ),
      lifetime: useAnswer,
    }),
    refusals: ['not-supported', 'not-understood', 'no-connection', 'no-answer'],
    async work({ station, params, query: { year, month }, signal }) {
      const { energy } = askableHeater(station, params.id).device
      if (month !== undefined && Date.UTC(year, month - 1, 1) > station.clock.now() + days(1))
        throw new ApiError('bad-request', 'This month is yet to come.')
      const { rows, total } = await (month === undefined
        ? energy.monthly([year], { signal })
        : energy.daily(year, [month], { signal }))
      return {
        rows: rows.map(({ year, month, day = null, ...use }) => ({ year, month, day, use: useOf(use) })),
        lifetime: useOf(total),
      }
    },
  }),
]

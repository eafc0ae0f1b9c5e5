/** What can be asked of a heater: how it is, what it can do, what it counted. */
import { z } from 'zod'
import { capabilityNames } from '#schema/capabilities'
import { counterFields } from '#schema/counters'
import { firmwareVersion } from '#schema/device-info'
import type { Fields } from '#schema/field'
import { unitOf } from '#schema/units'
import { days } from '#time/duration'
import { heaterAnswer, heaterOf } from '../answers/heater-answer.ts'
import { askableHeater, heaterNamed } from '../known-heater.ts'
import { givenSwitch, moment, momentText } from '../moment.ts'
import { query, type Route, route } from '../route.ts'

const group = 'Heaters'
/** What a heater can do hardly ever changes. */
const toldLately = days(1)

const capabilitiesAnswer = z
  .strictObject({
    at: moment.describe('When the heater told it.'),
    modes: z.array(z.string()).describe('The modes that it can be set to.'),
    setpoint: z
      .strictObject({ lowest: z.number(), highest: z.number(), step: z.number() })
      .nullable()
      .describe('°C; null for one whose setpoint is fixed.'),
    capabilities: z
      .record(z.enum(capabilityNames as [string, ...string[]]), z.boolean().nullable())
      .describe('Null where the heater doesn’t tell.'),
    firmware: z
      .strictObject({ controller: z.string().nullable(), panel: z.string().nullable(), wifi: z.string().nullable() })
      .describe('The versions of its firmware.'),
  })
  .meta({ id: 'Capabilities', description: 'What this unit can do, and within which limits.' })

const blockAnswer = (fields: Fields) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([key, { doc, quantity }]) => {
        const { symbol } = unitOf(quantity, 'metric')
        return [
          key,
          z
            .number()
            .optional()
            .describe(symbol === '' ? doc : `${doc} In ${symbol}.`),
        ]
      }),
    ),
  )

const { tsData, tdData, taData } = counterFields
const countersAnswer = z
  .strictObject({ tsData: blockAnswer(tsData), tdData: blockAnswer(tdData), taData: blockAnswer(taData) })
  .meta({ id: 'Counters', description: 'What a heater counted in its whole life, in the wire’s three blocks.' })

export const heaterRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/heaters',
    name: 'listHeaters',
    group,
    summary: 'Lists the heaters, each with its newest sample.',
    scope: 'read',
    answer: z.strictObject({ now: moment, heaters: z.array(heaterAnswer) }),
    work({ station }) {
      const now = station.clock.now()
      return { now: momentText(now), heaters: station.heaters.map(heater => heaterOf(heater, now)) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}',
    name: 'getHeater',
    group,
    summary: 'Tells what a heater said last, and whether it is there.',
    scope: 'read',
    answer: z.strictObject({ now: moment, heater: heaterAnswer }),
    work({ station, params }) {
      const now = station.clock.now()
      return { now: momentText(now), heater: heaterOf(heaterNamed(station, params.id), now) }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/capabilities',
    name: 'getCapabilities',
    group,
    summary: 'Tells what a heater can do; it is asked when it has not told in the last day.',
    scope: 'read',
    asks: true,
    query: query({ fresh: givenSwitch.default(false).describe('Asks the heater whatever is known.') }),
    answer: capabilitiesAnswer,
    refusals: ['not-understood', 'no-connection', 'no-answer'],
    async work({ station, params, query: { fresh }, signal }) {
      const { device: known } = heaterNamed(station, params.id)
      const isKnown = !fresh && (known.capabilities?.age ?? Number.POSITIVE_INFINITY) <= toldLately
      const device = isKnown ? known : askableHeater(station, params.id).device
      const info = await device.info({ signal, ...(!fresh && { maxAge: toldLately }) })
      const { capabilities } = device
      const version = (number: number | undefined) => (number === undefined ? null : firmwareVersion(number))
      return {
        at: momentText(info.about.at.getTime()),
        modes: capabilities?.modes ?? [],
        setpoint: capabilities?.setpoint ?? null,
        capabilities: Object.fromEntries(capabilityNames.map(name => [name, capabilities?.can(name) ?? null])),
        firmware: {
          controller: version(info.controllerSwVersion),
          panel: version(info.panelSwVersion),
          wifi: version(info.wifiSwVersion),
        },
      }
    },
  }),
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/counters',
    name: 'getCounters',
    group,
    summary: 'Asks a heater for its lifetime counters.',
    scope: 'read',
    asks: true,
    answer: countersAnswer,
    refusals: ['not-understood', 'no-connection', 'no-answer'],
    async work({ station, params, signal }) {
      const { tsData, tdData, taData } = await askableHeater(station, params.id).device.counters({ signal })
      return { tsData, tdData, taData }
    },
  }),
]

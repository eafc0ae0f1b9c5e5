/** A status as the API tells it: the fields of the table in typed values, and what follows from them. */
import { z } from 'zod'
import type { Reading } from '#heater/reading'
import { energyToSetpoint, filterHoursLeft, heating, usableEnergy } from '#schema/derived'
import { explainAlarm, explainFault } from '#schema/faults'
import type { Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { unitOf } from '#schema/units'

/** The names of all fields, in the order of the wire. */
export const statusKeys = Object.keys(statusFields) as readonly StatusKey[]

const fieldSchema = ({ quantity, labels, doc }: Field): z.ZodType => {
  const { symbol } = unitOf(quantity, 'metric')
  if (labels === undefined) return z.number().describe(symbol === '' ? doc : `${doc} In ${symbol}.`)
  const names = z.enum(Object.values(labels) as [string, ...string[]])
  return z.union([names, z.templateLiteral(['unknown-', z.int()])]).describe(doc)
}

/** A field that the heater doesn't tell is absent. */
export const statusAnswer = z
  .strictObject(Object.fromEntries(statusKeys.map(key => [key, fieldSchema(statusFields[key]).optional()])))
  .meta({
    id: 'Status',
    description:
      'A status in typed values: °C, K, W, Wh, L, L/min, names for codes. What the heater doesn’t tell is absent.',
  })

/** Without what is known of the message. */
export function statusOf({ about: _, ...status }: Reading): Status {
  return status
}

export const derivedAnswer = z
  .strictObject({
    heating: z
      .enum(['nothing', 'heat-pump', 'element', 'heat-pump-and-element', 'unknown'])
      .describe('What is really heating, by power and relays.'),
    usableEnergy: z.number().nullable().describe('Heat in the tank above its reference, Wh.'),
    energyToSetpoint: z.number().nullable().describe('Heat still missing to the heater’s target, Wh.'),
    filterHoursLeft: z.number().nullable().describe('Fan hours until the air filter is to be cleaned.'),
    fault: z.string().nullable().describe('The error in words, with what to do; null without one.'),
    alarm: z.string().nullable().describe('The second alarm in words; null without one.'),
  })
  .meta({ id: 'Derived', description: 'What follows from a status; null where the heater doesn’t tell what it takes.' })

export function derivedOf(status: Status): z.output<typeof derivedAnswer> {
  const { errorCode, subErrorCode, minorCode } = status
  return {
    heating: heating(status),
    usableEnergy: usableEnergy(status) ?? null,
    energyToSetpoint: energyToSetpoint(status) ?? null,
    filterHoursLeft: filterHoursLeft(status) ?? null,
    fault: errorCode ? explainFault(errorCode, subErrorCode) : null,
    alarm: minorCode ? explainAlarm(minorCode) : null,
  }
}

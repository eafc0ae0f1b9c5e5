/** A route for each control of the command table, and one that lists them with the ranges of a unit. */
import { z } from 'zod'
import type { Capabilities } from '#heater/capabilities'
import type { GivenValue } from '#heater/order'
import type { Control } from '#schema/command'
import { type ControlName, commands, controlNames } from '#schema/commands'
import { seconds } from '#time/duration'
import { outcomeAnswer, outcomeOf } from '../answers/outcome-answer.ts'
import { ApiError } from '../api-error.ts'
import { heaterNamed } from '../known-heater.ts'
import { type Route, route } from '../route.ts'

const group = 'Commands'
/** From the call to the outcome: longer nobody waits for an HTTP answer. */
const longest = seconds(60)

const parameterAnswer = z.strictObject({
  name: z.string().describe('What it is. In the body it is called `value`.'),
  unit: z.enum(['°C', 'days', 'h']).nullable(),
  choices: z.array(z.string()).nullable().describe('One of these; those that this unit has.'),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
  step: z.number().nullable(),
  or: z.number().nullable().describe('May be given whatever the range: it switches the thing off.'),
})

const commandAnswer = z
  .strictObject({
    name: z.string(),
    doc: z.string(),
    seen: z.string().describe('How it is known.'),
    danger: z.string().nullable().describe('What a person should know before; then `confirm: true` is asked for.'),
    confirmed: z.boolean().describe('Whether a status shows it; else the heater’s answer is all there is.'),
    supported: z.boolean().nullable().describe('Whether this unit has it; null until it told, or where it doesn’t.'),
    parameter: parameterAnswer.nullable(),
    example: z.record(z.string(), z.unknown()).describe('A body that it takes.'),
  })
  .meta({ id: 'Command', description: 'Something that can be said to a heater.' })

function parameterOf({ parameter }: Control, told: Capabilities | undefined): z.output<typeof parameterAnswer> | null {
  if (parameter === undefined) return null
  const none = { unit: null, choices: null, lowest: null, highest: null, step: null, or: null }
  const { name } = parameter
  if (parameter.type === 'choice') {
    const fits = ([, needs]: [string, (typeof parameter.choices)[string]]) => !needs || told?.can(needs) !== false
    return {
      ...none,
      name,
      choices: Object.entries(parameter.choices)
        .filter(fits)
        .map(([choice]) => choice),
    }
  }
  const { unit, lowest, highest, step, or = null } = parameter
  return { ...none, name, unit, or, ...((unit === '°C' && told?.setpoint) || { lowest, highest, step }) }
}

const commandOf = (name: ControlName, told: Capabilities | undefined): z.output<typeof commandAnswer> => {
  const control: Control = commands[name]
  const parameter = parameterOf(control, told)
  const value = parameter?.choices?.[0] ?? parameter?.highest ?? undefined
  return {
    name,
    doc: control.doc,
    seen: control.seen,
    danger: control.danger ?? null,
    confirmed: control.confirmedBy.length > 0,
    supported: control.needs === undefined ? true : (told?.can(control.needs) ?? null),
    parameter,
    example: { ...(value !== undefined && { value }), ...(control.danger && { confirm: true }) },
  }
}

interface CommandBody {
  readonly value?: unknown
  readonly confirm?: boolean | undefined
}

function bodySchema({ parameter, danger = '' }: Control): z.ZodType<CommandBody> {
  const confirm = z.literal(true).optional().describe(`Has to be true. ${danger}`)
  const shape = { ...(parameter && { value: valueSchema(parameter) }), ...(danger && { confirm }) }
  return z.strictObject(shape) as z.ZodType<unknown> as z.ZodType<CommandBody>
}

/** Only its form: whether the heater takes it is for the library to say, which knows this unit's limits. */
function valueSchema(parameter: NonNullable<Control['parameter']>): z.ZodType {
  if (parameter.type === 'choice') return z.enum(Object.keys(parameter.choices) as [string, ...string[]])
  const { unit, lowest, highest, step, or } = parameter
  const zero = or === undefined ? '' : `, or ${or} to switch it off`
  const range = `${lowest} to ${highest} ${unit} in steps of ${step}${zero}`
  if (unit !== '°C') return z.number().describe(`${range}.`)
  return z
    .union([z.number(), z.strictObject({ fahrenheit: z.number() })])
    .describe(`${range} where the heater tells no limits of its own; or in °F as \`{"fahrenheit": 125}\`.`)
}

const commandRoute = (name: ControlName): Route => {
  const control: Control = commands[name]
  const { danger, parameter, needs, doc } = control
  return route({
    method: 'post',
    path: `/api/v1/heaters/{id}/commands/${name}`,
    name,
    group,
    summary: doc,
    scope: 'write',
    body: bodySchema(control),
    answer: outcomeAnswer,
    refusals: [
      ...(needs || parameter?.type === 'choice' || parameter?.name === 'temperature'
        ? (['not-supported'] as const)
        : []),
      ...(parameter?.type === 'number' ? (['not-taken'] as const) : []),
      ...(danger ? (['confirmation-needed'] as const) : []),
    ],
    async work({ station, params, body: { value, confirm }, caller }) {
      const heater = heaterNamed(station, params.id)
      if (danger !== undefined && confirm !== true)
        throw new ApiError('confirmation-needed', `${danger} Say "confirm": true if that is meant.`)
      const { device } = heater
      const outcome = await station.act({ heater, by: caller.name, command: name, value }, () =>
        // Who asked may be gone: it is said all the same, and the journal has what came of it.
        device.control(name, value as GivenValue<typeof name>, { deadline: longest }),
      )
      return outcomeOf(heater.id, outcome, value)
    },
  })
}

export const commandRoutes: readonly Route[] = [
  route({
    method: 'get',
    path: '/api/v1/heaters/{id}/commands',
    name: 'listCommands',
    group,
    summary: 'Lists what can be said to a heater, with the ranges that it told.',
    scope: 'read',
    answer: z.strictObject({ commands: z.array(commandAnswer) }),
    work({ station, params }) {
      const { capabilities } = heaterNamed(station, params.id).device
      return { commands: controlNames.map(name => commandOf(name, capabilities)) }
    },
  }),
  ...controlNames.map(commandRoute),
]

/** The file in which `navilink model fit` keeps what it learned of a heater. */
import { z } from 'zod'
import { parameterLimits, parametersProblem } from '#physics/parameter-limits'
import type { ParameterSet, Parameters, TankSize } from '#physics/parameters'
import { shown } from '#schema/findings'
import { UsageError } from '../usage-error.ts'
import { nearestName } from './nearest-name.ts'

export interface FittedParameters {
  readonly size?: TankSize | undefined
  readonly set?: ParameterSet | undefined
  readonly parameters: Partial<Omit<Parameters, 'size'>>
}

const names = Object.keys(parameterLimits)

const schema = z.object(
  {
    size: z.enum(['50-gal', '65-gal', '80-gal'], { error: 'it must be 50-gal, 65-gal or 80-gal' }).optional(),
    set: z.enum(['rated', 'field'], { error: 'it must be rated or field' }).optional(),
    parameters: z.record(z.string(), z.number({ error: 'it must be a number' }), {
      error: 'it must be names with numbers, such as {"standbyLoss": 2.4}',
    }),
  },
  { error: 'it must be an object with parameters' },
)

/** @param name of the file. @throws UsageError */
export function parseParameters(name: string, text: string): FittedParameters {
  const given = json(text)
  const wrong = (words: string) => new UsageError(`${name}: ${words}`)
  if (given === undefined) throw wrong('it is no JSON, as navilink model fit writes it.')
  const { data, error } = schema.safeParse(given)
  if (data === undefined) {
    const { path, message } = error.issues[0] ?? { path: [], message: 'it can’t be read' }
    const value = path.reduce<unknown>((inner, key) => (inner as Readonly<Record<PropertyKey, unknown>>)[key], given)
    const what = path.length === 0 ? 'it' : path.join('.')
    throw wrong(`${what} is ${value === undefined ? 'missing' : shown(value)}; ${message}.`)
  }
  const strange = Object.keys(data.parameters).find(key => !names.includes(key))
  if (strange !== undefined) {
    const near = nearestName(strange, names)
    throw wrong(
      `parameters.${strange} is unknown; ${near ? `${near} is meant, perhaps` : `known are ${names.join(', ')}`}.`,
    )
  }
  const problem = parametersProblem(data.parameters)
  if (problem !== undefined) throw wrong(`parameters.${problem}`)
  return data
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

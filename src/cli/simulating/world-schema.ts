/** A world file: accounts with their heaters, and what all of these share. */
import { z } from 'zod'
import type { Path } from '#schema/findings'
import { number, text, whole } from '../wording/rule.ts'
import { heaterWordNames, heaterWords } from './heater-words.ts'
import { beginningForms } from './heater-zone.ts'
import { ruled } from './value-rules.ts'

/** A landlord with more has two entries. */
const mostAlike = 1000

const login = {
  email: ruled(text('an e-mail address', 'Of the account; made up when left out')),
  password: ruled(text('a password', 'warm-enough when left out')),
}

const heaterEntry = z
  .strictObject({
    ...heaterWords,
    count: ruled(whole(1, mostAlike, 'So many that are alike but for name, address and chance')),
  })
  .nullable()

const heaters = z
  .array(heaterEntry, { error: 'it must be a list of heaters' })
  .min(1, { error: 'it must have one heater at least' })
  .optional()
  .meta({ description: 'A heater each; an empty one is as delivered' })

export const worldSchema = z
  .strictObject({
    seed: ruled(whole(0, Number.MAX_SAFE_INTEGER, 'Of all chance: households, weather, cloud. 1 when left out')),
    speed: ruled(
      number(0.001, 100_000, '', 'How many times faster than ours the time of the heaters runs. 1 when left out'),
    ),
    from: ruled(
      text(beginningForms, 'Where the time of the heaters begins, by the clock of the first one. Now when left out'),
    ),
    control_gap_s: ruled(number(0, 3600, 's', 'Controls that follow each other faster are refused. 0 when left out')),
    every_heater: z
      .strictObject(heaterWords, { error: 'it must be what is said of a heater' })
      .optional()
      .meta({ description: 'What holds for each heater that doesn’t say otherwise' }),
    ...login,
    heaters,
    accounts: z
      .array(z.strictObject({ ...login, heaters }, { error: 'it must be an account' }), {
        error: 'it must be a list of accounts',
      })
      .min(1, { error: 'it must have one account at least' })
      .optional()
      .meta({ description: 'Several, in place of email, password and heaters' }),
  })
  .meta({ title: 'A world for navilink simulate', description: 'Everything has a default. °C or °F, never both.' })

export type WorldDocument = z.infer<typeof worldSchema>
export type HeaterEntry = z.infer<typeof heaterEntry>

/** The names that can be said at a place of the document. */
export function knownAt(path: Path): readonly string[] {
  if (path[0] === 'every_heater') return heaterWordNames
  const [last, before] = [path.at(-1), path.at(-2)]
  if (typeof last !== 'number') return Object.keys(worldSchema.shape)
  return before === 'heaters' ? [...heaterWordNames, 'count'] : [...Object.keys(login), 'heaters']
}

/** For editors and other programs. */
export const worldJsonSchema = (): object => z.toJSONSchema(worldSchema, { io: 'input' })

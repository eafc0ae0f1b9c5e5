/** A page of the record: samples as JSON, or as the lines of a CSV file. */
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { decode } from '#schema/codec'
import { csvColumn, type Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { StoredSample } from '../../store/store.ts'
import { moment, momentText } from '../moment.ts'
import { statusAnswer, statusKeys } from './status-answer.ts'

export const samplesAnswer = z
  .strictObject({
    samples: z.array(
      z.strictObject({
        at: moment,
        cause: z.enum(['answer', 'push', 'import']),
        connected: z.boolean(),
        status: statusAnswer,
        raw: z
          .record(z.string(), z.unknown())
          .optional()
          .describe('The fields as they came, where they were asked for.'),
      }),
    ),
    next: moment.nullable().describe('Give it as `from` (backwards: as `until`) for the next page; null at the end.'),
  })
  .meta({ id: 'Samples', description: 'A page of the record.' })

export interface SamplesPage {
  readonly samples: readonly StoredSample[]
  /** Where the next page begins, ms since 1970. */
  readonly next: number | undefined
}

const valuesOf = ({ raw }: StoredSample, fields: readonly StatusKey[] | undefined): Status => {
  const { values } = decode(statusFields, raw)
  if (fields === undefined) return values
  return Object.fromEntries(fields.flatMap(key => (values[key] === undefined ? [] : [[key, values[key]]])))
}

/** So many at once: a page of ten thousand takes a third of a second, in which samples come. */
const portion = 500

/** Made in portions, between which others get their turn. */
async function inPortions<Made>(
  samples: readonly StoredSample[],
  make: (sample: StoredSample) => Made,
): Promise<Made[]> {
  const made: Made[] = []
  for (const [i, sample] of samples.entries()) {
    made.push(make(sample))
    if (i % portion === portion - 1) await turn()
  }
  return made
}

/** JSON. */
export async function samplesText(
  { samples, next }: SamplesPage,
  { fields, raw }: { readonly fields: readonly StatusKey[] | undefined; readonly raw: boolean },
): Promise<string> {
  const texts = await inPortions(samples, sample =>
    JSON.stringify({
      at: momentText(sample.at),
      cause: sample.cause,
      connected: sample.connected,
      status: valuesOf(sample, fields),
      ...(raw && { raw: sample.raw }),
    }),
  )
  return `{"samples":[${texts.join()}],"next":${next === undefined ? null : JSON.stringify(momentText(next))}}`
}

/** With a line of column names; a cell is empty where the heater didn't tell. */
export async function samplesCsv({ samples }: SamplesPage, fields: readonly StatusKey[] = statusKeys): Promise<string> {
  const names = ['timestamp', 'connected', 'cause', ...fields.map(key => csvColumn(key, statusFields[key] as Field))]
  const lines = await inPortions(samples, sample => {
    const values = valuesOf(sample, fields)
    return [momentText(sample.at), sample.connected, sample.cause, ...fields.map(key => values[key] ?? '')].join()
  })
  return `${[names.join(), ...lines].join('\n')}\n`
}

/** A page of the record: samples as JSON, or as the lines of a CSV file. */
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { decode } from '#schema/codec'
import { csvColumn, type Field } from '#schema/field'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import type { StoredSample } from '../../store/store.ts'
import { moment, momentText } from '../moment.ts'
import { portion, type SamplePage } from './sample-page.ts'
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

const valuesOf = ({ raw }: StoredSample, fields: readonly StatusKey[] | undefined): Status => {
  const { values } = decode(statusFields, raw)
  if (fields === undefined) return values
  return Object.fromEntries(fields.flatMap(key => (values[key] === undefined ? [] : [[key, values[key]]])))
}

/** Made in portions, between which others get their turn: of ten thousand samples it takes a third of a second. */
async function* inPortions(
  samples: AsyncIterable<StoredSample>,
  make: (sample: StoredSample) => string,
  separator: string,
): AsyncGenerator<string> {
  let made: string[] = []
  let isFirst = true
  for await (const sample of samples) {
    made.push(make(sample))
    if (made.length < portion) continue
    yield (isFirst ? '' : separator) + made.join(separator)
    isFirst = false
    made = []
    await turn()
  }
  if (made.length > 0) yield (isFirst ? '' : separator) + made.join(separator)
}

/** JSON. */
export async function* samplesText(
  { samples, next }: SamplePage,
  { fields, raw }: { readonly fields: readonly StatusKey[] | undefined; readonly raw: boolean },
): AsyncGenerator<string> {
  yield '{"samples":['
  yield* inPortions(
    samples(),
    sample =>
      JSON.stringify({
        at: momentText(sample.at),
        cause: sample.cause,
        connected: sample.connected,
        status: valuesOf(sample, fields),
        ...(raw && { raw: sample.raw }),
      }),
    ',',
  )
  yield `],"next":${next === undefined ? null : JSON.stringify(momentText(next))}}`
}

/** With a line of column names; a cell is empty where the heater didn't tell. */
export async function* samplesCsv(
  { samples }: SamplePage,
  fields: readonly StatusKey[] = statusKeys,
): AsyncGenerator<string> {
  const names = ['timestamp', 'connected', 'cause', ...fields.map(key => csvColumn(key, statusFields[key] as Field))]
  yield `${names.join()}\n`
  yield* inPortions(
    samples(),
    sample => {
      const values = valuesOf(sample, fields)
      return `${[momentText(sample.at), sample.connected, sample.cause, ...fields.map(key => values[key] ?? '')].join()}\n`
    },
    '',
  )
}

/** Samples as text for files: our CSV, which can be read back exactly, and lines of JSON. */
import { readStatus } from '#heater/reading'
import type { UnitSystem } from '#schema/units'
import { type Column, csvHeader, csvRow, type Row } from '../csv-columns.ts'
import type { StoredSample } from '../store/store.ts'
import { sampleLine } from './json-lines.ts'

/** So many samples make a piece of text. */
const piece = 500

export const rowOf = ({ at, raw, connected }: StoredSample): Row => {
  const time = new Date(at)
  return { at: time, status: readStatus(raw, time, 'history'), connected }
}

/** With the header, in pieces. */
export async function* csvText(
  samples: AsyncIterable<StoredSample>,
  columns: readonly Column[],
  units: UnitSystem,
): AsyncGenerator<string> {
  yield `${csvHeader(columns)}\n`
  yield* inPieces(samples, sample => csvRow(columns, rowOf(sample), units))
}

export const jsonLines = (samples: AsyncIterable<StoredSample>): AsyncGenerator<string> =>
  inPieces(samples, sample => JSON.stringify(sampleLine(sample)))

async function* inPieces(
  samples: AsyncIterable<StoredSample>,
  line: (sample: StoredSample) => string,
): AsyncGenerator<string> {
  let lines: string[] = []
  for await (const sample of samples) {
    lines.push(`${line(sample)}\n`)
    if (lines.length < piece) continue
    yield lines.join('')
    lines = []
  }
  if (lines.length > 0) yield lines.join('')
}

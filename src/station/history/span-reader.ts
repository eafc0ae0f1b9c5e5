/** What has to be read of a record to compute numbers of a span: its samples, some before it and one after it, and the gaps. */
import type { Store, StoredSample } from '../store/store.ts'
import { memoryOfPower } from './energy.ts'
import { firstTime, type SampleRange, samplesIn } from './sample-reader.ts'
import { longestStretch, type Stretch, samplesBefore, stretchesOf } from './stretch.ts'

/** What is told of power. */
export const powerFields: ReadonlySet<string> = new Set([
  'currentInstPower',
  'compUse',
  'heatUpperUse',
  'heatLowerUse',
  'operationMode',
])

/**
 * The observed stretches of a span, and of some time before it, which energy needs.
 * @param fields that matter, beside those of power.
 */
export async function stretchesAround(
  store: Store,
  { heater, from, until, fields }: SampleRange & { readonly from: number; readonly until: number },
  breath: () => Promise<void> = async () => {},
): Promise<Stretch[]> {
  // Of the piece of power that reaches into the span.
  const begin = (await lastBefore(store, heater, from + 1)) - memoryOfPower
  const wanted = fields && new Set([...fields, ...powerFields])
  const samples: StoredSample[] = []
  const beginning = begin - (samplesBefore + 1) * longestStretch
  const before = { heater, from: beginning, until: begin, backwards: true, fields: wanted }
  for await (const sample of samplesIn(store, before)) {
    samples.unshift(slim(sample, wanted))
    if (samples.length > samplesBefore) break
  }
  for await (const sample of samplesIn(store, { heater, from: begin, fields: wanted })) {
    samples.push(slim(sample, wanted))
    if (sample.at >= until) break
    if (samples.length % readInOneGo === 0) await breath()
  }
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last) return []
  return stretchesOf(samples, await store.gaps({ heater, from: first.at, until: last.at }))
}

/** Without the fields that don't matter: there may be a hundred thousand. */
function slim(sample: StoredSample, wanted: ReadonlySet<string> | undefined): StoredSample {
  if (!wanted) return sample
  const raw: Record<string, unknown> = {}
  for (const key of wanted) raw[key] = sample.raw[key]
  return { ...sample, raw }
}

/** As far as a stretch reaches. */
async function lastBefore(store: Store, heater: string, until: number): Promise<number> {
  return (await firstTime(store, { heater, from: until - longestStretch - 1, until, backwards: true })) ?? until
}

/** Samples. */
const readInOneGo = 2000

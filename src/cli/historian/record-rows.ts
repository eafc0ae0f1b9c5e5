/** Samples and the gaps between them, in the order of their time. */
import type { Gap } from '#station/history/gap'
import type { StoredSample } from '#station/store/store'

export type RecordRow = { readonly sample: StoredSample } | { readonly gap: Gap }

/** A gap comes after the sample with which it began. */
export async function* recordRows(
  samples: AsyncIterable<StoredSample>,
  gaps: readonly Gap[],
): AsyncGenerator<RecordRow> {
  const waiting = gaps.toSorted((one, other) => one.from - other.from)
  for await (const sample of samples) {
    while (waiting[0] !== undefined && waiting[0].from < sample.at) yield { gap: waiting.shift() as Gap }
    yield { sample }
  }
  for (const gap of waiting) yield { gap }
}

/** A page of the record: it is found first, for its end is told in the head, and then sent in portions, for a slow reader must not fill the memory. */
import type { History } from '../../history/history.ts'
import type { StoredSample } from '../../store/store.ts'

export interface PageQuery {
  readonly heater: string
  /** Included, and excluded; ms since 1970. */
  readonly from?: number | undefined
  readonly until?: number | undefined
  /** Newest first. */
  readonly backwards: boolean
  readonly limit: number
}

export interface SamplePage {
  /** Where the next page begins, ms since 1970; backwards where it ends. Undefined at the end. */
  readonly next: number | undefined
  samples(): AsyncIterable<StoredSample>
}

/** So many are read once only; of more the others are read anew when they are sent. */
export const portion = 200

/** @throws StoreError */
export async function findPage(
  history: Pick<History, 'samples'>,
  { heater, from, until, backwards, limit }: PageQuery,
): Promise<SamplePage> {
  const first: StoredSample[] = []
  let next: number | undefined
  for await (const sample of history.samples({ heater, backwards, from, until })) {
    if (first.length === limit) {
      // Of two pages none has a sample twice: until is left out, from isn't.
      next = backwards ? first.at(-1)?.at : sample.at
      break
    }
    first.push(sample)
    if (first.length === portion) break
  }
  const edge = first.at(-1)?.at
  if (next !== undefined || edge === undefined || first.length < portion)
    return {
      next,
      samples: async function* () {
        yield* first
      },
    }
  const rest = backwards ? { from, until: edge } : { from: edge + 1, until }
  let last = edge
  let count = first.length
  for await (const { at } of history.samples({ heater, backwards, ...rest, fields: new Set() })) {
    if (count === limit) {
      next = backwards ? last : at
      break
    }
    last = at
    count++
  }
  const others = backwards ? { from: last, until: edge } : { from: edge + 1, until: last + 1 }
  return {
    next,
    async *samples() {
      yield* first
      if (last !== edge) yield* history.samples({ heater, backwards, ...others })
    },
  }
}

/** Made as it is read. @param failed is told why it can't be made to its end. */
export function streamed(texts: AsyncGenerator<string>, failed: (error: unknown) => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await texts.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        } catch (error) {
          failed(error)
          controller.close()
        }
      },
      async cancel() {
        await texts.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

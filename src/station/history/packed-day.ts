/** One UTC day of a heater: what is packed of it, with what came late and lies raw beside it. */
import { Crowd } from '../store/crowd.ts'
import { encodeFrame, frameKeys } from '../store/frame.ts'
import type { DayBlock, NewBlock, Store, StoredSample } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import { decodeBlock, encodeBlock } from './column-block.ts'

export const utcDay = 86_400_000

export const dayStart = (at: number): number => Math.floor(at / utcDay) * utcDay

/** Read at once. */
const page = 5000

/**
 * All samples of a day by time, and when those were that lie raw.
 * @param fields of packed samples only these, unless others lie beside them.
 */
export async function samplesOfDay(
  store: Pick<Store, 'samples' | 'blocks'>,
  heater: string,
  day: number,
  fields?: ReadonlySet<string>,
): Promise<{ readonly samples: StoredSample[]; readonly raw: readonly number[] }> {
  const until = day + utcDay
  const late: StoredSample[] = []
  for (let from = day; ; from = (late.at(-1)?.at ?? until) + 1) {
    const found = await store.samples({ heater, from, until, limit: page })
    late.push(...found)
    if (found.length < page) break
  }
  // After the raw ones: what was packed in between is in both, and kept once.
  const [block] = await store.blocks({ heater, from: day, until })
  const raw = late.map(({ at }) => at)
  if (!block) return { samples: late, raw }
  const packed = unpacked(block, late.length === 0 ? fields : undefined)
  return { samples: late.length === 0 ? packed : merged(packed, late), raw }
}

function unpacked({ data, heater, day }: DayBlock, fields?: ReadonlySet<string>): StoredSample[] {
  try {
    return decodeBlock(data, heater, fields)
  } catch (cause) {
    const date = new Date(day).toISOString().slice(0, 10)
    throw new StoreError('damaged', `The samples of ${date} are damaged; a backup may still have them.`, { cause })
  }
}

/** A day as it is to be packed: undefined where nothing of it lies raw. */
export async function packedDay(store: Store, heater: string, day: number): Promise<NewBlock | undefined> {
  const { samples, raw } = await samplesOfDay(store, heater, day)
  if (raw.length === 0) return undefined
  return { heater, day, samples: samples.length, data: encodeBlock(samples), raw }
}

const nameOf = ({ raw }: StoredSample) => {
  const keys = frameKeys(raw)
  return `${JSON.stringify(keys)}${Buffer.from(encodeFrame(raw, keys)).toString('latin1')}`
}

/** Another sample of the same time goes to the next free millisecond, as it would in the store. */
function merged(packed: readonly StoredSample[], late: readonly StoredSample[]): StoredSample[] {
  const byTime = new Map(packed.map(sample => [sample.at, sample]))
  let crowd = new Crowd(0)
  for (const sample of late) {
    if (!byTime.has(sample.at)) byTime.set(sample.at, sample)
    else {
      const own = nameOf(sample)
      if (!crowd.holds(sample.at)) crowd = new Crowd(sample.at)
      while (!crowd.has(own, sample.at)) {
        const at = crowd.end
        const there = byTime.get(at)
        if (!there) byTime.set(at, { ...sample, at })
        crowd.add(there ? nameOf(there) : own)
      }
    }
  }
  return [...byTime.values()].sort((one, other) => one.at - other.at)
}

import { expect, it } from 'vitest'
import type { History } from '../../history/history.ts'
import type { StoredSample } from '../../store/store.ts'
import { findPage, portion, streamed } from './sample-page.ts'

const from = Date.UTC(2026, 0, 1)
const samples = Array.from(
  { length: 1000 },
  (_, i): StoredSample => ({
    heater: 'a',
    at: from + i * 60_000,
    cause: 'answer',
    connected: true,
    raw: { dhwChargePer: i % 100 },
  }),
)

/** A record in memory that counts what was read of it. */
function record() {
  const read = { count: 0 }
  const history: Pick<History, 'samples'> = {
    async *samples({ from = 0, until = Number.POSITIVE_INFINITY, backwards }) {
      const found = samples.filter(({ at }) => at >= from && at < until)
      for (const sample of backwards ? found.toReversed() : found) {
        read.count++
        yield sample
      }
    },
  }
  return { history, read }
}

const timesOf = async (page: Awaited<ReturnType<typeof findPage>>) => {
  const times: number[] = []
  for await (const { at } of page.samples()) times.push(at)
  return times
}

it.each([
  [false, 1],
  [false, portion - 1],
  [false, portion],
  [false, portion + 1],
  [false, 999],
  [false, 1000],
  [false, 5000],
  [true, 1],
  [true, portion],
  [true, 450],
  [true, 1000],
])('backwards %s, %i at once: every sample is in one page', async (backwards, limit) => {
  const { history } = record()
  const all: number[] = []
  let edge: number | undefined
  do {
    const span = backwards ? { until: edge } : { from: edge }
    const page = await findPage(history, { heater: 'a', backwards, limit, ...span })
    const times = await timesOf(page)
    expect(times.length).toBeLessThanOrEqual(limit)
    all.push(...times)
    edge = page.next
  } while (edge !== undefined)
  const expected = samples.map(({ at }) => at)
  expect(all).toEqual(backwards ? expected.toReversed() : expected)
})

it('is read no faster than it is taken', async () => {
  const { history, read } = record()
  const page = await findPage(history, { heater: 'a', backwards: false, limit: 1000 })
  const before = read.count
  const stream = streamed(
    (async function* () {
      for await (const { at } of page.samples()) yield String(at)
    })(),
    () => {},
  )
  const reader = stream.getReader()
  for (let i = 0; i < portion + 10; i++) await reader.read()
  expect(read.count - before).toBe(10)
  await reader.cancel()
  expect(read.count - before).toBe(10)
})

import { expect, it } from 'vitest'
import { type Reading, type ReadingCause, readStatus } from '#heater/reading'
import { minutes, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { runFeed } from './feed.ts'
import type { Sample } from './sample.ts'
import { QueuedSink, type Sink } from './sink.ts'

const at = new Date(0)
const reading = (cause: ReadingCause, raw: Record<string, number>) => readStatus(raw, at, cause)
const forever = new AbortController().signal

const heater = (readings: readonly Reading[]) => ({
  connected: true,
  macAddress: '0123456789ab',
  async *watch() {
    yield* readings
  },
})

class Memory implements Sink {
  readonly name = 'memory'
  readonly samples: Sample[] = []
  stopped = 0
  async start(): Promise<void> {}
  async write(samples: readonly Sample[]): Promise<void> {
    this.samples.push(...samples)
  }
  async stop(): Promise<void> {
    this.stopped++
  }
}

const run = (readings: readonly Reading[], sinks: readonly Sink[]) =>
  runFeed(
    { heater: heater(readings), interval: minutes(5), sinks, logger: silentLogger, clock: manualClock() },
    forever,
  )

it('takes every answer, pushes that changed something, and no copy of an answer', async () => {
  const sink = new Memory()
  await run(
    [
      reading('answer', { command: 1, dhwChargePer: 92 }),
      reading('copy', { command: 0, dhwChargePer: 92 }),
      reading('push', { command: 2, dhwChargePer: 92 }),
      reading('push', { command: 2, dhwChargePer: 91 }),
      reading('push', { command: 2, dhwChargePer: 91, errorCode: 0 }),
      reading('answer', { command: 1, dhwChargePer: 91, errorCode: 0 }),
    ],
    [sink],
  )
  expect(sink.samples.map(({ status }) => [status.about.cause, status.dhwChargePer])).toEqual([
    ['answer', 92],
    ['push', 91],
    ['push', 91],
    ['answer', 91],
  ])
  expect(sink.stopped).toBe(1)
})

it('keeps a broken sink from harming the others, and counts what it lost', async () => {
  const broken = new Memory()
  broken.write = () => Promise.reject(new Error('disk full'))
  const sink = new Memory()
  const counts = await run(
    [reading('answer', { dhwChargePer: 1 }), reading('answer', { dhwChargePer: 2 })],
    [broken, sink],
  )
  expect(sink.samples).toHaveLength(2)
  expect(counts.lost).toBe(2)
})

it('stops what it had started when a later sink cannot start', async () => {
  const first = new Memory()
  const second = new Memory()
  second.start = () => Promise.reject(new Error('no such folder'))
  await expect(run([], [first, second])).rejects.toThrow('no such folder')
  expect([first.stopped, second.stopped]).toEqual([1, 0])
})

it('drops for a sink that hangs, at a bound, and not for the others', async () => {
  const slow = new Memory()
  let release = () => {}
  slow.write = () => new Promise(resolve => (release = resolve))
  const clock = manualClock()
  const queued = new QueuedSink(slow, silentLogger, () => clock.now())
  for (let i = 0; i < 1100; i++)
    queued.offer({ heater: '0a1b2c3d', at, status: reading('answer', {}), connected: true })
  await clock.advance(seconds(7))
  expect(queued.report).toEqual({ name: 'memory', waiting: 1000, lag: seconds(7), written: 0, dropped: 100, failed: 0 })
  slow.write = () => Promise.resolve()
  release()
  await queued.stop()
  expect(slow.stopped).toBe(1)
})

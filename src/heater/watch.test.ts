import { expect, it } from 'vitest'
import { Events } from '#cloud/events'
import { AuthenticationError, ConnectionError } from '#schema/errors'
import type { Clock } from '#time/clock'
import { type Duration, millis, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { type Reading, readStatus } from './reading.ts'
import { watch } from './watch.ts'

class FakeHeater extends Events<{ status: [Reading] }> {
  asked = 0
  answer: () => Reading = () => reading(this.asked)
  readonly listeners = new Set<unknown>()

  constructor() {
    super(silentLogger)
  }

  override on(name: 'status', listener: (told: Reading) => void): this {
    this.listeners.add(listener)
    return super.on(name, listener)
  }

  override off(name: 'status', listener: (told: Reading) => void): this {
    this.listeners.delete(listener)
    return super.off(name, listener)
  }

  push(told: Reading): void {
    this.emit('status', told)
  }

  async status(): Promise<Reading> {
    this.asked++
    const told = this.answer()
    this.emit('status', told)
    return told
  }
}

const reading = (charge: number) => readStatus({ dhwChargePer: charge }, new Date(0), 'answer')

function watched(heater = new FakeHeater()) {
  const clock = manualClock()
  const stop = new AbortController()
  const missed: unknown[] = []
  const seen: (number | undefined)[] = []
  const link = { online: true }
  const options = { interval: minutes(5), signal: stop.signal }
  const setting = { clock, online: () => link.online, missed: (error: unknown) => missed.push(error) }
  const done = (async () => {
    for await (const { dhwChargePer } of watch(heater, options, setting)) seen.push(dhwChargePer)
  })()
  return { heater, clock, stop, missed, seen, done, link }
}

const setting = (clock: Clock = manualClock()) => ({ clock, online: () => true, missed: () => {} })

it('asks at once and then at every interval, and hands out pushes between', async () => {
  const { heater, clock, stop, seen, done } = watched()
  await clock.settle()
  expect(seen).toEqual([1])
  heater.push(reading(99))
  await clock.advance(minutes(10))
  expect(seen).toEqual([1, 99, 2, 3])
  stop.abort()
  await done
  expect(clock.pending).toBe(0)
  expect(heater.listeners.size).toBe(0)
})

it('asks once an interval with timers that fire a little early', async () => {
  const clock = manualClock()
  const early = { ...clock, after: (span: Duration, callback: () => void) => clock.after(millis(span - 3), callback) }
  const heater = new FakeHeater()
  const stop = new AbortController()
  const done = (async () => {
    for await (const _ of watch(heater, { interval: minutes(5), signal: stop.signal }, setting(early)));
  })()
  await clock.advance(minutes(51))
  expect(heater.asked).toBe(11)
  stop.abort()
  await done
})

it('goes on after questions that stayed without an answer', async () => {
  const { heater, clock, stop, missed, seen, done } = watched()
  await clock.settle()
  const good = heater.answer
  heater.answer = () => {
    throw new Error('silent')
  }
  await clock.advance(minutes(10))
  expect(missed).toHaveLength(2)
  heater.answer = good
  await clock.advance(minutes(5))
  expect(seen).toEqual([1, 4])
  stop.abort()
  await done
})

it('skips the questions of a time without a link, and asks none of them later', async () => {
  const { heater, clock, stop, missed, seen, done, link } = watched()
  await clock.settle()
  link.online = false
  await clock.advance(minutes(20))
  expect([heater.asked, missed]).toEqual([1, Array(4).fill(expect.any(ConnectionError))])
  link.online = true
  await clock.advance(minutes(5))
  expect(seen).toEqual([1, 2])
  stop.abort()
  await done
})

it('asks the first one without a link, which opens it', async () => {
  const heater = new FakeHeater()
  for await (const _ of watch(heater, { interval: minutes(5) }, { ...setting(), online: () => false })) break
  expect(heater.asked).toBe(1)
})

it('hands out no history', async () => {
  const { heater, clock, stop, seen, done } = watched()
  await clock.settle()
  heater.push(readStatus({ dhwChargePer: 40 }, new Date(0), 'history'))
  heater.push(reading(99))
  await clock.settle()
  expect(seen).toEqual([1, 99])
  stop.abort()
  await done
})

it('ends when the client is closed', async () => {
  const closing = new AbortController()
  const heater = new FakeHeater()
  for await (const _ of watch(heater, { interval: minutes(5) }, { ...setting(), closing: closing.signal }))
    closing.abort()
  expect(heater.listeners.size).toBe(0)
})

it('ends with an error that no waiting would mend', async () => {
  const heater = new FakeHeater()
  heater.answer = () => {
    throw new AuthenticationError('refused')
  }
  const { clock, done } = watched(heater)
  await expect(done).rejects.toThrow('refused')
  expect(clock.pending).toBe(0)
})

it('ends quietly and cleans up when its reader leaves', async () => {
  const heater = new FakeHeater()
  const clock = manualClock()
  for await (const _ of watch(heater, { interval: minutes(5) }, setting(clock))) break
  expect(clock.pending).toBe(0)
  expect(heater.listeners.size).toBe(0)
})

it('does nothing when it is stopped before it starts', async () => {
  const heater = new FakeHeater()
  for await (const _ of watch(heater, { interval: minutes(5), signal: AbortSignal.abort() }, setting()))
    expect.unreachable()
  expect(heater.asked).toBe(0)
})

it.each([0, -1, 999, Number.NaN, Number.POSITIVE_INFINITY])('refuses an interval of %d ms', interval => {
  expect(() => watch(new FakeHeater(), { interval: millis(interval) }, setting())).toThrow(RangeError)
})

import { expect, it } from 'vitest'
import { Events } from '#cloud/events'
import { AuthenticationError } from '#schema/errors'
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
  const options = { interval: minutes(5), signal: stop.signal }
  const done = (async () => {
    for await (const { dhwChargePer } of watch(heater, options, clock, error => missed.push(error)))
      seen.push(dhwChargePer)
  })()
  return { heater, clock, stop, missed, seen, done }
}

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
    for await (const _ of watch(heater, { interval: minutes(5), signal: stop.signal }, early, () => {}));
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
  for await (const _ of watch(heater, { interval: minutes(5) }, clock, () => {})) break
  expect(clock.pending).toBe(0)
  expect(heater.listeners.size).toBe(0)
})

it('does nothing when it is stopped before it starts', async () => {
  const heater = new FakeHeater()
  for await (const _ of watch(heater, { interval: minutes(5), signal: AbortSignal.abort() }, manualClock(), () => {}))
    expect.unreachable()
  expect(heater.asked).toBe(0)
})

it.each([0, -1, 999, Number.NaN, Number.POSITIVE_INFINITY])('refuses an interval of %d ms', interval => {
  expect(() => watch(new FakeHeater(), { interval: millis(interval) }, manualClock(), () => {})).toThrow(RangeError)
})

import { expect, it } from 'vitest'
import { AuthenticationError } from '#schema/errors'
import { minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import { Events } from './events.ts'
import { type Reading, readStatus } from './reading.ts'
import { watch } from './watch.ts'

class FakeHeater extends Events<{ status: [Reading] }> {
  asked = 0
  answer: () => Reading = () => reading(this.asked)

  constructor() {
    super(silentLogger)
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
  heater.emit('status', reading(99))
  await clock.advance(minutes(10))
  expect(seen).toEqual([1, 99, 2, 3])
  stop.abort()
  await done
  expect(clock.pending).toBe(0)
  expect(heater.listenerCount('status')).toBe(0)
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
  expect(heater.listenerCount('status')).toBe(0)
})

it('does nothing when it is stopped before it starts', async () => {
  const heater = new FakeHeater()
  for await (const _ of watch(heater, { interval: minutes(5), signal: AbortSignal.abort() }, manualClock(), () => {}))
    expect.unreachable()
  expect(heater.asked).toBe(0)
})

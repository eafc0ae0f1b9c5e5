import { expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { hours, minutes } from '#time/duration'
import type { Sample } from './sample.ts'
import { Statistics } from './summary.ts'

const start = Date.UTC(2025, 8, 26, 20)
const idle = { compUse: 1, heatUpperUse: 1, heatLowerUse: 1, currentInstPower: 1, dhwOperationSetting: 1 }
const pump = { ...idle, compUse: 2, currentInstPower: 432 }
const both = { ...pump, heatUpperUse: 2, currentInstPower: 5378, dhwOperationSetting: 4 }

const at = (min: number, raw: Record<string, number>): Sample => {
  const time = new Date(start + minutes(min))
  return { heater: '0a1b2c3d', at: time, status: readStatus(raw, time, 'answer'), connected: true }
}

it('adds up what was watched', () => {
  const statistics = new Statistics(minutes(10), start)
  for (const sample of [at(0, idle), at(10, pump), at(20, both), at(30, idle), at(60, idle)]) statistics.sample(sample)
  statistics.error()
  statistics.reconnection()
  expect(statistics.summary(start + hours(1))).toEqual({
    runtime: hours(1),
    samples: 5,
    answers: 5,
    expected: 7,
    gaps: 1,
    errors: 1,
    reconnections: 1,
    modeChanges: 2,
    compressorStarts: 1,
    heatPumpTime: minutes(20),
    elementTime: minutes(10),
    // A sample is held for two intervals at most: 10 + 20 min at 1 W, then 10 min each at 432 and 5378 W.
    energy: expect.closeTo((30 * 1 + 10 * 432 + 10 * 5378) / 60, 6),
  })
})

it('tells the same when it is asked twice', () => {
  const statistics = new Statistics(minutes(10), start)
  statistics.sample(at(0, pump))
  expect(statistics.summary(start + minutes(10))).toEqual(statistics.summary(start + minutes(10)))
})

it('counts silence at the beginning and the end as gaps, and pushes apart from answers', () => {
  const silent = new Statistics(minutes(10), start)
  expect(silent.summary(start + hours(1))).toMatchObject({ samples: 0, answers: 0, expected: 7, gaps: 1 })
  const late = new Statistics(minutes(10), start)
  const push = at(30, pump)
  late.sample({ ...push, status: readStatus(pump, push.at, 'push') })
  expect(late.summary(start + hours(1))).toMatchObject({ samples: 1, answers: 0, gaps: 2 })
})

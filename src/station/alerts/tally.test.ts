import { expect, it } from 'vitest'
import { LocalTime } from '#physics/schedule/local-time'
import type { Status } from '#schema/status'
import { days, hours, minutes } from '#time/duration'
import { coldFor, mendedTally, startsWithin, type Tally, tallied } from './tally.ts'

const local = new LocalTime('America/Los_Angeles')
/** Noon in Los Angeles. */
const noon = Date.UTC(2025, 8, 26, 19)
const options = { patience: minutes(10), hot: 60, local }
const element: Status = { currentInstPower: 3755 }
const idle: Status = { currentInstPower: 1, compUse: 'off' }
const pump: Status = { currentInstPower: 450, compUse: 'on' }

const over = (samples: readonly (readonly [minute: number, status: Status])[]) =>
  samples.reduce<Tally | undefined>(
    (tally, [minute, status]) => tallied(tally, noon + minutes(minute), status, options),
    undefined,
  ) as Tally

it('counts how long an element was seen running', () => {
  expect(
    over([
      [0, idle],
      [1, element],
      [4, element],
      [5, idle],
      [9, idle],
    ]).elementTime,
  ).toBe(minutes(4))
})

it('counts electric mode by itself, for it was chosen', () => {
  const electric: Status = { ...element, dhwOperationSetting: 'electric' }
  const tally = over([
    [0, electric],
    [5, element],
    [7, electric],
    [8, idle],
  ])
  expect([tally.elementTime, tally.electricTime]).toEqual([minutes(2), minutes(6)])
})

it('goes on at once when the clock was set back', () => {
  const ahead = over([
    [600, pump],
    [601, idle],
    [602, pump],
  ])
  const now = noon + minutes(90)
  const tally = mendedTally({ ...ahead, hotAt: noon + minutes(600) }, now)
  expect(tally).toMatchObject({ at: now, compressorSince: now, hotAt: now, watched: now, starts: [] })
  const next = tallied(tally, now + minutes(1), idle, options)
  expect(tallied(next, now + minutes(2), pump, options).starts).toEqual([now + minutes(2)])
})

it('counts nothing through a gap', () => {
  expect(
    over([
      [0, element],
      [11, element],
      [12, idle],
    ]).elementTime,
  ).toBe(minutes(1))
})

it('begins anew at local midnight, with what belongs to the new day', () => {
  const late = 12 * 60 - 3
  const tally = over([
    [0, element],
    [5, idle],
    [late, element],
    [late + 8, element],
  ])
  expect(tally.elementTime).toBe(minutes(5))
  expect(tally.day).toBe(local.dayOf(noon) + 1)
})

it('counts the starts that it saw, and since when the compressor runs', () => {
  const tally = over([
    [0, pump],
    [1, idle],
    [2, pump],
    [3, idle],
    [60, pump],
    [62, idle],
    [64, pump],
    [66, pump],
  ])
  const now = noon + minutes(66)
  expect(startsWithin(tally, now, hours(1))).toBe(1)
  expect(startsWithin(tally, now, hours(3))).toBe(2)
  expect(tally.compressorSince).toBe(noon + minutes(64))
})

it('forgets starts of yesterday', () => {
  const tally = over([
    [0, idle],
    [1, pump],
    [1442, idle],
    [1443, pump],
  ])
  expect(tally.starts).toEqual([noon + minutes(1443)])
})

it('knows for how long it was not hot', () => {
  const hot: Status = { tankUpperTemperature: 61, tankLowerTemperature: 40 }
  const warm: Status = { tankUpperTemperature: 59.9, tankLowerTemperature: 40 }
  expect(
    coldFor(
      over([
        [0, warm],
        [60, warm],
      ]),
      noon + days(2),
    ),
  ).toBe(days(2))
  expect(
    coldFor(
      over([
        [0, warm],
        [60, hot],
        [61, warm],
      ]),
      noon + minutes(90),
    ),
  ).toBe(minutes(30))
})

it('takes nothing from a sample that is not newer', () => {
  const tally = over([[5, idle]])
  expect(tallied(tally, noon, element, options)).toBe(tally)
})

it('outlives the station', () => {
  const tally = over([
    [0, idle],
    [1, pump],
  ])
  expect(JSON.parse(JSON.stringify(tally))).toMatchObject({ starts: [noon + minutes(1)], compressorOn: true })
})

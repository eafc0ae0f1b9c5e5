import { expect, test } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { demoPace } from './demo-pace.ts'

const usual = { heaters: 1, speed: 600, interval: minutes(1), speedGiven: false, intervalGiven: false }

test('what the link can carry stays as it is', () => {
  expect(demoPace(usual)).toEqual({ speed: 600, interval: minutes(1) })
  expect(demoPace({ ...usual, heaters: 2 })).toEqual({ speed: 600, interval: minutes(1) })
  expect(demoPace({ ...usual, heaters: 20, speed: 75 })).toEqual({ speed: 75, interval: minutes(1) })
})

test('with many heaters time runs slower', () => {
  expect(demoPace({ ...usual, heaters: 20 })).toEqual({
    speed: 75,
    interval: minutes(1),
    sentence:
      'A link carries 25 questions a second, so the time of 20 heaters runs 75 times as fast as life, and not 600 times.',
  })
  expect(demoPace({ ...usual, heaters: 20, interval: seconds(10) }).speed).toBe(12)
})

test('who says the speed is asked less often, unless they say that too', () => {
  expect(demoPace({ ...usual, speed: 3600, speedGiven: true })).toEqual({
    speed: 3600,
    interval: minutes(2.5),
    sentence: 'A link carries 25 questions a second, so the heater is asked every 2 min 30 s of its time.',
  })
  expect(demoPace({ ...usual, speed: 3600, speedGiven: true, intervalGiven: true })).toMatchObject({
    speed: 1500,
    interval: minutes(1),
  })
})

test.each([3, 7, 20])('whatever gives way, %i heaters ask no more than 25 times a second', heaters => {
  for (const speedGiven of [true, false]) {
    const { speed, interval } = demoPace({ ...usual, heaters, speedGiven })
    expect((heaters * speed) / (interval / 1000)).toBeLessThanOrEqual(25)
  }
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { days, formatDuration, hours, millis, minutes, parseDuration, seconds } from './duration.ts'

it('says its unit where it is written', () => {
  expect([millis(1), seconds(1), minutes(1), hours(1), days(1)]).toEqual([1, 1000, 60_000, 3_600_000, 86_400_000])
})

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['90s', 90_000],
    ['5m', 300_000],
    ['5min', 300_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['1h30m', 5_400_000],
    ['1 h 30 min', 5_400_000],
    ['  10 s ', 10_000],
    ['0s', 0],
  ])('reads %j', (text, expected) => expect(parseDuration(text)).toBe(expected))

  it.each(['', ' ', '5', '300', 'm', '5x', '5 minutes', '5m!', 'five m', '-5m', '5M', '1e3s', '5m 30', '.5h', '1,5h'])(
    'refuses %j',
    text => expect(parseDuration(text)).toBeUndefined(),
  )

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const span = parseDuration(text)
        return span === undefined || span >= 0
      }),
    )
  })
})

describe('formatDuration', () => {
  it.each([
    [seconds(0), '0 s'],
    [seconds(45), '45 s'],
    [minutes(5), '5 min'],
    [seconds(90), '1 min 30 s'],
    [minutes(90), '1 h 30 min'],
    [hours(24), '1 d'],
    [hours(76), '3 d 4 h'],
    [millis(hours(24) + minutes(10) + seconds(3)), '1 d 10 min'],
  ])('%d ms is %s', (span, expected) => expect(formatDuration(span)).toBe(expected))

  it('is read back by parseDuration, to within the parts it leaves out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), total => {
        const back = parseDuration(formatDuration(seconds(total)))
        const left = seconds(total) - (back ?? Number.NaN)
        const limit = total >= 86_400 ? hours(1) : total >= 3600 ? minutes(1) : 0
        return left >= 0 && left <= limit
      }),
    )
  })
})

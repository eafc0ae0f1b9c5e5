import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someDays } from '../../test/fixtures/schedules.ts'
import { parseWeekdays, type Weekdays, weekByte, weekdays, weekdaysOf, weekdaysText } from './weekdays.ts'

const workdays: Weekdays = ['mon', 'tue', 'wed', 'thu', 'fri']

describe('the byte of a week', () => {
  it.each([
    [workdays, 124],
    [['sat', 'sun'], 130],
    [['sun'], 128],
    [['mon'], 64],
    [['sat'], 2],
    [weekdays, 254],
    [[], 0],
  ] as [Weekdays, number][])('%j is %i', (days, byte) => {
    expect(weekByte(days)).toBe(byte)
    expect(weekdaysOf(byte)).toEqual(days)
  })

  it('doesn’t mind the order, nor a day that is told twice, nor the bit without a day', () => {
    expect(weekByte(['sun', 'mon', 'sun', 'mon'])).toBe(192)
    expect(weekdaysOf(193)).toEqual(['mon', 'sun'])
  })

  it('has a bit for each of the seven', () => {
    for (let byte = 0; byte < 256; byte += 2) expect(weekByte(weekdaysOf(byte))).toBe(byte)
  })
})

describe('as people write them', () => {
  it.each([
    ['mon-fri', workdays],
    ['Mon – Fri', workdays],
    ['weekdays', workdays],
    ['weekend', ['sat', 'sun']],
    ['every day', weekdays],
    ['daily', weekdays],
    ['tue, sunday', ['tue', 'sun']],
    ['thurs tues', ['tue', 'thu']],
    ['sat-mon', ['mon', 'sat', 'sun']],
    ['mon-mon', ['mon']],
    [
      ['wed', 'mon-tue'],
      ['mon', 'tue', 'wed'],
    ],
    [[], []],
  ])('%j', (given, days) => expect(parseWeekdays(given)).toEqual(days))

  it.each(['', 'mo', 'someday', 'mon-', 'mon-tue-wed', '1', 1, null, {}, ['mon', 'x'], 'mon, fri, ', 'constructor'])(
    '%j isn’t understood',
    given => expect(parseWeekdays(given)).toBeUndefined(),
  )

  it.each([
    [workdays, 'mon–fri'],
    [['sat', 'sun'], 'sat sun'],
    [['mon', 'tue'], 'mon tue'],
    [['sun', 'mon', 'wed'], 'mon wed sun'],
    [['sat', 'sun', 'mon'], 'sat–mon'],
    [weekdays, 'every day'],
    [[], ''],
  ] as [Weekdays, string][])('%j is shown as %s', (days, text) => expect(weekdaysText(days)).toBe(text))

  it('are understood as they are shown', () => {
    fc.assert(
      fc.property(someDays, days => {
        expect(parseWeekdays(weekdaysText(days))).toEqual(days)
      }),
    )
  })
})

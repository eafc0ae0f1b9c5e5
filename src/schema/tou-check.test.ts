import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someTou, someTouBody } from '../../test/fixtures/schedules.ts'
import { readTou, type TouPeriod, touFields } from './tou.ts'
import { checkTou, checkTouPeriod } from './tou-check.ts'

const evening = { months: 'jun-sep', days: 'mon-fri', start: '16:00', end: '20:59', priceMin: 0.5, priceMax: '0.60' }
const period: TouPeriod = {
  months: [6, 7, 8, 9],
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  start: '16:00',
  end: '20:59',
  priceMin: '0.50',
  priceMax: '0.60',
}
const allDay = { months: 'all year', days: 'every day', start: '00:00', end: '23:59', price: 0.25 }
const texts = (found: readonly { readonly text: string }[]) => found.map(({ text }) => text)

describe('one period', () => {
  it('is taken as people write it', () => {
    expect(checkTouPeriod(evening)).toEqual({ value: period, problems: [], warnings: [] })
    expect(checkTouPeriod(allDay).value).toMatchObject({ priceMin: '0.25', priceMax: '0.25' })
    expect(checkTouPeriod({ ...evening, months: [9, 6, 7, 8], priceMin: 0.5 }).value).toEqual(period)
  })

  it.each([
    [
      { ...evening, start: '21:00', end: '05:59' },
      'end is 05:59, before its start 21:00; a period that crosses midnight must be two, one until 23:59 and one from 00:00',
    ],
    [{ ...evening, end: '24:00' }, 'end is 24:00; it must be 00:00 to 23:59'],
    [{ ...evening, months: [] }, 'months is []; it must be one or more months such as [6, 7] or jun-sep'],
    [{ ...evening, months: 13 }, 'months is 13; it must be one or more months such as [6, 7] or jun-sep'],
    [{ ...evening, priceMin: 'free' }, 'priceMin is free; it must be a price such as 0.36261'],
    [{ ...evening, priceMax: undefined }, 'priceMax is missing; it must be a price such as 0.36261'],
    [{ ...evening, priceMax: '0.4' }, 'priceMax is 0.4; it must not be below priceMin, 0.5'],
    [
      { ...evening, priceMax: 1e8, priceMin: '0.12345' },
      'priceMax is 100000000; it must have fewer digits, ten at most with its decimals',
    ],
    [
      { ...evening, priceMin: '0.12345678901' },
      'priceMin is 0.12345678901; it must have fewer digits, ten at most with its decimals',
    ],
    [{ ...allDay, price: 'free' }, 'price is free; it must be a price such as 0.36261'],
  ])('%j is refused', (given, text) => expect(texts(checkTouPeriod(given).problems)).toContain(text))

  it('warns of what was never tried', () => {
    expect(texts(checkTouPeriod({ ...evening, end: '20:30' }).warnings)).toEqual([
      'end is 20:30; it is the last minute of the period, and others than :59 were never tried',
    ])
    expect(texts(checkTouPeriod({ ...evening, priceMin: -0.01 }).warnings)).toEqual([
      'priceMin is -0.01; a price below zero was never tried',
    ])
  })
})

describe('a schedule', () => {
  const warned = (periods: unknown[]) => texts(checkTou({ enabled: true, periods }).warnings)

  it('warns of gaps and overlaps', () => {
    expect(warned([allDay])).toEqual([])
    expect(warned([allDay, evening])).toEqual([
      'periods [0] and [1] overlap: jun–sep mon–fri 16:00–20:59; which price counts is unknown',
    ])
    expect(warned([{ ...allDay, start: '01:00' }])).toEqual([
      'periods leave a gap: all year every day 00:00–00:59 has no price',
    ])
    expect(warned([])).toEqual(['periods is empty; writing it leaves the heater without any'])
  })

  it('warns of more than the heater has slots for', () => {
    const minutes = Array.from({ length: 41 }, (_, i) => {
      const time = `${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`
      return { ...allDay, start: time, end: time }
    })
    expect(warned(minutes)).toContain("periods are 41; the heater's table has 40 slots")
    expect(warned(minutes.slice(1)).filter(text => text.includes('slots'))).toEqual([])
  })

  it('names the place of what is wrong', () => {
    const { problems } = checkTou({ enabled: true, periods: [allDay, { ...evening, start: '25:00' }] })
    expect(problems).toEqual([
      { path: ['periods', 1, 'start'], text: 'periods[1].start is 25:00; it must be 00:00 to 23:59' },
    ])
  })

  it('that was read is right as it is', () => {
    fc.assert(
      fc.property(someTou, someTouBody.map(readTou), (schedule, held) => {
        expect(checkTou(schedule).value).toEqual(schedule)
        const { value, problems } = checkTou(held)
        expect(texts(problems)).toEqual([])
        expect(value && touFields(value)).toEqual(touFields(held))
      }),
      { numRuns: 50 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { someTou, someTouBody } from '../../test/fixtures/schedules.ts'
import { ProtocolError } from './errors.ts'
import {
  readTou,
  readTouIntervals,
  readTouPeriod,
  readTouSeasons,
  type TouPeriod,
  type TouPeriods,
  touFields,
  touInterval,
  touIntervals,
  touSeasons,
} from './tou.ts'

/** A summer weekday's evening, as a heater holds it. */
const evening = {
  season: 480,
  week: 124,
  startHour: 16,
  startMinute: 0,
  endHour: 20,
  endMinute: 59,
  priceMin: 50678,
  priceMax: 60795,
  decimalPoint: 5,
}
const eveningPeriod: TouPeriod = {
  months: [6, 7, 8, 9],
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  start: '16:00',
  end: '20:59',
  priceMin: '0.50678',
  priceMax: '0.60795',
}

describe('a period', () => {
  it('is an interval of the wire', () => {
    expect(readTouPeriod(evening)).toEqual(eveningPeriod)
    expect(touInterval(eveningPeriod)).toEqual(evening)
  })

  it('is read in the short spelling and written in the long one', () => {
    const { startMinute, endMinute, ...rest } = evening
    const short = { ...rest, startMin: startMinute, endMin: endMinute }
    expect(readTouPeriod(short)).toEqual(eveningPeriod)
    expect(touIntervals(readTouIntervals([short]))).toEqual([evening])
  })

  it('has as many decimals as its longer price', () => {
    const interval = touInterval({ ...eveningPeriod, priceMin: '0.5', priceMax: '0.607' })
    expect(interval).toMatchObject({ priceMin: 500, priceMax: 607, decimalPoint: 3 })
    expect(touInterval({ ...eveningPeriod, priceMin: '3', priceMax: '4' })).toMatchObject({
      priceMax: 4,
      decimalPoint: 0,
    })
  })

  it.each([
    ['a mask with more than twelve months', { season: 0x1fff }, { months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
    ['no month', { season: 0 }, { months: [] }],
    ['the bit without a day', { week: 125 }, {}],
    ['an end before its start', { endHour: 3 }, { end: '03:59' }],
    ['minute 75', { startMinute: 75 }, { start: '16:75' }],
    ['the dearer price first', { priceMin: 70000 }, { priceMin: '0.70000' }],
    ['a field of a later firmware', { rate: 3 }, {}],
  ])('with %s keeps what it came as', (_, odd, seen) => {
    const wire = { ...evening, ...odd }
    const period = readTouPeriod(wire) as TouPeriod
    expect(period).toEqual({ ...eveningPeriod, ...seen, raw: wire })
    expect(touInterval(period)).toEqual(wire)
    expect(touInterval({ ...period, days: ['sun'] })).toEqual({ ...wire, week: 128 })
  })

  it.each([{ season: undefined }, { week: 'all' }, { priceMin: 0.5 }, { decimalPoint: -1 }, { endHour: null }])(
    'with %j can’t be understood',
    odd => expect(readTouPeriod({ ...evening, ...odd })).toBeUndefined(),
  )
})

describe('the cloud’s form', () => {
  const { season: _, ...interval } = evening
  const winter = { ...interval, priceMin: 39261, priceMax: 49378 }
  const schedule = [
    { season: 3615, interval: [winter, { ...winter, week: 130 }] },
    { season: 480, interval: [interval] },
  ]

  it('has its seasons around its intervals', () => {
    const { periods, ...rest } = readTouSeasons(schedule)
    expect(rest).toEqual({})
    expect(periods.map(({ months }) => months.length)).toEqual([8, 8, 4])
    expect(periods[2]).toEqual(eveningPeriod)
    expect(touSeasons({ periods })).toEqual(schedule)
  })

  it('takes the season of the group where an interval has none', () => {
    const { periods } = readTouSeasons([{ season: 3615, interval: [interval, evening] }])
    expect(periods.map(({ months }) => months)).toEqual([
      [1, 2, 3, 4, 5, 10, 11, 12],
      [6, 7, 8, 9],
    ])
  })

  it('loses nothing to what can’t be understood', () => {
    const odd = [{ season: 480, interval: [interval, { note: 'x' }] }, { season: 3615, interval: [null] }, null]
    const read = readTouSeasons(odd)
    expect(read.periods).toEqual([eveningPeriod])
    expect(touSeasons(read)).toEqual(odd)
  })

  it('is never taken for empty', () => {
    for (const none of [undefined, null, {}, 'none']) expect(() => readTouSeasons(none)).toThrow(ProtocolError)
    expect(readTouSeasons([])).toEqual({ periods: [] })
  })
})

describe('the heater’s form', () => {
  it('has a master switch', () => {
    const body = { reservationUse: 2, reservation: [evening] }
    expect(readTou(body)).toEqual({ enabled: true, periods: [eveningPeriod] })
    expect(touFields(readTou(body))).toEqual(body)
  })

  it.each([undefined, {}, { reservationUse: 2 }, { reservationUse: 2, reservation: '' }, { reservation: [] }])(
    '%j is no schedule, and not an empty one',
    body => expect(() => readTou(body)).toThrow(ProtocolError),
  )

  it('leaves out unused slots', () => {
    const slot = Object.fromEntries(Object.keys(evening).map(key => [key, 0]))
    expect(readTouIntervals([slot, evening, slot])).toEqual({ periods: [eveningPeriod] })
    expect(readTouIntervals([{}]).unreadable).toEqual([{ index: 0, raw: {} }])
  })
})

describe('the laws', () => {
  it('values → wire → values, in both forms', () => {
    fc.assert(
      fc.property(someTou, schedule => {
        expect(readTou(touFields(schedule))).toEqual(schedule)
        const byContent = ({ periods }: TouPeriods) => periods.map(period => JSON.stringify(period)).sort()
        expect(byContent(readTouSeasons(touSeasons(schedule)))).toEqual(byContent(schedule))
      }),
    )
  })

  it('wire → values → wire, with whatever lies between', () => {
    fc.assert(
      fc.property(someTouBody, body => {
        expect(touFields(readTou(body))).toEqual(body)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBytes, someBody, someBytes, someRecirculation } from '../../test/fixtures/schedules.ts'
import { ProtocolError } from './errors.ts'
import {
  type RecirculationEvent,
  readRecirculation,
  readRecirculationEvent,
  recirculationEntry,
  recirculationFields,
  recirculationHex,
} from './recirculation.ts'

const on = { enable: 2, week: 124, hour: 6, min: 0, mode: 2, param: -1 }
const off = { ...on, hour: 7, mode: 1 }
const onEntry: RecirculationEvent = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '06:00',
  pump: 'on',
}
const offEntry: RecirculationEvent = { ...onEntry, time: '07:00', pump: 'off' }

describe('the recirculation schedule', () => {
  it('makes a run of two entries, mode 2 and mode 1, param −1', () => {
    const schedule = { enabled: true, entries: [onEntry, offEntry] }
    expect(recirculationFields(schedule)).toEqual({ reservationUse: 2, reservation: [on, off] })
    expect(recirculationHex(schedule)).toBe('027c060002ff027c070001ff')
    expect(recirculationHex(schedule, 20)).toHaveLength(240)
    expect(readRecirculation({ reservationUse: 2, reservation: '027c060002ff027c070001ff' })).toEqual(schedule)
    expect(readRecirculation({ reservationUse: 2, reservation: [on, off] })).toEqual(schedule)
  })

  it.each([{ mode: 3 }, { mode: 0 }, { param: 0 }, { param: 255 }, { param: undefined }, { enable: 0 }, { min: 75 }])(
    'keeps an entry with %j as it came',
    odd => {
      const wire = JSON.parse(JSON.stringify({ ...on, ...odd }))
      const entry = readRecirculationEvent(wire) as RecirculationEvent
      expect(entry.raw).toEqual(wire)
      expect(recirculationEntry(entry)).toEqual(wire)
    },
  )

  it('names a mode that nobody has seen by its number', () => {
    expect(readRecirculationEvent({ ...on, mode: 9 })?.pump).toBe('unknown-9')
    expect(recirculationEntry({ ...onEntry, pump: 'unknown-9' })).toEqual({ ...on, mode: 9 })
  })

  it('is never taken for empty', () => {
    expect(() => readRecirculation({ reservationUse: 2 })).toThrow(ProtocolError)
    expect(() => readRecirculation({ reservationUse: 2 })).toThrow(
      'A recirculation schedule came without its list of entries.',
    )
  })
})

describe('the laws', () => {
  it('values → wire → values, as a list and as hex', () => {
    fc.assert(
      fc.property(someRecirculation, schedule => {
        const fields = recirculationFields(schedule)
        expect(readRecirculation(fields)).toEqual(schedule)
        expect(readRecirculation({ ...fields, reservation: recirculationHex(schedule, 20) })).toEqual(schedule)
      }),
    )
  })

  it('wire → values → wire, in bytes and with whatever lies between', () => {
    fc.assert(
      fc.property(someBody, fc.array(someBytes), (body, entries) => {
        expect(recirculationFields(readRecirculation(body))).toEqual(body)
        const reservation = entries.map(fromBytes)
        const hex = entries
          .flat()
          .map(byte => byte.toString(16).padStart(2, '0'))
          .join('')
        const schedule = readRecirculation({ reservationUse: 1, reservation: hex })
        expect(recirculationHex(schedule)).toBe(hex)
        expect(recirculationFields(schedule).reservation).toEqual(reservation)
      }),
    )
  })
})

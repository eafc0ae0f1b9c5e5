import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromBytes, someBody, someBytes, someReservations } from '../../test/fixtures/schedules.ts'
import { ProtocolError } from './errors.ts'
import {
  type Reservation,
  readReservation,
  readReservations,
  reservationEntry,
  reservationFields,
  reservationHex,
} from './reservation.ts'
import type { WireEntry } from './wire-entry.ts'

const morning = { enable: 2, week: 124, hour: 6, min: 30, mode: 1, param: 110 }
const morningEntry: Reservation = {
  enabled: true,
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  time: '06:30',
  mode: 'heat-pump',
  temperature: 55,
}
const night = { enable: 1, week: 130, hour: 22, min: 0, mode: 5, param: 0 }
const nightEntry: Reservation = { enabled: false, days: ['sat', 'sun'], time: '22:00', mode: 'off' }

describe('an entry', () => {
  it.each([
    [morning, morningEntry],
    [night, nightEntry],
    [
      { ...morning, mode: 2, param: 121 },
      { ...morningEntry, mode: 'electric', temperature: 60.5 },
    ],
    [
      { ...morning, mode: 3 },
      { ...morningEntry, mode: 'energy-saver' },
    ],
    [
      { ...morning, mode: 4 },
      { ...morningEntry, mode: 'high-demand' },
    ],
    [
      { ...morning, mode: 5 },
      { ...morningEntry, mode: 'off' },
    ],
  ] as [WireEntry, Reservation][])('%j is plain', (wire, entry) => {
    expect(readReservation(wire)).toEqual(entry)
    expect(reservationEntry(entry)).toEqual(wire)
  })

  it.each([
    ['an enable that is no switch', { enable: 7 }, { enabled: false }],
    ['an enable that isn’t told', { enable: 0 }, { enabled: false }],
    ['the bit without a day', { week: 125 }, {}],
    ['no day at all', { week: 0 }, { days: [] }],
    ['minute 75', { min: 75 }, { time: '06:75' }],
    ['hour 24', { hour: 24 }, { time: '24:30' }],
    ['what older clients wrote for off', { mode: 6 }, { mode: 'unknown-6' }],
    ['the mode of an unused slot', { mode: 0 }, { mode: 'unused' }],
    ['temperature 0', { param: 0 }, { temperature: undefined }],
    ['no temperature', { param: -1 }, { temperature: undefined }],
    ['no temperature as a byte', { param: 255 }, { temperature: undefined }],
    ['a temperature that is no number', { param: null }, { temperature: undefined }],
    ['a field of a later firmware', { until: 5 }, {}],
  ])('with %s keeps what it came as', (_, odd, seen) => {
    const wire = { ...morning, ...odd }
    const entry = readReservation(wire) as Reservation
    expect(entry).toEqual({ ...morningEntry, ...seen, raw: wire })
    expect(reservationEntry(entry)).toEqual(wire)
  })

  it('that came odd takes a change, and keeps the rest', () => {
    const odd = { ...morning, week: 125, min: 75, until: 5 }
    const entry = { ...(readReservation(odd) as Reservation), time: '07:00', enabled: false }
    expect(reservationEntry(entry)).toEqual({ ...odd, hour: 7, min: 0, enable: 1 })
  })

  it('without its raw form is written as its values say', () => {
    const { raw: _, ...entry } = readReservation({ ...morning, enable: 7, week: 125 }) as Reservation
    expect(reservationEntry(entry)).toEqual({ ...morning, enable: 1 })
  })

  it.each([{ week: '124' }, { hour: undefined }, { min: 6.5 }, { mode: -1 }, { enable: null }, { week: 256 }])(
    'with %j can’t be understood',
    odd => expect(readReservation({ ...morning, ...odd })).toBeUndefined(),
  )

  it('is not written in a mode that doesn’t exist', () => {
    const entry = { ...morningEntry, mode: 'vacation' } as unknown as Reservation
    expect(() => reservationEntry(entry)).toThrow(RangeError)
  })

  it('is rounded to half a degree', () => {
    expect(reservationEntry({ ...morningEntry, temperature: 51.67 })).toMatchObject({ param: 103 })
  })
})

describe('a schedule', () => {
  const hex = '027c061e016e018216000500'

  it('is read as a list and as hex', () => {
    const schedule = { enabled: true, entries: [morningEntry, nightEntry] }
    expect(readReservations({ reservationUse: 2, reservation: [morning, night] })).toEqual(schedule)
    expect(readReservations({ reservationUse: 2, reservation: hex })).toEqual(schedule)
    expect(readReservations({ reservationUse: 2, reservation: hex.toUpperCase() })).toEqual(schedule)
    expect(reservationFields(schedule)).toEqual({ reservationUse: 2, reservation: [morning, night] })
    expect(reservationHex(schedule)).toBe(hex)
  })

  it('is padded to its slots, and padding is no entry', () => {
    const padded = reservationHex({ enabled: true, entries: [morningEntry, nightEntry] }, 16)
    expect(padded).toBe(hex + '0'.repeat(14 * 12))
    const withHole = `${hex.slice(0, 12)}000000000000${hex.slice(12)}`
    for (const reservation of [padded, withHole])
      expect(readReservations({ reservationUse: 1, reservation }).entries).toEqual([morningEntry, nightEntry])
    const slot = { enable: 0, week: 0, hour: 0, min: 0, mode: 0, param: 0 }
    expect(readReservations({ reservationUse: 1, reservation: [slot, morning] }).entries).toEqual([morningEntry])
  })

  it('may be empty, if it says so', () => {
    for (const reservation of [[], '', '000000000000'])
      expect(readReservations({ reservationUse: 1, reservation })).toEqual({ enabled: false, entries: [] })
  })

  it.each([
    undefined,
    null,
    'rsv',
    [],
    {},
    { reservationUse: 2 },
    { reservationUse: 2, reservation: null },
    { reservationUse: 2, reservation: {} },
    { reservationUse: 2, reservation: 7 },
    { reservationUse: 2, reservation: 'none' },
    { reservationUse: 2, reservation: '027c061e016e01' },
    { reservationUse: 2, reservation: '027c061e016' },
    { reservation: [] },
    { reservationUse: '2', reservation: [] },
    { reservation: '' },
  ])('%j is none, and not an empty one', body => expect(() => readReservations(body)).toThrow(ProtocolError))

  it('loses nothing to an entry that can’t be understood', () => {
    const reservation = [null, morning, 'noise', { week: 2 }, night, []]
    const schedule = readReservations({ reservationUse: 2, reservation })
    expect(schedule.entries).toEqual([morningEntry, nightEntry])
    expect(schedule.unreadable?.map(({ index }) => index)).toEqual([0, 2, 3, 5])
    expect(reservationFields(schedule).reservation).toEqual(reservation)
    expect(reservationFields({ ...schedule, entries: [] }).reservation).toEqual([null, 'noise', { week: 2 }, []])
    expect(reservationHex(schedule).slice(0, 12)).toBe(hex.slice(0, 12))
  })

  it('keeps a master switch that is neither on nor off, until it is turned on', () => {
    const schedule = readReservations({ reservationUse: 0, reservation: [] })
    expect(schedule).toEqual({ enabled: false, use: 0, entries: [] })
    expect(reservationFields(schedule).reservationUse).toBe(0)
    expect(reservationFields({ ...schedule, enabled: true }).reservationUse).toBe(2)
  })
})

describe('the laws', () => {
  it('values → wire → values, as a list and as hex', () => {
    fc.assert(
      fc.property(someReservations, fc.integer({ min: 0, max: 32 }), (schedule, slots) => {
        const fields = reservationFields(schedule)
        expect(readReservations(fields)).toEqual(schedule)
        expect(readReservations({ ...fields, reservation: reservationHex(schedule, slots) })).toEqual(schedule)
      }),
    )
  })

  it('bytes → values → bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(someBytes, { maxLength: 32 }), entries => {
        const hex = entries
          .flat()
          .map(byte => byte.toString(16).padStart(2, '0'))
          .join('')
        const schedule = readReservations({ reservationUse: 2, reservation: hex })
        expect(schedule.entries.length).toBe(entries.length)
        expect(reservationHex(schedule)).toBe(hex)
        expect(readReservations({ reservationUse: 2, reservation: entries.map(fromBytes) })).toEqual(schedule)
      }),
    )
  })

  it('wire → values → wire, with whatever lies between', () => {
    fc.assert(
      fc.property(someBody, body => {
        expect(reservationFields(readReservations(body))).toEqual(body)
        // Through a file, too.
        const kept = JSON.parse(JSON.stringify(readReservations(body))) as ReturnType<typeof readReservations>
        expect(reservationFields(kept)).toEqual(body)
      }),
    )
  })

  it('a change to one value is what is written, however odd the rest', () => {
    fc.assert(
      fc.property(someBytes, bytes => {
        const entry = readReservation(fromBytes(bytes)) as Reservation
        const changed = readReservation(reservationEntry({ ...entry, temperature: 48.5 })) as Reservation
        expect({ ...changed, raw: 0 }).toEqual({ ...entry, temperature: 48.5, raw: 0 })
      }),
    )
  })
})

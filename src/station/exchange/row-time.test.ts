import { expect, it } from 'vitest'
import { RowClock, writtenTime } from './row-time.ts'

it.each([
  ['2025-09-26T20:46:03.666Z', { at: Date.UTC(2025, 8, 26, 20, 46, 3, 666) }],
  ['2025-09-26T13:46:03.666123-07:00', { at: Date.UTC(2025, 8, 26, 20, 46, 3, 666) }],
  ['2025-09-26 13:46:03-0730', { at: Date.UTC(2025, 8, 26, 21, 16, 3) }],
  ['2025-09-26 13:46:03 UTC', { at: Date.UTC(2025, 8, 26, 13, 46, 3) }],
  ['2025-09-26T13:46:03.5', { wall: Date.UTC(2025, 8, 26, 13, 46, 3, 500) }],
  ['2025-9-6 3:46', { wall: Date.UTC(2025, 8, 6, 3, 46) }],
  ['1758919563.25', { at: 1_758_919_563_250 }],
  ['1758919563666', { at: 1_758_919_563_666 }],
  ['2025-02-30T10:00:00', undefined],
  ['2025-02-20T24:00:00', undefined],
  ['09/26/2025 13:46', undefined],
  ['', undefined],
])('%s', (text, time) => {
  expect(writtenTime(text)).toEqual(time)
})

it('tells the hour that comes twice by the order of the rows', () => {
  const clock = new RowClock('America/Los_Angeles')
  const walls = ['00:50', '01:10', '01:50', '01:10', '01:50', '02:10'].map(time => Date.parse(`2025-11-02T${time}Z`))
  const utc = walls.map(wall => new Date(clock.moment(wall) ?? 0).toISOString().slice(11, 16))
  expect(utc).toEqual(['07:50', '08:10', '08:50', '09:10', '09:50', '10:10'])
})

it('knows no moment in the hour that is left out, and no zone of that name', () => {
  const clock = new RowClock('America/Los_Angeles')
  expect(clock.moment(Date.parse('2025-03-09T02:30Z'))).toBeUndefined()
  expect(clock.moment(Date.parse('2025-03-09T03:30Z'))).toBe(Date.parse('2025-03-09T10:30Z'))
  expect(() => new RowClock('Middle/Earth')).toThrow(RangeError)
})

import { expect, it } from 'vitest'
import { LocalTime } from '../schedule/local-time.ts'
import { secondAt } from './wall-time.ts'

it.each([
  ['America/Los_Angeles', '2026-03-08T01:59', '2026-03-08T09:59'],
  // Clocks never show these.
  ['America/Los_Angeles', '2026-03-08T02:00', '2026-03-08T10:00'],
  ['America/Los_Angeles', '2026-03-08T02:30', '2026-03-08T10:30'],
  ['America/Los_Angeles', '2026-03-08T03:00', '2026-03-08T10:00'],
  ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30'],
  ['Asia/Kolkata', '2026-03-29T02:30', '2026-03-28T21:00'],
  // And this one twice: it is either.
  ['America/Los_Angeles', '2026-11-01T01:30', '2026-11-01T08:30'],
  ['America/Los_Angeles', '2026-11-01T02:00', '2026-11-01T10:00'],
])('in %s clocks show %s at %s UTC', (zone, wall, moment) => {
  const time = new LocalTime(zone)
  const second = (text: string) => Date.parse(`${text}Z`) / 1000
  expect(secondAt(second(wall), at => time.offsetAt(at * 1000) / 1000)).toBe(second(moment))
})

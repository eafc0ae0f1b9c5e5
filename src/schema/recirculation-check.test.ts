import fc from 'fast-check'
import { expect, it } from 'vitest'
import { someBody, someRecirculation } from '../../test/fixtures/schedules.ts'
import { readRecirculation, recirculationFields } from './recirculation.ts'
import { checkRecirculation, checkRecirculationEvent } from './recirculation-check.ts'

const on = { days: 'mon-fri', time: '06:00', pump: 'on' }
const off = { days: 'mon-fri', time: '07:00', pump: 'off' }
const texts = (found: readonly { readonly text: string }[]) => found.map(({ text }) => text)
const warned = (entries: unknown[]) => texts(checkRecirculation({ enabled: true, entries }).warnings)

it('an entry is taken as people write it', () => {
  const entry = { enabled: true, days: ['mon', 'tue', 'wed', 'thu', 'fri'], time: '06:00', pump: 'on' }
  expect(checkRecirculationEvent(on)).toEqual({ value: entry, problems: [], warnings: [] })
  expect(checkRecirculationEvent({ ...on, pump: true }).value).toEqual(entry)
})

it.each([
  [{ ...on, pump: 'toggle' }, 'pump is toggle; it must be on or off'],
  [{ ...on, time: '6' }, 'time is 6; it must be 00:00 to 23:59'],
  [{ ...on, mode: 2 }, "mode isn't known; known are enabled, days, time, pump, raw"],
  [7, 'it is 7; it must be an object with the fields of an entry'],
])('%j is refused', (given, text) => expect(texts(checkRecirculationEvent(given).problems)).toEqual([text]))

it('a schedule warns of what was never sent, and of runs that have no end', () => {
  expect(warned([on, off])).toEqual([])
  expect(warned([on])).toEqual(['entries have a flaw: Nothing switches the pump off: it runs all week'])
  expect(warned([on, { ...off, time: '06:00' }])[0]).toBe(
    'entries[0] and entries[1] fire at mon–fri 06:00; which one wins is unknown',
  )
  const many = Array.from({ length: 22 }, (_, i) => ({ ...(i % 2 ? off : on), time: `${i}:00` }))
  expect(warned(many.slice(0, 20))).toEqual([])
  expect(warned(many)).toEqual(['entries are 22; more than 20 were never sent'])
})

it('what was read is right as it is', () => {
  fc.assert(
    fc.property(someRecirculation, someBody.map(readRecirculation), (schedule, held) => {
      expect(checkRecirculation(schedule).value).toEqual(schedule)
      const { value, problems } = checkRecirculation(held)
      expect(problems).toEqual([])
      expect(value && recirculationFields(value)).toEqual(recirculationFields(held))
    }),
  )
})

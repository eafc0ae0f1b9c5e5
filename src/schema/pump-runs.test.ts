import { expect, it } from 'vitest'
import { pumpRuns } from './pump-runs.ts'
import type { RecirculationEvent } from './recirculation.ts'

const event = (pump: 'on' | 'off', days: RecirculationEvent['days'], time: string): RecirculationEvent => ({
  enabled: true,
  days,
  time,
  pump,
})

it('a run is an on and the off after it', () => {
  const { runs, warnings } = pumpRuns({
    entries: [event('on', ['mon', 'tue'], '06:00'), event('off', ['mon', 'tue'], '07:30')],
  })
  const run = { from: 360, minutes: 90, until: 450, on: [0], off: [1] }
  expect(runs).toEqual([
    { ...run, day: 'mon', untilDay: 'mon' },
    { ...run, day: 'tue', untilDay: 'tue' },
  ])
  expect(warnings).toEqual([])
})

it('a run may go over midnight, and around the end of the week', () => {
  const { runs } = pumpRuns({ entries: [event('on', ['sun'], '22:00'), event('off', ['mon'], '01:00')] })
  expect(runs).toEqual([{ day: 'sun', from: 1320, minutes: 180, untilDay: 'mon', until: 60, on: [0], off: [1] }])
})

it.each([
  ['an on alone', [event('on', ['mon'], '06:00')], 0, ['Nothing switches the pump off: it runs all week']],
  ['an off alone', [event('off', ['mon'], '06:00')], 0, ['Nothing switches the pump on']],
  ['nothing', [], 0, []],
  [
    'a second on',
    [event('on', ['mon'], '06:00'), event('on', ['mon'], '06:10'), event('off', ['mon'], '07:00')],
    1,
    ['mon 06:10 switches the pump on, which it is already'],
  ],
  [
    'a second off',
    [event('on', ['mon'], '06:00'), event('off', ['mon'], '07:00'), event('off', ['tue'], '07:00')],
    1,
    ['tue 07:00 switches the pump off, which it is already'],
  ],
  [
    'both at once',
    [event('on', ['mon'], '06:00'), event('off', ['mon'], '06:00'), event('on', ['tue'], '06:00')],
    1,
    ['mon 06:00 switches the pump on and off in the same minute; which one wins is unknown'],
  ],
] as [string, RecirculationEvent[], number, string[]][])('warns of %s', (_, entries, runs, warnings) => {
  expect(pumpRuns({ entries }).warnings).toEqual(warnings)
  expect(pumpRuns({ entries }).runs.length).toBe(runs)
})

it('leaves out what is disabled', () => {
  const entries = [event('on', ['mon'], '06:00'), { ...event('off', ['mon'], '06:30'), enabled: false }]
  expect(pumpRuns({ entries: [...entries, event('off', ['mon'], '07:00')] }).runs).toMatchObject([
    { minutes: 60, off: [2] },
  ])
})

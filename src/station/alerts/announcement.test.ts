import { expect, it } from 'vitest'
import { hours, minutes } from '#time/duration'
import type { Alert } from './alert.ts'
import { owed } from './announcement.ts'

const base: Alert = { id: 'a', rule: 'leak', severity: 'warning', since: 0, text: 'It leaks.', told: 0 }
const night = { hours: { from: 22 * 60, until: 7 * 60 }, own: false }
const now = hours(100)
const noon = 12 * 60
const midnight = 0

it.each([
  ['is told when it was raised', {}, noon, 'raised'],
  ['waits in quiet hours', {}, midnight, 'later'],
  ['is told in quiet hours when it is an alarm', { severity: 'alarm' }, midnight, 'raised'],
  ['is not repeated too early', { told: 1, toldAt: now - minutes(59) }, noon, 'later'],
  ['is repeated in time', { told: 1, toldAt: now - hours(1) }, noon, 'repeated'],
  ['is not repeated when somebody knows', { told: 1, toldAt: 0, acknowledged: 1 }, noon, 'later'],
  ['is told when it is over', { told: 1, toldAt: 0, ended: now }, noon, 'ended'],
  [
    'is told when it is over, though somebody knows',
    { told: 1, toldAt: 0, acknowledged: 1, ended: now },
    noon,
    'ended',
  ],
  ['is told in the morning that it came and went at night', { ended: now }, noon, 'ended'],
  ['waits with the end in quiet hours', { told: 1, toldAt: 0, ended: now }, midnight, 'later'],
  [
    'says nothing when it is over that somebody knew and nobody was told',
    { acknowledged: 1, ended: now },
    noon,
    'nothing',
  ],
  ['says nothing while it is snoozed', { told: 1, toldAt: 0, snoozedUntil: now + 1 }, noon, 'later'],
  ['says nothing first while it is snoozed', { snoozedUntil: now + 1 }, noon, 'later'],
  [
    'is told again after it was snoozed',
    { told: 1, toldAt: now - minutes(10), snoozedUntil: now - 1 },
    noon,
    'repeated',
  ],
  ['is told once after it was snoozed', { told: 2, toldAt: now - 1, snoozedUntil: now - 2 }, noon, 'later'],
  [
    'says nothing of an end that came while it was snoozed',
    { told: 1, ended: now, snoozedUntil: now + 1 },
    noon,
    'nothing',
  ],
] as const)('%s', (_, differs, minute, expected) => {
  expect(owed({ ...base, ...differs }, { repeat: hours(1), quiet: night, daily: false }, now, minute)).toBe(expected)
})

it('keeps an alarm back too where the rule itself has quiet hours', () => {
  const alarm: Alert = { ...base, severity: 'alarm' }
  expect(owed(alarm, { repeat: undefined, quiet: { ...night, own: true }, daily: false }, now, midnight)).toBe('later')
})

it('never repeats without a time for it', () => {
  expect(owed({ ...base, told: 1, toldAt: 0 }, { repeat: undefined, quiet: undefined, daily: false }, now, noon)).toBe(
    'later',
  )
})

it('says nothing of the end of a day, but of what came and went in quiet hours', () => {
  const daily = { repeat: undefined, quiet: night, daily: true }
  expect(owed({ ...base, told: 1, toldAt: 0, ended: now }, daily, now, noon)).toBe('nothing')
  expect(owed({ ...base, told: 0, ended: now }, daily, now, noon)).toBe('ended')
})

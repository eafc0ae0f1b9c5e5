import { expect, test } from 'vitest'
import type { CommandOutcome, CommandResult } from '#heater/outcome'
import type { Reading } from '#heater/reading'
import { millis } from '#time/duration'
import { codeOfResult } from '../exit-code.ts'
import { outcomeSentence } from './outcome-text.ts'

const outcome = (more: Partial<CommandOutcome>): CommandOutcome => ({
  result: 'confirmed',
  command: 'dhwTemperature',
  value: 51.5,
  at: new Date(0),
  took: millis(1234),
  attempts: 1,
  ...more,
})
const reading = (values: object) => values as Reading
const said = (more: Partial<CommandOutcome>, units: 'us' | 'metric' = 'us', what?: string) =>
  outcomeSentence('Garage', outcome(more), { units }, what)

test('what was set stands in the units asked for, as the panel shows it', () => {
  const status = reading({ dhwTemperatureSetting: 51.5, tempFormulaType: 'asymmetric' })
  expect(said({ status })).toBe(
    'Garage: temperature 125 °F, confirmed after 1 s: its status shows dhwTemperatureSetting 125 °F.',
  )
  expect(said({ status }, 'metric')).toBe(
    'Garage: temperature 51.5 °C, confirmed after 1 s: its status shows dhwTemperatureSetting 51.5 °C.',
  )
})

test('what no status shows says so', () => {
  expect(said({ command: 'demandResponseOn', value: undefined, reason: 'It answered.' })).toBe(
    'Garage: demand-response on, confirmed after 1 s. It answered.',
  )
})

test('a command may be called otherwise', () => {
  expect(said({ command: 'commitFirmware', value: undefined, echo: {} }, 'us', 'panel 2.8')).toBe(
    'Garage: panel 2.8, confirmed after 1 s.',
  )
})

test.each<[CommandResult, Partial<CommandOutcome>, string]>([
  ['unconfirmed', {}, 'navilink status shows whether the heater took it by now.'],
  ['held', {}, 'It is taken then; navilink set mode heat-pump takes it back.'],
  ['held', { heldUntil: new Date(Date.UTC(2026, 2, 7, 21)) }, 'taken then, at 2026-03-07T21:00:00Z by the plan;'],
  ['offline', {}, 'Look at its power and its Wi-Fi; navilink check finds out more.'],
  ['expired', {}, 'Nothing was changed: give it again if it still holds.'],
  ['refused', { failCode: 9 }, 'navilink status shows what it does.'],
  ['failed', { attempts: 0 }, 'Nothing was changed; navilink check finds out where it fails.'],
  ['failed', {}, 'navilink status shows whether the heater took it, navilink check where it fails.'],
])('%s %j says why and what to do', (result, more, advice) => {
  const text = said({ result, command: 'dhwMode', value: 'electric', reason: 'Because.', ...more })
  expect(text).toContain(`Garage: mode electric: ${result}. Because. `)
  expect(text).toContain(advice)
})

test('adds nothing to the heater’s own words where they say what to do', () => {
  const reason = 'It was too soon; wait 30 seconds.'
  const text = said({ result: 'refused', command: 'dhwMode', value: 'electric', failCode: 2, reason })
  expect(text).toBe(`Garage: mode electric: refused. ${reason}`)
})

test('each end has an exit code of its own, and only one is 0', () => {
  const codes = Object.values(codeOfResult)
  expect(new Set(codes).size).toBe(codes.length)
  expect(codeOfResult).toMatchObject({
    confirmed: 0,
    failed: 1,
    offline: 4,
    unconfirmed: 5,
    refused: 6,
    held: 7,
    expired: 8,
  })
})

import { expect, it } from 'vitest'
import { z } from 'zod'
import { AskedStation } from '../../../test/fixtures/asked-station.ts'
import { checked } from './request-check.ts'

const type = z.strictObject({
  list: z.array(z.strictObject({ at: z.number().describe('A moment, `ms`.') })).optional(),
  word: z.enum(['on', 'off']).default('on'),
})

it.each([
  [{ list: [{}] }, 'list.0.at is missing: A moment, ms.'],
  [{ list: [{ at: 'x' }] }, 'list.0.at isn’t right: A moment, ms.'],
  [{ list: [{ at: 1, nonsense: 2 }] }, 'list.0.nonsense is not known; known are at.'],
  [{ word: 'no' }, 'word isn’t right: expected one of "on"|"off".'],
  [{ 'on e': 1 }, 'on e is not known; known are list, word.'],
  ['text', 'Expected object, received string.'],
])('of %j it says %j', (given, sentence) => {
  expect(() => checked(type, given)).toThrow(sentence)
})

it('says what a command takes where its value is missing or wrong', async () => {
  const asked = await AskedStation.open()
  const message = async (path: string, body?: unknown) =>
    ((await (await asked.ask(path, body === undefined ? {} : { body })).json()) as { error: { message: string } }).error
      .message
  const commands = `/api/v1/heaters/${asked.id}/commands`
  const range =
    '35 to 65.5 °C in steps of 0.5 where the heater tells no limits of its own; or in °F as {"fahrenheit": 125}.'
  expect(await message(`${commands}/dhwTemperature`, {})).toBe(`value is missing: ${range}`)
  expect(await message(`${commands}/dhwTemperature`, { value: 'warm' })).toBe(`value isn’t right: ${range}`)
  expect(await message(`${commands}/dhwTemperature`, { value: 52, temperature: 52 })).toBe(
    'temperature is not known; known are value.',
  )
  expect(await message(`${commands}/dhwMode`, {})).toMatch(/^value is missing: expected one of "heat-pump"\|/)
  expect(await message(`/api/v1/heaters/${asked.id}/history/chart?fields=dhwChargePer`)).toBe(
    'from is missing: A moment such as 2026-11-21T08:00:00Z, or milliseconds since 1970.',
  )
})

it('shows a body for each command, with which it is taken', async () => {
  const asked = await AskedStation.open()
  const { commands } = (await (await asked.ask(`/api/v1/heaters/${asked.id}/commands`)).json()) as {
    commands: { name: string; example: object }[]
  }
  for (const { name, example } of commands) {
    const answer = await asked.ask(`/api/v1/heaters/${asked.id}/commands/${name}`, {
      body: example,
      token: 'control-token-of-the-command-line',
    })
    expect([name, answer.status]).toEqual([name, 200])
  }
})

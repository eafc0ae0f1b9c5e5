/** World files: what they make, and the sentence for what is wrong in one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { parseWorld } from './world-file.ts'
import { worldJsonSchema } from './world-schema.ts'

const now = Date.UTC(2026, 5, 1)
const named: Readonly<Record<string, string>> = { 'tou.yaml': 'kind: tou\nperiods: []\n' }
const reader = {
  name: 'world.yaml',
  read: async (file: string) => named[file] ?? Promise.reject(new Error(`${file}: not there`)),
  now,
}
const world = (text: string) => parseWorld(text, reader)

describe('a world', () => {
  test('of nothing is one account with one heater', async () => {
    for (const text of ['', '{}', '{"$schema": "world.json"}', 'heaters: [null]'])
      expect(await world(text)).toEqual({ accounts: [{ heaters: [{ climate: 'sacramento' }] }] })
  })

  test('is a landlord with twenty units in ten lines', async () => {
    const { accounts, seed, speed, heaterStart, controlGap } = await world(`
seed: 7
speed: 60
control_gap_s: 30
from: 2026-01-15T06:00
every_heater: { climate: chicago, time_zone: America/Chicago, air_c: 18 }
email: landlord@example.com
heaters:
  - { name: Flat, count: 19, profile: couple, seed: 40 }
  - { name: Laundry, climate: boston, room: basement, defects: [leak] }
`)
    expect({ seed, speed, heaterStart, controlGap }).toEqual({
      ...{ seed: 7, speed: 60, controlGap: seconds(30) },
      // Six in the morning in Chicago.
      heaterStart: Date.UTC(2026, 0, 15, 12),
    })
    expect(accounts).toHaveLength(1)
    const [{ email, heaters = [] } = {}] = accounts
    expect(email).toBe('landlord@example.com')
    expect(heaters.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 19 }, (_, i) => `Flat ${i + 1}`),
      'Laundry',
    ])
    const shared = { timeZone: 'America/Chicago' }
    expect(heaters[0]).toEqual({
      ...shared,
      name: 'Flat 1',
      household: 'couple',
      seed: 40,
      climate: 'chicago',
      air: 18,
    })
    expect(heaters[18]).toMatchObject({ seed: 58 })
    // Its own climate takes the place of the air of all.
    expect(heaters[19]).toEqual({
      ...{ ...shared, name: 'Laundry', climate: 'boston', room: 'basement', defects: ['leak'] },
    })
  })

  test('may have several accounts, in JSON too', async () => {
    const accounts = [{ email: 'a@example.com', password: 'secret' }, { heaters: [null, { clock_offset_min: 5 }] }]
    expect(await world(JSON.stringify({ accounts }))).toEqual({
      accounts: [
        { email: 'a@example.com', password: 'secret', heaters: [{ climate: 'sacramento' }] },
        { heaters: [{ climate: 'sacramento' }, { climate: 'sacramento', clockOffset: minutes(5) }] },
      ],
    })
  })

  test('of the examples is as its page says', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../examples/world.yaml'), 'utf8')
    const { accounts } = await world(text)
    expect(accounts.map(({ heaters }) => heaters?.length)).toEqual([20, 1])
    expect(accounts[1]?.heaters?.[0]).toMatchObject({
      ...{ name: 'Cottage', air: 12, climate: 'minneapolis', firmware: 'old', clockOffset: minutes(-90) },
      reservations: { enabled: true, entries: [{ temperature: 60 }, { temperature: 49 }] },
      tou: { enabled: true },
    })
  })

  test('has a schema whose every name has its words', () => {
    const texts: string[] = []
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      const { properties } = value as { properties?: Record<string, { description?: string }> }
      for (const [name, { description }] of Object.entries(properties ?? {})) texts.push(`${name}: ${description}`)
      Object.values(value).forEach(walk)
    }
    walk(worldJsonSchema())
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter(text => text.endsWith(': undefined'))).toEqual([])
  })
})

test.each([
  ['heaters:\n  - tank: 50', 'line 2: heaters[0].tank is nothing that can be said there; tank_gal is meant, perhaps.'],
  ['heater: []', 'line 1: heater is nothing that can be said there; heaters is meant, perhaps.'],
  ['seed: 1\nspead: 3', 'line 2: spead is nothing that can be said there; speed is meant, perhaps.'],
  ['every_heater:\n  profil: family', 'line 2: every_heater.profil is nothing that can be said there; profile is'],
  ['accounts:\n  - mail: x', 'line 2: accounts[0].mail is nothing that can be said there; email is meant, perhaps.'],
  [
    'accounts:\n  - heaters:\n      - air_c: -40',
    'line 3: accounts[0].heaters[0].air_c is -40; it must be -30 to 50 °C.',
  ],
  ['speed: .nan', 'line 1: speed is null; it must be 0.001 to 100000.'],
  ['heaters: []', 'line 1: heaters is []; it must have one heater at least.'],
  ['heaters:\n  - count: 0', 'line 2: heaters[0].count is 0; it must be a whole number from 1 to 1000.'],
  ['heaters:\n  - profile: 9', 'line 2: heaters[0].profile is 9; it must be family, couple,'],
  ['heaters:\n  - defects: [fire]', 'line 2: heaters[0].defects[0] is fire; it must be one of leak,'],
  ['email: a\naccounts:\n  - email: b', 'line 1: email and accounts exclude each other; what is of one account stands'],
  [
    'heaters:\n  - setpoint_c: 50\n    setpoint_f: 120',
    'line 3: heaters[0].setpoint_f and setpoint_c exclude each other',
  ],
  [
    'every_heater:\n  inlet_c: 39\nheaters:\n  - setpoint_c: 38',
    'line 2: every_heater.inlet_c is 39; it must be below the setpoint, 38 °C.',
  ],
  [
    "heaters:\n  - count: 2\n    mac_address: '024e57500500'",
    "line 3: heaters[0].mac_address can't be the address of 2 heaters; leave it out.",
  ],
  [
    'heaters:\n  - reservations:\n      entries:\n        - { days: mon, time: 25:00, mode: electric, temperature_c: 50 }',
    'line 4: heaters[0].reservations.entries[0].time is 25:00; it must be 00:00 to 23:59.',
  ],
  ['heaters:\n  - time_zone: Mars', 'line 2: heaters[0].time_zone is Mars; it must be a time zone,'],
  ['from: soon', 'line 1: from is soon; it must be a day or a moment, such as 2026-01-15 or'],
  ['- 1', 'line 1: it must have heaters, or accounts with heaters.'],
  ['heaters: [', 'line 1: the text can’t be read: '.replace('’', "'")],
])('%j is refused', async (text, says) => {
  await expect(world(text)).rejects.toThrow(`world.yaml, ${says}`)
})

test('more heaters than a machine holds are refused', async () => {
  const heaters = Array.from({ length: 11 }, () => ({ count: 1000 }))
  await expect(world(JSON.stringify({ heaters }))).rejects.toThrow(
    'world.yaml, line 1: it has 11000 heaters; it must be 10000 at most.',
  )
})

test('a file that isn’t there, or is of another kind, is named', async () => {
  await expect(world('heaters: [{ tou_file: nowhere.yaml }]')).rejects.toThrow('nowhere.yaml: not there')
  await expect(world('heaters: [{ reservations_file: tou.yaml }]')).rejects.toThrow('tou.yaml, line 1: kind is tou;')
})

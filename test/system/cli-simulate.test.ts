/** `navilink simulate` with a heater of one's own choice, or a whole world, and what other commands find there. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/cli/program.ts'
import { navilink, testTerminal } from './cli-terminal.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'navilink-simulate-'))
afterAll(() => rmSync(directory, { recursive: true }))
const file = (name: string, text: string) => {
  writeFileSync(path.join(directory, name), text)
  return name
}

/** A simulation that runs, and a way to ask it with the password of its account. */
async function simulated(...flags: readonly string[]) {
  const terminal = testTerminal({ directory })
  const running = run(['simulate', '--port', '0', ...flags], terminal)
  onTestFinished(async () => {
    terminal.stop()
    await running
  })
  await Promise.race([terminal.seen('ready\n'), running.then(() => expect.unreachable(terminal.err()))])
  const [, url = ''] = /address +(\S+)/.exec(terminal.out()) ?? []
  const ask = async (email: string, ...args: readonly string[]) => {
    const env = { HOME: directory, NAVILINK_CLOUD: url, NAVILINK_EMAIL: email, NAVILINK_PASSWORD: 'warm-enough' }
    const { code, out, err } = await navilink([...args, '--json'], { directory, env })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return JSON.parse(out)
  }
  return { said: terminal.out(), ask }
}

describe('simulate', () => {
  test('has the heater that its flags tell of', async () => {
    file(
      'week.yaml',
      'kind: reservations\nentries:\n  - { days: sat, time: "06:00", mode: electric, temperature_c: 50 }\n',
    )
    const { said, ask } = await simulated(
      ...'--tank 80 --profile nobody --air 12C --mode energy-saver --setpoint 60C --firmware old'.split(' '),
      ...'--schedule week.yaml --from 2026-01-15T06:00 --time-zone America/Chicago --without electric'.split(' '),
    )
    expect(said).toMatch(/^Simulated NaviLink cloud with one heater\n {2}address {3}http/)
    const info = await ask('owner@example.com', 'info')
    expect(JSON.stringify(info)).toContain('80-gal')
    const { status } = await ask('owner@example.com', 'status')
    expect(status).toMatchObject({ dhwOperationSetting: 'energy-saver', dhwTemperatureSetting: 60 })
    // At rest its intake sensor reads the warm cabinet.
    expect(status.ambientTemperature).toBeGreaterThan(12)
    expect(status.ambientTemperature).toBeLessThan(17)
    expect(JSON.stringify(await ask('owner@example.com', 'schedule', 'list'))).toContain('06:00')
  })

  test('has the accounts of its world, each with its heaters', async () => {
    file('week.yaml', 'kind: reservations\nenabled: false\nentries: []\n')
    file(
      'world.yaml',
      `
every_heater: { profile: nobody, reservations_file: week.yaml }
accounts:
  - email: landlord@example.com
    heaters: [{ name: Flat, count: 19 }, { name: Attic, tank_gal: 50, setpoint_f: 120 }]
  - email: owner@example.com
`,
    )
    const { said, ask } = await simulated('--world', 'world.yaml', '--speed', '60')
    expect(said).toContain('Simulated NaviLink cloud with 21 heaters in 2 accounts, 60 times as fast\n')
    expect(said).toContain('\n  account   landlord@example.com with warm-enough: 20 heaters\n')
    expect(said).toContain('\n  account   owner@example.com with warm-enough: one heater\n')
    const flats = await ask('landlord@example.com', 'devices')
    expect(flats.map(({ name }: { name: string }) => name)).toEqual([
      ...Array.from({ length: 19 }, (_, i) => `Flat ${i + 1}`),
      'Attic',
    ])
    expect(await ask('landlord@example.com', 'status', '--device', 'Attic')).toMatchObject({
      status: { dhwTemperatureSetting: 49 },
    })
    expect(await ask('owner@example.com', 'devices')).toHaveLength(1)
  })

  test('does what its page shows', async () => {
    const page = readFileSync(path.join(import.meta.dirname, '../../docs/simulator.md'), 'utf8')
    const [, world = ''] = /```yaml\n([^`]+)```/.exec(page) ?? []
    file('shown.yaml', world)
    const { said, ask } = await simulated('--world', 'shown.yaml')
    expect(said).toMatch(/^Simulated NaviLink cloud with 20 heaters, 600 times as fast\n/)
    expect(page).toContain(`\n${said.split('\n', 1)[0]}\n`)
    const { status } = await ask('landlord@example.com', 'status', '--device', 'Laundry')
    expect(status).toMatchObject({ errorCode: 990, conOvrSensorUse: 'on' })

    file('mine.csv', 'start,litres,flow_l_min,at\n06:30,45,8,tap\n')
    file('garage.csv', 'time,air_c\n00:00,4\n12:00,10\n')
    file('fitted.json', '{"parameters":{"standbyLoss":3.1}}')
    file('tou.yaml', 'kind: tou\nperiods: []\n')
    file('week.yaml', 'kind: reservations\nentries: []\n')
    const lines = [...page.matchAll(/^navilink simulate (.*--\S+ .*)$/gm)].map(([, flags = '']) => flags)
    expect(lines.length).toBeGreaterThanOrEqual(3)
    for (const flags of lines) expect((await simulated(...flags.split(' '))).said).toMatch(/\nready\n$/)
  })

  test('prints the schema of a world, and is done', async () => {
    const { code, out } = await navilink(['simulate', '--print-schema'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ title: 'A world for navilink simulate', type: 'object' })
  })

  test.each([
    [['--tank', '70'], '--tank is 70; it must be 50, 65 or 80.'],
    [['--draws', 'nowhere.csv'], 'nowhere.csv: there is no such file or folder.'],
    [['--from', '25'], '--from is 25; it must be a day or a moment, such as 2026-01-15 or 2026-07-01T06:30.'],
    [['--world', 'w.yaml', '--tank', '50'], '--tank and --world exclude each other: the file tells of its heaters'],
    [
      ['--world', 'w.yaml', '--email', 'a@b.c'],
      '--email and --world exclude each other: the file tells of its heaters',
    ],
    [['--world', 'w.yaml', '--seed', '3'], '--seed and w.yaml both tell the seed; leave one of them out.'],
    [['--world', 'nowhere.yaml'], 'nowhere.yaml: there is no such file or folder.'],
    [['--world', 'bad.yaml'], 'bad.yaml, line 1: heaters[0].tank_gal is 70; it must be 50, 65 or 80.'],
    [['--world', 'twice.yaml'], 'Two accounts have the same e-mail address.'],
  ])('%j is refused before anything listens', async (flags, says) => {
    file('w.yaml', 'seed: 7\n')
    file('bad.yaml', 'heaters: [{ tank_gal: 70 }]\n')
    file('twice.yaml', 'accounts: [{ email: a@b.c }, { email: A@b.c }]\n')
    const { code, out, err } = await navilink(['simulate', '--port', '0', ...flags], { directory })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`navilink: ${says}`)
  })
})

test('demo takes the tank, the people and the place', async () => {
  const { code, out } = await navilink(
    ['demo', ...'--tank 50 --profile couple --climate miami --speed 3600 --interval 10m --duration 30m'.split(' ')],
    { directory, env: { HOME: directory } },
  )
  expect(code).toBe(0)
  expect(out).toContain('heat pump')
  const { err } = await navilink(['demo', '--climate', 'mars'], { directory, env: { HOME: directory } })
  expect(err).toContain('--climate is mars; it must be sacramento,')
})

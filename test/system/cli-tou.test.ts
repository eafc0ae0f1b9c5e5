/** The time-of-use plan on the command line: shown with its weeks, priced now, found at OpenEI, converted and given to the heater. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { run as runCommand } from '../../src/cli/program.ts'
import { keyboard, testTerminal } from './cli-terminal.ts'
import { writingCloud } from './cli-writes.ts'

const evening = ['Evening Peak', 'Example Light & Power'] as const

describe('tou show', () => {
  test('prints the plan that the cloud keeps, and whether the heater heeds it', async () => {
    const { run, json } = await writingCloud()
    const { code, out, err } = await run(['tou'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.split('\n')
    expect(lines[0]).toMatch(
      /^Water Heater: Evening Peak of Example Light & Power \(99999\); off, so the heater takes no notice of it; 8 periods, version [\da-f]{8}$/,
    )
    expect(lines.slice(2, 4)).toEqual([
      '#  months   days     time         price a kWh',
      '1  oct–may  mon–fri  00:00–15:59  0.19000–0.27000',
    ])
    expect(await json(['tou', 'show'])).toMatchObject({
      name: 'Water Heater',
      plan: {
        name: evening[0],
        utility: evening[1],
        zip_code: '99999',
        periods: expect.arrayContaining([
          {
            number: 6,
            months: [6, 7, 8, 9],
            days: ['mon', 'tue', 'wed', 'thu', 'fri'],
            start: '16:00',
            end: '20:59',
            price_min_per_kwh: '0.46000',
            price_max_per_kwh: '0.54000',
          },
        ]),
      },
      tou_status: 'tou-off',
    })
    expect((await run(['tou', '--csv'])).out).toMatch(
      /^number,months,days,start,end,price_min_per_kwh,price_max_per_kwh\n1,1 2 3 4 5 10 11 12,mon tue wed thu fri,00:00,15:59,0\.19000,0\.27000\n/,
    )
  })

  test.each([
    [80, 'mon–fri ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███████████████▒▒▒▒▒▒▒▒▒'],
    [100, 'mon–fri ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒███████████████▒▒▒▒▒▒▒▒▒'],
    [50, 'mon–fri ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒█████▒▒▒'],
  ])('draws a week a season on a terminal of %i columns', async (columns, summer) => {
    const { env, directory, clock } = await writingCloud()
    const terminal = testTerminal({ env: { ...env, NO_COLOR: '1' }, directory, columns })
    expect(await runCommand(['tou'], terminal, clock)).toBe(0)
    const lines = terminal.out().split('\n')
    expect(lines.filter(line => line === 'oct–may' || line === 'jun–sep')).toHaveLength(2)
    expect(lines).toContain(summer)
    expect(lines.at(-2)).toBe('        ▒ 0.21000–0.29000   █ 0.46000–0.54000')
    const drawn = lines.slice(lines.indexOf('oct–may'))
    expect(Math.max(...drawn.map(line => line.length))).toBeLessThanOrEqual(columns)
  })

  test('says that there is none', async () => {
    const { run, write } = await writingCloud()
    expect((await write(['tou', 'remove', '--yes'])).out).toBe(
      'Water Heater: the cloud keeps no time-of-use plan now.\n',
    )
    expect(await run(['tou'])).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('keeps no time-of-use plan'),
    })
    expect(JSON.parse((await run(['tou', '--json'])).out)).toEqual({
      name: 'Water Heater',
      plan: null,
      tou_status: 'tou-off',
    })
    expect((await run(['tou', 'export'])).code).toBe(2)
    const stdin = 'kind: tou\nperiods:\n  - {months: all year, days: daily, start: "00:00", end: "23:59", price: 0.2}\n'
    expect(await run(['tou', 'diff', '-'], { stdin })).toEqual({
      code: 0,
      out: '+ all year every day 00:00–23:59 0.2\n',
      err: 'Water Heater has no time-of-use plan.\n',
    })
  })

  test('takes no word that it does not know', async () => {
    const { run } = await writingCloud()
    expect(await run(['tou', 'price'])).toMatchObject({
      code: 2,
      err: expect.stringContaining("'price' is no command of tou; there are show, now, plans, "),
    })
  })
})

describe('tou now', () => {
  test('says the price, and when it changes, by the clocks of a place', async () => {
    // A Friday in September: 16:00 in New York, 14:00 in Denver.
    const { run } = await writingCloud()
    const { code, out } = await run(['tou', 'now', '--time-zone', 'America/New_York'])
    expect(code).toBe(0)
    expect(out.split('\n').slice(0, 2)).toEqual([
      '0.46000–0.54000 a kWh, the dearest of this month, until fri 2025-09-26 21:00.',
      'Then 0.21000–0.29000 a kWh, the cheapest of this month.',
    ])
    expect(out).toContain('the clocks of America/New_York; the heater goes by its own.')
    const told = JSON.parse((await run(['tou', 'now', '--time-zone', 'America/Denver', '--json'])).out)
    expect(told).toMatchObject({
      price_min_per_kwh: '0.21000',
      price_max_per_kwh: '0.29000',
      rank: 'cheapest',
      dearest_of_all: false,
      until: '2025-09-26T16:00',
      until_min: 120,
      next_price_max_per_kwh: '0.54000',
      time_zone: 'America/Denver',
      tou_status: 'tou-off',
    })
  })

  test('takes no zone that there is not', async () => {
    const { run } = await writingCloud()
    const { code, err } = await run(['tou', 'now', '--time-zone', 'Mars/Olympus'])
    expect(code).toBe(2)
    expect(err).toContain('Mars/Olympus is no time zone; America/Los_Angeles is one.')
  })
})

describe('rate plans', () => {
  test('of a ZIP code are listed, without any account', async () => {
    const { run, env } = await writingCloud()
    const stranger = { ...env, NAVILINK_EMAIL: '', NAVILINK_PASSWORD: '' }
    const { code, out } = await run(['tou', 'plans', '94903', '--utility', 'valley'], { env: stranger })
    expect(code).toBe(0)
    expect(out).toMatch(/^utility +name +kind +since +until +problem\n/)
    expect(out).toMatch(/Example Valley Electric Coop +Monthly Fuel +time-of-use +2025-02-01/)
    expect(out).toContain('OpenEI has no prices a kWh for it')
    expect(out).not.toContain(evening[1])
    expect((await run(['tou', 'plans', '94903', '--csv'], { env: stranger })).out).toMatch(
      /^utility,name,kind,since,until,problem,label,uri\n/,
    )
  })

  test('are converted into what the heater would hold, with what that loses', async () => {
    const { run } = await writingCloud()
    const three = JSON.parse((await run(['tou', 'plan', '94903', 'three', '--json'])).out)
    expect(three).toMatchObject({ name: 'Three Periods', kind: 'time-of-use', decimals: 5, loss: null })
    expect(three.periods).toHaveLength(11)
    const unquoted = await run(['tou', 'plan', '94903', 'Three', 'Periods', '--json'])
    expect(JSON.parse(unquoted.out)).toEqual(three)
    const many = await run(['tou', 'plan', '94903', 'Monthly Fuel'])
    expect(many.err).toMatch(
      /! The plan needs \d+ periods, more than the heater has: \d+ hours a year get another price/,
    )
  })

  test.each([
    [['plan', '94903', 'residential'], '"residential" fits 3 plans of this ZIP code. There are: Residential Flat ('],
    [['plan', '94903', 'nobody knows'], 'fits no plan of this ZIP code'],
    [['plans', '9490'], '9490 is no ZIP code; it has five digits, like 94903.'],
  ])('tou %j is refused with what there is', async (args, says) => {
    const { run } = await writingCloud()
    const { code, err } = await run(['tou', ...args])
    expect(code).toBe(2)
    expect(err).toContain(says)
  })

  test('are asked of the address and with the key of the settings', async () => {
    const { run, directory, cloud } = await writingCloud()
    const address = { NAVILINK_OPENEI: `${cloud.url}/openei` }
    const without = await run(['tou', 'plans', '94903'], { env: address })
    expect(without).toMatchObject({ code: 2, err: expect.stringContaining('set it as OPENEI_API_KEY') })
    const wrong = await run(['tou', 'plans', '94903'], { env: { ...address, OPENEI_API_KEY: 'not-this-one' } })
    expect(wrong.code).toBe(2)
    expect(wrong.err).not.toContain('not-this-one')
    writeFileSync(path.join(directory, '.env'), 'OPENEI_API_KEY=simulated-openei-key\n')
    expect((await run(['tou', 'plans', '94903'], { env: address })).code).toBe(0)
  })
})

describe('tou apply', () => {
  const args = ['tou', 'apply', '94903', 'Three Periods']

  test('shows the difference, asks, tells the heater, and then the cloud', async () => {
    const { run, write, json, written, tank } = await writingCloud()
    const asked = await run(args)
    expect(asked.code).toBe(2)
    expect(asked.err).toContain('- jun–sep sat sun 00:00–23:59 0.21000–0.29000\n')
    expect(asked.err).toContain('+ all year mon–fri 00:00–06:59 0.11200\n')
    expect(asked.err).toContain('Of the plan that is there, 5 periods would go.')
    expect(written).toEqual([])

    const { code, out } = await write([...args, '--yes', '--enable'])
    expect(code).toBe(0)
    expect(out).toMatch(/^Water Heater: time-of-use plan confirmed after .*with 11 periods, version [\da-f]{8}\.\n$/)
    expect(written).toEqual([
      expect.objectContaining({ command: 0x2000007, reservation: expect.objectContaining({ length: 11 }) }),
    ])
    expect(tank.touPlan.periods).toHaveLength(11)
    expect(await json(['tou'])).toMatchObject({
      plan: { name: 'Three Periods', zip_code: '94903' },
      tou_status: 'on-peak',
    })
  })

  test('says that it asks, on a terminal, and sends nothing without a yes', async () => {
    const { env, directory, clock, written } = await writingCloud()
    const stdin = keyboard()
    const terminal = testTerminal({ stdin, env, directory, columns: 100 })
    const running = runCommand(args, terminal, clock)
    await terminal.told('Apply the other?')
    stdin.write('n')
    expect(await running).toBe(1)
    expect(terminal.err()).toContain('Nothing was sent.')
    expect(written).toEqual([])
  })

  test('of a plan that has no hours to avoid is asked about, even where nothing is lost', async () => {
    const { run, write, written } = await writingCloud()
    await write(['tou', 'remove', '--yes'])
    const flat = ['tou', 'apply', '94903', 'Residential Flat']
    const { code, err } = await run(flat)
    expect(code).toBe(2)
    expect(err).toContain('This plan is flat: it has no hours to avoid.')
    expect(err).toContain('! Its price is the same at all hours of a day')
    expect(written).toEqual([])
    expect((await write([...flat, '--yes'])).code).toBe(0)
  })

  test('--dry-run prints every message that would be sent', async () => {
    const { run, json, written } = await writingCloud()
    const { code, out } = await run([...args, '--enable', '--dry-run'])
    expect(code).toBe(0)
    const [plan, on] = JSON.parse(out)
    expect(plan).toMatchObject({
      topic: expect.stringMatching(/ctrl\/tou\/rd$/),
      envelope: { request: { reservationUse: 2 } },
    })
    expect(on).toMatchObject({ topic: expect.stringMatching(/ctrl$/), envelope: { request: { mode: 'tou-on' } } })
    expect(JSON.parse((await run([...args, '--dry-run'])).out)).toMatchObject({ topic: plan.topic })
    expect(await json([...args, '--dry-run'])).toMatchObject({
      command: 'writeTou',
      result: 'dry-run',
      difference: { removed: { length: 5 } },
      messages: { length: 1 },
    })
    expect(written).toEqual([])
  })
})

describe('a plan as a file', () => {
  test('is exported, edited, compared and set', async () => {
    const { run, write, written, directory, tank } = await writingCloud()
    expect((await run(['tou', 'export', 'tou.yaml'])).code).toBe(0)
    const file = path.join(directory, 'tou.yaml')
    expect(readFileSync(file, 'utf8')).toContain(
      'name: Evening Peak\nutility: Example Light & Power\nzip_code: "99999"\n',
    )
    expect(await run(['tou', 'diff', 'tou.yaml'])).toMatchObject({ code: 0, out: '' })
    writeFileSync(file, readFileSync(file, 'utf8').replace('price_max: 0.54', 'price_max: 0.59'))
    expect((await run(['tou', 'diff', 'tou.yaml'])).out).toMatch(
      /^~ jun–sep mon–fri 16:00–20:59 0\.46.*–0\.54.* → .*–0\.59/,
    )
    expect((await write(['tou', 'set', 'tou.yaml'])).code).toBe(0)
    expect(written).toHaveLength(1)
    expect(tank.touPlan.periods.map(({ priceMax }) => Number(priceMax))).toContain(0.59)
  })

  test('is never an empty one, which would wipe the heater', async () => {
    const { run, written } = await writingCloud()
    const { code, err } = await run(['tou', 'set', '-', '--yes'], { stdin: 'kind: tou\nperiods: []\n' })
    expect(code).toBe(2)
    expect(err).toContain('A plan without periods is never sent')
    expect(written).toEqual([])
  })

  test('of another kind is refused', async () => {
    const { run } = await writingCloud()
    const { code, err } = await run(['tou', 'set', '-'], { stdin: 'kind: reservations\nentries: []\n' })
    expect(code).toBe(2)
    expect(err).toContain('standard input, line 1: kind is reservations; it must be tou')
  })
})

describe('tou on and off', () => {
  test('are confirmed by the status', async () => {
    const { run, tank } = await writingCloud()
    expect(await run(['tou', 'on'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('its status shows touStatus on peak'),
    })
    expect(tank.touPlan.enabled).toBe(true)
    expect((await run(['tou', 'off'])).code).toBe(0)
    expect(tank.touPlan.enabled).toBe(false)
  })
})

describe('tou remove', () => {
  test('is asked about, and only the cloud forgets it', async () => {
    const { run, tank } = await writingCloud()
    expect(await run(['tou', 'remove'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('The cloud forgets the plan'),
    })
    expect(JSON.parse((await run(['tou', 'remove', '--dry-run'])).out)).toMatchObject({ removes: 'Evening Peak' })
    expect((await run(['tou', 'remove', '--yes'])).code).toBe(0)
    expect(await run(['tou', 'remove'])).toMatchObject({
      code: 0,
      err: 'The cloud keeps no time-of-use plan for Water Heater.\n',
    })
    expect(tank.touPlan.periods.length).toBeGreaterThan(0)
  })
})

/** What the heater keeps account of, as the command shows it: energy by day and month, counters, and what it can do. */
import { describe, expect, test } from 'vitest'
import { cliCloud } from './cli-cloud.ts'
import { navilink } from './cli-terminal.ts'

interface Energy {
  readonly by: string
  readonly rows: readonly Record<string, number | string>[]
  readonly sum: Record<string, number>
  readonly lifetime: Record<string, number>
}

// The clock of these tests stands on 2025-09-26.
describe('energy', () => {
  test('by month: JSON with units in the names, and a sum that is one', async () => {
    const { json } = await cliCloud()
    const { by, rows, sum, lifetime } = (await json(['energy', '--last', '12m'])) as Energy
    expect(by).toBe('month')
    expect(rows.map(({ month }) => month)).toEqual([
      ...['2024-10', '2024-11', '2024-12', '2025-01', '2025-02', '2025-03'],
      ...['2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09'],
    ])
    const names = ['heat_pump_kwh', 'element_kwh', 'total_kwh', 'heat_pump_h', 'element_h']
    expect(Object.keys(rows[0] ?? {})).toEqual(['month', ...names])
    for (const name of names)
      expect(sum[name]).toBeCloseTo(
        rows.reduce((all, row) => all + Number(row[name]), 0),
        6,
      )
    expect(sum.heat_pump_kwh).toBeGreaterThan(100)
    expect(lifetime.total_kwh).toBeGreaterThan(sum.total_kwh ?? Number.POSITIVE_INFINITY)
  })

  test('by day, over two months, is what the heater has by month', async () => {
    const { json } = await cliCloud()
    const daily = (await json(['energy', '--year', '2025', '--month', '7,8'])) as Energy
    expect(daily.rows).toHaveLength(62)
    expect(daily.rows[0]).toMatchObject({ day: '2025-07-01' })
    const monthly = (await json(['energy', '--year', '2025'])) as Energy
    const july = monthly.rows.find(({ month }) => month === '2025-07')
    const days = daily.rows.filter(({ day }) => String(day).startsWith('2025-07'))
    expect(july?.heat_pump_kwh).toBeCloseTo(
      days.reduce((all, row) => all + Number(row.heat_pump_kwh), 0),
      6,
    )
    expect(monthly.rows.at(-1)).toMatchObject({ month: '2025-09' })
  })

  test('the last days reach into the year before', async () => {
    const { json } = await cliCloud({ heaterStart: Date.UTC(2025, 8, 26, 20) })
    const { rows } = (await json(['energy', '--last', '300d'])) as Energy
    expect(rows).toHaveLength(300)
    expect(rows[0]?.day).toBe('2024-12-01')
    expect(rows.at(-1)?.day).toBe('2025-09-26')
  })

  test('as CSV, and as a table', async () => {
    const { run } = await cliCloud()
    const csv = (await run(['energy', '--last', '3m', '--csv'])).out.trimEnd().split('\n')
    expect(csv[0]).toBe('month,heat_pump_kwh,element_kwh,total_kwh,heat_pump_h,element_h')
    expect(csv.slice(1).map(line => line.split(',')[0])).toEqual(['2025-07', '2025-08', '2025-09'])
    const { code, out } = await run(['energy', '--last', '3m'])
    expect(code).toBe(0)
    expect(out).toMatch(/^month +heat pump +elements +together +heat pump +elements\n2025-07 +\d+\.\d kWh/)
    expect(out).toMatch(/\nsum +\d+\.\d kWh .*\nlifetime +\d+\.\d kWh .*\n$/)
  })

  test('on a terminal it is drawn, in its width', async () => {
    const { run } = await cliCloud()
    for (const columns of [80, 120]) {
      const { out } = await run(['energy', '--last', '6m', '--no-color'], { columns })
      expect(out).toMatch(/2025-\d\d .* {2}█+/)
      expect(out).toContain('\n█ heat pump  ▒ elements\n')
      for (const line of out.split('\n')) expect(line.length).toBeLessThan(columns)
    }
  })

  test('a time without records says so, and is no failure', async () => {
    const { run, json } = await cliCloud()
    expect(await run(['energy', '--year', '2030'])).toEqual({
      code: 0,
      out: '',
      err: 'Water Heater has no record of that time.\n',
    })
    expect(await json(['energy', '--year', '2030'])).toMatchObject({ rows: [], sum: { total_kwh: null } })
  })

  test('of a unit that keeps none is refused, and of one that is gone told as offline', async () => {
    const without = await cliCloud({ heaters: [{ capabilities: { 'energy-records': false } }] })
    expect(await without.run(['energy'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('This heater has no energy records; its capabilities tell what it has.'),
    })
    const gone = await cliCloud({ heaters: [{ connected: false }] })
    const { code, out } = await gone.run(['energy'])
    expect(code).toBe(4)
    expect(out).toContain("Water Heater is offline: the cloud can't reach it.")
  })
})

test('a wrong span is refused before anybody is asked', async () => {
  const { code, err } = await navilink(['energy', '--last', '12'])
  expect(code).toBe(2)
  expect(err).toContain('--last is "12"; it takes months, days or years')
})

describe('counters', () => {
  test('say what the energy records say', async () => {
    const { run, json } = await cliCloud()
    const { counters } = (await json(['counters'])) as { counters: Record<string, number> }
    const { lifetime } = (await json(['energy'])) as Energy
    expect(counters.cumulated_pwr_hp_wh).toBeCloseTo(Number(lifetime.heat_pump_kwh) * 1000, 3)
    expect(counters.days_since_installation_d).toBe(400)
    const { out } = await run(['counters'])
    expect(out).toMatch(/^In all\n {2}cumulatedPwrHp +\d+ Wh\n/)
    expect(out).toMatch(/\nParts\n {2}cumulatedOpTimeComp +\d+ h\n/)
    const [names, values, rest] = (await run(['counters', '--csv'])).out.split('\n')
    expect(names?.split(',')).toEqual(Object.keys(counters))
    expect(values?.split(',')).toHaveLength(Object.keys(counters).length)
    expect(rest).toBe('')
  })
})

describe('capabilities', () => {
  test('are those of the unit, with the range of its setpoint', async () => {
    const heaters = [{ capabilities: { electric: false }, highestSetpoint: 60, recirculation: true }]
    const { run, json } = await cliCloud({ heaters })
    expect(await json(['capabilities'])).toMatchObject({
      modes: ['heat-pump', 'energy-saver', 'high-demand'],
      setpoint: { highest_c: 60, step_c: 0.5 },
      capabilities: { electric: false, recirculation: true },
    })
    const { out } = await run(['capabilities', '--units', 'metric'])
    expect(out).toMatch(/\n {2}setpoint +[\d.]+ °C to 60 °C in steps of 0.5 °C\n/)
    expect(out).toMatch(/\n {2}electric +no\n/)
    expect((await run(['capabilities', '--csv'])).out).toMatch(/^capability,has\npower,true\n/)
  })
})

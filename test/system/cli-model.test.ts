/** `navilink model run`, as people and programs meet it: no account, no network, the same answer each time. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { chooseMode } from '#physics/controller/writes'
import { surroundings, weatherOf } from '#physics/house/house'
import { household } from '#physics/house/household'
import { asked, initialMachine } from '#physics/machine'
import { run as runModel } from '#physics/run'
import { run } from '../../src/cli/program.ts'
import { manualClock } from '../fixtures/manual-clock.ts'
import { navilink, type TerminalOptions, testTerminal } from './cli-terminal.ts'

let directory: string
const written = (name: string, text: string) => writeFileSync(path.join(directory, name), text)

const daily = { months: 'jan-dec', days: 'daily' }
const periods = [
  { ...daily, start: '00:00', end: '15:59', price_min: '0.30', price_max: '0.30' },
  { ...daily, start: '16:00', end: '20:59', price_min: '0.50', price_max: '0.60' },
]
const warmAtNoon = {
  kind: 'reservations',
  entries: [
    { enabled: true, days: 'daily', time: '12:00', mode: 'heat-pump', temperature_c: 60 },
    { enabled: true, days: 'daily', time: '16:00', mode: 'heat-pump', temperature_c: 45 },
  ],
}

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-model-'))
  written('draws.csv', 'start,litres,flow_l_min,at\n2026-01-01T06:00,60,8,tap\n2026-03-01T06:00,60,8,tap\n')
  written('burst.csv', 'start,gallons,flow_gal_min\n06:00,1000,3\n')
  written('weather.csv', 'time,air_c\n00:00,10\n12:00,20\n')
  written('night.yaml', 'hours: 24\nprofile: nobody\nmode: off\nupper_c: 60\nlower_c: 60\n')
  written('tou.json', JSON.stringify({ kind: 'tou', name: 'Evenings', periods }))
  written('prices.json', JSON.stringify({ kind: 'tou', enabled: false, periods }))
  written('week.json', JSON.stringify(warmAtNoon))
  written('asleep.json', JSON.stringify({ ...warmAtNoon, enabled: false }))
  const told = periods.map(({ price_min: price_min_per_kwh, price_max: price_max_per_kwh, ...period }, i) => ({
    ...{ number: i + 1, ...period, price_min_per_kwh, price_max_per_kwh },
  }))
  written(
    'evenings.json',
    JSON.stringify({ name: 'Evenings', utility: 'A Utility', kind: 'time-of-use', periods: told }),
  )
  written('tiers.json', JSON.stringify({ name: 'Tiers', kind: 'flat', periods: told.slice(1) }))
  written('long.yaml', '# long\n'.repeat(20_000))
  written('miami.yaml', 'days: 1\nclimate: miami\n')
  written('mine.json', JSON.stringify({ size: '80-gal', set: 'field', parameters: { standbyLoss: 4.72 } }))
  mkdirSync(path.join(directory, 'house'))
  written('house/showers.csv', 'start,litres,flow_l_min,at\n06:30,45,8,tap\n')
  written('house/scenario.yaml', 'days: 2\ndraws_file: showers.csv\n')
  const rates = [[{ rate: 0.25 }], [{ rate: 0.45, adj: 0.05 }]]
  const hours = Array.from({ length: 12 }, () =>
    Array.from({ length: 24 }, (_, hour) => (hour >= 16 && hour < 21 ? 1 : 0)),
  )
  const plan = { label: 'abc', name: 'Evenings dear', utility: 'A Utility', energyratestructure: rates }
  written('plan.json', JSON.stringify({ ...plan, energyweekdayschedule: hours, energyweekendschedule: hours }))
})
afterAll(() => rmSync(directory, { recursive: true }))

const model = (args: readonly string[], options: TerminalOptions = {}) =>
  navilink(['model', 'run', ...args], { directory, ...options })

type Numbers = Readonly<Record<string, number>>

async function json<Shape = Numbers>(...args: readonly string[]): Promise<Shape> {
  const { code, out, err } = await model([...args, '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Shape
}

async function csv(...args: readonly string[]) {
  const { code, out, err } = await model([...args, '--csv'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const [names = [], ...rows] = out
    .trimEnd()
    .split('\n')
    .map(line => line.split(','))
  return rows.map(cells => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])))
}

const sum = (rows: readonly Readonly<Record<string, string>>[], name: string) =>
  rows.reduce((total, row) => total + Number(row[name]), 0)

describe('as JSON', () => {
  it('is what the library says of the same heater and house, and balances', async () => {
    const told = await json(
      '--days',
      '5',
      '--climate',
      'chicago',
      '--room',
      'basement',
      '--seed',
      '7',
      '--tank',
      '80',
      '--set',
      'rated',
    )
    const house = surroundings({
      draws: household('family', { seed: 7 }),
      ...weatherOf('chicago', 'basement', { seed: 7 }),
    })
    const from = Date.UTC(2026, 0, 1) / 1000
    const { air } = house.between(from, from + 60)
    const still = initialMachine({
      size: '80-gal',
      set: 'rated',
      mode: 'heat-pump',
      setpoint: 51.7,
      minimumOperation: 35,
      air,
    })
    const heater = asked(still, chooseMode, 'heat-pump')
    const result = runModel(heater, house, { from, seconds: 5 * 86_400 })
    expect(told.electricity_wh).toBeCloseTo(result.electricity, 3)
    expect(told.delivered_wh).toBeCloseTo(result.delivered, 3)
    expect(told.mean_tank_end_c).toBeCloseTo(result.meanAfter, 3)
    expect(told.cold_water_min).toBe(result.coldMinutes)
    expect(told.compressor_starts).toBe(result.compressorStarts)
    const { heat_pump_heat_wh, element_heat_wh, delivered_wh, lost_wh, stored_start_wh, stored_end_wh } = told as {
      readonly [Name in
        | 'heat_pump_heat_wh'
        | 'element_heat_wh'
        | 'delivered_wh'
        | 'lost_wh'
        | 'stored_start_wh'
        | 'stored_end_wh']: number
    }
    const came = heat_pump_heat_wh + element_heat_wh
    expect(came).toBeGreaterThan(10_000)
    expect(Math.abs(came - delivered_wh - lost_wh - (stored_end_wh - stored_start_wh))).toBeLessThan(came * 1e-6)
    expect(Math.abs(told.imbalance_wh ?? Number.NaN)).toBeLessThan(came * 1e-6)
    expect(told.heat_pump_cop).toBeCloseTo(heat_pump_heat_wh / (told.heat_pump_energy_wh ?? Number.NaN), 5)
  })

  it('is the same for the same seed, and another for another', async () => {
    const first = await model(['--days', '3', '--seed', '7', '--climate', 'miami', '--json'])
    expect(await model(['--days', '3', '--seed', '7', '--climate', 'miami', '--json'])).toEqual(first)
    expect((await model(['--days', '3', '--seed', '8', '--climate', 'miami', '--json'])).out).not.toBe(first.out)
  })

  it('holds the scenario with all that it left out, which as a file gives the same run', async () => {
    const { code, out } = await model([
      '--days',
      '2',
      '--seed',
      '3',
      '--setpoint',
      '125F',
      '--json',
      '--units',
      'metric',
    ])
    const { scenario } = JSON.parse(out) as { readonly scenario: Readonly<Record<string, unknown>> }
    expect(scenario).toMatchObject({ days: 2, seed: 3, tank_gal: 65, set: 'field', profile: 'family', air_c: 19.7 })
    expect(scenario.setpoint_c).toBeCloseTo(51.667, 3)
    const again = await model(['--scenario', '-', '--json'], { stdin: JSON.stringify(scenario) })
    expect(again).toEqual({ code, out, err: '' })
  })

  it('holds it so too where a flag took the place of what a file said', async () => {
    const told = await json<{ readonly scenario: object }>('--scenario', 'miami.yaml', '--air', '20C')
    expect(told).toMatchObject({ scenario: { climate: 'miami', air_c: 20 }, air_c: 20 })
    const { out } = await model(['--scenario', '-', '--json'], { stdin: JSON.stringify(told.scenario) })
    expect(JSON.parse(out)).toEqual(told)
  })

  it('is null where there is nothing to tell, and has rows when they are asked for', async () => {
    const still = await json<
      { readonly rows: readonly Readonly<Record<string, unknown>>[] } & Readonly<Record<string, unknown>>
    >(...['--hours', '3', '--profile', 'nobody', '--mode', 'off', '--every', 'hour'])
    expect(still).toMatchObject({ heat_pump_cop: null, outlet_c: null, hot_water_l: 0, heat_pump_energy_wh: 0 })
    expect(still.rows.map(({ from }) => from)).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-01T01:00:00Z',
      '2026-01-01T02:00:00Z',
    ])
    expect(still.rows[2]).toMatchObject({ outlet_c: null, mean_tank_end_c: still.mean_tank_end_c })
  })
})

describe('as CSV', () => {
  it('is a row a day of the calendar, an hour, a minute or a month, that come to the same', async () => {
    const args = ['--from', '2026-03-07', '--days', '3', '--time-zone', 'America/Los_Angeles', '--profile', 'couple']
    const days = await csv(...args)
    expect(days.map(({ from, to }) => [from, to])).toEqual([
      ['2026-03-07T08:00:00Z', '2026-03-08T08:00:00Z'],
      // Clocks go forward.
      ['2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z'],
      ['2026-03-09T07:00:00Z', '2026-03-10T07:00:00Z'],
      ['2026-03-10T07:00:00Z', '2026-03-10T08:00:00Z'],
    ])
    const hours = await csv(...args, '--every', 'hour')
    const minutes = await csv(...args, '--every', 'minute')
    const months = await csv(...args, '--every', 'month')
    expect([hours.length, minutes.length, months.length]).toEqual([72, 3 * 1440, 1])
    for (const rows of [hours, minutes, months])
      for (const name of ['electricity_wh', 'delivered_wh', 'lost_wh', 'hot_water_l', 'compressor_starts'])
        expect(sum(rows, name), name).toBeCloseTo(sum(days, name), 1)
    expect(months[0]?.mean_tank_end_c).toBe(days.at(-1)?.mean_tank_end_c)
  })

  it('ends months where they end', async () => {
    const rows = await csv('--from', '2026-01-30', '--days', '32', '--profile', '1', '--every', 'month')
    expect(rows.map(({ from }) => from)).toEqual([
      '2026-01-30T00:00:00Z',
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ])
    expect(rows.at(-1)?.to).toBe('2026-03-03T00:00:00Z')
  })
})

describe('for people', () => {
  it('says what was run and what came of it, in their units', async () => {
    const { code, out, err } = await model(['--days', '3', '--profile', 'us-medium', '--units', 'metric'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(
      /^65 gal, field numbers, heat pump at 51\.7 °C; the US test’s medium pattern every day; air of 19\.7 °C,/,
    )
    expect(out).toMatch(/\nCOP of the heat pump +\d\.\d\d\n/)
    expect(out).toMatch(/\nhot water +625 L\n/)
    expect(out).toMatch(/\nEach kWh of electricity gave \d\.\d\d kWh of hot water\.\n/)
    expect(out).toContain('No hot water left the tank colder than 40.6 °C.')
    expect(out.match(/^2026-01-0\d +\d+\.\d kWh/gm)).toHaveLength(3)
    expect((await model(['--days', '3', '--profile', 'us-medium'])).out).toMatch(/\nhot water +165 gal\n/)
  })

  it('says when water ran cold, and for how long', async () => {
    const { out } = await model(['--days', '1', '--profile', '6', '--mode', 'off', '--units', 'metric'])
    expect(out).toMatch(/Water left the tank colder than 40\.6 °C for \d+ minutes, [\d,]+ L of [\d,]+\.\n/)
    expect((await model(['--days', '1', '--profile', 'nobody'])).out).toContain('Nobody drew hot water.')
  })

  it('draws bars on a terminal, and how far it has come on its standard error', async () => {
    const { out, err, code } = await model(['--days', '40'], { columns: 100, clock: hurrying() })
    expect(code).toBe(0)
    expect(out).toMatch(/2026-01 .*█+/)
    expect(err).toMatch(/█+░+ day \d+ of 40/)
    expect(err.endsWith('\x1b[?25h')).toBe(true)
    const piped = await model(['--days', '40'], { clock: hurrying() })
    expect(piped.err).toBe('')
    expect(piped.out).not.toContain('█')
  })

  /** A clock that goes on whenever somebody looks. */
  function hurrying() {
    const clock = manualClock()
    let now = clock.now()
    return { ...clock, now: () => (now += 1000), after: clock.after, every: clock.every }
  }
})

describe('a scenario in a file', () => {
  it('is taken from where it lies, with the files that it names', async () => {
    const told = await json('--scenario', 'house/scenario.yaml')
    const given = await json('--days', '2', '--draws', 'house/showers.csv')
    expect(told.electricity_wh).toBe(given.electricity_wh)
    expect(given.hot_water_l).toBeGreaterThan(40)
  })

  it('gives way to flags', async () => {
    const cooled = await json('--scenario', 'night.yaml')
    expect(cooled.mean_tank_start_c).toBeCloseTo(60)
    expect(cooled.mean_tank_end_c).toBeLessThan(54)
    expect((await json('--scenario', 'night.yaml', '--air', '50C')).mean_tank_end_c).toBeGreaterThan(57)
    expect((await json('--scenario', 'night.yaml', '--hours', '1')).to).toBe('2026-01-01T01:00:00Z')
  })

  it('has a schema, and nothing is run for it', async () => {
    const { code, out } = await model(['--print-schema'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      type: 'object',
      properties: { setpoint_c: { minimum: 35, maximum: 65.5 } },
    })
  })

  it('may have what a fit learned', async () => {
    const usual = await json('--days', '1', '--profile', 'nobody', '--tank', '80')
    const leaky = await json('--days', '1', '--profile', 'nobody', '--parameters', 'mine.json')
    expect(leaky.lost_wh).toBeGreaterThan((usual.lost_wh ?? Number.NaN) * 1.6)
    const { code, err } = await model(['--tank', '50', '--parameters', 'mine.json'])
    expect({ code, err }).toEqual({
      code: 2,
      err: 'navilink: --tank is 50; it must be 80, of which the fitted parameters are.\n',
    })
  })

  it('may have weather of its own, beside a number for what that leaves out', async () => {
    const told = await json('--days', '2', '--weather', 'weather.csv', '--inlet', '10C')
    expect(told).toMatchObject({ air_c: 15, inlet_c: 10 })
    const there = await json('--days', '2', '--weather', 'weather.csv', '--climate', 'miami')
    expect(there.air_c).toBe(15)
    expect(there.inlet_c).toBeGreaterThan(20)
  })
})

interface Compared {
  readonly without: Numbers
  readonly with: Numbers
  readonly difference: Numbers
}

describe('with plans', () => {
  it('two runs stand side by side, and what the second has more', async () => {
    const told = await json<Compared>('--days', '4', '--schedule', 'week.json', '--tariff', 'tou.json')
    expect(told.difference.electricity_wh).toBeCloseTo(
      (told.with.electricity_wh ?? 0) - (told.without.electricity_wh ?? 0),
      4,
    )
    expect(told.difference.cost).toBeCloseTo((told.with.cost ?? 0) - (told.without.cost ?? 0), 4)
    expect(told.with.electricity_wh).not.toBe(told.without.electricity_wh)
    const alone = await json('--days', '4')
    expect(told.without.electricity_wh).toBe(alone.electricity_wh)
    const { out } = await model(['--days', '4', '--schedule', 'week.json', '--tariff', 'tou.json'])
    expect(out).toMatch(/\n +without +with\n/)
    expect(out).toMatch(/\ncost +\d\.\d\d +\d\.\d\d\n/)
    expect(out).toMatch(
      /\nWith the schedule and the windows of Evenings it\suses [\d.]+ kWh \([\d.]+ %\) (more|less), costs/,
    )
    expect(out).toContain('Prices are those of the first tier.')
    expect(out).toMatch(/kWh fell into hours that have no price/)
  })

  it('each kWh costs what its minute costs; hours without a price cost nothing and are told', async () => {
    const minutes = await csv('--days', '3', '--tariff', 'prices.json', '--every', 'minute')
    const told = await json('--days', '3', '--tariff', 'prices.json')
    const priced = (hour: number) => (hour < 16 ? 0.3 : hour < 21 ? 0.5 : 0)
    const hourOf = ({ from }: Readonly<Record<string, string>>) => Number(from?.slice(11, 13))
    const cost = minutes.reduce((all, row) => all + (Number(row.electricity_wh) / 1000) * priced(hourOf(row)), 0)
    expect(told.cost).toBeCloseTo(cost, 4)
    expect(sum(minutes, 'cost')).toBeCloseTo(cost, 4)
    expect(told.unpriced_electricity_wh).toBeCloseTo(
      sum(
        minutes.filter(row => hourOf(row) >= 21),
        'electricity_wh',
      ),
      2,
    )
    expect(told.unpriced_electricity_wh).toBeGreaterThan(0)
  })

  it('a schedule does what it says, by the clock of the house', async () => {
    const rows = await csv('--days', '1', '--profile', 'nobody', '--schedule', 'week.json', '--every', 'hour')
    const upper = (run: string, hour: number) => Number(rows.filter(row => row.run === run)[hour]?.upper_end_c)
    expect(rows).toHaveLength(48)
    expect(upper('with', 11)).toBeCloseTo(upper('without', 11), 6)
    expect(upper('with', 15)).toBeGreaterThan(upper('without', 15) + 4)
  })

  it('a schedule that the heater doesn’t follow yet is followed here', async () => {
    const args = ['--days', '1', '--profile', 'nobody']
    expect(await json(...args, '--schedule', 'asleep.json')).toMatchObject({
      with: await json(...args, '--schedule', 'week.json').then(told => (told as unknown as Compared).with),
    })
  })

  it('a plan as tou plan --json prints it is the same as the file of it, and a flat one only tells prices', async () => {
    const { scenario: _, ...fromFile } = await json<Compared & { scenario: unknown }>(
      '--days',
      '2',
      '--tariff',
      'tou.json',
    )
    expect(await json('--days', '2', '--tariff', 'evenings.json')).toMatchObject(fromFile)
    const { out } = await model(['--days', '2', '--tariff', 'tiers.json'])
    expect(out).toMatch(/\n +in all\n/)
    expect(out).toMatch(/\ncost +\d\.\d\d\n/)
    expect(out).toContain('\nPrices are those of the first tier.\n')
  })

  it('says what stays behind in the tank, and where nothing differs that it doesn’t', async () => {
    const warm = await model(['--hours', '15', '--profile', '1', '--schedule', 'week.json'])
    expect(warm.out).toMatch(/\nAt the end its tank holds \d\.\d kWh more heat\.\n/)
    const alike = await model(['--hours', '6', '--profile', '1', '--schedule', 'week.json'])
    expect(alike.out).toContain('With the schedule it uses as much electricity as without, and water runs cold for as')
    expect(alike.out).not.toContain('At the end')
  })

  it('a rate plan of OpenEI will do', async () => {
    const told = await json<Compared>('--days', '2', '--tariff', 'plan.json')
    const { without } = told
    expect(without.cost).toBeGreaterThan(((without.electricity_wh ?? 0) / 1000) * 0.25)
    expect(without.cost).toBeLessThan(((without.electricity_wh ?? 0) / 1000) * 0.5)
  })
})

test.each<[args: string, sentence: string | RegExp]>([
  ['--days 0', '--days is 0; it must be 0.001 to 3653 days.'],
  ['--days NaN', '--days is NaN; it must be 0.001 to 3653 days.'],
  ['--hours 1000000000', '--hours is 1000000000; it must be 0.01 to 87672 hours.'],
  ['--air -40C', '--air is -40C; it must be -30 to 50 °C.'],
  ['--air warm', '--air is warm; it must be -22 to 122 °F.'],
  ['--humidity 101%', '--humidity is 101%; it must be 0 to 100 %.'],
  ['--inlet 45C', '--inlet is 45C; it must be 0 to 40 °C.'],
  ['--inlet 38C --setpoint 36C', '--inlet is 38C; it must be below the setpoint, 36 °C.'],
  [
    '--inlet 20C --upper 15C --lower 14C',
    '--inlet is 20C; it must be no warmer than the tank at the beginning, 15 °C.',
  ],
  ['--upper 5C', '--upper is 5C; the cold water is warmer, 14.4 °C.'],
  ['--setpoint 51.7', '--setpoint is 51.7; it must be 95 to 149.9 °F; for °C write 51.7C.'],
  ['--from 9999-12-31', '--from is 9999-12-31; it must be from 1970 to 2199.'],
  ['--scenario=', '--scenario is empty; it must be the name of a file.'],
  ['--scenario long.yaml', 'long.yaml: it is longer than any scenario.'],
  ['--scenario - --draws -', '--scenario and --draws both name standard input (-), which can be read once.'],
  ['--upper 205C', '--upper is 205C; it must be 0 to 95 °C.'],
  ['--lower 60C', '--lower is 60C; it must be 51.2 °C at most, as above it.'],
  ['--setpoint 40C --minimum-temperature 43C', '--minimum-temperature is 43C; the setpoint is lower, 40 °C.'],
  ['--climate paris', /--climate is paris; it must be sacramento, phoenix, .* or minneapolis\./],
  ['--climate miami --air 20C', '--air and --climate exclude each other: both tell the air.'],
  ['--weather weather.csv --air 20C', '--air and --weather exclude each other: both tell the air.'],
  ['--room basement', '--room is basement; it means something with --climate only, and no climate is given.'],
  ['--days 3 --draws draws.csv', /draws\.csv, line 3: the draw from 2026-03-01T06:00Z to .* must lie within the span/],
  ['--draws burst.csv', /burst\.csv, line 2: gallons is 1000 gal; it must be [\d.]+ to 501\.9 gal\./],
  ['--draws nowhere.csv', 'nowhere.csv: there is no such file or folder.'],
  ['--profile 2 --draws draws.csv', '--profile and --draws exclude each other; give one of them.'],
  ['--profile 9', '--profile is 9; it must be family, couple, nobody, us-very-small,'],
  ['--tank 70', '--tank is 70; it must be 50, 65 or 80.'],
  ['--element 120V', '--element is 120V; it must be 208 or 240 V.'],
  ['--mode hot', '--mode is hot; it must be heat-pump, energy-saver, high-demand, electric or off.'],
  ['--seed -1', '--seed is -1; it must be a whole number from 0 to'],
  ['--step 0', '--step is 0; it must be 1 to 600 s.'],
  ['--step 45 --schedule week.json', '--step is 45; it must go into a minute evenly'],
  ['--from 06:30', '--from is 06:30; it must be a day or a minute, such as 2026-01-01'],
  ['--time-zone Mars', '--time-zone is Mars; it must be a time zone, such as America/Los_Angeles.'],
  ['--schedule tou.json', 'tou.json, line 1: kind is tou; it must be reservations.'],
  ['--tariff week.json', 'week.json, line 1: kind is reservations; it must be tou.'],
  ['--every minute', '--every minute is for --csv and --json; a table takes day or month.'],
  ['--every year', "option '--every <span>' argument 'year' is invalid"],
  ['--device 1', 'model run computes here and asks nobody, so --device means nothing to it'],
  [
    '--climate phoenix --setpoint 35C --upper 50C --json',
    /The inlet is [\d.]+ °C; it must be colder than the setpoint, 35 °C\./,
  ],
])('is refused: %s', async (args, sentence) => {
  const { code, out, err } = await model(args.split(' '))
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(sentence)
})

it('can be interrupted', async () => {
  const terminal = testTerminal({ directory })
  const ended = run(['model', 'run', '--days', '3650', '--csv'], terminal)
  await terminal.seen('2026-01-03')
  terminal.stop()
  expect(await ended).toBe(130)
})

/** What the Python programs wrote is read as what the heater said: the same captured frames, through each of their files. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode } from '#schema/codec'
import { type StatusKey, statusFields } from '#schema/status'
import { capturedStatuses } from '../../../test/fixtures/frames.ts'
import { CsvImport } from './csv-import.ts'
import { csvRows } from './csv-rows.ts'
import type { ImportedSample } from './imported-sample.ts'
import { survey } from './survey.ts'
import type { Scales, WaterScale } from './temperature-scale.ts'

async function* pieces(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 1000) yield text.slice(at, at + 1000)
}

async function taken(text: string, { scale, timeZone }: { scale?: WaterScale; timeZone?: string } = {}) {
  const found = await survey(csvRows(pieces(text)), scale)
  const scales = found.scale.scales as Scales
  expect(scales).toBeDefined()
  const taking = new CsvImport({ survey: found, scales, timeZone })
  const samples: ImportedSample[] = []
  for await (const sample of taking.samples(csvRows(pieces(text)))) samples.push(sample)
  return { found, scales, samples, leftOut: taking.leftOut }
}

const file = (name: string) => readFileSync(new URL(`../../../test/fixtures/records/${name}`, import.meta.url), 'utf8')
const start = Date.UTC(2025, 8, 26, 20, 46, 3, 666)

/** Of a boolean that was false, and was 1 or 0 on the wire, 1 is made. */
const collapsed: readonly StatusKey[] = ['dhwUseSustained']

/** Fields in which the imported frames are not the captured ones. */
function differences(samples: readonly ImportedSample[], unknown: readonly string[]): string[] {
  const found = new Set<string>()
  for (const [i, { raw }] of samples.entries()) {
    const frame: Record<string, unknown> = capturedStatuses[i] ?? {}
    for (const key of Object.keys(frame))
      if (
        !unknown.includes(key) &&
        raw[key] !== frame[key] &&
        !(collapsed.includes(key as StatusKey) && raw[key] === 1)
      )
        found.add(`${key}: ${raw[key]} in the place of ${frame[key]}`)
  }
  return [...found]
}

describe('nwp500-python', () => {
  it.each([
    ['nwp500-python-6.1.1.csv', 'fahrenheit', 'numbers', ['currentHeatUse']],
    ['nwp500-python-7.4.10.csv', 'fahrenheit', 'names', ['touStatus']],
    ['nwp500-python-9.12.2.csv', undefined, 'names', ['touStatus']],
  ] as const)('%s', async (name, water, writing, unknown) => {
    const { found, scales, samples, leftOut } = await taken(file(name), { timeZone: 'America/Los_Angeles' })
    expect(found.writing).toBe(writing)
    if (water !== undefined) expect(scales).toEqual({ water, sensors: 'fahrenheit' })
    expect(leftOut).toEqual([])
    expect(samples.map(({ at }) => at)).toEqual(capturedStatuses.map((_, i) => start + i * 30_000))
    expect(differences(samples, unknown)).toEqual([])
    expect(found.needsZone).toBe(water !== undefined)
  })

  it('in °C and without raw columns', async () => {
    const [header = '', ...lines] = file('nwp500-python-9.12.2.csv').trimEnd().split('\r\n')
    const names = header.split(',')
    const keep = (cells: string[]) => cells.filter((_, i) => !names[i]?.endsWith('_raw')).join(',')
    const text = [header, ...lines].map(line => keep(line.split(','))).join('\n')
    const { scales, samples } = await taken(text)
    expect(scales).toEqual({ water: 'celsius', sensors: 'celsius' })
    expect(differences(samples, ['touStatus'])).toEqual([])
  })

  it('never takes a MAC address along', async () => {
    const { samples } = await taken(file('nwp500-python-9.12.2.csv'))
    expect(JSON.stringify(samples)).not.toContain('0123456789ab')
  })
})

/** A day of a tank: drawn from and heated, with a setpoint that isn't 60 °C, where two scales cross. */
const day = Array.from({ length: 288 }, (_, i) => {
  const set = 104
  const hot = Math.round(set - 20 * Math.abs(Math.sin(i / 40)))
  const charge = Math.round(Math.min(100, ((hot / 2 - 35) / (set / 2 - 35)) * 100))
  return {
    at: start + i * 300_000,
    set,
    hot,
    charge: Math.max(0, charge),
    upper: hot * 5 + (i % 3) - 1,
    lower: hot * 5 - 80,
  }
})
const scaled: Readonly<Record<WaterScale, (count: number) => number | string>> = {
  'half-celsius': count => count,
  'raw+20': count => count + 20,
  fahrenheit: count => (count * 0.9 + 32).toFixed(1),
  celsius: count => count / 2,
}
const waters = ['half-celsius', 'raw+20', 'fahrenheit', 'celsius'] as const

describe('old scales', () => {
  const old = (water: WaterScale) =>
    [
      'timestamp,dhw_charge_per,dhw_temperature,dhw_temperature_setting,operation_mode,current_inst_power,comp_use,heat_upper_use,heat_lower_use,eva_fan_use,error_code,wifi_rssi,operation_busy',
      ...day.map(({ at, set, hot, charge }) =>
        [
          new Date(at).toISOString(),
          charge,
          scaled[water](hot),
          scaled[water](set),
          32,
          466,
          2,
          1,
          1,
          2,
          0,
          59,
          2,
        ].join(),
      ),
    ].join('\n')

  it.each(waters)('thirteen columns in %s are told by the charge', async water => {
    const { scales, samples } = await taken(old(water))
    expect(scales.water).toBe(water)
    expect(samples[0]?.raw).toEqual({
      dhwChargePer: day[0]?.charge,
      dhwTemperature: day[0]?.hot,
      dhwTemperatureSetting: 104,
      operationMode: 32,
      currentInstPower: 466,
      compUse: 2,
      heatUpperUse: 1,
      heatLowerUse: 1,
      evaFanUse: 2,
      errorCode: 0,
      wifiRssi: 59,
      operationBusy: 2,
    })
    expect(samples.every(({ raw }, i) => raw.dhwTemperature === day[i]?.hot)).toBe(true)
  })

  describe.each([
    ['tenth-celsius', (tenths: number) => tenths],
    ['celsius', (tenths: number) => tenths / 10],
    ['fahrenheit', (tenths: number) => Number((tenths * 0.18 + 32).toFixed(1))],
  ] as const)('with the tank in %s', (sensors, tank) => {
    it.each(waters)('%s is told by the tank', async water => {
      const text = [
        'timestamp,dhw_temperature,tank_upper_temperature,tank_lower_temperature',
        ...day.map(({ at, hot, upper, lower }) =>
          [new Date(at).toISOString(), scaled[water](hot), tank(upper), tank(lower)].join(),
        ),
      ].join('\n')
      const { scales, samples } = await taken(text)
      expect(scales).toEqual({ water, sensors })
      expect(samples.map(({ raw }) => raw)).toEqual(
        day.map(({ hot, upper, lower }) => ({
          dhwTemperature: hot,
          tankUpperTemperature: upper,
          tankLowerTemperature: lower,
        })),
      )
    })
  })

  it('is undecided where nothing tells, and goes by what is said', async () => {
    const text = 'timestamp,dhw_temperature,dhw_temperature_setting\n2025-09-26T20:00:00Z,117,121\n'
    const found = await survey(csvRows(pieces(text)))
    expect(found.scale).toEqual({ scales: undefined, fitting: expect.arrayContaining(['half-celsius', 'fahrenheit']) })
    const { samples } = await taken(text, { scale: 'half-celsius' })
    expect(samples).toEqual([
      { at: Date.UTC(2025, 8, 26, 20), connected: true, raw: { dhwTemperature: 117, dhwTemperatureSetting: 121 } },
    ])
  })

  it('needs no decision where scales read the same, and none without a temperature', async () => {
    const { scales, samples } = await taken(
      'timestamp,dhw_temperature,dhw_temperature_setting\n2025-09-26T20:00:00Z,140,140\n',
    )
    expect(scales.water).toBe('fahrenheit')
    expect(samples[0]?.raw).toEqual({ dhwTemperature: 120, dhwTemperatureSetting: 120 })
    const { found } = await taken('timestamp,power,comp_use\n2025-09-26T20:00:00Z,466,True\n')
    expect(found.scaled).toBe(false)
  })

  it('tells whole °F too, which the panel shows', async () => {
    const rows = day.map(({ at, set, hot, charge }) =>
      [new Date(at).toISOString(), charge, Math.round(hot * 0.9 + 32), Math.round(set * 0.9 + 32)].join(),
    )
    const { scales, samples } = await taken(
      ['timestamp,dhw_charge_per,dhw_temperature,dhw_temperature_setting', ...rows].join('\n'),
    )
    expect(scales.water).toBe('fahrenheit')
    const off = samples.map(({ raw }, i) => Math.abs(Number(raw.dhwTemperature) - (day[i]?.hot ?? 0)))
    expect(Math.max(...off)).toBeLessThanOrEqual(1)
  })
})

describe('what can’t be read', () => {
  const header = 'timestamp,dhw_charge_per,comp_use,operation_mode,error_code'
  it('is left out by the cell or the row, and told by its line', async () => {
    const text = [
      header,
      '2025-09-26T20:00:00Z,92,True,HEAT_PUMP_MODE,NO_ERROR',
      '2025-09-26T20:05:00Z,92,maybe,CurrentOperationMode.STANDBY,E480_TANK_UPPER_TEMP_SENSOR',
      'yesterday,92,1,0,0',
      '2025-09-26T20:10',
      '2025-09-26T20:15:00Z,,,,',
      header,
      '2025-09-26T20:20:00Z,nan,OFF,standby,799',
      '2025-02-30T20:20:00Z,1,1,0,0',
    ].join('\n')
    const { samples, leftOut } = await taken(text)
    expect(samples.map(({ raw }) => raw)).toEqual([
      { dhwChargePer: 92, compUse: 2, operationMode: 32, errorCode: 0 },
      { dhwChargePer: 92, operationMode: 0, errorCode: 480 },
      { compUse: 1, operationMode: 0, errorCode: 799 },
    ])
    expect(leftOut).toEqual([
      { what: 'cells that can’t be read', count: 1, first: 'line 3: comp_use is «maybe»' },
      { what: 'rows without a time', count: 2, first: 'line 4: timestamp is «yesterday»' },
      { what: 'rows with another number of cells than the header', count: 1, first: 'line 5: it has 1' },
      { what: 'rows without a reading', count: 1, first: 'line 6: nothing in it is told' },
    ])
  })

  it.each([
    ['', 'it is empty'],
    ['a,b\n1,2\n', 'it has no column timestamp'],
    ['timestamp,colour\n2025-09-26T20:00:00Z,red\n', 'none of its columns is a reading of a heater'],
    ['timestamp,power\nnow,1\n', 'no row of it has a time that can be read'],
  ])('%j is no record', async (text, sentence) => {
    await expect(survey(csvRows(pieces(text)))).rejects.toThrow(sentence)
  })

  it('keeps unknown codes as numbers', async () => {
    const { samples } = await taken('timestamp,operation_mode,comp_use\n2025-09-26T20:00:00Z,33,unknown-7\n')
    expect(decode(statusFields, samples[0]?.raw ?? {}).values).toEqual({
      operationMode: 'unknown-33',
      compUse: 'unknown-7',
    })
  })
})

it('takes columns of home, by other names and with their unit in them', async () => {
  const text = 'Time,"Tank Upper (F)",tank_lower_c,Power W,Setpoint_F\n1758919563,"137.5",53.6,432,140.9\n'
  const { samples } = await taken(text)
  expect(samples).toEqual([
    {
      at: 1_758_919_563_000,
      connected: true,
      raw: {
        tankUpperTemperature: 586,
        tankLowerTemperature: 536,
        currentInstPower: 432,
        dhwTemperatureSetting: 121,
      },
    },
  ])
})

it.each([
  [
    ['1', '0', ''],
    [true, false, true],
  ],
  [
    ['2', '1', '2'],
    [true, false, true],
  ],
  [
    ['True', 'offline', 'nan'],
    [true, false, true],
  ],
])('device_connected %j', async (cells, connected) => {
  const rows = cells.map((cell, i) => `2025-09-26T20:0${i}:00Z,1,${cell}`)
  const { samples } = await taken(['timestamp,power,device_connected', ...rows].join('\n'))
  expect(samples.map(sample => sample.connected)).toEqual(connected)
})

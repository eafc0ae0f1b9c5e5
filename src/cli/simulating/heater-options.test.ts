/** What flags, and the words of a world file, make of a simulated heater. */
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import type { HeaterOptions } from '#simulator/options'
import { hours, minutes } from '#time/duration'
import { givenHeater } from './given-heater.ts'
import { heaterFlagOptions } from './heater-flags.ts'
import { heaterOptions } from './heater-options.ts'
import { heaterSchema } from './heater-words.ts'

const begins = Date.UTC(2026, 0, 15) / 1000
const files: Readonly<Record<string, string>> = {
  'mine.csv': 'start,litres,flow_l_min,at\n06:30,45,8,tap\n',
  'old.csv': 'start,litres,flow_l_min\n2024-01-01T06:30,45,8\n',
  'big.csv': 'start,gallons,flow_l_min\n06:30,1000,8\n',
  'weather.csv': 'time,air_c,inlet_c\n00:00,4,8\n12:00,10,8\n',
  'fitted.json': '{"size":"80-gal","set":"rated","parameters":{"standbyLoss":3.1}}',
  'week.yaml':
    'kind: reservations\nentries:\n  - { days: mon-fri, time: "06:00", mode: energy-saver, temperature_c: 55 }\n',
  'tou.yaml':
    'kind: tou\nperiods:\n  - { months: all year, days: every day, start: "00:00", end: "23:59", price: 0.1 }\n',
}
const read = async (file: string) => files[file] ?? Promise.reject(new Error(`${file}: not there`))

async function byFlags(...args: string[]): Promise<HeaterOptions> {
  const command = heaterFlagOptions(new Command().exitOverride())
  command.parse(args, { from: 'user' })
  const heater = givenHeater(command, () => 'us', read)
  return heaterOptions({ ...heater, begins })
}

describe('flags', () => {
  test('say nothing but where it stands, when none is given', async () => {
    expect(await byFlags()).toEqual({ climate: 'sacramento' })
  })

  test('make a heater and its house', async () => {
    const flags = '--tank 80 --set rated --mode energy-saver --setpoint 125F --minimum-temperature 110 --element 208V'
    const home = '--profile couple --climate chicago --room basement --humidity 60% --inlet 9C'
    const rest = '--firmware old --recirculation --time-zone America/Los_Angeles --panel-unit celsius'
    const all = `${flags} ${home} ${rest} --without electric,reservations vacation --defect leak`
    expect(await byFlags(...all.split(' '))).toEqual({
      ...{ size: '80-gal', set: 'rated', mode: 'energy-saver', setpoint: 51.5, minimumOperation: 43.5 },
      parameters: { elementPower: 3755 },
      ...{ household: 'couple', climate: 'chicago', room: 'basement', humidity: 60, inlet: 9 },
      ...{ firmware: 'old', recirculation: true, timeZone: 'America/Los_Angeles', temperatureUnit: 'celsius' },
      capabilities: { electric: false, reservations: false, vacation: false },
      defects: ['leak'],
    })
  })

  test('name files: draws, weather, what was fitted, and plans to live by', async () => {
    const { draws, air, inlet, reservations, tou, ...rest } = await byFlags(
      ...'--draws mine.csv --weather weather.csv --parameters fitted.json --schedule week.yaml --tariff tou.yaml'.split(
        ' ',
      ),
    )
    expect(draws?.litresBetween(begins + 6.5 * 3600, begins + 7 * 3600)).toEqual({ litres: 0, tapLitres: 45 })
    expect(typeof air === 'object' && air.at(begins + 6 * 3600)).toBe(7)
    expect(typeof inlet === 'object' && inlet.at(begins)).toBe(8)
    expect(reservations).toMatchObject({ enabled: true, entries: [{ time: '06:00', temperature: 55 }] })
    expect(tou).toMatchObject({ enabled: true, periods: [{ end: '23:59' }] })
    expect(rest).toEqual({
      ...{ climate: 'sacramento', size: '80-gal', set: 'rated', parameters: { standbyLoss: 3.1 } },
    })
  })

  test('of the US test draw by its pattern, from six in the morning', async () => {
    const { draws } = await byFlags('--profile', 'us-medium')
    expect(draws?.litresBetween(begins, begins + 6 * 3600).litres).toBe(0)
    expect(draws?.litresBetween(begins, begins + 86_400).litres).toBeCloseTo(55 * 3.785, 0)
  })

  test('a size that only its old name tells counts too', async () => {
    expect(await byFlags('--size', '50')).toMatchObject({ size: '50-gal' })
  })

  test.each([
    ['--tank 70', '--tank is 70; it must be 50, 65 or 80.'],
    ['--air -40C', '--air is -40C; it must be -30 to 50 °C.'],
    ['--air 200', '--air is 200; it must be -22 to 122 °F.'],
    ['--inlet NaN', '--inlet is NaN; it must be 32 to 104 °F.'],
    ['--inlet 38C --setpoint 36C', '--inlet is 38C; it must be below the setpoint, 36 °C.'],
    ['--setpoint 99F --minimum-temperature 110F', '--setpoint is 99F; it must be 43.5 to 65.5 °C, as its limits are.'],
    ['--minimum-temperature 20F', '--minimum-temperature is 20F; it must be 95 to 149.9 °F.'],
    ['--humidity 120%', '--humidity is 120%; it must be 0 to 100 %.'],
    ['--profile 9', '--profile is 9; it must be family, couple, nobody,'],
    ['--climate mars', '--climate is mars; it must be sacramento, phoenix,'],
    ['--without steam', '--without is steam; it must be one of power, vacation,'],
    ['--defect fire', '--defect is fire; it must be one of leak, blocked-condensate,'],
    ['--time-zone Mars/Olympus', '--time-zone is Mars/Olympus; it must be a time zone,'],
    ['--size 50 --tank 65', '--size and --tank tell the same; give one of them.'],
    ['--profile family --draws mine.csv', '--profile and --draws exclude each other; give one of them.'],
    ['--parameters fitted.json --tank 50', '--tank is 50; it must be 80, of which the fitted parameters are.'],
    ['--draws big.csv', 'big.csv, line 2: gallons is 1000 gal; it must be 0.002642 to 501.9 gal.'],
    [
      '--draws old.csv',
      'old.csv, line 2: the draw from 2024-01-01T06:30Z to 2024-01-01T06:35Z must lie within the span',
    ],
    ['--schedule tou.yaml', 'tou.yaml, line 1: kind is tou; it must be reservations.'],
    ['--recirculation --without recirculation --mode sun', '--mode is sun; it must be heat-pump, energy-saver,'],
  ])('%s is refused', async (args, says) => {
    await expect(byFlags(...args.split(' '))).rejects.toThrow(says)
  })
})

test('words say what no flag does', async () => {
  const teller = {
    refusal: (word: string, right: string) => new Error(`${word}: ${right}`),
    refusalWithin: (word: string, path: readonly unknown[], text: string) =>
      new Error(`${word} ${path.join()} ${text}`),
    read,
  }
  const said = (words: object) => heaterOptions({ words: heaterSchema.parse(words), teller, begins })
  expect(
    await said({
      ...{ name: 'Attic', mac_address: '024e57500511', highest_temperature_c: 60, setpoint_step: 'one-degree' },
      ...{ upper_f: 113, lower_c: 20, clock_offset_min: -90, past: 'none', connected: false, demand_response: true },
      ...{ seed: 5, recirculation: true, jitter: false, waiting_firmware: [{ part: 'panel', version: 7 }] },
      recirculation_schedule: { enabled: false, entries: [{ days: 'mon-fri', time: '06:00', pump: 'on' }] },
      tou: { enabled: false, periods: [] },
    }),
  ).toMatchObject({
    ...{ name: 'Attic', macAddress: '024e57500511', highestSetpoint: 60, setpointStep: 'one-degree' },
    ...{ upper: 45, lower: 20, clockOffset: minutes(-90), past: 'none', connected: false, demandResponse: true },
    ...{ seed: 5, recirculation: true, tou: { enabled: false, periods: [] }, jitter: false },
    downloadedFirmware: [{ swCode: 'panel', swVersion: 7 }],
    recirculationSchedule: { enabled: false, entries: [{ time: '06:00', pump: 'on' }] },
  })
  expect(hours(-1.5)).toBe(minutes(-90))
  await expect(said({ upper_c: 45, lower_c: 50 })).rejects.toThrow('lower_c: it must be 45 °C at most, as above it')
  await expect(said({ recirculation_schedule: { entries: [] } })).rejects.toThrow('it needs a pump')
  await expect(
    said({ reservations: { entries: [{ days: 'mon', time: '25:00', mode: 'electric', temperature_c: 50 }] } }),
  ).rejects.toThrow('reservations entries,0,time entries[0].time is 25:00')
  await expect(said({ minimum_temperature_c: 60, highest_temperature_c: 50 })).rejects.toThrow('50 °C at most')
})

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { baseStatus } from '../../test/fixtures/frames.ts'
import { allColumns, csvHeader, selectColumns, standardColumns } from './csv-columns.ts'
import { CsvSink } from './csv-sink.ts'
import type { Sample } from './sample.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'navilink-csv-'))
})
afterEach(() => rm(folder, { recursive: true }))

const at = new Date('2025-09-26T20:46:03.666Z')
const sample: Sample = { heater: '0a1b2c3d', at, status: readStatus(baseStatus, at, 'answer'), connected: true }
const header =
  'timestamp,dhw_charge_percent,operation_mode,dhw_temperature,current_inst_power,tank_upper_temp,tank_lower_temp,' +
  'dhw_temperature_setting,dhw_operation_setting,comp_use,heat_upper_use,heat_lower_use,eva_fan_use,dhw_use,operation_busy,' +
  'usable_energy,energy_to_setpoint,outside_temperature,error_code,sub_error_code,wifi_rssi,device_connected,temperature_unit'
const us = '2025-09-26T20:46:03.666Z,92,32,137.3,1,137.5,128.5,140.9,1,1,1,1,1,1,2,5900,1544,32,0,0,59,1,F'
const metric = '2025-09-26T20:46:03.666Z,92,32,58.5,1,58.6,53.6,60.5,1,1,1,1,1,1,2,5900,1544,0,0,0,59,1,C'

async function record(file: string, units: 'us' | 'metric', columns = standardColumns) {
  const sink = new CsvSink({ file, columns, units })
  await sink.start()
  await sink.write([sample])
  await sink.stop()
  await sink.stop()
}

it('begins a new file with the header, and writes what a person read on the panel', async () => {
  const file = join(folder, 'tank.csv')
  await record(file, 'us')
  expect(await readFile(file, 'utf8')).toBe(`${header}\n${us}\n`)
})

it('appends, and keeps the unit with which the file began', async () => {
  const file = join(folder, 'tank.csv')
  await record(file, 'metric')
  await record(file, 'us')
  expect(await readFile(file, 'utf8')).toBe(`${header}\n${metric}\n${metric}\n`)
})

it('keeps the unit of a file with few columns as well', async () => {
  const file = join(folder, 'few.csv')
  await record(file, 'metric', selectColumns('tank_upper_temp'))
  await record(file, 'us', selectColumns('tank_upper_temp'))
  expect(await readFile(file, 'utf8')).toBe(
    'timestamp,tank_upper_temp,temperature_unit\n2025-09-26T20:46:03.666Z,58.6,C\n2025-09-26T20:46:03.666Z,58.6,C\n',
  )
})

it('refuses a file with other columns and leaves it as it was', async () => {
  const file = join(folder, 'old.csv')
  await writeFile(file, 'timestamp,dhw_charge_per\n1,2\n')
  await expect(record(file, 'us')).rejects.toThrow(
    'is no record of ours (it has a column «dhw_charge_per»): name another file.',
  )
  expect(await readFile(file, 'utf8')).toBe('timestamp,dhw_charge_per\n1,2\n')
})

it('says which columns fit a file that was begun with others', async () => {
  const file = join(folder, 'few.csv')
  await record(file, 'us', selectColumns('eev_step,fan_pwm'))
  await expect(record(file, 'us')).rejects.toThrow(
    'has other columns: name another file, or give --columns eev_step,fan_pwm.',
  )
})

it('mends a header that a crash cut off', async () => {
  const file = join(folder, 'tank.csv')
  await writeFile(file, 'timestamp,dhw_ch')
  await record(file, 'us')
  expect(await readFile(file, 'utf8')).toBe(`${header}\n${us}\n`)
})

it('starts a new line after a row that a crash cut off', async () => {
  const file = join(folder, 'tank.csv')
  await writeFile(file, `${header}\n${us}\n2025-09-26T20:51`)
  await record(file, 'us')
  expect(await readFile(file, 'utf8')).toBe(`${header}\n${us}\n2025-09-26T20:51\n${us}\n`)
})

it('has every field once in «all», beginning like the standard', () => {
  const names = allColumns.map(column => column.name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toHaveLength(103 + 5)
  expect(csvHeader(allColumns).startsWith(header)).toBe(true)
})

it('takes columns by their own names or the wire’s, the timestamp first', () => {
  expect(csvHeader(selectColumns('eevStep, dhw_charge_percent'))).toBe('timestamp,eev_step,dhw_charge_percent')
  expect(csvHeader(selectColumns('currentSuperHeat,eev_step'))).toBe(
    'timestamp,current_super_heat,eev_step,temperature_unit',
  )
  expect(() => selectColumns('dhw_charge')).toThrow('There is no column «dhw_charge»')
})

it('leaves a cell empty when the heater did not say', async () => {
  const file = join(folder, 'tank.csv')
  const sink = new CsvSink({ file, columns: selectColumns('dhwChargePer,operationMode,usable_energy'), units: 'us' })
  await sink.start()
  await sink.write([{ ...sample, status: readStatus({ operationMode: 33 }, at, 'answer') }])
  await sink.stop()
  expect(await readFile(file, 'utf8')).toBe(
    'timestamp,dhw_charge_percent,operation_mode,usable_energy\n2025-09-26T20:46:03.666Z,,33,\n',
  )
})

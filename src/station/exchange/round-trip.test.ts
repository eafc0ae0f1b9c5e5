/** What is exported comes back as it was: every field, in either unit, and by JSON what no table knows as well. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { expect, it, onTestFinished } from 'vitest'
import type { Field } from '#schema/field'
import { type StatusKey, statusFields } from '#schema/status'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { allColumns, selectColumns, standardColumns } from '../csv-columns.ts'
import type { StoredSample } from '../store/store.ts'
import { CsvImport } from './csv-import.ts'
import { csvRows } from './csv-rows.ts'
import type { ImportedSample } from './imported-sample.ts'
import { sampleLine, sampleOfLine } from './json-lines.ts'
import { writeParquet } from './parquet-file.ts'
import { csvText, jsonLines } from './sample-text.ts'
import { survey } from './survey.ts'
import type { Scales } from './temperature-scale.ts'

const keys = Object.keys(statusFields) as StatusKey[]
const start = Date.UTC(2025, 8, 26, 20, 46, 3, 666)

const count = (field: Field) =>
  field.quantity === 'temperature'
    ? fc.integer({ min: -20 * field.perUnit, max: 120 * field.perUnit })
    : fc.integer({ min: -400, max: 70_000 })
/** A frame with any of the fields. */
const frame = fc.record(Object.fromEntries(keys.map(key => [key, count(statusFields[key])])), { requiredKeys: [] })
const record = fc
  .array(fc.record({ raw: frame, connected: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map(rows => rows.map((row, i): StoredSample => ({ ...row, heater: 'h', at: start + i * 300_000, cause: 'answer' })))

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

async function textOf(text: AsyncIterable<string>): Promise<string> {
  let whole = ''
  for await (const piece of text) whole += piece
  return whole
}

async function back(text: string): Promise<ImportedSample[]> {
  const found = await survey(csvRows(each([text])))
  const taking = new CsvImport({ survey: found, scales: found.scale.scales as Scales })
  const samples: ImportedSample[] = []
  for await (const sample of taking.samples(csvRows(each([text])))) samples.push(sample)
  expect(taking.leftOut.filter(({ what }) => what !== 'rows without a reading')).toEqual([])
  return samples
}

const told = (samples: readonly StoredSample[]) =>
  samples.filter(({ raw }) => Object.keys(raw).length > 0).map(({ at, connected, raw }) => ({ at, connected, raw }))

it.each(['us', 'metric'] as const)('CSV of all columns, %s', async units => {
  await fc.assert(
    fc.asyncProperty(record, async samples => {
      expect(await back(await textOf(csvText(each(samples), allColumns, units)))).toEqual(told(samples))
    }),
    { numRuns: 60 },
  )
})

it('the standard columns, with the heat in the tank from its parts', async () => {
  const sample: StoredSample = { heater: 'h', at: start, cause: 'push', connected: false, raw: baseStatus }
  const [row] = await back(await textOf(csvText(each([sample]), standardColumns, 'us')))
  expect(row).toMatchObject({ at: start, connected: false, raw: { dhwTemperature: 117, totalEnergyCapacity: 1861 } })
  for (const [key, value] of Object.entries(row?.raw ?? {}))
    expect([key, value]).toEqual([key, baseStatus[key as 'command']])
  expect(Object.keys(row?.raw ?? {})).toHaveLength(18 + 2)
})

it('JSON, with what is odd and what no table knows', async () => {
  await fc.assert(
    fc.asyncProperty(record, fc.dictionary(fc.string(), fc.jsonValue()), async (samples, extra) => {
      const odd = samples.map(one => ({
        ...one,
        raw: { ...extra, ...one.raw, dhwUse: 7, wifiRssi: null, eevStep: 1.5 },
      }))
      const lines = (await textOf(jsonLines(each(odd)))).trimEnd().split('\n')
      const found = lines.map(line => sampleOfLine(JSON.parse(line)))
      expect(found).toEqual(JSON.parse(JSON.stringify(told(odd))))
    }),
    { numRuns: 60 },
  )
  expect(sampleOfLine({ at: 'now', status: {} })).toBeUndefined()
  expect(sampleOfLine({ at: '2025-09-26T20:00:00Z', status: { operationMode: 'dancing' } })).toBeUndefined()
  expect(
    sampleOfLine(sampleLine({ heater: 'h', at: start, cause: 'push', connected: true, raw: baseStatus }))?.raw,
  ).toEqual(baseStatus)
})

it('Parquet has numbers, moments, and nothing where nothing was told', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'navilink-parquet-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'tank.parquet')
  const columns = selectColumns('dhw_temperature,tank_upper_temp,operation_mode,fault_status1,command,device_connected')
  const raws = [baseStatus, { operationMode: 33, faultStatus1: 4_000_000_000 }]
  const samples = raws.map(
    (raw, i): StoredSample => ({ heater: 'h', at: start + i * 60_000, cause: 'answer', connected: i === 0, raw }),
  )
  await writeParquet(file, each(samples), columns, 'metric')
  const source = await asyncBufferFromFile(file)
  expect(await parquetReadObjects({ file: source })).toEqual([
    {
      timestamp: new Date(start),
      dhw_temperature: 58.5,
      tank_upper_temp: 58.6,
      operation_mode: 32,
      fault_status1: 0n,
      command: 16_777_219n,
      device_connected: true,
      temperature_unit: 'C',
    },
    {
      timestamp: new Date(start + 60_000),
      dhw_temperature: null,
      tank_upper_temp: null,
      operation_mode: 33,
      fault_status1: 4_000_000_000n,
      command: null,
      device_connected: false,
      temperature_unit: 'C',
    },
  ])
  const { schema } = await parquetMetadataAsync(source)
  expect(schema.slice(1, 4).map(({ name, type, converted_type }) => [name, type, converted_type])).toEqual([
    ['timestamp', 'INT64', 'TIMESTAMP_MILLIS'],
    ['dhw_temperature', 'DOUBLE', undefined],
    ['tank_upper_temp', 'DOUBLE', undefined],
  ])
})

/** `navilink model fit`, from a record as `navilink monitor` writes it to a run of the model with what was learned. */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryRow } from '#physics/fit/history'
import type { Status } from '#schema/status'
import { csvHeader, csvRow, selectColumns } from '#station/csv-columns'
import { run } from '../../src/cli/program.ts'
import { recordRows } from '../fixtures/heater-record.ts'
import { navilink, openInput, testTerminal } from './cli-terminal.ts'

let directory: string
let record: string
const columns = selectColumns('all')
const altered = { standbyLoss: 3.4, powerFactor: 1.15 }
const patience = 60_000

const switchOf = (on: boolean | undefined) => (on === undefined ? undefined : on ? 'on' : 'off')

/** A row of the file: °F, as a new one has it. */
function lineOf({ time, upper, lower, power, intake, compressor, upperElement, drawing }: HistoryRow): string {
  const told = {
    tankUpperTemperature: upper,
    tankLowerTemperature: lower,
    currentInstPower: power,
    ambientTemperature: intake,
    compUse: switchOf(compressor),
    heatUpperUse: switchOf(upperElement),
    dhwUse: switchOf(drawing),
  }
  const status: Status = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  return csvRow(columns, { at: new Date(time * 1000), status, connected: true }, 'us')
}

const written = (name: string, text: string) => writeFileSync(path.join(directory, name), text)
const learn = (...args: readonly string[]) => navilink(['model', 'fit', ...args], { directory })

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'navilink-fit-'))
  const rows = [...recordRows({ days: 10, seed: 8, people: 3, altered })].map(lineOf)
  record = `${csvHeader(columns)}\n${rows.join('\n')}\n`
  written('tank.csv', record)
  written('first.csv', record.slice(0, record.indexOf('\n', record.length / 2) + 1))
  written('second.csv', `${csvHeader(columns)}\n${record.slice(record.indexOf('\n', record.length / 2) + 1)}`)
  written('short.csv', record.slice(0, 20_000))
  written('other.csv', 'date,value\n2026-01-01,3\n')
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('from ten days', { timeout: patience }, () => {
  it('it tells what it learned in sentences, and keeps it for the model', async () => {
    const { code, out, err } = await learn('tank.csv', '--output', 'mine.json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const text = out.replace(/\s+/g, ' ')
    expect(text).toMatch(
      /^10 days from 2026-01-01 to 2026-01-11: \d+ rows and \d+ runs of the heat pump, taken for a 65 gal/,
    )
    expect(text).toMatch(
      /The tank loses 3\.[2-6]\d ± 0\.\d\d W for each kelvin between water and air; 2\.36 is usual\./,
    )
    expect(text).toMatch(/The heat pump draws 1\.1\d ± 0\.\d\d times the rated power; 1\.00 is usual\./)
    expect(text).toContain('As usual stays the power of an element (5000 W): the record hardly shows an element')
    expect(text).toMatch(/The sensors’ readings are told within 0\.\d\d °F \(\d\.\d\d °F by the usual numbers\)/)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)

    const kept = JSON.parse(readFileSync(path.join(directory, 'mine.json'), 'utf8'))
    expect(kept).toMatchObject({ size: '65-gal', set: 'field' })
    expect(Math.abs(kept.parameters.standbyLoss / altered.standbyLoss - 1)).toBeLessThan(0.1)
    const run = await navilink(['model', 'run', '--days', '1', '--parameters', 'mine.json', '--json'], { directory })
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' })

    const again = await learn('tank.csv', '--output', 'mine.json')
    expect(again).toEqual({
      code: 2,
      out: '',
      err: 'navilink: mine.json is there already; --force writes over it.\n',
    })
  })

  it('it says the same of several files, of standard input, and as JSON', async () => {
    const json = async (...args: readonly string[]) => JSON.parse((await learn(...args, '--json')).out)
    const whole = await json('tank.csv')
    expect(await json('first.csv', 'second.csv')).toEqual(whole)
    const piped = await navilink(['model', 'fit', '-', '--json'], { directory, stdin: record })
    expect(JSON.parse(piped.out)).toEqual(whole)
    expect(whole.record).toMatchObject({ air: 'recorded', tells_power: true, tells_draws: true, left_out: [] })
    expect(whole.score.fitted.readings_k).toBeLessThan(whole.score.usual.readings_k)
    expect(whole.numbers.map(({ name }: { name: string }) => name)).toContain('lowerThermistor')
  })

  it('it can be stopped', async () => {
    const stdin = openInput()
    const terminal = testTerminal({ directory, stdin })
    const ended = run(['model', 'fit', '-'], terminal)
    stdin.end(record)
    await once(stdin, 'end')
    terminal.stop()
    expect(await ended).toBe(130)
    expect(terminal.out()).toBe('')
  })
})

describe('one sentence', () => {
  it.each([
    [['nowhere.csv'], 'nowhere.csv: there is no such file or folder.'],
    [['other.csv'], 'other.csv, line 1: the CSV has no column timestamp; a record of navilink monitor --csv has it.'],
    [['short.csv'], 'The record covers 0.1 days; it takes 7 at least, as every 5th day is kept back to judge the fit.'],
    [['second.csv', 'first.csv'], 'first.csv, line 2: the time goes back from 2026-01-1'],
    [['tank.csv', '-'], 'Standard input (-) is read alone; give files, or pass all of them through it.'],
    [['tank.csv', '--air', '-40C'], '--air is -40 °C; it must be -30 to 50 °C.'],
    [['tank.csv', '--air', 'warm'], '--air is "warm"; it takes a temperature such as 20C, 68F, or 68 in --units.'],
    [['tank.csv', '--inlet', '120F'], '--inlet is 120 °F; it must be 32 to 104 °F.'],
    [['tank.csv', '--force'], '--force says that a file may be written over; name it with --output.'],
    [['tank.csv', '--tank', '70'], "'--tank <gallons>' argument '70' is invalid. Allowed choices are 50, 65, 80."],
  ])('refuses %j', async (args, sentence) => {
    const { code, out, err } = await learn(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2)
  })
})

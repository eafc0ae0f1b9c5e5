import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { History } from './history.ts'
import { HistoryCsv, type LeftOut } from './history-csv.ts'

const header = 'timestamp,tank_upper_temp,tank_lower_temp,current_inst_power,comp_use,dhw_use,temperature_unit'
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString()
const bytes = (text: string) => new TextEncoder().encode(text)

function read(...files: readonly string[]): { history: History; leftOut: readonly LeftOut[] } {
  const csv = new HistoryCsv()
  for (const [i, text] of files.entries()) {
    csv.begin(`${i === 0 ? 'tank' : `tank${i + 1}`}.csv`)
    csv.read(bytes(text))
    csv.end()
  }
  return { history: csv.history(), leftOut: csv.leftOut }
}

/** The columns of a history, as numbers to a tenth. */
const told = (column: Float32Array | Uint8Array) => [...column].map(value => Math.round(value * 10) / 10)

describe('a record', () => {
  it('is read in either unit, whatever columns it has beside those that matter', () => {
    const { history } = read(
      `${header},wifi_rssi\n${at(0)},54.5,40.1,432,2,1,C,60\n`,
      `temperature_unit,tank_lower_temp,timestamp,comp_use,tank_upper_temp\nF,104.2,${at(1)},1,130.1\n`,
    )
    expect(history.length).toBe(2)
    expect(told(history.upper)).toEqual([54.5, 54.5])
    expect(told(history.lower)).toEqual([40.1, 40.1])
    expect(told(history.power)).toEqual([432, Number.NaN])
    expect(told(history.compressor)).toEqual([2, 1])
    expect(told(history.drawing)).toEqual([1, 0])
    expect([...history.time]).toEqual([Date.UTC(2026, 0, 1) / 1000, Date.UTC(2026, 0, 1, 0, 1) / 1000])
  })

  it('without its unit tells it by its first tank', () => {
    const columns = 'timestamp,tank_upper_temp,tank_lower_temp,comp_use'
    expect(told(read(`${columns}\n${at(0)},130.1,104.2,1`).history.upper)).toEqual([54.5])
    expect(told(read(`${columns}\n${at(0)},54.5,40.1,1`).history.upper)).toEqual([54.5])
  })

  it('may have holes, a torn end, a mark before its first name, ends of lines as on Windows, and be put together', () => {
    const { history, leftOut } = read(
      `\uFEFF${header}\r\n${at(0)},54.5,,432,2,0,C\r\n\r\n${header}\r\n${at(5)},54.4,40,,,,C\r\n${at(6)},54.4`,
    )
    expect(history.length).toBe(3)
    expect(told(history.lower)).toEqual([Number.NaN, 40, Number.NaN])
    expect(told(history.drawing)).toEqual([0, 0, 0])
    expect(leftOut).toEqual([])
  })

  it('loses what can’t be true, and says what and where', () => {
    const { history, leftOut } = read(
      [
        header,
        `${at(0)},54.5,205,432,2,1,C`,
        `${at(1)},NaN,40,432,2,1,C`,
        `${at(2)},54.5,-50,99999,7,1,C`,
        `yesterday,54.5,40,432,2,1,C`,
        `${at(1)},54.5,40,432,2,1,C`,
      ].join('\n'),
    )
    expect(history.length).toBe(3)
    expect(told(history.upper)).toEqual([54.5, Number.NaN, 54.5])
    expect(told(history.lower)).toEqual([Number.NaN, 40, Number.NaN])
    expect(leftOut).toEqual([
      { what: 'readings beyond what a sensor can read', count: 3, first: 'tank.csv, line 2: tank_lower_temp is 205' },
      { what: 'readings that are no number', count: 1, first: 'tank.csv, line 3: tank_upper_temp is NaN' },
      { what: 'switches that are neither on nor off', count: 1, first: 'tank.csv, line 4: comp_use is 7' },
      { what: 'rows without a time', count: 1, first: 'tank.csv, line 5: timestamp is yesterday' },
      { what: 'rows that are not later than the one before', count: 1, first: `tank.csv, line 6: ${at(1)}` },
    ])
  })

  it('leaves out what the cloud repeats of a heater that is offline', () => {
    const { history, leftOut } = read(
      `timestamp,tank_upper_temp,tank_lower_temp,comp_use,device_connected\n${at(0)},54,40,1,1\n${at(1)},54,40,1,0`,
    )
    expect(history.length).toBe(1)
    expect(leftOut[0]).toMatchObject({ what: 'rows of a heater that was offline', count: 1 })
  })

  it('takes a draw of power that only an element has for an element, where nobody tells of elements', () => {
    const { history } = read(`${header}\n${at(0)},54.5,40,5378,2,1,C\n${at(1)},54.5,40,433,2,1,C`)
    expect(told(history.upperElement)).toEqual([2, 0])
  })

  it('is the same however its bytes come', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${at(i)},${50 + i / 10},${40 + i / 10},432,2,1,C`)
    const text = bytes([header, ...rows].join('\r\n'))
    const whole = read(new TextDecoder().decode(text)).history
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 })), cuts => {
        const csv = new HistoryCsv()
        csv.begin('tank.csv')
        const places = [0, ...[...new Set(cuts)].sort((a, b) => a - b), text.length]
        for (const [i, from] of places.slice(0, -1).entries()) csv.read(text.slice(from, places[i + 1]))
        csv.end()
        expect(csv.history()).toEqual(whole)
      }),
      { numRuns: 30 },
    )
  })
})

describe('one sentence refuses', () => {
  it.each([
    ['nothing at all', [''], 'tank.csv is empty.'],
    ['another file', ['name,age\nx,3'], 'tank.csv, line 1: the CSV has no column timestamp; a record of'],
    ['a record without a sensor', ['timestamp,tank_upper_temp,comp_use'], 'has no column tank_lower_temp;'],
    [
      'a record that doesn’t tell when it runs',
      ['timestamp,tank_upper_temp,tank_lower_temp'],
      'has no column comp_use and no current_inst_power, of which one has to tell when the heat pump runs;',
    ],
    [
      'files in the wrong order',
      [`${header}\n${at(60)},54,40,1,1,1,C`, `${header}\n${at(0)},54,40,1,1,1,C`],
      'tank2.csv, line 2: the time goes back from 2026-01-01T01:00:00.000Z to 2026-01-01T00:00:00.000Z; give files in',
    ],
  ])('%s', (_, files, sentence) => {
    expect(() => read(...files)).toThrow(sentence)
  })

  it('two heaters in one record', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${at(i)},${i % 2 ? 54 : 47},40,1,1,1,C`)
    expect(() => read([header, ...rows].join('\n'))).toThrow(
      'The record seems to hold two heaters: its sensors jump up within minutes 30 times, as at tank.csv, line 3;',
    )
  })

  it('but neither some odd readings nor a tank that an element heats', () => {
    const odd = Array.from({ length: 600 }, (_, i) => `${at(i)},${i % 100 === 99 ? 80 : 54},40,1,1,1,C`)
    expect(read([header, ...odd].join('\n')).history.length).toBe(600)
    const heated = Array.from({ length: 200 }, (_, i) => `${at(i)},${40 + (i % 20) * 1.1},40,1,1,1,C`)
    expect(read([header, ...heated].join('\n')).history.length).toBe(200)
  })
})

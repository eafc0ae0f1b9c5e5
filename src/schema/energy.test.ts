import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EnergyRow, type EnergyUse, energyBody, energyFields, readEnergy, sumOf } from './energy.ts'
import { ProtocolError } from './errors.ts'

/** As a real heater writes it. */
const wire = (heUsage: number, hpUsage: number, heTime: number, hpTime: number) => ({
  heUsage,
  hpUsage,
  heTime,
  hpTime,
})
/** The same numbers in our words. */
const use = (elementEnergy: number, heatPumpEnergy: number, elementTime: number, heatPumpTime: number) => ({
  elementEnergy,
  heatPumpEnergy,
  elementTime,
  heatPumpTime,
})
const idle = wire(0, 0, 0, 0)
/** A lifetime of 359 days, from a real heater. */
const lifetime = wire(146_337, 1_266_585, 35, 3124)

const monthly = {
  typeOfUsage: 1,
  total: lifetime,
  usage: [{ year: 2026, data: [wire(34_473, 163_228, 9, 412), ...Array(11).fill(idle)] }],
}
const daily = (days: readonly unknown[], entry: object = {}) => ({
  typeOfUsage: 1,
  total: lifetime,
  usage: [{ year: 2026, month: 2, data: days, ...entry }],
})

describe('readEnergy', () => {
  it('reads months, and the total of a life beside them', () => {
    const { total, rows, oddities } = readEnergy(monthly)
    expect(total).toEqual(use(146_337, 1_266_585, 35, 3124))
    expect(rows).toHaveLength(12)
    expect(rows[0]).toEqual({ year: 2026, month: 1, ...use(34_473, 163_228, 9, 412) })
    expect(rows[11]).toEqual({ year: 2026, month: 12, ...use(0, 0, 0, 0) })
    expect(oddities).toEqual([])
  })

  it('reads days of several months', () => {
    const { rows } = readEnergy({
      ...daily([wire(0, 3100, 0, 8), wire(500, 2900, 0, 7)]),
      usage: [...daily([idle]).usage, { year: 2025, month: 12, data: [wire(1, 2, 3, 4)] }],
    })
    expect(rows).toEqual([
      { year: 2026, month: 2, day: 1, ...use(0, 0, 0, 0) },
      { year: 2025, month: 12, day: 1, ...use(1, 2, 3, 4) },
    ])
  })

  it('leaves out what was not told, which is not 0', () => {
    const { total, rows } = readEnergy({ usage: [{ year: 2026, month: 2, data: [{ hpUsage: 5 }, {}] }] })
    expect(total).toEqual({})
    expect(rows).toEqual([
      { year: 2026, month: 2, day: 1, heatPumpEnergy: 5 },
      { year: 2026, month: 2, day: 2 },
    ])
  })

  it('knows no 29th of February in 2026, but names one on which something was used', () => {
    const february = Array(28).fill(wire(0, 3000, 0, 8))
    expect(readEnergy(daily([...february, idle, {}, null]))).toMatchObject({ rows: { length: 28 }, oddities: [] })
    const { rows, oddities } = readEnergy(daily([...february, wire(0, 1, 0, 0)]))
    expect(rows).toHaveLength(28)
    expect(oddities).toEqual([{ at: 'usage[0].data[28]', raw: wire(0, 1, 0, 0), problem: 'no such day' }])
    expect(readEnergy(daily(Array(29).fill(idle), { year: 2028 })).rows).toHaveLength(29)
  })

  it('knows no thirteenth month', () => {
    const data = Array(13).fill(wire(0, 1, 0, 0))
    const { rows, oddities } = readEnergy({ usage: [{ year: 2026, data }] })
    expect(rows).toHaveLength(12)
    expect(oddities).toEqual([{ at: 'usage[0].data[12]', raw: wire(0, 1, 0, 0), problem: 'no such month' }])
  })

  it('goes on behind what is odd, and names it', () => {
    const { rows, oddities } = readEnergy({
      total: 'much',
      usage: [
        null,
        { year: '2026', data: [] },
        { year: 2026, month: 13, data: [] },
        { year: 2026, month: 5, day: 3, data: [idle] },
        { year: 2026, month: 5 },
        { year: 2026, month: null, data: [wire(1, 2, 3, 4)] },
        { year: 2026, month: 5, data: ['x', { hpUsage: null, heUsage: 7, waterUsage: 0 }] },
        { year: 2026, month: 5, data: [wire(0, 9, 0, 1), wire(0, 8, 0, 1)] },
      ],
    })
    expect(rows).toEqual([
      { year: 2026, month: 1, ...use(1, 2, 3, 4) },
      { year: 2026, month: 5, day: 2, elementEnergy: 7 },
      { year: 2026, month: 5, day: 1, ...use(0, 9, 0, 1) },
    ])
    expect(oddities.map(({ at, problem }) => `${at}: ${problem}`)).toEqual([
      'usage[0]: not an object',
      'usage[1]: no such year',
      'usage[2]: no such month',
      'usage[3]: neither days nor months',
      'usage[4]: without a list of data',
      'usage[6].data[0]: not an object',
      'usage[6].data[1].hpUsage: null',
      'usage[6].data[1].waterUsage: unknown field',
      'usage[7].data[1]: told twice',
      'total: not an object',
    ])
  })

  it.each([undefined, null, 'usage', [], {}, { usage: {} }, { total: lifetime }, { status: { usage: 1 } }])(
    'refuses %j, which is no energy record',
    body => {
      expect(() => readEnergy(body)).toThrow(
        new ProtocolError('The heater answered with something that is no energy record: it has no list of usage.'),
      )
    },
  )

  it('never throws another error, and never finds a day that there isn’t', () => {
    const anything = fc.anything()
    const entry = fc.record(
      {
        year: fc.oneof(fc.integer({ min: 1990, max: 2100 }), anything),
        month: fc.oneof(fc.integer({ min: -1, max: 14 }), anything),
        data: fc.oneof(fc.array(fc.oneof(fc.constant(lifetime), anything), { maxLength: 40 }), anything),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(fc.record({ total: anything, usage: fc.array(fc.oneof(entry, anything)) }), anything),
        body => {
          let rows: readonly EnergyRow[] = []
          try {
            rows = readEnergy(body).rows
          } catch (error) {
            expect(error).toBeInstanceOf(ProtocolError)
          }
          for (const { year, month, day = 1 } of rows) {
            const date = new Date(Date.UTC(2000, month - 1, day))
            date.setUTCFullYear(year, month - 1, day)
            expect([date.getUTCMonth() + 1, date.getUTCDate()]).toEqual([month, day])
          }
        },
      ),
    )
  })
})

describe('sumOf', () => {
  it('adds what was told, and tells nothing of what never was', () => {
    expect(sumOf([{ heatPumpEnergy: 3000, heatPumpTime: 8 }, { heatPumpEnergy: 500 }, {}])).toEqual({
      heatPumpEnergy: 3500,
      heatPumpTime: 8,
    })
    expect(sumOf([])).toEqual({})
  })

  it('is of the rows, not of the life', () => {
    expect(sumOf(readEnergy(monthly).rows)).toEqual(use(34_473, 163_228, 9, 412))
  })
})

describe('energyBody', () => {
  it('writes a month with a row for each of its days', () => {
    const total: EnergyUse = use(1, 2, 3, 4)
    const body = energyBody({ total, rows: [{ year: 2026, month: 2, day: 28, ...use(0, 3000, 0, 8) }] })
    expect(JSON.stringify(body)).toBe(
      JSON.stringify({
        typeOfUsage: 1,
        total: wire(1, 2, 3, 4),
        usage: [{ year: 2026, month: 2, data: [...Array(27).fill(idle), wire(0, 3000, 0, 8)] }],
      }),
    )
  })

  it('writes what the real heater wrote', () => {
    expect(JSON.stringify(energyBody(readEnergy(monthly)))).toBe(JSON.stringify(monthly))
  })

  it('is read back, days and months', () => {
    const count = fc.integer({ min: 0, max: 2 ** 31 })
    const anyUse = fc.record({
      heatPumpEnergy: count,
      elementEnergy: count,
      heatPumpTime: count,
      elementTime: count,
    })
    const anyRow = fc
      .record({ year: fc.integer({ min: 1970, max: 2100 }), month: fc.integer({ min: 1, max: 12 }), use: anyUse })
      .chain(({ year, month, use }) =>
        fc
          .option(fc.integer({ min: 1, max: 28 }), { nil: undefined })
          .map((day): EnergyRow => ({ year, month, ...(day !== undefined && { day }), ...use })),
      )
    const nameOf = ({ year, month, day }: EnergyRow) => `${year}-${month}-${day}`
    fc.assert(
      fc.property(anyUse, fc.uniqueArray(anyRow, { selector: nameOf, maxLength: 20 }), (total, rows) => {
        const read = readEnergy(energyBody({ total, rows }))
        expect(read.oddities).toEqual([])
        expect(read.total).toEqual(total)
        const written = new Map(rows.map(row => [nameOf(row), row]))
        // Between the rows that were given lie rows of zeros.
        for (const row of read.rows)
          expect(row).toEqual(written.get(nameOf(row)) ?? { ...use(0, 0, 0, 0), ...placeOf(row) })
        expect(read.rows.map(nameOf)).toEqual(expect.arrayContaining([...written.keys()]))
      }),
    )
  })
})

const placeOf = ({ year, month, day }: EnergyRow) => ({ year, month, ...(day !== undefined && { day }) })

it('has a sentence and the unit for each field', () => {
  expect(Object.entries(energyFields).map(([key, { quantity, perUnit }]) => [key, quantity, perUnit])).toEqual([
    ['heUsage', 'energy', 1],
    ['hpUsage', 'energy', 1],
    ['heTime', 'hours', 1],
    ['hpTime', 'hours', 1],
  ])
  for (const { doc } of Object.values(energyFields)) expect(doc).toMatch(/^\S[^.!?]*\.$/)
})

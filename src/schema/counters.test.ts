import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Counters, counterFields, countersBody, packedCountersBody, readCounters } from './counters.ts'
import { ProtocolError } from './errors.ts'
import type { Field } from './field.ts'
import { unitOf } from './units.ts'

/** The wire by hand, in its order and spelling: the unit of each, nothing for a plain count. */
const wire: Record<keyof Counters, [string, string][]> = {
  tsData: [
    ['cumulatedPwrHp', 'Wh'],
    ['cumulatedPwrHe', 'Wh'],
    ['daysSinceInstallation', 'd'],
    ['cumulatedOccNumEco', ''],
    ['cumulatedOccNumDryFire', ''],
    ['numOffRostProtectBurn', ''],
    ['cumulatedOccNumConOvrFlow', ''],
    ['cumulatedOccNumWtrOvrFlow', ''],
    ['cumulatedOpTimeDrShed', 'h'],
    ['cumulatedOpTimeDrLoadUp', 'h'],
    ['cumulatedOpTimeDrAdvLoadUp', 'h'],
    ['cumulatedOpTimeDrCpp', 'h'],
    ['cumulatedOpTimeDrGridEmg', 'h'],
    ['cumulatedOccNumAbDisTmp', ''],
    ['cumulatedOccNumHpo', ''],
    ['cumulatedOccNumAbSucTmp', ''],
    ['cumulatedOccNumAbDisSucTmp', ''],
  ],
  tdData: [
    ['numOfdhwUse', ''],
    ['dhwUseTotalFlow', 'L'],
    ['dhwUseTotalTime', 'h'],
    ['numOfLongDhwUse', ''],
    ['longDhwUseTotalFlow', 'L'],
    ['longDhwUseTotalTime', 'h'],
    ['numOfShortDhwUse', ''],
    ['avrageRecoveryTime', ''],
  ],
  taData: [
    ['cumulatedOpTimeComp', 'h'],
    ['cumulatedOpNumComp', ''],
    ['cumulatedOpTimeEvaFan', 'h'],
    ['cumulatedOpNumEvaFan', ''],
    ['cumulatedOpStepEev', 'steps'],
    ['cumulatedOpTimeUhe', 'h'],
    ['cumulatedOpNumUhe', ''],
    ['cumulatedOpTimeLhe', 'h'],
    ['cumulatedOpNumLhe', ''],
    ['cumulatedOpNumShutOffVv', ''],
    ['mixingValveOpTotalStep', 'steps'],
    ['mixingValveOpAvgMixinGrate', '%'],
    ['cumulatedOpNumRecircPump', ''],
    ['cumulatedOpTimeRecircPump', 'h'],
    ['cumulatedOpTimeInvComp1', 'h'],
    ['cumulatedOpTimeInvComp2', 'h'],
    ['cumulatedOpTimeInvComp3', 'h'],
    ['cumulatedOpTimeInvComp4', 'h'],
  ],
}
const blocks = Object.keys(wire) as (keyof Counters)[]

describe.each(blocks)('%s', block => {
  const fields = Object.entries<Field>(counterFields[block])

  it('has these counters in this order', () => {
    expect(fields.map(([key, { quantity }]) => [key, unitOf(quantity, 'metric').symbol])).toEqual(wire[block])
    for (const [key, { perUnit }] of fields) expect(perUnit, key).toBe(1)
  })

  it('says a sentence of each', () => {
    for (const [key, { doc }] of fields) {
      expect(doc, key).toMatch(/^\S.*\S\.$/)
      expect(doc, key).not.toMatch(/[.!?] [A-Z]/)
    }
  })
})

/** What a real heater said after 359 days, as far as it wasn't 0. */
const told = {
  tsData: {
    cumulatedPwrHp: 1_266_585,
    cumulatedPwrHe: 146_337,
    daysSinceInstallation: 359,
    cumulatedOccNumConOvrFlow: 3,
  },
  tdData: {},
  taData: { cumulatedOpTimeComp: 3124, cumulatedOpNumComp: 757, cumulatedOpStepEev: 1102, cumulatedOpNumLhe: 20 },
}

describe('readCounters', () => {
  it('reads objects', () => {
    const body = { typeOfTD: 2, data: { ...told, tcData: {} } }
    expect(readCounters(body)).toEqual({ ...told, oddities: [] })
  })

  it('reads hex, little-endian, two wide and then narrow numbers in the first block', () => {
    // 1266585 = 0x135399, 146337 = 0x23ba1, 359 = 0x167.
    const tsData = `99531300${'a13b0200'}6701${'0000'.repeat(3)}0300${'0000'.repeat(10)}`
    const taData = `340c0000${'F5020000'}${'00000000'.repeat(2)}4e040000${'00000000'.repeat(3)}14000000`
    const { oddities, ...counters } = readCounters({ typeOfTD: 2, data: { tsData, taData } })
    expect(oddities).toEqual([])
    expect(counters.tsData).toMatchObject(told.tsData)
    expect(Object.keys(counters.tsData)).toHaveLength(17)
    expect(counters.tdData).toEqual({})
    // The text ends with the ninth counter; what comes behind it wasn't told.
    expect(counters.taData).toMatchObject(told.taData)
    expect(Object.keys(counters.taData)).toHaveLength(9)
  })

  it('finds the texts beside each other too', () => {
    expect(readCounters({ typeOfTD: 2, tsData: '01000000' }).tsData).toEqual({ cumulatedPwrHp: 1 })
  })

  it('goes on behind what is odd, and names it', () => {
    const { tsData, taData, oddities } = readCounters({
      data: { tsData: { cumulatedPwrHp: null, daysSinceInstallation: 3, news: 1 }, tdData: 'zz', taData: '0100000007' },
    })
    expect(tsData).toEqual({ daysSinceInstallation: 3 })
    expect(taData).toEqual({ cumulatedOpTimeComp: 1 })
    expect(oddities).toEqual([
      { at: 'tsData.cumulatedPwrHp', raw: null, problem: 'null' },
      { at: 'tsData.news', raw: 1, problem: 'unknown field' },
      { at: 'tdData', raw: 'zz', problem: 'not an object' },
      { at: 'taData', raw: '07', problem: 'bytes without a meaning' },
    ])
  })

  it.each([undefined, null, 7, {}, { data: {} }, { data: 'aa' }, { data: { tsData: 'zz' } }, { status: {} }])(
    'refuses %j, which holds none',
    body => {
      expect(() => readCounters(body)).toThrow(ProtocolError)
    },
  )
})

describe('what the simulator writes', () => {
  /** Every counter, within what its packed number holds. */
  const counters = fc.record(
    Object.fromEntries(
      blocks.map(block => [
        block,
        fc.record(
          Object.fromEntries(
            wire[block].map(([key], i) => [
              key,
              fc.integer({ min: 0, max: block === 'tsData' && i > 1 ? 0xffff : 0xffff_ffff }),
            ]),
          ),
        ),
      ]),
    ),
  ) as unknown as fc.Arbitrary<Counters>

  it('is read back in both forms', () => {
    fc.assert(
      fc.property(counters, counters => {
        expect(readCounters(countersBody(counters))).toEqual({ ...counters, oddities: [] })
        expect(readCounters(packedCountersBody(counters))).toEqual({ ...counters, oddities: [] })
      }),
    )
  })

  it('has the shape of the wire', () => {
    const body = countersBody(told)
    expect(body).toEqual({ typeOfTD: 2, data: { ...told, tcData: {} } })
    expect(Object.keys(body.data as object)).toEqual(['tsData', 'tcData', 'tdData', 'taData'])
    const { data } = packedCountersBody(told) as { data: Record<string, string> }
    expect(Object.fromEntries(Object.entries(data).map(([block, text]) => [block, text.length / 2]))).toEqual({
      tsData: 2 * 4 + 15 * 2,
      tdData: 8 * 4,
      taData: 18 * 4,
    })
    expect(data.tsData).toMatch(/^99531300a13b020067010000/)
  })
})

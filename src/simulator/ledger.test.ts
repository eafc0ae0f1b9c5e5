import { describe, expect, it } from 'vitest'
import { chooseMode } from '#physics/controller/writes'
import { surroundings } from '#physics/house/house'
import { household } from '#physics/house/household'
import { asked, type Beginning, initialMachine, type Machine, step } from '#physics/machine'
import { LocalTime } from '#physics/schedule/local-time'
import { countersBody, readCounters } from '#schema/counters'
import { readEnergy, sumOf } from '#schema/energy'
import { Ledger } from './ledger.ts'
import { type Past, pastOf } from './past.ts'

const start = Date.UTC(2025, 8, 26, 20)
const day = 86_400_000

/** A heater that keeps its books, driven in steps as the simulated one is. */
function keeper({ past = 'none', zone = 'UTC', ...beginning }: Beginning & { past?: Past; zone?: string } = {}) {
  const time = new LocalTime(zone)
  const home = surroundings({ draws: household('family'), air: 20, inlet: 14.4 })
  let machine = initialMachine(beginning)
  let now = start
  const before = { machine, surroundings: home, time, start, seed: 1 }
  const ledger = new Ledger({ time, start, machine, past: pastOf(past, before) })
  return {
    ledger,
    get now() {
      return now
    },
    get machine() {
      return machine
    },
    change(to: (machine: Machine) => Machine) {
      machine = to(machine)
    },
    live(span: number) {
      for (const end = now + span; now < end; now += 10_000) {
        machine = step(machine, home.between(now / 1000, now / 1000 + 10), 10)
        ledger.follow(now, now + 10_000, machine)
      }
    },
  }
}

describe('a new heater', () => {
  it('has used nothing', () => {
    const { ledger } = keeper()
    const { tsData, tdData, taData } = ledger.counters(start, initialMachine().controller)
    for (const [key, value] of Object.entries({ ...tsData, ...tdData, ...taData })) expect(value, key).toBe(0)
    expect(ledger.energy.total).toEqual({ heatPumpEnergy: 0, elementEnergy: 0, heatPumpTime: 0, elementTime: 0 })
  })

  it('keeps books that are its meters, for days of every mode', () => {
    const heater = keeper({ mode: 'electric', zone: 'America/Denver' })
    heater.live(2 * day)
    heater.change(machine => asked(machine, chooseMode, 'high-demand'))
    heater.live(2 * day)
    heater.change(machine => asked(machine, chooseMode, 'heat-pump'))
    heater.live(3 * day)

    const { meters } = heater.machine
    const floored = (meter: number) => Math.floor(meter + 1e-6)
    const used = heater.ledger.energy.total
    expect(used).toEqual({
      heatPumpEnergy: floored(meters.heatPumpEnergy),
      elementEnergy: floored(meters.elementEnergy),
      heatPumpTime: floored(meters.compressorHours),
      elementTime: floored(meters.upperElementHours + meters.lowerElementHours),
    })
    expect(used.heatPumpEnergy).toBeGreaterThan(5000)
    expect(used.elementEnergy).toBeGreaterThan(10_000)

    const { tsData, tdData, taData } = heater.ledger.counters(heater.now, heater.machine.controller)
    expect(tsData).toMatchObject({
      cumulatedPwrHp: used.heatPumpEnergy,
      cumulatedPwrHe: used.elementEnergy,
      daysSinceInstallation: 7,
    })
    expect(taData).toMatchObject({
      cumulatedOpTimeComp: floored(meters.compressorHours),
      cumulatedOpNumComp: meters.compressorStarts,
      cumulatedOpTimeEvaFan: floored(meters.fanHours),
      cumulatedOpNumEvaFan: meters.fanStarts,
      cumulatedOpNumUhe: meters.upperElementStarts,
      cumulatedOpTimeLhe: floored(meters.lowerElementHours),
      cumulatedOpNumLhe: meters.lowerElementStarts,
    })
    expect((taData.cumulatedOpTimeUhe ?? 0) + (taData.cumulatedOpTimeLhe ?? 0)).toBe(used.elementTime)
    expect(meters.compressorStarts).toBeGreaterThan(4)
    expect(meters.lowerElementStarts).toBeGreaterThan(0)
    // Water was drawn, and a real unit counts none of it.
    expect(meters.delivered).toBeGreaterThan(0)
    for (const [key, value] of Object.entries(tdData)) expect(value, key).toBe(0)

    // The days are those of Denver, where it began in the afternoon of the 26th.
    const days = [9, 10].flatMap(month => readEnergy(heater.ledger.energy.daily(2025, [month])).rows)
    expect(sumOf(days)).toEqual(used)
    const busy = days.filter(({ heatPumpEnergy = 0, elementEnergy = 0 }) => heatPumpEnergy + elementEnergy > 0)
    expect(busy.map(({ month, day }) => `${month}/${day}`)).toEqual([
      '9/26',
      '9/27',
      '9/28',
      '9/29',
      '9/30',
      '10/1',
      '10/2',
      '10/3',
    ])
    expect(sumOf(readEnergy(heater.ledger.energy.monthly([2025])).rows)).toEqual(used)
  })
})

describe('a heater with a past', () => {
  it('goes on from it', () => {
    const heater = keeper({ past: 'year' })
    const before = { counters: heater.ledger.counters(start, heater.machine.controller), ...heater.ledger.energy.total }
    expect(before.counters.tsData).toMatchObject({
      daysSinceInstallation: 400,
      cumulatedPwrHp: before.heatPumpEnergy,
      cumulatedPwrHe: before.elementEnergy,
    })
    expect(before.heatPumpEnergy).toBeGreaterThan(500_000)

    heater.live(2 * day)
    const { meters } = heater.machine
    const { total } = heater.ledger.energy
    expect(Math.abs(total.heatPumpEnergy - before.heatPumpEnergy - meters.heatPumpEnergy)).toBeLessThanOrEqual(1)
    const after = heater.ledger.counters(heater.now, heater.machine.controller)
    expect(after.tsData.daysSinceInstallation).toBe(402)
    const starts = (after.taData.cumulatedOpNumComp ?? 0) - (before.counters.taData.cumulatedOpNumComp ?? 0)
    expect(starts).toBe(meters.compressorStarts)
    expect(readCounters(countersBody(after))).toEqual({ ...after, oddities: [] })
  })
})

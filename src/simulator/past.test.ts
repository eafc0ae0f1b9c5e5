import { describe, expect, it } from 'vitest'
import type { HeatingMode } from '#physics/controller/settings'
import { surroundings } from '#physics/house/house'
import { type HouseholdProfile, household } from '#physics/house/household'
import { initialMachine, step } from '#physics/machine'
import { noWork } from '#physics/meters'
import { LocalTime } from '#physics/schedule/local-time'
import { pastOf } from './past.ts'
import { type Stretch, workTogether } from './work.ts'

const start = Date.UTC(2025, 8, 26, 20)
const day = 86_400_000

interface Home {
  readonly people?: HouseholdProfile
  readonly mode?: HeatingMode
  readonly setpoint?: number
  readonly seed?: number
  readonly zone?: string
}
/** A room that is always the same. */
const home = (people: HouseholdProfile, seed: number) =>
  surroundings({ draws: household(people, { seed }), air: 20, inlet: 14.4 })
const pastYear = ({ people = 'family', seed = 1, zone = 'UTC', ...beginning }: Home = {}): Stretch[] => [
  ...pastOf('year', {
    machine: initialMachine(beginning),
    surroundings: home(people, seed),
    time: new LocalTime(zone),
    start,
    seed,
  }),
]
const together = (stretches: readonly Stretch[]) => stretches.map(({ work }) => work).reduce(workTogether, noWork)

describe('a past', () => {
  it.each(['UTC', 'America/Denver'])('is 400 days and the begun one in %s, without a gap, up to the start', zone => {
    const past = pastYear({ zone })
    expect(past).toHaveLength(401)
    expect(past.at(-1)?.to).toBe(start)
    for (const [i, { from, to }] of past.entries()) {
      expect(from).toBeLessThan(to)
      if (i > 0) expect(from).toBe(past[i - 1]?.to)
    }
    const length = (start - (past[0]?.from ?? 0)) / day
    expect(Math.floor(length)).toBe(400)
  })

  it('is the same for the same seed, and another for another', () => {
    expect(pastYear({ seed: 4 })).toEqual(pastYear({ seed: 4 }))
    expect(pastYear({ seed: 5 })).not.toEqual(pastYear({ seed: 4 }))
  })

  it('isn’t there when none is wanted', () => {
    const machine = initialMachine()
    const before = { machine, surroundings: home('family', 1), time: new LocalTime('UTC'), start, seed: 1 }
    expect([...pastOf('none', before)]).toEqual([])
  })

  it('is mostly the heat pump’s, and dearer in winter', () => {
    const past = pastYear()
    const { heatPumpEnergy, elementEnergy, upperElementHours, compressorHours } = together(past)
    expect(elementEnergy / (elementEnergy + heatPumpEnergy)).toBeGreaterThan(0.02)
    expect(elementEnergy / (elementEnergy + heatPumpEnergy)).toBeLessThan(0.2)
    expect(heatPumpEnergy / compressorHours).toBeGreaterThan(320)
    expect(heatPumpEnergy / compressorHours).toBeLessThan(470)
    expect(elementEnergy / upperElementHours).toBeCloseTo(5000)
    const during = (month: number) => together(past.filter(({ from }) => new Date(from).getUTCMonth() === month))
    expect(during(0).heatPumpEnergy).toBeGreaterThan(during(6).heatPumpEnergy * 1.08)
    expect(together(pastYear({ mode: 'high-demand' })).elementEnergy).toBeGreaterThan(elementEnergy * 4)
  })

  it.each<[HouseholdProfile, number]>([
    ['family', 54.5],
    ['family', 60],
    ['couple', 49],
    ['nobody', 54.5],
  ])('is what the machine itself uses for %s at %d °C, to a quarter', (people, setpoint) => {
    const days = 20
    const of = home(people, 1)
    let machine = initialMachine({ setpoint })
    const from = start / 1000
    for (let at = from - days * 86_400; at < from; at += 10) machine = step(machine, of.between(at, at + 10), 10)
    const { meters } = machine
    const past = together(pastYear({ people, setpoint }).slice(-days))
    // In high demand, as the past was on some of these days, the machine takes more.
    const electricity = past.heatPumpEnergy + past.elementEnergy / 2.5
    const ratios = [electricity / meters.heatPumpEnergy, past.compressorHours / meters.compressorHours]
    for (const ratio of [...ratios, past.compressorStarts / meters.compressorStarts]) {
      expect(ratio).toBeGreaterThan(0.75)
      expect(ratio).toBeLessThan(1.25)
    }
  })
})

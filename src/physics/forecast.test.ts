import { describe, expect, it } from 'vitest'
import { chooseMode, powerOff } from './controller/writes.ts'
import { coldAt, hotWaterLeft, readyAt } from './forecast.ts'
import { drawList, drawOf, noDraws } from './house/draw.ts'
import { surroundings } from './house/house.ts'
import { asked, copyMachine, initialMachine } from './machine.ts'
import { run } from './run.ts'
import { followPlans } from './schedule/follow.ts'
import { LocalTime } from './schedule/local-time.ts'

const from = Date.UTC(2026, 2, 1, 6) / 1000
const around = { air: 19.7, humidity: 50, inlet: 14.4 }
const quiet = surroundings({ draws: noDraws, ...around })
const hot = initialMachine({ setpoint: 51.7, upper: 51.7, lower: 51.7 })
const cold = initialMachine({ setpoint: 51.7, upper: 15, lower: 15 })

describe('hot water left', () => {
  it('is what the heat in the tank warms at the tap, for an off heater that is hot throughout', () => {
    const off = asked(hot, powerOff)
    const { litres, showers, minutes, runsOut } = hotWaterLeft(off, around, { flow: 8 })
    const all = (off.parameters.litres * (51.7 - 14.4)) / (40.6 - 14.4)
    expect(runsOut).toBe(true)
    expect(litres).toBeLessThan(all)
    // What is stirred with cold water, or below it at the end, comes no more.
    expect(litres).toBeGreaterThan(all * 0.8)
    expect(showers).toBeCloseTo(litres / 45)
    expect(minutes).toBeCloseTo(litres / 8)
  })

  it('is so to a litre or two, however fast the tap runs', () => {
    const still = asked(
      initialMachine({ upper: 50, lower: 50, parameters: { inletMixing: 0, mixingTime: 1000 } }),
      powerOff,
    )
    // At such a pace nothing cools or mixes: each litre of the tank makes so many at the tap.
    const all = (still.parameters.litres * (50 - 14.4)) / (40.6 - 14.4)
    const { litres } = hotWaterLeft(still, around, { flow: 100 })
    expect(litres).toBeLessThan(all + 2)
    expect(litres).toBeGreaterThan(all * 0.97)
  })

  it('has no end where the cold water is warm enough, however cold the tank', () => {
    const left = hotWaterLeft(cold, { ...around, inlet: 25 }, { temperature: 22, flow: 5 })
    expect(left).toMatchObject({ runsOut: false, litres: 12 * 60 * 5 })
  })

  it('is less when it should be warmer, without an end where the heater keeps up, and none in a cold tank', () => {
    const usual = hotWaterLeft(hot, around).litres
    expect(hotWaterLeft(hot, around, { temperature: 48 }).litres).toBeLessThan(usual)
    const byElement = asked(hot, chooseMode, 'electric')
    expect(hotWaterLeft(byElement, around, { flow: 1.5 })).toMatchObject({ runsOut: false, minutes: 12 * 60 })
    expect(hotWaterLeft(cold, around)).toMatchObject({ litres: 0, showers: 0, minutes: 0, runsOut: true })
  })

  it('says when the horizon came first, and leaves the machine alone', () => {
    const before = copyMachine(hot)
    expect(hotWaterLeft(hot, around, { horizon: 60 })).toMatchObject({ runsOut: false, minutes: 1, horizon: 60 })
    expect(hot).toEqual(before)
  })

  it('tells its assumptions', () => {
    expect(hotWaterLeft(hot, around, { flow: 6 }).assumptions).toEqual([
      'One tap runs 6 L/min without a pause and mixes to 40.6 °C; nobody else draws.',
      'Cold water stays at 14.4 °C, the air around the heater at 19.7 °C; nothing cools down in the pipes.',
      'A shower takes 45 L.',
      'The heater goes on as it is set, heat pump at 51.7 °C, and heats meanwhile by its own rules.',
      'Nobody looked further ahead than 12 hours.',
    ])
  })
})

describe('ready', () => {
  it('is at once in a hot tank, later in a cold one, and sooner with elements', () => {
    expect(readyAt(hot, quiet, { from }).at).toBe(from)
    const byPump = readyAt(cold, quiet, { from }).at ?? Number.NaN
    const byElements = readyAt(asked(cold, chooseMode, 'electric'), quiet, { from }).at ?? Number.NaN
    expect(byPump).toBeGreaterThan(from + 3600)
    expect(byElements).toBeGreaterThan(from)
    expect(byElements).toBeLessThan(byPump)
  })

  it('is when so much water can really be drawn, and not five minutes before', () => {
    const electric = asked(cold, chooseMode, 'electric')
    const at = readyAt(electric, quiet, { from, litres: 250 }).at ?? expect.unreachable('It gets ready.')
    const left = (seconds: number) => hotWaterLeft(run(electric, quiet, { from, seconds }).machine, around).litres
    expect(left(at - from)).toBeGreaterThanOrEqual(250)
    expect(left(at - from - 300)).toBeLessThan(250)
    expect(at).toBeGreaterThan(readyAt(electric, quiet, { from }).at ?? Number.NaN)
  })

  it('is never while the heater is off, within a horizon that is told', () => {
    const { at, horizon, assumptions } = readyAt(asked(cold, powerOff), quiet, { from, horizon: 7200 })
    expect({ at, horizon }).toEqual({ at: undefined, horizon: 7200 })
    expect(assumptions.at(-1)).toBe('Nobody looked further ahead than 2 hours.')
  })

  it('goes by what is due', () => {
    const off = asked(cold, powerOff)
    const due = (machine: typeof cold, at: number) =>
      at === from + 3600 ? asked(machine, chooseMode, 'electric') : machine
    const at = readyAt(off, quiet, { from, due }).at ?? Number.NaN
    expect(at).toBeGreaterThan(from + 3600)
    expect(at).toBeLessThan(from + 3 * 3600)
  })
})

describe('plans', () => {
  it('fall due on their minute, whenever it is asked', () => {
    const off = asked(cold, powerOff)
    const entry = { enabled: true, days: ['sun'], time: '07:00', mode: 'electric', temperature: 52 } as const
    const due = followPlans({ time: new LocalTime('UTC'), reservations: { enabled: true, entries: [entry] } })
    const first = readyAt(off, quiet, { from, due }).at ?? expect.unreachable('It gets ready.')
    const second = readyAt(off, quiet, { from: from + 12.345, due }).at ?? expect.unreachable('It gets ready too.')
    expect(first).toBeGreaterThan(from + 3600)
    expect(Math.abs(second - first)).toBeLessThanOrEqual(300)
  })

  it('of a heater that is off or on vacation are told so', () => {
    const told = (machine: typeof hot) => coldAt(machine, quiet, { from, horizon: 3600 }).assumptions[2]
    expect(told(asked(hot, powerOff))).toBe('The heater stays off, and heats only what would freeze.')
    expect(told(asked(hot, chooseMode, 'vacation', 9))).toMatch(/^The heater stays on vacation/)
  })
})

describe('cold', () => {
  it('is when the draws have emptied the tank, to the minute in which it leaves colder', () => {
    const draws = drawList([drawOf(from + 1800, 400, 20, 'tank')])
    const drawn = surroundings({ draws, ...around })
    const at = coldAt(hot, drawn, { from }).at ?? expect.unreachable('It runs cold.')
    expect(at).toBeGreaterThan(from + 1800)
    expect(at).toBeLessThan(from + 1800 + 20 * 60)
    const before = run(hot, drawn, { from, seconds: at - from - 60 })
    expect(before.coldLitres).toBe(0)
  })

  it('comes to a heater that is off as one volume of water cools down', () => {
    const still = asked(initialMachine({ upper: 51.7, lower: 51.7, parameters: { bottomLoss: 0 } }), powerOff)
    const { litres, standbyLoss } = still.parameters
    const hours = (Math.log((51.7 - 19.7) / (45 - 19.7)) * litres * 1.163) / standbyLoss
    const at = coldAt(still, quiet, { from, temperature: 45 }).at ?? expect.unreachable('It cools down.')
    expect((at - from) / 3600).toBeCloseTo(hours, 0)
  })

  it('is never within a week of a heater that nobody uses, and comes to one that is off', () => {
    expect(coldAt(hot, quiet, { from })).toMatchObject({ at: undefined, horizon: 7 * 86_400 })
    const off = coldAt(asked(hot, powerOff), quiet, { from }).at ?? expect.unreachable('It cools down.')
    expect(off).toBeGreaterThan(from + 20 * 3600)
    const warmer = coldAt(asked(hot, powerOff), quiet, { from, temperature: 48 }).at
    expect(warmer).toBeLessThan(off)
  })

  it('is now in a cold tank', () => {
    expect(coldAt(cold, quiet, { from }).at).toBe(from)
  })
})

it.each([
  [() => hotWaterLeft(hot, around, { flow: 0 }), /^The flow is 0 L.min; it must be [\d.]+ to 100 L.min\.$/],
  [
    () => hotWaterLeft(hot, around, { temperature: Number.NaN }),
    'The temperature is NaN °C; it must be 20 to 65.5 °C.',
  ],
  [() => hotWaterLeft(hot, { ...around, inlet: 60 }), /inlet is 60 °C/],
  [() => readyAt(hot, quiet, { from, litres: -1 }), 'The hot water is -1 L; it must be 0.1 to 2000 L.'],
  [() => hotWaterLeft(hot, around, { flow: 0.1 }), 'The flow is 0.1 L/min; it must be 0.5 to 100 L/min.'],
  [() => readyAt(hot, quiet, { from: Number.NaN }), 'The beginning is NaN s; it must be 0 to 7258118400 s.'],
  [() => coldAt(hot, quiet, { from: Number.POSITIVE_INFINITY }), 'The beginning is Infinity s'],
  [() => coldAt(hot, quiet, { from: from * 1000 }), /^The beginning is 1772344800000 s; it must be 0 to/],
  [() => coldAt(hot, quiet, { from, horizon: 0 }), 'The horizon is 0 s; it must be 1 to 31622400 s.'],
  [() => coldAt(hot, surroundings({ draws: noDraws, ...around, air: -40 }), { from }), /air is -40 °C/],
])('%# refuses what can’t be in one sentence', (asking, sentence) => {
  expect(asking).toThrow(RangeError)
  expect(asking).toThrow(sentence)
})

import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { commands } from '#schema/commands'
import { readEnergy, sumOf } from '#schema/energy'
import { days, hours, minutes, seconds } from '#time/duration'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import {
  type LivedPast,
  type PastStatus,
  type SimulatedHeater,
  type SimulatorOptions,
  startSimulator,
} from './index.ts'

const start = Date.UTC(2026, 10, 21, 6)
const family = { climate: 'sacramento', jitter: true } as const

async function lived(past: LivedPast, options: SimulatorOptions = {}) {
  const clock = manualClock(start)
  const told: PastStatus[] = []
  const cloud = await startSimulator({
    clock,
    heaters: [family],
    ...options,
    past: { tell: status => void told.push(status), ...past },
  })
  onTestFinished(() => cloud.close())
  const [heater] = cloud.heaters
  if (heater === undefined) throw new Error('There is no heater.')
  return { clock, cloud, heater, told }
}

const rows = (told: readonly PastStatus[]) => told.map(({ at, cause, raw }) => ({ at, cause, raw }))
const answers = (told: readonly PastStatus[]) => told.filter(({ cause }) => cause === 'answer')

it('is asked each minute from its first moment on, and tells unasked what changed in between', async () => {
  const { told, cloud } = await lived({ length: days(1) })
  expect(answers(told).map(({ at }) => at)).toEqual(
    Array.from({ length: 1440 }, (_, minute) => start - days(1) + minutes(minute)),
  )
  expect(answers(told)[0]?.raw.command).toBe(commands.status.code)
  const pushes = told.filter(({ cause }) => cause === 'push')
  expect(pushes.length).toBeGreaterThan(2)
  expect(pushes.some(({ at }) => at % minutes(1) !== 0)).toBe(true)
  expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(cloud.heaterClock.now()).toBe(start)
})

it('is the one that the heater would have had on a clock that runs, and goes on from there', async () => {
  const once = await lived({ length: days(2) })
  const clock = manualClock(start - days(2))
  const other = await startSimulator({ clock, heaters: [family] })
  onTestFinished(() => other.close())
  const [live] = other.heaters
  for (const { at, raw } of answers(once.told)) {
    while (clock.now() < at) {
      clock.step(seconds(10))
      live?.live()
    }
    expect(live?.statusFrame(commands.status.code)).toEqual(raw)
  }
  while (clock.now() < start + hours(3)) {
    clock.step(seconds(10))
    live?.live()
  }
  while (once.clock.now() < start + hours(3)) {
    once.clock.step(seconds(10))
    once.heater.live()
  }
  expect(once.heater.machine).toEqual(live?.machine)
  expect(once.heater.counters()).toEqual(live?.counters())
  expect(once.heater.energy.daily(2026, [11])).toEqual(live?.energy.daily(2026, [11]))
})

it('is the same for the same seed, and another for another', async () => {
  const of = async (seed: number) => rows((await lived({ length: days(1) }, { seed })).told)
  const first = await of(4)
  expect(await of(4)).toEqual(first)
  expect(await of(5)).not.toEqual(first)
})

it('stands in the energy records as what the machine used', async () => {
  const { heater, told } = await lived({ length: days(10) }, { heaters: [{ ...family, past: 'none' }] })
  const used = sumOf(readEnergy(heater.energy.daily(2026, [11])).rows)
  const { meters } = heater.machine
  expect(used.heatPumpEnergy).toBe(Math.floor(meters.heatPumpEnergy))
  expect(used.elementEnergy).toBe(Math.floor(meters.elementEnergy))
  // And what was told of its power, minute by minute, is the same energy.
  const energy = answers(told).reduce((sum, { raw }) => sum + Number(raw.currentInstPower) / 60, 0)
  expect(energy / meters.electricity).toBeCloseTo(1, 1)
  expect(heater.counters().tsData.daysSinceInstallation).toBe(10)
})

const connect = (heater: SimulatedHeater, connected: boolean) => {
  heater.connected = connected
}

it('has events, that are told from then on, with timers of their own', async () => {
  const { told, heater } = await lived({
    length: hours(10),
    events: [
      { after: hours(5), happens: ({ panel }) => panel.setMode('electric') },
      { after: hours(2), happens: heater => heater.fail(901) },
      { after: hours(3), happens: heater => heater.recover() },
      { after: hours(7), happens: heater => connect(heater, false) },
      { after: hours(8), happens: heater => connect(heater, true) },
      { after: hours(9), happens: heater => heater.install({ swCode: 'controller', swVersion: 1 }) },
      { after: hours(11), happens: ({ panel }) => panel.setMode('vacation') },
    ],
  })
  const begins = start - hours(10)
  const during = (from: number, until: number) =>
    answers(told).filter(({ at }) => at > begins + hours(from) && at < begins + hours(until))
  const codes = (from: number, until: number) => new Set(during(from, until).map(({ raw }) => raw.errorCode))
  expect([codes(0, 2), codes(2, 3), codes(3, 10)]).toEqual([new Set([0]), new Set([901]), new Set([0])])
  expect(heater.rememberedFault).toMatchObject({ code: 901, at: begins + hours(2) })
  expect(new Set(during(5, 10).map(({ raw }) => raw.dhwOperationSetting))).toEqual(new Set([2]))
  expect(during(7, 8)).toEqual([])
  // Without power for the minute that an installation takes.
  expect(during(8.99, 10)).toHaveLength(59)
  expect(heater.identity.versions).toEqual({ controller: 1 })
})

it('of several heaters is told by time, and waits for who keeps it', async () => {
  let working = 0
  let together = 0
  const order: number[] = []
  const { cloud } = await lived(
    {
      length: hours(1),
      every: minutes(5),
      tell: async ({ heater, at }) => {
        together = Math.max(together, ++working)
        await turn()
        order.push(at, heater.identity.macAddress.endsWith('1') ? 1 : 0)
        working--
      },
    },
    { heaters: [{ household: 'nobody' }, { household: 'nobody' }] },
  )
  expect(cloud.heaters).toHaveLength(2)
  expect(together).toBe(1)
  expect(order.slice(0, 8)).toEqual(
    [0, 5].flatMap(minute => [0, 1].flatMap(nth => [start - hours(1) + minutes(minute), nth])),
  )
  expect(order).toHaveLength(12 * 4)
})

it('can be given up, and leaves nothing behind', async () => {
  const clock = manualClock(start)
  const giving = new AbortController()
  let told = 0
  const tell = () => {
    if (++told === 100) giving.abort(new Error('Enough.'))
  }
  const past = { length: days(30), tell, signal: giving.signal }
  await expect(startSimulator({ clock, past })).rejects.toThrow('Enough.')
  expect(told).toBe(100)
  expect(clock.pending).toBe(0)
  const failing = { length: days(30), tell: () => Promise.reject(new Error('Full.')) }
  await expect(startSimulator({ clock, past: failing })).rejects.toThrow('Full.')
  expect(clock.pending).toBe(0)
})

it('has a length', async () => {
  await expect(startSimulator({ past: { length: days(0) } })).rejects.toThrow(RangeError)
  await expect(startSimulator({ past: { length: days(1), every: minutes(0) } })).rejects.toThrow(RangeError)
})

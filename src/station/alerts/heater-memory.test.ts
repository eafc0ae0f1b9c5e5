import { expect, it } from 'vitest'
import { readStatus } from '#heater/reading'
import { days, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { baseStatus } from '../../../test/fixtures/frames.ts'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { History } from '../history/history.ts'
import type { StationHeater } from '../station-view.ts'
import { openStore } from '../store/sqlite/open-store.ts'
import { HeaterMemory } from './heater-memory.ts'
import { coldFor } from './tally.ts'

const id = '0a1b2c3d'
const heater = {
  id,
  name: 'Cellar',
  account: 'home',
  timeZone: 'America/Los_Angeles',
  interval: minutes(1),
  device: { presence: 'online' },
} as StationHeater

it('finds in a real record when the tank was hot last, and since when it is known', async () => {
  const clock = manualClock()
  const store = await openStore(':memory:', { logger: silentLogger })
  const { account, name, timeZone } = heater
  const samples = Array.from({ length: 200 }, (_, i) => ({
    heater: id,
    at: clock.now() - days(40) + minutes(30 * i),
    cause: 'answer' as const,
    connected: true,
    raw: { ...baseStatus, tankUpperTemperature: i === 100 ? 605 : 550 },
  }))
  const hours = [...new Set(samples.map(({ at }) => at - (at % 3_600_000)))]
  await store.write({
    heaters: [{ id, account, name, timeZone }],
    samples,
    dirty: hours.map(hour => ({ heater: id, hour })),
  })
  const history = new History({ store, clock, logger: silentLogger })
  await history.keep()
  const hotAt = async (hot: number) => {
    const memory = new HeaterMemory({ history, clock, logger: silentLogger, hot: () => hot })
    const at = new Date(clock.now())
    memory.take(heater, { heater: id, at, status: readStatus(baseStatus, at, 'answer'), connected: true })
    memory.look([heater], new AbortController().signal)
    await memory.idle()
    const tally = memory.facts(heater, true, clock.now()).tally
    return tally && coldFor(tally, clock.now())
  }
  const sinceHot = days(40) - minutes(3000)
  // As exact as the chart is.
  expect(Math.abs(((await hotAt(60)) ?? 0) - sinceHot)).toBeLessThan(days(1))
  expect(Math.abs(((await hotAt(65)) ?? 0) - days(40))).toBeLessThan(days(1))
  await store.close()
})

it('knows nothing of this moment by a status that is too old', async () => {
  const clock = manualClock()
  const history = { chart: async () => ({ at: [], series: {} }) as never, energy: async () => [] }
  const memory = new HeaterMemory({ history, clock, logger: silentLogger, hot: () => 60 })
  const at = new Date(clock.now())
  memory.take(heater, { heater: id, at, status: readStatus(baseStatus, at, 'answer'), connected: true })
  expect(memory.facts(heater, true, clock.now() + minutes(10)).status?.dhwChargePer).toBe(92)
  expect(memory.facts(heater, true, clock.now() + minutes(11)).status).toBeUndefined()
})

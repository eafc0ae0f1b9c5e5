import { expect, test } from 'vitest'
import { News } from '#station/news'
import { hours } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { type Reported, reportHourly } from './hourly-report.ts'

test('it says what came in the last hour, and what should have', async () => {
  const clock = manualClock()
  const news = new News(silentLogger)
  const heater = { id: '0a1b2c3d', samples: 100, answers: 98, expected: 102, missed: 2 }
  let connections = 1
  const link = { health: () => ({ connections }) }
  const sink = { name: 'history', dropped: 0, failed: 0, waiting: 3 }
  const station = {
    heaters: [heater],
    accounts: [
      { name: 'home', state: 'ready' as const, link },
      { name: 'cabin', state: 'refused' as const, link },
    ],
    sinks: [sink],
    news,
    store: { state: 'ready' as const, size: async () => ({ bytes: 12_340_000 }) },
  } as unknown as Reported
  const lines: [object, string][] = []
  const stop = reportHourly(station, clock, { ...silentLogger, info: (...line) => void lines.push(line) })
  Object.assign(heater, { samples: 159, answers: 156, expected: 162, missed: 3 })
  connections = 2
  sink.dropped = 4
  news.tell({ kind: 'gap', gap: { heater: heater.id, from: 1, cause: 'link-down' } })
  news.tell({ kind: 'gap', gap: { heater: heater.id, from: 1, until: 2, cause: 'link-down' } })
  await clock.advance(hours(1))
  const first = {
    ...{
      heaters: 1,
      accounts: '1/2',
      samples: 59,
      answers: 58,
      expected: 60,
      missed: 1,
      gaps: 1,
      reconnects: 2,
      drops: 4,
    },
    ...{ waiting: 3, store: 'ready', storeMB: 12.3 },
  }
  expect(lines).toEqual([[first, 'How it is, for the last hour']])
  await clock.advance(hours(1))
  expect(lines[1]?.[0]).toMatchObject({ samples: 0, gaps: 0, reconnects: 0, drops: 0 })
  stop()
  news.tell({ kind: 'gap', gap: { heater: heater.id, from: 3, cause: 'unknown' } })
  await clock.advance(hours(2))
  expect(lines).toHaveLength(2)
  expect(clock.pending).toBe(0)
})

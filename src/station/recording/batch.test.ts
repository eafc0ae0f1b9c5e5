import { expect, it, onTestFinished } from 'vitest'
import { minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { openStore } from '../store/sqlite/open-store.ts'
import type { StoredSample } from '../store/store.ts'
import { batchOf } from './batch.ts'

const heater = '0a1b2c3d'
const start = Date.UTC(2026, 4, 1)
const sampleAt = (minute: number): StoredSample => ({
  heater,
  at: start + minutes(minute),
  cause: 'answer',
  connected: true,
  raw: { currentInstPower: minute },
})

it('takes away from a gap what samples of a clock that was set back fill of it', async () => {
  const store = await openStore(':memory:', { logger: silentLogger })
  onTestFinished(() => store.close())
  await store.write({
    heaters: [{ id: heater, name: 'Cellar', timeZone: 'UTC', account: 'home' }],
    samples: [0, 5, 10, 40, 45].map(sampleAt),
    gaps: [{ heater, from: start + minutes(10), until: start + minutes(40), cause: 'heater-offline' }],
  })
  const setting = { store, interval: () => minutes(5), now: start + minutes(46) }
  for (const filled of [[8], [13], [18, 23], [28]])
    await store.write(
      await batchOf(
        setting,
        filled.map(minute => ({ sample: sampleAt(minute), after: undefined })),
      ),
    )
  expect(await store.gaps({ heater })).toEqual([
    { heater, from: start + minutes(28), until: start + minutes(40), cause: 'heater-offline' },
  ])
})

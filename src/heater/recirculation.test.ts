import { expect, it } from 'vitest'
import type { RecirculationEvent } from '#schema/recirculation'
import { seconds } from '#time/duration'
import { ScheduleKeeper } from '../../test/fixtures/schedule-keeper.ts'
import { TestHeater } from '../../test/fixtures/test-heater.ts'

const run: readonly RecirculationEvent[] = [
  { enabled: true, days: ['mon', 'sun'], time: '06:00', pump: 'on' },
  { enabled: true, days: ['mon', 'sun'], time: '06:20', pump: 'off' },
]

it('is edited as reservations are, in the words of the pump', async () => {
  const test = await new TestHeater().start()
  const heater = new ScheduleKeeper(test)
  const edited = test.device.recirculation.add(run)
  await test.clock.advance(seconds(30))
  expect(await edited).toMatchObject({ result: 'confirmed', command: 'writeRecirculation', attempts: 1 })
  expect(heater.writes).toEqual([
    {
      reservationUse: 1,
      reservation: [
        { enable: 2, week: 192, hour: 6, min: 0, mode: 2, param: -1 },
        { enable: 2, week: 192, hour: 6, min: 20, mode: 1, param: -1 },
      ],
    },
  ])
  expect(await test.device.recirculation.read()).toEqual({ enabled: false, entries: run })
  expect((await test.device.recirculation.add(run[0] as RecirculationEvent)).attempts).toBe(0)
})

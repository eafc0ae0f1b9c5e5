import { expect, it } from 'vitest'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../test/fixtures/manual-clock.ts'
import type { MqttConnection } from './mqtt-connection.ts'
import { Subscriptions } from './subscriptions.ts'

it('asks no further when the connection is over in the moment in which the gateway answers', async () => {
  const clock = manualClock()
  const subscriptions = new Subscriptions(clock, silentLogger)
  let asked = 0
  const connection = {
    clientId: 'test',
    async subscribe(filters: readonly string[]) {
      if (++asked > 3) throw new Error('It would ask for ever, and nothing else would have its turn.')
      subscriptions.detach(connection)
      return filters.map(() => 1)
    },
  } as unknown as MqttConnection
  subscriptions.want([{ filter: 'a' }])
  await expect(subscriptions.attach(connection, new AbortController().signal)).rejects.toThrow('no answer')
  expect([asked, subscriptions.all[0]?.state, clock.pending]).toEqual([1, 'wanted', 0])
})

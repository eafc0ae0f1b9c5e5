import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { TestHeater } from '../../test/fixtures/test-heater.ts'
import { Presence } from './presence.ts'

function present(connected?: boolean) {
  const told: string[] = []
  const clock = { now: 0 }
  const made = new Presence(
    connected,
    () => clock.now,
    state => told.push(state),
  )
  const silent = (times: number) => {
    for (let i = 0; i < times; i++) made.silent()
  }
  return { made, told, clock, silent }
}

describe('Presence', () => {
  it.each([
    [undefined, 'unknown'],
    [true, 'online'],
    [false, 'offline'],
  ])('begins with the cloud’s word: %s', (connected, state) => {
    expect(present(connected).made).toMatchObject({ state, connected })
  })

  it('is stale after three silences, offline after ten, and online with the first word', () => {
    const { made, told, clock, silent } = present(true)
    silent(2)
    expect(made.state).toBe('online')
    clock.now = 1000
    silent(1)
    expect([made.state, made.since]).toEqual(['stale', new Date(1000)])
    silent(6)
    expect(made.state).toBe('stale')
    silent(1)
    expect([made.state, made.connected]).toEqual(['offline', true])
    made.heard()
    silent(2)
    expect([made.state, ...told]).toEqual(['online', 'stale', 'offline', 'online'])
  })

  it('believes the cloud that it is gone, and not that a silent one is there', () => {
    const { made, silent } = present(true)
    silent(3)
    made.told(true)
    expect(made.state).toBe('stale')
    made.told(false)
    expect(made.state).toBe('offline')
    made.told(true)
    expect(made.state).toBe('stale')
  })
})

describe('the presence of a heater', () => {
  it('goes and comes with its answers, although the link is up', async () => {
    const heater = await new TestHeater().start()
    const events: string[] = []
    for (const name of ['online', 'stale', 'offline'] as const) heater.device.on(name, () => events.push(name))
    heater.device.startPeriodicRequests('status')
    heater.reacts = () => {}
    await heater.clock.advance(minutes(20))
    expect([heater.device.presence, heater.device.connected]).toEqual(['stale', true])
    await heater.clock.advance(minutes(40))
    expect(heater.device.presence).toBe('offline')
    const since = heater.device.presenceSince
    await heater.clock.advance(minutes(60))
    expect(heater.device.presenceSince).toEqual(since)
    heater.push()
    expect([heater.device.presence, ...events]).toEqual(['online', 'stale', 'offline', 'online'])
    heater.close()
  })

  it('asks the cloud about missed questions once at a time, however long the cloud takes', async () => {
    const heater = await new TestHeater().start()
    const asked: (() => void)[] = []
    heater.cloud = () => new Promise(resolve => asked.push(() => resolve(false)))
    heater.device.startPeriodicRequests('status', seconds(1))
    heater.reacts = () => {}
    heater.link.lose()
    await heater.clock.advance(minutes(5))
    expect(asked).toHaveLength(1)
    asked[0]?.()
    await heater.clock.advance(minutes(5))
    expect([asked.length, heater.device.presence]).toEqual([2, 'offline'])
    heater.close()
  })

  it('doesn’t suffer from a link that is down', async () => {
    const heater = await new TestHeater().start()
    const missed: unknown[] = []
    heater.device.on('missed', error => missed.push(error))
    heater.device.startPeriodicRequests('status')
    heater.reacts = () => {}
    heater.link.lose()
    await heater.clock.advance(minutes(60))
    expect([heater.device.presence, missed.length]).toEqual(['online', 12])
    // Nor does a question count during which the link goes.
    for (let i = 0; i < 5; i++) {
      heater.link.come()
      await heater.clock.settle()
      const asked = heater.device.status().catch((error: Error) => error)
      await heater.clock.advance(seconds(5))
      heater.link.lose()
      expect(await asked).toMatchObject({ name: 'ConnectionError' })
      await heater.clock.advance(minutes(1))
    }
    expect(heater.device.presence).toBe('online')
    heater.close()
  })
})

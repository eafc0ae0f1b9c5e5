import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { TestHeater } from '../../test/fixtures/test-heater.ts'

/** Told by its charge, which only this test changes. */
const charges = (heater: TestHeater) => heater.statuses.map(({ dhwChargePer }) => dhwChargePer)

async function listening() {
  const heater = await new TestHeater().start()
  heater.statuses.length = 0
  /** The heater's n-th push of this test. The first answer had its copy before. */
  const push = (n: number, charge = n) =>
    heater.tell(String((n + 1) % 10), { ...heater.fields, command: 0x4000013, dhwChargePer: charge })
  return { heater, push }
}

describe('a push', () => {
  it('is dropped when it comes again or late, before every listener', async () => {
    const { heater, push } = await listening()
    const heard: string[] = []
    heater.device.on('message', topic => heard.push(topic))
    for (const n of [1, 1, 2, 6, 2, 3, 4, 5, 6, 6, 7]) push(n)
    expect([charges(heater), heard.length, heater.device.latest?.dhwChargePer]).toEqual([[1, 2, 6, 7], 4, 7])
  })

  it('is kept when the same text comes after ten', async () => {
    const { heater, push } = await listening()
    for (let n = 1; n <= 30; n++) push(n, 50)
    expect(heater.statuses).toHaveLength(30)
  })

  it('is lost to a restart of the heater four times at most', async () => {
    const { heater, push } = await listening()
    for (let n = 1; n <= 4; n++) push(n)
    const before = heater.statuses.length
    for (let n = 0; n < 8; n++) push(n, 90 + n)
    expect(heater.statuses.length - before).toBeGreaterThanOrEqual(4)
    expect(heater.device.latest?.dhwChargePer).toBe(97)
  })

  it.each([
    [
      'the heater said that it came',
      (heater: TestHeater) =>
        heater.hear(`evt/52/navilink-${heater.mac}/connection`, { event: { connection: { status: 1 } } }),
    ],
    ['some minutes of silence', (heater: TestHeater) => heater.clock.advance(minutes(4))],
  ])('has a new counter after %s', async (_, restart) => {
    const { heater, push } = await listening()
    for (let n = 1; n <= 4; n++) push(n)
    await restart(heater)
    for (let n = 0; n < 3; n++) push(n, 90 + n)
    expect(charges(heater)).toEqual([1, 2, 3, 4, 90, 91, 92])
  })

  it('of a sequence with duplicates, losses and late ones never moves the newest back', async () => {
    // How many places each is delivered late, and how often: what is more than four behind can't be told from news.
    const delivery = fc.record({ late: fc.integer({ min: 0, max: 4 }), times: fc.integer({ min: 0, max: 3 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 60 }), async deliveries => {
        const { heater, push } = await listening()
        const order = deliveries
          .flatMap(({ late, times }, i) =>
            Array.from({ length: times }, (_, copy) => ({ n: i + 1, at: i + (late * copy) / 3 + late })),
          )
          .toSorted((one, other) => one.at - other.at)
        let newest = 0
        const known = new Set<number>()
        for (const { n } of order) {
          // Within the one digit: neither further behind nor further ahead than it can tell.
          if (newest - n > 4 || n - newest > 5) continue
          push(n)
          newest = Math.max(newest, n)
          known.add(n)
          expect(heater.device.latest?.dhwChargePer).toBe(newest)
        }
        const told = charges(heater)
        expect(told).toEqual([...new Set(told)].toSorted((a, b) => Number(a) - Number(b)))
        expect(known.has(newest) || newest === 0).toBe(true)
        heater.close()
      }),
    )
  })
})

describe('another message', () => {
  it('is dropped when exactly the same comes again', async () => {
    const { heater } = await listening()
    const heard: string[] = []
    heater.device.on('message', (_, { sessionID }) => heard.push(String(sessionID)))
    const say = (sessionID: string | undefined, status: number) =>
      heater.hear(`evt/52/navilink-${heater.mac}/connection`, { sessionID, event: { connection: { status } } })
    say('1758919563000', 0)
    say('1758919563001', 1)
    say('1758919563000', 0)
    expect([heater.device.presence, heard]).toEqual(['online', ['1758919563000', '1758919563001']])
    // Without an id nobody knows that it is the same.
    say(undefined, 0)
    say(undefined, 1)
    say(undefined, 0)
    expect([heater.device.presence, heard.length]).toEqual(['offline', 5])
  })

  it('is an answer that comes twice, or after a newer one', async () => {
    const { heater } = await listening()
    heater.reacts = () => {}
    const first = heater.device.status().catch((error: Error) => error)
    await heater.clock.advance(seconds(31))
    expect(await first).toMatchObject({ name: 'TimeoutError' })
    const second = heater.device.status()
    await heater.clock.settle()
    const [old, fresh] = heater.sent('status').slice(-2)
    if (!old || !fresh) throw new Error('Two questions were expected.')
    heater.fields.dhwChargePer = 80
    heater.echo(fresh)
    heater.echo(fresh)
    expect((await second).dhwChargePer).toBe(80)
    heater.fields.dhwChargePer = 10
    heater.echo(old)
    expect([heater.causes, heater.device.latest?.dhwChargePer]).toEqual([['answer', 'history'], 80])
  })
})

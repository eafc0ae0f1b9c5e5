import { expect, it } from 'vitest'
import { millis, minutes, seconds } from '#time/duration'
import { TestHeater, type TestHeaterOptions } from '../../test/fixtures/test-heater.ts'

async function asked(options?: TestHeaterOptions) {
  const heater = await new TestHeater(options).start()
  heater.link.sent.length = 0
  const start = heater.clock.now()
  const at = (kind: 'status' | 'info') =>
    heater.sent(kind).map(({ envelope }) => Math.floor((Number(envelope.sessionID) - start) / 1000))
  return { heater, at }
}

it('asks every five minutes, beginning somewhere in the first, one task for each kind', async () => {
  const { heater, at } = await asked({ random: () => 0.4 })
  heater.device.startPeriodicRequests('status')
  heater.device.startPeriodicRequests('info', minutes(10))
  await heater.clock.advance(minutes(15))
  expect([at('status'), at('info')]).toEqual([
    [120, 420, 720],
    [240, 840],
  ])
  heater.device.stopPeriodicRequests('status')
  heater.device.stopPeriodicRequests('status')
  await heater.clock.advance(minutes(15))
  expect([at('status').length, at('info').length]).toEqual([3, 3])
  heater.close()
  await heater.clock.settle()
  expect(heater.clock.pending).toBe(0)
})

it('goes on with another period when it is started again', async () => {
  const { heater, at } = await asked({ random: () => 0 })
  heater.device.startPeriodicRequests('status')
  heater.device.startPeriodicRequests('status', seconds(30))
  await heater.clock.advance(seconds(70))
  expect(at('status')).toEqual([0, 30, 60])
  heater.close()
})

it('skips what falls into a time without a link', async () => {
  const { heater, at } = await asked({ random: () => 0.5 })
  heater.device.startPeriodicRequests('status')
  heater.link.lose()
  await heater.clock.advance(minutes(12))
  expect(heater.link.sent).toEqual([])
  heater.link.come()
  await heater.clock.advance(minutes(1))
  // The link's own first question, and then the next of the schedule.
  expect(at('status')).toEqual([720, 750])
  heater.close()
})

it('survives whatever a single one ends in', async () => {
  const { heater, at } = await asked({ random: () => 0 })
  const missed: unknown[] = []
  heater.device.on('missed', error => {
    missed.push(error)
    throw new Error('a listener that throws')
  })
  heater.cloud = async () => Promise.reject(new Error('the cloud is down'))
  heater.device.startPeriodicRequests('status')
  await heater.clock.settle()
  heater.reacts = () => {}
  await heater.clock.advance(minutes(5))
  heater.link.gateway = () => Promise.reject(new Error('refused'))
  await heater.clock.advance(minutes(5))
  heater.link.gateway = async () => {}
  heater.reacts = sent => heater.obey(sent)
  await heater.clock.advance(minutes(5))
  expect([at('status'), missed]).toEqual([
    [0, 300, 600, 900],
    [expect.objectContaining({ name: 'TimeoutError' }), new Error('refused')],
  ])
  heater.close()
})

it('opens the link, and tells when that fails', async () => {
  const missed: unknown[] = []
  const heater = new TestHeater({ listen: () => Promise.reject(new Error('no way')) })
  heater.device.on('missed', error => missed.push(error))
  heater.device.startPeriodicRequests('status')
  await heater.clock.settle()
  expect(missed).toEqual([new Error('no way')])
  heater.close()
})

it.each([0, 999, Number.NaN, Number.POSITIVE_INFINITY])('refuses a period of %d ms', async period => {
  const heater = new TestHeater()
  expect(() => heater.device.startPeriodicRequests('status', millis(period))).toThrow(RangeError)
  expect(heater.clock.pending).toBe(0)
})

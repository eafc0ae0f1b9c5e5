import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { TestHeater } from '../../test/fixtures/test-heater.ts'

/** On the wire's terms: demand and activity, relays, watts. */
const resting = {
  operationBusy: 1,
  operationMode: 0,
  compUse: 1,
  heatUpperUse: 1,
  heatLowerUse: 1,
  currentInstPower: 1,
}
const heatPump = { ...resting, operationBusy: 2, operationMode: 32, compUse: 2, currentInstPower: 430 }
const element = { ...resting, operationBusy: 2, operationMode: 64, heatUpperUse: 2, currentInstPower: 5100 }

async function ready(fields: object) {
  const heater = await new TestHeater().start()
  Object.assign(heater.fields, fields)
  heater.push()
  await heater.clock.settle()
  return heater
}

/** Whether a promise has settled, and with what. */
function follow<Told>(promise: Promise<Told> | undefined) {
  const followed: { told?: Told; settled: boolean } = { settled: false }
  void promise?.then(told => Object.assign(followed, { told, settled: true }))
  return followed
}

describe('the effect of a command', () => {
  it('is told when activity and power show it, not with the echo', async () => {
    const heater = await ready(resting)
    const outcome = await heater.device.setTemperature(60)
    expect(outcome.result).toBe('confirmed')
    const effect = follow(outcome.effect)
    Object.assign(heater.fields, { operationBusy: 2 })
    heater.push()
    await heater.clock.advance(seconds(5))
    expect(effect.settled).toBe(false)
    Object.assign(heater.fields, heatPump)
    heater.push()
    await heater.clock.settle()
    expect(effect.told).toMatchObject({ currentInstPower: 430, compUse: 'on' })
    expect(outcome.effect).toBe(outcome.effect)
  })

  it('may be that nothing has to run', async () => {
    const heater = await ready(resting)
    const effect = follow((await heater.device.setTemperature(40)).effect)
    await heater.clock.advance(seconds(59))
    expect(effect.settled).toBe(false)
    await heater.clock.advance(minutes(1))
    expect(effect.told).toMatchObject({ currentInstPower: 1 })
  })

  it('of another mode is that it heats with what belongs to it', async () => {
    const heater = await ready(heatPump)
    const effect = follow((await heater.device.setMode('electric')).effect)
    await heater.clock.advance(minutes(3))
    expect(effect.settled).toBe(false)
    Object.assign(heater.fields, element)
    heater.push()
    await heater.clock.settle()
    expect(effect.told).toMatchObject({ currentInstPower: 5100 })
  })

  it('is told as none after ten minutes, and when the client is closed', async () => {
    const heater = await ready(heatPump)
    const first = follow((await heater.device.setMode('electric')).effect)
    await heater.clock.advance(minutes(11))
    expect(first).toEqual({ settled: true, told: undefined })
    const second = follow((await heater.device.powerOff()).effect)
    await heater.clock.advance(seconds(4))
    heater.close()
    await heater.clock.settle()
    expect(second).toEqual({ settled: true, told: undefined })
    expect(heater.link.listeners).toBe(0)
  })

  it('asks nothing of the heater while nobody waits for it, nor is it there for what wasn’t confirmed', async () => {
    const heater = await ready(resting)
    const outcome = await heater.device.setTemperature(60)
    const asked = heater.sent('status').length
    expect(JSON.parse(JSON.stringify(outcome))).not.toHaveProperty('effect')
    await heater.clock.advance(minutes(5))
    expect(heater.sent('status')).toHaveLength(asked)
    heater.link.lose()
    const waiting = heater.device.setTemperature(50, { maxAge: seconds(1) })
    await heater.clock.advance(seconds(2))
    expect(await (await waiting).effect).toBeUndefined()
  })
})

describe('settled', () => {
  it('is when compressor and elements stand still', async () => {
    const heater = await ready(heatPump)
    const settled = follow(heater.device.settled())
    await heater.clock.advance(minutes(3))
    expect(settled.settled).toBe(false)
    // The relay is off, and the power says that something still runs.
    Object.assign(heater.fields, { ...resting, currentInstPower: 5100 })
    await heater.clock.advance(minutes(1))
    Object.assign(heater.fields, resting)
    await heater.clock.advance(minutes(1))
    expect(settled.told).toMatchObject({ currentInstPower: 1 })
  })

  it('gives up by its signal', async () => {
    const heater = await ready(heatPump)
    const stop = new AbortController()
    const settled = heater.device.settled({ signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(settled).rejects.toThrow('enough')
  })
})

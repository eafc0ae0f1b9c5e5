/** A gateway that keeps the session hands out what it stored as soon as it took CONNECT, long before it answers SUBSCRIBE. */
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '#time/duration'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  it('is believed in nothing of that, and confirms no command by it', async () => {
    const { clock, cloud, tank, client, heaterOf, wait } = await virtualCloud()
    const navilink = client({ link: { protocol, cleanSession: false, clientId: 'durable' } })
    const heater = await heaterOf(navilink)
    const marks = heard(heater)
    cloud.faults.on('gateway-away')
    cloud.dropConnections()
    await clock.advance(seconds(5))
    tank?.panel.setTemperature(55)
    for (const mark of upTo(20)) push(tank, mark)
    tank?.panel.setTemperature(48)
    // What it says in answer to the command takes a while, and a status as well.
    cloud.faults.on('heater-delays', { delay: seconds(8) })
    cloud.faults.on('suback-late', { delay: seconds(4), duration: minutes(5) })
    const command = heater.setTemperature(55)
    cloud.faults.off('gateway-away')
    await clock.until(() => navilink.link.state === 'online', minutes(2))
    expect(navilink.link.health().received.messages).toBeGreaterThan(5)
    expect(heater.latest?.dhwTemperatureSetting).not.toBe(55)
    expect(marks).toEqual([])
    expect(await wait(command)).toMatchObject({ result: 'confirmed', status: { about: { cause: 'answer' } } })
    expect(heater.latest?.dhwTemperatureSetting).toBe(55)
  })
})

/** An account with more heaters than one connection has room for: two connections that look like one. */
import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { heard, push, upTo, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  it('hears and commands each of twenty, beside filters of the user’s, through drops, renewals and replacements', async () => {
    const heaters = upTo(20).map(() => ({ household: 'nobody' as const }))
    const { clock, cloud, client, wait, signIns } = await virtualCloud({
      accounts: [{ heaters }],
      heaterTick: minutes(1),
    })
    const [account] = cloud.accounts
    const navilink = client({
      link: { protocol },
      ...(account ? { email: account.email, password: account.password } : {}),
    })
    const devices = await wait(navilink.devices())
    expect(devices).toHaveLength(20)
    await wait(devices[0]?.status() ?? Promise.reject())
    expect(navilink.link.state).toBe('online')
    for (const device of devices) await wait(device.status())
    const own: string[] = []
    for (const i of upTo(40)) await wait(navilink.link.subscribe(`own/${i}`, topic => own.push(topic)))
    expect(cloud.connections.length).toBe(3)
    const marks = devices.map(device => heard(device))
    const round = async (mark: number) => {
      for (const heater of cloud.heaters) push(heater, mark)
      for (const i of upTo(40)) void navilink.link.publish(`own/${i}`, { mark })
      await clock.advance(minutes(1))
    }
    await round(1)
    cloud.dropConnections()
    await clock.until(() => navilink.link.state === 'online', minutes(1))
    await clock.advance(seconds(20))
    await round(2)
    await clock.advance(hours(25))
    expect(navilink.link.health()).toMatchObject({ state: 'online', replacements: 3 })
    await round(3)
    expect(marks).toEqual(devices.map(() => [1, 2, 3]))
    expect(own).toHaveLength(120)
    expect(new Set(own).size).toBe(40)
    const outcomes = await wait(Promise.all(devices.map(device => device.setTemperature(51))))
    expect(outcomes.map(({ result }) => result)).toEqual(devices.map(() => 'confirmed'))
    expect(navilink.link.health().subscriptions.every(({ state }) => state === 'granted')).toBe(true)
    expect(signIns()).toBe(1)
    const renewals = [...cloud.requestCounts].filter(([call]) => call.includes('refresh'))
    // Once an hour for the keys of all connections together.
    for (const [, count] of renewals) expect(count).toBeLessThan(32)
  })
})

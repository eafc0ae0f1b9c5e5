/** What becomes of subscriptions in long outages: the link comes back hearing everything, or it isn't online. */
import { describe, expect, it } from 'vitest'
import { hours, minutes, seconds } from '#time/duration'
import { push, versions, virtualCloud } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async () => {
    const virtual = await virtualCloud()
    const navilink = virtual.client({ link: { protocol } })
    const heater = await virtual.heaterOf(navilink)
    const ungranted = () => navilink.link.health().subscriptions.filter(({ state }) => state !== 'granted')
    return { ...virtual, navilink, heater, ungranted }
  }

  it('asks a new connection for everything, however long the ones before it gave no SUBACK', async () => {
    const { clock, cloud, navilink, heater, ungranted } = await setUp()
    cloud.faults.on('suback-missing')
    cloud.dropConnections()
    await clock.advance(hours(3))
    expect(navilink.link.state).not.toBe('online')
    cloud.faults.off()
    await clock.until(() => navilink.link.state === 'online', minutes(5))
    await clock.advance(seconds(30))
    expect(ungranted()).toEqual([])
    expect(heater.latest).toBeDefined()
  })

  it.each([minutes(1), minutes(20), hours(5)])(
    'hears everything after a storm of %i ms that let no SUBACK through',
    async length => {
      const { clock, cloud, tank, navilink, heater, ungranted } = await setUp()
      cloud.faults.on('suback-late', { delay: seconds(1) })
      cloud.faults.on('storm')
      cloud.dropConnections()
      await clock.advance(length)
      expect(navilink.link.state).not.toBe('online')
      expect(navilink.link.health().attempts).toBeGreaterThan(10)
      cloud.faults.off()
      await clock.until(() => navilink.link.state === 'online', minutes(3))
      await clock.advance(seconds(10))
      expect(ungranted()).toEqual([])
      let heard = 0
      heater.on('status', ({ about }) => about.cause === 'push' && heard++)
      push(tank, 1)
      await clock.advance(seconds(1))
      expect(heard).toBe(1)
    },
  )
})

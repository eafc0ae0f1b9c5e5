/** The rows of the reliability list about single settings: a vacation that isn't taken, and a number that once meant another thing. */
import { describe, expect, it } from 'vitest'
import { days } from '#time/duration'
import { scannedCloud } from '../fixtures/scanned-cloud.ts'
import { versions } from '../fixtures/virtual-cloud.ts'

describe.each(versions)('over MQTT %s', protocol => {
  const setUp = async () => {
    const virtual = await scannedCloud({ heaters: [{ household: 'nobody', past: 'year' }] })
    const { tank } = virtual
    if (!tank) throw new Error('There is no heater.')
    return { ...virtual, tank, heater: await virtual.heaterOf(virtual.client({ link: { protocol } })) }
  }

  it('row 38: a vacation that the heater acknowledges and doesn’t begin is not called done', async () => {
    const { wait, cloud, clock, tank, heater } = await setUp()
    const ignored = cloud.faults.on('heater-ignores')
    expect(await wait(heater.startVacation(7))).toMatchObject({
      result: 'unconfirmed',
      attempts: 1,
      status: { dhwOperationSetting: 'heat-pump', vacationDaySetting: 0 },
      reason: 'The heater spoke, but did not show the setting in time.',
    })
    expect(tank.machine.controller.settings.mode).toBe('heat-pump')
    ignored()
    const outcome = await wait(heater.startVacation(7))
    expect(outcome).toMatchObject({
      result: 'confirmed',
      status: { dhwOperationSetting: 'vacation', vacationDaySetting: 7 },
    })
    await clock.advance(days(2.1))
    expect(await wait(heater.status())).toMatchObject({ dhwOperationSetting: 'vacation', vacationDayElapsed: 2 })
    expect(await wait(heater.setVacationDays(9))).toMatchObject({
      result: 'confirmed',
      status: { dhwOperationSetting: 'vacation', vacationDaySetting: 9 },
    })
    expect(await wait(heater.endVacation())).toMatchObject({ result: 'confirmed', value: 'heat-pump' })
  })

  it('row 40: the anti-legionella cycle goes off without a word to the air filter', async () => {
    const { wait, heater } = await setUp()
    expect(await wait(heater.antiLegionellaOn(7))).toMatchObject({
      result: 'confirmed',
      status: { antiLegionellaUse: 'on', antiLegionellaPeriod: 7 },
    })
    const { cumulatedOpTimeEvaFan: fanHours = 0 } = await wait(heater.status())
    expect(fanHours).toBeGreaterThan(0)
    expect(await wait(heater.antiLegionellaOff())).toMatchObject({
      result: 'confirmed',
      status: { antiLegionellaUse: 'off', cumulatedOpTimeEvaFan: fanHours },
    })
    expect(await wait(heater.resetAirFilter())).toMatchObject({
      result: 'confirmed',
      status: { antiLegionellaUse: 'off', cumulatedOpTimeEvaFan: 0 },
    })
  })
})

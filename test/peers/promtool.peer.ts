/** What Prometheus' own tool says of our page of metrics. */
import { describe, expect, it } from 'vitest'
import { AskedStation } from '../fixtures/asked-station.ts'
import { baseStatus } from '../fixtures/frames.ts'
import { checkMetrics, findPromtool } from './promtool.ts'

const newer = {
  ...{ dhwOperationBusy: 2, minorCode: 0, heatMinOpTemperature: 81, freezeProtectionTempMin: 12 },
  ...{ freezeProtectionTempMax: 20, recircOperationMode: 1, recircPumpOperationStatus: 1, recircHotBtnReady: 1 },
  ...{ recircOperationReason: 1, recircErrorStatus: 0, recircOperationBusy: 2, recircReservationUse: 1 },
  ...{ recircDhwFlowRate: 12, recircTempSetting: 80, recircTemperature: 70, recircFaucetTemperature: 60 },
}

describe('promtool check metrics', () => {
  const promtool = findPromtool()

  it('has nothing to say of all that a station tells', async () => {
    const asked = await AskedStation.open()
    await asked.station.hear({ ...baseStatus, ...newer })
    await asked.ask(`/api/v1/heaters/${asked.id}/commands/powerOn`, { body: {} })
    const alert = { id: 'a', rule: 'leak', severity: 'alarm', since: 0, text: 'Wet.', told: 0 } as const
    await asked.station.store.write({ alerts: [alert] })
    const page = await (await asked.ask('/metrics')).text()
    expect(page).toContain('navilink_recirc_faucet_temperature_celsius')
    expect(checkMetrics(promtool, page)).toBe('')
  })

  it('would say something', () => {
    expect(checkMetrics(promtool, '# HELP x_minutes X.\n# TYPE x_minutes gauge\nx_minutes 1\n')).toContain('x_minutes')
    expect(checkMetrics(promtool, 'x{ 1\n')).toContain('error')
  })
})

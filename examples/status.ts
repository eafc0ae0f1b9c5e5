/** How much hot water is left, and what heats it. */
import { explainFault, heating, NaviLinkClient, NaviLinkConfig, usableEnergy } from 'navilink'

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  const status = await heater.status()
  console.log(
    `${heater.name}: ${status.dhwChargePer} % left, ${status.dhwTemperature} °C of ${status.dhwTemperatureSetting} °C`,
  )
  console.log(`usable: ${((usableEnergy(status) ?? 0) / 1000).toFixed(1)} kWh`)
  console.log(`heats: ${heating(status)}, ${status.currentInstPower} W, chosen: ${status.dhwOperationSetting}`)
  if (status.errorCode) console.log(`fault: ${explainFault(status.errorCode, status.subErrorCode)}`)
} finally {
  await client.close()
}

/** All heaters of an account at once, each with its own troubles. */
import { NaviLinkClient, NaviLinkConfig, type NaviLinkDevice, seconds } from 'navilink'

async function lineOf(heater: NaviLinkDevice): Promise<string> {
  // Other products are listed too; this library can't talk to them.
  if (!heater.supported) return heater.modelName
  const { connected } = await heater.connectivity()
  if (!connected) return 'offline'
  const { dhwChargePer, dhwTemperature, currentInstPower } = await heater.status({
    signal: AbortSignal.timeout(20_000),
  })
  return `${dhwChargePer} %, ${dhwTemperature} °C, ${currentInstPower} W`
}

const client = new NaviLinkClient({ ...NaviLinkConfig.fromEnvironment(), timeout: seconds(15) })
try {
  const heaters = await client.devices()
  // One connection serves all; one that fails doesn't stop the others.
  const lines = await Promise.allSettled(heaters.map(lineOf))
  for (const [index, heater] of heaters.entries()) {
    const line = lines[index]
    const said = line?.status === 'fulfilled' ? line.value : `failed: ${line?.reason.message}`
    console.log(`${heater.name.padEnd(16)} ${heater.macAddress}  ${said}`)
  }
} finally {
  await client.close()
}

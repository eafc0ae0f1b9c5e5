/** Follows a heater until Ctrl-C: every status that it sends, asked for or not. */
import { heating, NaviLinkClient, NaviLinkConfig, seconds } from 'navilink'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  // The loop outlives every outage: what could not be asked is told as `missed`, and the connection comes back by itself.
  heater.on('missed', error => console.log('missed:', error instanceof Error ? error.message : error))
  for await (const status of heater.watch({ interval: seconds(10), signal: stop.signal })) {
    const { at, cause } = status.about
    console.log(
      `${at.toISOString()} ${cause}: ${status.dhwChargePer} %, ${heating(status)}, ${status.currentInstPower} W`,
    )
  }
} finally {
  await client.close()
}

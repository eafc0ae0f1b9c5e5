/** Sets setpoint and mode, and tells what became of it: sent is not done. */
import { type CommandOutcome, NaviLinkClient, NaviLinkConfig, seconds, UnsupportedError } from 'navilink'

/** Outcomes aren't exceptions: only `confirmed` says that the heater itself shows the setting. */
function tell({ command, value, result, took, reason }: CommandOutcome): void {
  console.log(`${command} ${value ?? ''}: ${result} after ${took / 1000} s. ${reason ?? ''}`)
  if (result !== 'confirmed') process.exitCode = 1
}

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  await heater.info() // so that the limits below are this heater's own
  const { modes, setpoint } = heater.capabilities ?? {}
  console.log(`modes: ${modes?.join(', ')}; setpoint: ${setpoint?.lowest} to ${setpoint?.highest} °C`)

  // What would be sent, without sending it.
  const { topic, envelope } = await heater.drawUp('dhwMode', 'energy-saver')
  console.log(topic, JSON.stringify(envelope.request))

  tell(await heater.setMode('energy-saver', { deadline: seconds(30) }))
  tell(await heater.setTemperature({ fahrenheit: 125 }))
  await heater.setTemperature(80).catch(error => console.log(`80 °C: ${error.message}`))
} catch (error) {
  if (!(error instanceof UnsupportedError)) throw error
  console.log(error.message) // what this heater hasn't got, and what it has
  process.exitCode = 2
} finally {
  await client.close()
}

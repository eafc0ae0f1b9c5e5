/** What an outage looks like: link and heater are two facts. Until Ctrl-C. `node offline.ts [SECONDS [PATIENCE]]` */
import { ConnectionError, NaviLinkClient, NaviLinkConfig, seconds, TimeoutError } from 'navilink'

const [pause = '10', patience = '30'] = process.argv.slice(2)
const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const say = (...words: unknown[]) => console.log(new Date().toISOString().slice(11, 19), ...words)

const client = new NaviLinkClient({ ...NaviLinkConfig.fromEnvironment(), timeout: seconds(Number(patience)) })
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  client.link.on('state', (state, { cause }) => say('link:', state, cause?.message ?? ''))
  heater.on('online', () => say('heater: online'))
  heater.on('stale', () => say('heater: left three questions unanswered'))
  heater.on('offline', () => say('heater: offline'))

  while (!stop.signal.aborted) {
    try {
      const { dhwChargePer } = await heater.status({ signal: stop.signal })
      say(`${dhwChargePer} %`)
    } catch (error) {
      if (stop.signal.aborted) break
      // These pass by themselves; whatever else comes is somebody's business.
      if (!(error instanceof TimeoutError || error instanceof ConnectionError)) throw error
      say('no answer:', error.message)
      // Nothing is sent late to a heater that nobody reaches. This sets what is set already, so it does no harm.
      const setpoint = heater.latest?.dhwTemperatureSetting ?? 50
      const { result, reason } = await heater.setTemperature(setpoint, { maxAge: seconds(1), deadline: seconds(3) })
      say('a command:', result, reason ?? '')
    }
    await new Promise(resolve => setTimeout(resolve, Number(pause) * 1000))
  }
} finally {
  await client.close()
}

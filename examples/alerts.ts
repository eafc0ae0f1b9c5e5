/** Says when something is wrong, and when it is over. Until Ctrl-C. `node alerts.ts [LOWEST_CHARGE [SECONDS]]` */
import { explainFault, NaviLinkClient, NaviLinkConfig, type Reading, seconds } from 'navilink'
import { elementRuns } from 'navilink/schema'

const [lowCharge, interval] = [Number(process.argv[2] ?? 30), Number(process.argv[3] ?? 60)]

/** A sentence while it is so, nothing while it isn't. What the heater doesn't tell is no alarm. */
const rules: Record<string, (status: Reading) => string | undefined> = {
  fault: ({ errorCode, subErrorCode }) => (errorCode ? explainFault(errorCode, subErrorCode) : undefined),
  leak: ({ wtrOvrSensorUse }) => (wtrOvrSensorUse === 'on' ? 'There is water where none should be.' : undefined),
  charge: ({ dhwChargePer = 100 }) => (dhwChargePer < lowCharge ? `Only ${dhwChargePer} % is left.` : undefined),
  element: status => (elementRuns(status) ? `An element runs, ${status.currentInstPower} W.` : undefined),
  filter: ({ airFilterAlarmPeriod = 0, cumulatedOpTimeEvaFan = 0 }) =>
    airFilterAlarmPeriod > 0 && cumulatedOpTimeEvaFan >= airFilterAlarmPeriod ? 'Clean the air filter.' : undefined,
}

/** Put your own way here: a message to a phone, a line in a log. */
const notify = (text: string) => console.log(text)

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
const raised = new Set<string>()
const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  heater.on('offline', () => notify('offline: the heater can’t be reached.'))
  heater.on('online', () => notify('online: the heater is there.'))
  for await (const status of heater.watch({ interval: seconds(interval), signal: stop.signal }))
    for (const [name, rule] of Object.entries(rules)) {
      const wrong = rule(status)
      if (wrong !== undefined && !raised.has(name)) notify(`${name}: ${wrong}`)
      if (wrong === undefined && raised.has(name)) notify(`${name}: over.`)
      if (wrong === undefined) raised.delete(name)
      else raised.add(name)
    }
} finally {
  await client.close()
}

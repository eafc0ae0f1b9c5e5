/** The gateway goes away for 20 s, and all wait at once: how long after its return each has a status again, in real time. */
import { seconds } from '#time/duration'
import { startCloud } from './cloud.ts'
import { Fleet, recovery } from './fleet.ts'
import { asSeconds, median, worst } from './spread.ts'

const clients = 100
const away = seconds(20)
/** In the first minutes of an outage no wait is longer than 8 s. */
const bound = 9

export async function gatewayAwayBench(): Promise<string> {
  await using cloud = await startCloud(clients)
  await using fleet = new Fleet(cloud.url, clients)
  const owners = await fleet.open()
  const backs = owners.map(owner => recovery(owner, Date.now))
  const gone = await cloud.strike(['gateway-away', { duration: away }], ['drop'])
  const after = (await Promise.all(backs)).map(({ status }) => status - gone - away)
  return (
    `gateway away for ${away / 1000} s, ${clients} clients waiting: first status ${asSeconds(median(after))} after its return ` +
    `(median), at worst ${asSeconds(worst(after))} (bound ${bound} s)`
  )
}

if (import.meta.main) process.stdout.write(`${await gatewayAwayBench()}\n`)

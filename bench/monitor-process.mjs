/** The monitor of the command line for an hour of heater time, without its flags: prints its resident memory as JSON. */
import { watchTank } from '#cli/watch-tank'
import { NaviLinkClient } from '#heater/client'
import { resolveSettings } from '#heater/settings'
import { standardColumns } from '#station/csv-columns'
import { fastClock, wallClock } from '#time/clock'
import { hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'

const [url = '', speed = '', start = '', file = ''] = process.argv.slice(2)
const clock = fastClock(wallClock, Number(speed), Number(start))
await using client = new NaviLinkClient({
  email: 'owner@example.com',
  password: 'warm-enough',
  cloud: url,
  heaterClock: clock,
})
const [heater] = await client.devices()
if (!heater) throw new Error('The simulated account has no heater.')
const before = process.memoryUsage.rss()
await watchTank(
  { settings: resolveSettings([]), log: silentLogger, signal: new AbortController().signal },
  {
    heater,
    client,
    clock,
    interval: minutes(1),
    duration: hours(1),
    csv: { path: file, name: file, columns: standardColumns },
    show: () => {},
    warn: () => {},
  },
)
process.stdout.write(JSON.stringify({ before, after: process.memoryUsage.rss() }))

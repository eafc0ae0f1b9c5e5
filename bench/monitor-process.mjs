/** The monitor of the command line for an hour of heater time, without its flags: tells its parent its resident memory, and ends with it. */
import { CsvRecord } from '#cli/watching/csv-record'
import { watchTank } from '#cli/watching/watch-tank'
import { NaviLinkClient } from '#heater/client'
import { standardColumns } from '#station/csv-columns'
import { fastClock, wallClock } from '#time/clock'
import { hours, minutes } from '#time/duration'
import { silentLogger } from '#wire/logger'

process.on('disconnect', () => process.exit())
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
const record = await CsvRecord.open({ path: file, name: file, columns: standardColumns }, 'us')
await watchTank(
  {
    heater,
    client,
    logger: silentLogger,
    clock,
    wallClock,
    interval: minutes(1),
    duration: hours(1),
    record,
    show: () => {},
    warn: () => {},
  },
  new AbortController().signal,
)
process.send({ before, after: process.memoryUsage.rss() })
process.disconnect()

/** Gives the heater a time-of-use plan, cheap nights and dear evenings, and tells the price now. `node tou.ts ZIP` */
import { NaviLinkClient, NaviLinkConfig } from 'navilink'
import { allMonths, type TouPeriod, weekdays } from 'navilink/schema'

const [zipCode = '94903'] = process.argv.slice(2)

const period = (start: string, end: string, price: string): TouPeriod => ({
  months: allMonths,
  days: weekdays,
  start,
  end,
  priceMin: price,
  priceMax: price,
})
// Windows end with their last minute and don't cross midnight. The heater acts in the dearest one only.
const periods = [period('00:00', '15:59', '0.21'), period('16:00', '20:59', '0.46'), period('21:00', '23:59', '0.21')]

const client = new NaviLinkClient(NaviLinkConfig.fromEnvironment())
try {
  const [heater] = await client.devices()
  if (!heater) throw new Error('There is no heater in this account.')

  const before = await heater.tou.read()
  console.log(before ? `plan: ${before.name}, ${before.periods.length} periods` : 'no plan yet')

  const plan = { periods, zipCode, name: 'Evening peak', utility: 'My utility' }
  const outcome = await heater.tou.apply(plan, { enable: true })
  console.log(`${outcome.result}, ${outcome.registered ? 'and the cloud keeps a copy' : 'without a copy in the cloud'}`)
  if (outcome.result !== 'confirmed') throw new Error(outcome.reason)

  // The heater tells neither its clock nor its time zone; by default it is this machine's.
  const now = await heater.tou.now({ timeZone: 'America/Los_Angeles' })
  const { price, next } = now ?? {}
  console.log(`now ${price?.priceMin} a kWh, ${price?.rank}; in ${next?.inMinutes} min ${next?.price?.priceMin}`)
} finally {
  await client.close()
}

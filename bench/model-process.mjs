/** The process of the model: heaters through days, a minute a step, with a family and a climate. Tells its parent what that took. */
import { surroundings, weatherOf } from '#physics/house/house'
import { household } from '#physics/house/household'
import { initialMachine } from '#physics/machine'
import { run } from '#physics/run'

const from = Date.UTC(2026, 0, 1) / 1000
const day = 86_400

/** Processor time, ms, for what else runs on the machine is no matter here. */
function timed(days) {
  const { air, humidity, inlet } = weatherOf('sacramento', 'garage', { seed: 7 })
  const home = surroundings({ draws: household('family', { seed: 7 }), air, humidity, inlet })
  const machine = initialMachine({ mode: 'energy-saver', setpoint: 51.7 })
  const start = process.cpuUsage()
  const { electricity } = run(machine, home, { from, seconds: days * day })
  const { user, system } = process.cpuUsage(start)
  return { took: (user + system) / 1000, electricity }
}

process.on('disconnect', () => process.exit())
const before = process.memoryUsage.rss()
// So that what is compiled on the way counts for neither.
timed(365)
const month = []
const year = []
let electricity = 0
for (let i = 0; i < Number(process.argv[2]); i++) {
  month.push(timed(30).took)
  const whole = timed(365)
  year.push(whole.took)
  electricity = whole.electricity
}
process.send({ month, year, largest: process.resourceUsage().maxRSS * 1024, before, electricity })
process.disconnect()

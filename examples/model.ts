/** A year of a family of four in Sacramento, on no heater at all: what a warmer setpoint costs. `node model.ts` */
import { household, initialMachine, run, surroundings, weatherOf } from 'navilink/physics'

const from = Date.UTC(2026, 0, 1) / 1000
const year = 365 * 86_400
const house = surroundings({
  draws: household('family', { seed: 7 }),
  ...weatherOf('sacramento', 'garage', { seed: 7 }),
})

for (const setpoint of [49, 52, 55]) {
  const heater = initialMachine({ size: '65-gal', mode: 'heat-pump', setpoint })
  const { electricity, heatPumpHeat, heatPumpEnergy, delivered, lost, coldLitres } = run(heater, house, {
    from,
    seconds: year,
  })
  const kWh = (wattHours: number) => `${(wattHours / 1000).toFixed(0)} kWh`
  console.log(
    `${setpoint} °C: ${kWh(electricity)} for ${kWh(delivered)} of hot water,`,
    `${kWh(lost)} lost, COP ${(heatPumpHeat / heatPumpEnergy).toFixed(2)}, ${coldLitres.toFixed(0)} L too cold`,
  )
}

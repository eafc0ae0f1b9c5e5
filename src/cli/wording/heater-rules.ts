/** What both a scenario of the model and a simulated heater may say of a heater and its house: each name has its unit, each value its range. */
import { setpointRange } from '#physics/controller/settings'
import { places } from '#physics/house/climates'
import { rooms } from '#physics/house/room'
import { limits } from '#physics/limits'
import { file, number, oneOf, temperature } from './rule.ts'

/** What a setpoint can be by the data plate, °C. */
export const setpoints = { least: setpointRange.lowest, most: setpointRange.highest } as const

const people = ['family', 'couple', 'nobody', 'us-very-small', 'us-low', 'us-medium', 'us-high'] as const
const counts = [1, 2, 3, 4, 5, 6] as const
const profiles = people.join(', ')

/** In which the two differ: what holds when nothing is said, and how warm a tank may be. */
export interface Usual {
  readonly setpoint: string
  readonly climate: string
  readonly air: string
  readonly inlet: string
  /** °C. */
  readonly tank: { readonly least: number; readonly most: number }
}

export const heaterRules = (usual: Usual) => ({
  tank_gal: oneOf([50, 65, 80], 'Size of the tank by its label. 65 when left out'),
  set: oneOf(
    ['rated', 'field'],
    'Numbers of the heat pump: rated meets the published ratings, field (when left out) is what one home measured',
  ),
  parameters_file: file('What navilink model fit learned of a heater'),
  element_v: oneOf(
    [208, 240],
    'Voltage of the elements: 3755 W at 208 V, 5000 W at 240 V (when left out)',
    '208 or 240 V',
  ),
  mode: oneOf(
    ['heat-pump', 'energy-saver', 'high-demand', 'electric', 'off'],
    'In which it begins. heat-pump when left out',
  ),
  ...temperature('setpoint', setpoints, `Setpoint with which it begins; ${usual.setpoint}`),
  ...temperature('minimum_temperature', setpoints, 'Lowest setpoint, as its installer set it; 35 °C when left out'),
  ...temperature(
    'upper',
    usual.tank,
    'Upper half of the tank at the beginning; half a kelvin below the setpoint when left out',
  ),
  ...temperature('lower', usual.tank, 'Lower half at the beginning; 8 K below the setpoint when left out'),

  profile: oneOf(
    [...people, ...counts],
    `Who draws water: ${profiles}, or so many people. us-… are the patterns of the US test, from 06:00 on. family when left out`,
    `${profiles}, or 1 to ${counts.length} people`,
  ),
  draws_file: file('Draws of one’s own, as CSV: start, litres or gallons, a flow or a duration, at'),
  climate: oneOf(places, `A place, for air, humidity and cold water${usual.climate}`),
  room: oneOf(rooms, 'Where in that place it stands. garage when left out'),
  weather_file: file('Air, cold water and humidity of one’s own, as CSV: time, and air_c, inlet_c, humidity'),
  ...temperature('air', limits.air, `Air around the heater all the time; ${usual.air}`),
  humidity_percent: number(limits.humidity.least, limits.humidity.most, '%', 'Relative humidity of that air, %'),
  ...temperature('inlet', limits.inlet, `Cold water all the time; ${usual.inlet}`),
})

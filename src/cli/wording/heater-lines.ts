/** Flags that say the same of a heater and its house wherever one is modelled. */
import type { heaterRules } from './heater-rules.ts'
import { wordedFlags } from './worded-flag.ts'

export type HeaterKey = keyof ReturnType<typeof heaterRules>

const { asIs, line, number, word, wordOrNumber } = wordedFlags<HeaterKey>()

// biome-ignore format: a flag is a line
export const heaterLines = {
  tank: line('--tank <gallons>', '50, 65 or 80 (default: 65)', number('tank_gal', 'gal')),
  set: line('--set <name>', 'rated, by the published ratings, or field, as one home measured (default)', word('set')),
  parameters: line('--parameters <file>', 'what navilink model fit learned of your heater', asIs('parameters_file')),
  element: line('--element <volts>', '208V or 240V (default: 240V)', number('element_v', 'V')),
  mode: line('--mode <mode>', 'heat-pump (default), energy-saver, high-demand, electric or off', word('mode')),
  profile: line('--profile <who>', 'family (default), couple, nobody, 1 to 6, us-very-small, -low, -medium, -high', wordOrNumber('profile')),
  draws: line('--draws <file>', 'draws of your own instead: a CSV with start, litres, flow_l_min, …', asIs('draws_file')),
  room: line('--room <room>', 'garage (default), basement or room there', word('room')),
  weather: line('--weather <file>', 'weather of your own: a CSV with time, air_c, inlet_c, humidity', asIs('weather_file')),
} as const

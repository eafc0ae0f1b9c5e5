/** A simulated heater of what was said of it in words. */
import { setpointRange } from '#physics/controller/settings'
import type { Defect } from '#physics/defects'
import { elementPowers } from '#physics/parameters'
import type { HeaterOptions } from '#simulator/options'
import { minutes } from '#time/duration'
import { parseParameters } from '../wording/parameters-file.ts'
import { short, temperatureOf } from '../wording/temperature-words.ts'
import { homeOf } from './heater-home.ts'
import { plansOf } from './heater-plans.ts'
import type { HeaterWords, Teller } from './heater-words.ts'
import { offsetOf, zoneOf } from './heater-zone.ts'
import { type ToldHeater, temperatureWord } from './told-heater.ts'

/** °C, where nothing else is said. */
const usualSetpoint = 54.5

/** @throws UsageError for what doesn't go together, and for files that can't be used. */
export async function heaterOptions(told: ToldHeater): Promise<HeaterOptions> {
  const { words, teller } = told
  const timeZone = zoneOf(words, teller)
  const setpoints = setpointsOf(words, teller.refusal)
  const { setpoint = usualSetpoint } = setpoints
  return {
    ...(await homeOf(told, { utcOffset: offsetOf(timeZone), setpoint })),
    ...(await plansOf(told, setpoints)),
    ...setpoints,
    ...(await machineOf(words, teller)),
    ...sameNames(words),
    ...(timeZone !== undefined && { timeZone }),
    ...(words.clock_offset_min !== undefined && { clockOffset: minutes(words.clock_offset_min) }),
    ...(words.without && { capabilities: Object.fromEntries(words.without.map(name => [name, false] as const)) }),
    ...(words.defects && { defects: words.defects as readonly Defect[] }),
  }
}

/** What the simulator calls as a file does, and what only the spelling tells apart. */
const sameNames = (words: HeaterWords): HeaterOptions => ({
  ...(words.name !== undefined && { name: words.name }),
  ...(words.mac_address !== undefined && { macAddress: words.mac_address }),
  ...(words.firmware && { firmware: words.firmware }),
  ...(words.recirculation !== undefined && { recirculation: words.recirculation }),
  ...(words.setpoint_step && { setpointStep: words.setpoint_step }),
  ...(words.panel_unit && { temperatureUnit: words.panel_unit }),
  ...(words.connected !== undefined && { connected: words.connected }),
  ...(words.jitter !== undefined && { jitter: words.jitter }),
  ...(words.waiting_firmware && {
    downloadedFirmware: words.waiting_firmware.map(({ part, version }) => ({ swCode: part, swVersion: version })),
  }),
  ...(words.demand_response !== undefined && { demandResponse: words.demand_response }),
  ...(words.past && { past: words.past }),
  ...(words.mode && { mode: words.mode }),
  ...(words.set && { set: words.set }),
})

/** In the heater's half degrees, as far as they were told. */
function setpointsOf(words: HeaterWords, refusal: Teller['refusal']) {
  const half = (name: string) => {
    const celsius = temperatureOf(words, name)
    return celsius === undefined ? undefined : Math.round(celsius * 2) / 2
  }
  const [minimumOperation, highestSetpoint] = [half('minimum_temperature'), half('highest_temperature')]
  const lowest = minimumOperation ?? setpointRange.lowest
  const highest = highestSetpoint ?? setpointRange.highest
  if (lowest > highest)
    throw refusal(
      temperatureWord(words, 'minimum_temperature'),
      `it must be ${highest} °C at most, the highest setpoint`,
    )
  const told = half('setpoint')
  if (told !== undefined && (told < lowest || told > highest))
    throw refusal(temperatureWord(words, 'setpoint'), `it must be ${lowest} to ${highest} °C, as its limits are`)
  const setpoint = told ?? Math.min(highest, Math.max(lowest, usualSetpoint))
  const upper = temperatureOf(words, 'upper')
  const lower = temperatureOf(words, 'lower')
  const top = upper ?? setpoint - 0.5
  if (lower !== undefined && lower > top)
    throw refusal(temperatureWord(words, 'lower'), `it must be ${short(top)} °C at most, as above it`)
  return {
    ...(setpoint !== usualSetpoint && { setpoint }),
    ...(minimumOperation !== undefined && { minimumOperation }),
    ...(highestSetpoint !== undefined && { highestSetpoint }),
    ...(upper !== undefined && { upper }),
    ...(lower !== undefined && { lower }),
  }
}

/** Size, set, and what was learned of it. */
async function machineOf(words: HeaterWords, { refusal, read }: Teller): Promise<HeaterOptions> {
  const { tank_gal: gallons, element_v: volts, parameters_file: name } = words
  const fitted = name === undefined ? undefined : parseParameters(name, await read('parameters_file'))
  const told = gallons === undefined ? undefined : (`${gallons}-gal` as const)
  if (told !== undefined && fitted?.size !== undefined && fitted.size !== told)
    throw refusal('tank_gal', `it must be ${Number.parseInt(fitted.size, 10)}, of which the fitted parameters are`)
  const size = told ?? fitted?.size
  const parameters = { ...fitted?.parameters, ...(volts !== undefined && { elementPower: elementPowers[`${volts}V`] }) }
  return {
    ...(size && { size }),
    ...(fitted?.set && { set: fitted.set }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  }
}

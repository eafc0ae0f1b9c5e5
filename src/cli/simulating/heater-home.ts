/** The house of a simulated heater: who draws its water, the air around it, and the cold water. */
import type { HouseholdProfile } from '#physics/house/household'
import type { UtcOffset } from '#physics/house/wall-time'
import type { HeaterOptions } from '#simulator/options'
import { givenDraws, givenWeather } from '../wording/house-files.ts'
import { short, temperatureOf } from '../wording/temperature-words.ts'
import { usualClimate } from './heater-words.ts'
import { type ToldHeater, temperatureWord } from './told-heater.ts'

interface Place {
  readonly utcOffset: UtcOffset
  /** °C */
  readonly setpoint: number
}

/** A draw later than this nobody waits for: 2100. */
const endOfTime = 4_102_444_800

/** @throws UsageError for files that can't be used, and for cold water that is warm. */
export async function homeOf(told: ToldHeater, place: Place): Promise<HeaterOptions> {
  const { words, teller, begins } = told
  const { climate = usualClimate, room, humidity_percent: humidity, seed, profile } = words
  const where = { read: teller.read, offset: place.utcOffset }
  const measured = await givenWeather(words, { ...where, span: { from: begins, to: begins } })
  const draws = await givenDraws(words, { ...where, span: { from: begins, to: endOfTime } })
  const [air, inlet] = [temperatureOf(words, 'air'), temperatureOf(words, 'inlet')]
  if (inlet !== undefined && inlet >= place.setpoint)
    throw teller.refusal(temperatureWord(words, 'inlet'), `it must be below the setpoint, ${short(place.setpoint)} °C`)
  return {
    climate,
    ...measured,
    ...(room && { room }),
    ...(air !== undefined && { air }),
    ...(inlet !== undefined && { inlet }),
    ...(humidity !== undefined && { humidity }),
    ...(seed !== undefined && { seed }),
    ...(draws ? { draws } : profile !== undefined && { household: profile as HouseholdProfile }),
  }
}

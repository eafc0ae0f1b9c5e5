/** The house of a simulated heater: who draws its water, the air around it, and the cold water. */
import { type DayPattern, patternDraws } from '#physics/house/day-patterns'
import { drawsOutside, fileDraws, parseDrawsFile } from '#physics/house/draws-file'
import type { HouseholdProfile } from '#physics/house/household'
import type { UtcOffset } from '#physics/house/wall-time'
import { parseWeatherFile, weatherMissing } from '#physics/house/weather-file'
import type { HeaterOptions } from '#simulator/options'
import { usable } from '../usable-file.ts'
import { UsageError } from '../usage-error.ts'
import { usualClimate } from './heater-words.ts'
import { short, type ToldHeater, temperatureOf, temperatureWord } from './told-heater.ts'

interface Place {
  readonly utcOffset: UtcOffset
  /** °C */
  readonly setpoint: number
}

/** When a pattern of the US test begins, s of the day: as people get up. */
const patternBegins = 6 * 3600
/** A draw later than this nobody waits for: 2100. */
const endOfTime = 4_102_444_800

/** @throws UsageError for files that can't be used, and for cold water that is warm. */
export async function homeOf(told: ToldHeater, place: Place): Promise<HeaterOptions> {
  const { words, teller } = told
  const { climate = usualClimate, room, humidity_percent: humidity, seed } = words
  const measured = await weatherIn(told, place)
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
    ...(await drawsIn(told, place)),
  }
}

async function drawsIn({ words, teller, begins }: ToldHeater, { utcOffset }: Place): Promise<HeaterOptions> {
  const { profile, draws_file: name } = words
  if (name !== undefined) {
    const file = usable(name, parseDrawsFile(await teller.read('draws_file'), utcOffset))
    const [outside] = drawsOutside(file, { from: begins, to: endOfTime })
    if (outside !== undefined) throw new UsageError(`${name}, ${outside.text}.`)
    return { draws: fileDraws(file, utcOffset) }
  }
  if (typeof profile === 'string' && profile.startsWith('us-'))
    return { draws: patternDraws(profile.slice(3) as DayPattern, patternBegins, utcOffset) }
  return profile === undefined ? {} : { household: profile as HouseholdProfile }
}

async function weatherIn({ words, teller, begins }: ToldHeater, { utcOffset }: Place): Promise<HeaterOptions> {
  const { weather_file: name } = words
  if (name === undefined) return {}
  const file = usable(name, parseWeatherFile(await teller.read('weather_file'), utcOffset))
  const missing = weatherMissing(file, { from: begins, to: begins })
  if (missing !== undefined) throw new UsageError(`${name}: ${missing}.`)
  return file.weather
}

/** Draws and weather that a person gave for a house, as files or as the US test has them. */
import type { ReadFile } from '#physics/house/csv-table'
import { type DayPattern, patternDraws } from '#physics/house/day-patterns'
import type { Draws } from '#physics/house/draw'
import { drawsOutside, fileDraws, parseDrawsFile } from '#physics/house/draws-file'
import type { TimeSpan } from '#physics/house/file-time'
import type { Weather } from '#physics/house/house'
import type { UtcOffset } from '#physics/house/wall-time'
import { parseWeatherFile, weatherMissing } from '#physics/house/weather-file'
import { UsageError } from '../usage-error.ts'

export interface HouseFiles {
  readonly profile?: string | number | undefined
  readonly draws_file?: string | undefined
  readonly weather_file?: string | undefined
}

export interface Where {
  /** Reads the file that a name of these tells. */
  readonly read: (key: 'draws_file' | 'weather_file') => Promise<string>
  /** By which its local times go. */
  readonly offset: UtcOffset
  /** s since 1970. */
  readonly span: TimeSpan
}

/** When a pattern of the US test begins, s of the day: as people get up. */
const patternBegins = 6 * 3600

/** Undefined where a household draws. @throws UsageError for a file that can't be used, or draws outside the span. */
export async function givenDraws({ profile, draws_file: name }: HouseFiles, where: Where): Promise<Draws | undefined> {
  const { read, offset, span } = where
  if (name === undefined)
    return typeof profile === 'string' && profile.startsWith('us-')
      ? patternDraws(profile.slice('us-'.length) as DayPattern, patternBegins, offset)
      : undefined
  const file = usable(name, parseDrawsFile(await read('draws_file'), offset))
  const [outside] = drawsOutside(file, span)
  if (outside !== undefined) throw new UsageError(`${name}, ${outside.text}.`)
  return fileDraws(file, offset)
}

/** @throws UsageError for a file that can't be used, or doesn't cover the span. */
export async function givenWeather(
  { weather_file: name }: HouseFiles,
  { read, offset, span }: Where,
): Promise<Partial<Weather> | undefined> {
  if (name === undefined) return undefined
  const file = usable(name, parseWeatherFile(await read('weather_file'), offset))
  const missing = weatherMissing(file, span)
  if (missing !== undefined) throw new UsageError(`${name}: ${missing}.`)
  return file.weather
}

function usable<Value>(name: string, { value, problems }: ReadFile<Value>): Value {
  if (value !== undefined) return value
  const [first, ...more] = problems
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`
  throw new UsageError(`${name}, ${first?.text ?? 'it is empty'}${others}.`)
}

/** Finds the heater that a path names. */
import type { StationHeater, StationView } from '../station-view.ts'
import { ApiError } from './api-error.ts'
import { momentText } from './moment.ts'

/** @throws ApiError */
export function heaterNamed({ heaters }: StationView, id: string): StationHeater {
  const heater = heaters.find(heater => heater.id === id)
  if (heater) return heater
  throw new ApiError('not-found', 'There is no such heater; GET /api/v1/heaters lists them.')
}

/** One that can be asked something. What is offline is not asked: it would take until the end of a deadline. @throws ApiError */
export function askableHeater(station: StationView, id: string): StationHeater {
  const heater = heaterNamed(station, id)
  const { presence, presenceSince, connected } = heater.device
  if (presence !== 'offline') return heater
  const why = connected === false ? 'the cloud can’t reach it' : 'it doesn’t answer'
  const since = momentText(presenceSince.getTime())
  throw new ApiError('no-connection', `This heater has been offline since ${since}: ${why}. It was not asked.`)
}

/** Also for one that was watched once, and of which there is a record. @throws ApiError, StoreError */
export async function mustBeOnRecord(station: StationView, id: string): Promise<void> {
  if (station.heaters.some(heater => heater.id === id)) return
  const stored = await station.store.heaters()
  if (!stored.some(heater => heater.id === id)) throw new ApiError('not-found', 'There is no record of such a heater.')
}

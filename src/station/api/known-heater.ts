/** Finds the heater that a path names. */
import type { StationHeater, StationView } from '../station-view.ts'
import { ApiError } from './api-error.ts'

/** @throws ApiError */
export function heaterNamed({ heaters }: StationView, id: string): StationHeater {
  const heater = heaters.find(heater => heater.id === id)
  if (heater) return heater
  throw new ApiError('not-found', 'There is no such heater; GET /api/v1/heaters lists them.')
}

/** Also for one that was watched once, and of which there is a record. @throws ApiError, StoreError */
export async function mustBeOnRecord(station: StationView, id: string): Promise<void> {
  if (station.heaters.some(heater => heater.id === id)) return
  const stored = await station.store.heaters()
  if (!stored.some(heater => heater.id === id)) throw new ApiError('not-found', 'There is no record of such a heater.')
}

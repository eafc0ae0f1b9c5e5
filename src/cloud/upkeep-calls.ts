/** The log books of upkeep that the cloud keeps for a heater. Writing into one doesn't reset the heater's own counter. */
import { readList } from './answers.ts'
import { addressOf, type Caller, type DeviceAddress, telling } from './caller.ts'
import type { Http } from './http.ts'
import { type Upkeep, type UpkeepEntry, unpaddedDate, upkeepEntrySchema } from './upkeep-records.ts'

/** Cleaning in place is the vendor's word for descaling. */
const paths: Readonly<Record<Upkeep, string>> = { filter: '/device/filter', descaling: '/device/cip' }

/** Every method throws what {@link Http.send} throws. */
export class UpkeepCalls {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /**
   * Writes down what was done.
   * @param date the day of it, as `2026-03-07`.
   * @throws RangeError for what is no day of the calendar.
   */
  async record(
    caller: Caller,
    device: DeviceAddress & { readonly deviceType: number },
    upkeep: Upkeep,
    date: string,
  ): Promise<void> {
    const fields = { ...addressOf(device), deviceType: device.deviceType, maintenanceDate: unpaddedDate(date) }
    await this.#http.send(telling(caller, `${paths[upkeep]}/change-info`, fields))
  }

  /** What was written down, the newest first. */
  async history(caller: Caller, device: DeviceAddress, upkeep: Upkeep): Promise<readonly UpkeepEntry[]> {
    const entries = await readList(this.#http, caller, `${paths[upkeep]}/history`, addressOf(device))
    return entries.flatMap(entry => upkeepEntrySchema.safeParse(entry).data ?? [])
  }
}

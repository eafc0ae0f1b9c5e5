/** Which heater of the record is meant. */

import { heaterId } from '#station/heater-id'
import type { StoredHeater } from '#station/store/store'
import { isMacAddress, macAddress } from '#wire/mac-address'
import { UsageError } from '../usage-error.ts'

/** @param wanted an id, a name, or a MAC address; the only one when left out. @throws UsageError with the list. */
export function storedHeater(heaters: readonly StoredHeater[], wanted: string | undefined): StoredHeater {
  const [only, another] = wanted === undefined ? heaters : fitting(heaters, wanted)
  if (only !== undefined && another === undefined) return only
  if (heaters.length === 0) throw new UsageError('There is no heater in this record yet.')
  const list = heaters.map(({ id, name }) => `${id} ${name}`).join(', ')
  if (wanted === undefined)
    throw new UsageError(`This record has ${heaters.length} heaters, and --heater says which: ${list}.`)
  // A MAC address is nobody else's business.
  const shown = isMacAddress(macAddress(wanted)) ? 'that MAC address' : JSON.stringify(wanted)
  throw new UsageError(
    `${only === undefined ? 'No heater' : 'More than one heater'} of this record is ${shown}: ${list}.`,
  )
}

function fitting(heaters: readonly StoredHeater[], wanted: string): readonly StoredHeater[] {
  const mac = macAddress(wanted)
  const id = isMacAddress(mac) ? heaterId(mac) : wanted.toLowerCase()
  const byId = heaters.filter(heater => heater.id === id)
  if (byId.length > 0) return byId
  const byName = heaters.filter(({ name }) => name === wanted)
  return byName.length > 0 ? byName : heaters.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
}

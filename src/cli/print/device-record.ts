/** What the cloud itself knows of a heater, also while it can't reach it. */
import type { NaviLinkDevice } from '#heater/device'
import { explainFault } from '#schema/faults'
import type { FlatRecord } from './records-output.ts'
import { timeText } from './time-text.ts'

type Known = Pick<
  NaviLinkDevice,
  'name' | 'modelName' | 'macAddress' | 'deviceType' | 'supported' | 'connected' | 'record'
>

/** @param index its place in the list, from 0. */
export function deviceRecord(heater: Known, index: number): FlatRecord {
  const { errorCode, errorOccuredTime } = heater.record.error
  return {
    index: index + 1,
    name: heater.name,
    model: heater.modelName,
    mac: heater.macAddress,
    device_type: heater.deviceType,
    connected: heater.connected,
    // 0 is no error; what isn't told stays untold.
    last_error: errorCode,
    last_error_at: errorCode ? errorTime(errorOccuredTime) : undefined,
  }
}

/** In the table of the heaters, what its number says. */
export const deviceWords = (name: string, cell: unknown): string | undefined =>
  name === 'last_error' && cell === 0 ? 'none' : undefined

/** Lines for people about a heater that is offline. */
export const lastKnown = (heater: Known): string[] => [
  `${heater.name} is offline: the cloud can't reach it. Look at its power and its Wi-Fi.`,
  lastFault(heater),
]

/** A sentence for the last error that the cloud knows of. */
export function lastFault({ record: { error } }: Pick<Known, 'record'>): string {
  if (error.errorCode === undefined) return 'The cloud says nothing of errors.'
  if (error.errorCode === 0) return 'The cloud knows of no error.'
  const at = errorTime(error.errorOccuredTime)
  return `Its last error: ${explainFault(error.errorCode)}${at ? ` (${at})` : ''}`
}

/** Milliseconds since 1970 as a number or as text, or whatever else the cloud says. */
function errorTime(time: number | string | undefined): string | undefined {
  if (time === undefined || time === '' || time === 0) return undefined
  const number = Number(time)
  const date = new Date(Number.isNaN(number) ? time : number)
  return Number.isNaN(date.getTime()) ? String(time) : timeText(date)
}

/** What the cloud itself knows of a heater, also while it can't reach it. */
import type { NaviLinkDevice } from '#heater/device'
import { explainFault } from '#schema/faults'
import type { FlatRecord } from './records-output.ts'
import { timeText } from './sample-line.ts'

type Known = Pick<
  NaviLinkDevice,
  'name' | 'modelName' | 'macAddress' | 'deviceType' | 'supported' | 'connected' | 'record'
>

/** @param index its place in the list, from 0. */
export function deviceRecord(heater: Known, index: number): FlatRecord {
  const { error } = heater.record
  return {
    index: index + 1,
    name: heater.name,
    model: heater.modelName,
    mac: heater.macAddress,
    device_type: heater.deviceType,
    connected: heater.connected,
    last_error: error.errorCode || undefined,
    last_error_at: error.errorCode ? errorTime(error.errorOccuredTime) : undefined,
  }
}

/** Lines for people about a heater that is offline. */
export function lastKnown({ name, record: { error } }: Known): string[] {
  const at = errorTime(error.errorOccuredTime)
  const fault = error.errorCode
    ? `Its last error: ${explainFault(error.errorCode)}${at ? ` (${at})` : ''}`
    : error.errorCode === 0
      ? 'The cloud knows of no error.'
      : 'The cloud says nothing of errors.'
  return [`${name} is offline: the cloud can't reach it. Look at its power and its Wi-Fi.`, fault]
}

/** Milliseconds since 1970 as a number or as text, or whatever else the cloud says. */
function errorTime(time: number | string | undefined): string | undefined {
  if (time === undefined || time === '' || time === 0) return undefined
  const number = Number(time)
  const date = new Date(Number.isNaN(number) ? time : number)
  return Number.isNaN(date.getTime()) ? String(time) : timeText(date)
}

/** The lifetime counters of a simulated heater, as far as it has the parts and keeps count. */

import type { Work } from '#physics/meters'
import { type Counters, counterFields } from '#schema/counters'
import type { Used } from './energy-book.ts'

const zeros = <Key extends string>(fields: Readonly<Record<Key, unknown>>) =>
  Object.fromEntries(Object.keys(fields).map(key => [key, 0])) as Readonly<Record<Key, number>>

/** Nothing ever went wrong; and of draws a real unit in daily use counts none either. */
const none = {
  tsData: zeros(counterFields.tsData),
  tdData: zeros(counterFields.tdData),
  taData: zeros(counterFields.taData),
}

/** @param total of the energy records, which the counters repeat to the watt-hour and the hour. */
export function lifetimeCounters(total: Used, life: Work, daysSinceInstallation: number): Counters {
  const lowerElementHours = Math.floor(life.lowerElementHours)
  return {
    tsData: {
      ...none.tsData,
      cumulatedPwrHp: total.heatPumpEnergy,
      cumulatedPwrHe: total.elementEnergy,
      daysSinceInstallation,
    },
    tdData: none.tdData,
    taData: {
      ...none.taData,
      cumulatedOpTimeComp: total.heatPumpTime,
      cumulatedOpNumComp: Math.floor(life.compressorStarts),
      cumulatedOpTimeEvaFan: Math.floor(life.fanHours),
      cumulatedOpNumEvaFan: Math.floor(life.fanStarts),
      cumulatedOpTimeUhe: total.elementTime - lowerElementHours,
      cumulatedOpNumUhe: Math.floor(life.upperElementStarts),
      cumulatedOpTimeLhe: lowerElementHours,
      cumulatedOpNumLhe: Math.floor(life.lowerElementStarts),
    },
  }
}

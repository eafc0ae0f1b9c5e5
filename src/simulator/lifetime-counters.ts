/** The lifetime counters of a simulated heater, as far as it has the parts and keeps count. */

import type { Controller } from '#physics/controller/controller'
import type { Work } from '#physics/meters'
import { type Counters, counterFields } from '#schema/counters'
import type { Used } from './energy-book.ts'

const zeros = <Key extends string>(fields: Readonly<Record<Key, unknown>>) =>
  Object.fromEntries(Object.keys(fields).map(key => [key, 0])) as Readonly<Record<Key, number>>

/** Of draws a real unit in daily use counts none either. */
const none = {
  tsData: zeros(counterFields.tsData),
  tdData: zeros(counterFields.tdData),
  taData: zeros(counterFields.taData),
}

interface Lifetime {
  /** Of the energy records, which the counters repeat to the watt-hour and the hour. */
  readonly total: Used
  readonly life: Work
  /** Since its installation. */
  readonly days: number
  /** What happened to it, and what the grid asked for. */
  readonly controller: Pick<Controller, 'occurrences' | 'demandResponse'>
}

const hours = (seconds: number) => Math.floor(seconds / 3600)

export function lifetimeCounters({ total, life, days, controller }: Lifetime): Counters {
  const { occurrences, demandResponse } = controller
  const lowerElementHours = Math.floor(life.lowerElementHours)
  return {
    tsData: {
      ...none.tsData,
      cumulatedPwrHp: total.heatPumpEnergy,
      cumulatedPwrHe: total.elementEnergy,
      daysSinceInstallation: days,
      cumulatedOccNumEco: occurrences.cutOuts,
      cumulatedOccNumDryFire: occurrences.dryFires,
      numOffRostProtectBurn: occurrences.frostBurns,
      cumulatedOccNumConOvrFlow: occurrences.overflows,
      cumulatedOccNumWtrOvrFlow: occurrences.leaks,
      cumulatedOccNumAbDisTmp: occurrences.hotDischarges,
      cumulatedOccNumAbSucTmp: occurrences.coldSuctions,
      cumulatedOccNumAbDisSucTmp: occurrences.pressureDifferences,
      cumulatedOpTimeDrShed: hours(demandResponse.shed),
      cumulatedOpTimeDrLoadUp: hours(demandResponse.loadUp),
      cumulatedOpTimeDrAdvLoadUp: hours(demandResponse.advancedLoadUp),
      cumulatedOpTimeDrCpp: hours(demandResponse.criticalPeak),
      cumulatedOpTimeDrGridEmg: hours(demandResponse.gridEmergency),
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

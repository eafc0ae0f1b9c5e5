/** What has gone through a heater since the beginning of its simulation: energy by its way, and how long and how often each part ran. */

/** What the parts did: Wh, hours, and starts as a relay counts them. */
export interface Work {
  /** Compressor and the fan that goes with it. */
  heatPumpEnergy: number
  elementEnergy: number
  compressorHours: number
  compressorStarts: number
  fanHours: number
  fanStarts: number
  upperElementHours: number
  upperElementStarts: number
  lowerElementHours: number
  lowerElementStarts: number
}

/** Energy that crossed the tank's boundary, Wh; that of water counts from 0 °C. Stored heat grows by what comes in less what goes out. */
export interface Flows {
  /** Into the water. */
  heatPumpHeat: number
  elementHeat: number
  inlet: number
  delivered: number
  lost: number
}

export interface Meters extends Flows, Work {
  /** Of the whole unit, Wh. What neither heat pump nor elements took is standby and the fan that runs on. */
  electricity: number
  /** Hot water that left the tank, L. */
  litres: number
}

/** @internal */
export const noWork: Readonly<Work> = {
  heatPumpEnergy: 0,
  elementEnergy: 0,
  compressorHours: 0,
  compressorStarts: 0,
  fanHours: 0,
  fanStarts: 0,
  upperElementHours: 0,
  upperElementStarts: 0,
  lowerElementHours: 0,
  lowerElementStarts: 0,
}

export const noMeters: Readonly<Meters> = {
  heatPumpHeat: 0,
  elementHeat: 0,
  inlet: 0,
  delivered: 0,
  lost: 0,
  electricity: 0,
  litres: 0,
  ...noWork,
}

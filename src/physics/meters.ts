/** What has gone through a heater since the beginning of its simulation: energy by its way, and how long and how often each part ran. */
import { type Control, fanRuns } from './control.ts'
import type { Flows } from './tank.ts'

/** What the parts did: Wh, hours, and starts as a relay counts them. */
export interface Work {
  /** Compressor and the fan that goes with it. */
  readonly heatPumpEnergy: number
  readonly elementEnergy: number
  readonly compressorHours: number
  readonly compressorStarts: number
  readonly fanHours: number
  readonly fanStarts: number
  readonly upperElementHours: number
  readonly upperElementStarts: number
  readonly lowerElementHours: number
  readonly lowerElementStarts: number
}

export interface Meters extends Flows, Work {
  /** Of the whole unit, Wh. What neither heat pump nor elements took is standby and the fan that runs on. */
  readonly electricity: number
}

export const noWork: Work = {
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

export const noMeters: Meters = { heat: 0, inlet: 0, delivered: 0, lost: 0, electricity: 0, ...noWork }

/** Electric power during a step, W. `rest` is standby, or the fan while it runs on. */
export interface Drawn {
  readonly heatPump: number
  readonly element: number
  readonly rest: number
}

/** Moves the meters on by a step in which the relays stood as in `control`, and before it as in `before`. */
export function advanceMeters(
  meters: Meters,
  { before, control, flows, drawn }: { before: Control; control: Control; flows: Flows; drawn: Drawn },
  seconds: number,
): Meters {
  const hours = seconds / 3600
  const ran = (runs: boolean) => (runs ? hours : 0)
  const started = (ranBefore: boolean, runs: boolean) => (runs && !ranBefore ? 1 : 0)
  const fan = fanRuns(control)
  const [upper, lower] = [control.element === 'upper', control.element === 'lower']
  return {
    heat: meters.heat + flows.heat,
    inlet: meters.inlet + flows.inlet,
    delivered: meters.delivered + flows.delivered,
    lost: meters.lost + flows.lost,
    electricity: meters.electricity + (drawn.heatPump + drawn.element + drawn.rest) * hours,
    heatPumpEnergy: meters.heatPumpEnergy + drawn.heatPump * hours,
    elementEnergy: meters.elementEnergy + drawn.element * hours,
    compressorHours: meters.compressorHours + ran(control.compressor),
    compressorStarts: meters.compressorStarts + started(before.compressor, control.compressor),
    fanHours: meters.fanHours + ran(fan),
    fanStarts: meters.fanStarts + started(fanRuns(before), fan),
    upperElementHours: meters.upperElementHours + ran(upper),
    upperElementStarts: meters.upperElementStarts + started(before.element === 'upper', upper),
    lowerElementHours: meters.lowerElementHours + ran(lower),
    lowerElementStarts: meters.lowerElementStarts + started(before.element === 'lower', lower),
  }
}

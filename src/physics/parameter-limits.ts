/** What a heater's numbers may be, and the sentence for what lies beyond. */
import { setpointRange } from './controller/settings.ts'
import type { Parameters } from './parameters.ts'

type Numbered = Exclude<keyof Parameters, 'size'>

/** Our choice: wider than any heater of this kind, and no wider than the equations hold. */
// biome-ignore format: a number is a line
export const parameterLimits: Readonly<Record<Numbered, readonly [least: number, most: number, unit: string]>> = {
  litres: [50, 1000, 'L'],
  layers: [8, 200, 'layers'],
  standbyLoss: [0, 20, 'W/K'],
  bottomLoss: [0, 1, 'of it'],
  mixingTime: [1, 1000, 'h'],
  inletMixing: [0, 0.5, 'of the tank'],
  condenserTop: [0.1, 1, 'of the tank'],
  upperElement: [0.4, 0.95, 'of the tank'],
  lowerElement: [0.05, 0.6, 'of the tank'],
  elementPower: [100, 10_000, 'W'],
  upperThermistor: [0.5, 0.99, 'of the tank'],
  lowerThermistor: [0.02, 0.5, 'of the tank'],
  thermistorLag: [0, 600, 's'],
  powerFactor: [0.2, 5, 'times'],
  copFactor: [0.2, 2, 'times'],
  startHeat: [0, 2000, 'Wh'],
}

/** Why these can't be a heater's, in one sentence; undefined when they can. */
export function parametersProblem(parameters: Partial<Parameters>): string | undefined {
  for (const [name, [least, most, unit]] of Object.entries(parameterLimits)) {
    const value = parameters[name as Numbered]
    if (value !== undefined && !(value >= least && value <= most))
      return `${name} is ${value}; it must be ${least} to ${most} ${unit}.`
  }
  const { layers, upperThermistor = 1 } = parameters
  if (layers !== undefined && !Number.isInteger(layers)) return `layers is ${layers}; it must be a whole number.`
  // What an element warms rises from it: a sensor below would never see it, and the water would boil.
  for (const name of ['upperElement', 'lowerElement'] as const) {
    const height = parameters[name] ?? 0
    if (height > upperThermistor)
      return `${name} is ${height}; it must not be above upperThermistor, which is ${upperThermistor}.`
  }
  return undefined
}

/** Our choice, °C of water in a tank: neither ice nor steam. */
const water = { least: 0, most: 95 } as const

/** Why a tank can't be so warm at a place, in one sentence. */
export const waterProblem = (name: string, celsius: number): string | undefined =>
  celsius >= water.least && celsius <= water.most
    ? undefined
    : `${name} is ${celsius} °C; water in the tank must be ${water.least} to ${water.most} °C.`

/** Why a setpoint can't be, in one sentence, with the lowest that the installer left. */
export function setpointProblem(celsius: number, minimumOperation: number = setpointRange.lowest): string | undefined {
  const { lowest, highest } = setpointRange
  const outside = (name: string, value: number, least: number) =>
    value >= least && value <= highest ? undefined : `${name} is ${value} °C; it must be ${least} to ${highest} °C.`
  return (
    outside('The minimum operation temperature', minimumOperation, lowest) ??
    outside('The setpoint', celsius, minimumOperation)
  )
}

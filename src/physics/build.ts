/** How a unit was built: what it can do, and what it can be set to. */
import { type CapabilityName, capabilities } from '#schema/capabilities'
import type { SetpointStep } from '#schema/enums'
import { setpointRange } from './controller/settings.ts'

/** What doesn't change while it lives. */
export interface Build {
  readonly capabilities: Readonly<Record<CapabilityName, boolean>>
  /** °C. The lowest setpoint is the installer's, and among the settings. */
  readonly highestSetpoint: number
  readonly setpointStep: (typeof SetpointStep)[keyof typeof SetpointStep]
}

const lacking: readonly CapabilityName[] = [
  'recirculation',
  'recirculation-schedule',
  'mixing-valve',
  'tank-refill-detection',
  'title-24',
]

/** An NWP500 without a recirculation pump. [S] */
export const usualBuild: Build = {
  capabilities: Object.fromEntries(
    (Object.keys(capabilities) as CapabilityName[]).map(name => [name, !lacking.includes(name)]),
  ) as Record<CapabilityName, boolean>,
  highestSetpoint: setpointRange.highest,
  setpointStep: 'half-degree',
}

/** Of a setpoint, K: half degrees are [S]; that three stages are too is a guess. */
const steps = { 'half-degree': 0.5, 'one-degree': 1, 'three-stages': 0.5, 'not-settable': 0 } as const

/** Whether it can be set to so many °C. @param lowest its minimum operation temperature, °C. */
export function isSettable(celsius: number, lowest: number, { setpointStep, highestSetpoint }: Build): boolean {
  const step = steps[setpointStep]
  return step > 0 && Number.isInteger(celsius / step) && celsius >= lowest && celsius <= highestSetpoint
}

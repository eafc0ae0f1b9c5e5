/** What the grid asks of the heater, whether it does it, and for how long it was asked. What each event does is a guess by its name. */
import type { DemandResponseEvent, Settings } from './settings.ts'

/** Changed in place as time passes. Seconds. */
export interface DemandResponse {
  /** For how much longer nobody listens to the grid. */
  overriddenFor: number
  shed: number
  loadUp: number
  advancedLoadUp: number
  criticalPeak: number
  gridEmergency: number
}

export const noDemandResponse: Readonly<DemandResponse> = {
  overriddenFor: 0,
  shed: 0,
  loadUp: 0,
  advancedLoadUp: 0,
  criticalPeak: 0,
  gridEmergency: 0,
}

/** A guess, °C: where an advanced load-up heats to, if the setpoint is lower. */
export const advancedLoadUp = 60
/** A guess, s: for how long an owner's override holds. */
export const overrideLasts = 24 * 3600

/** Event → its counter. */
const counters = {
  shed: 'shed',
  'load-up': 'loadUp',
  'advanced-load-up': 'advancedLoadUp',
  'critical-peak': 'criticalPeak',
  'grid-emergency': 'gridEmergency',
} as const satisfies Partial<Record<DemandResponseEvent, keyof DemandResponse>>

/** What it does of what it is asked. */
export const eventHeeded = (
  { demandResponse, event }: Settings,
  { overriddenFor }: Readonly<DemandResponse>,
): DemandResponseEvent => (demandResponse && overriddenFor <= 0 ? event : 'none')

/** Time passes. @returns whether an override has run out. */
export function ageDemandResponse(state: DemandResponse, settings: Settings, seconds: number): boolean {
  const { event } = settings
  if (event !== 'none' && event !== 'run-normal' && eventHeeded(settings, state) === event)
    state[counters[event]] += seconds
  if (state.overriddenFor <= 0) return false
  state.overriddenFor = Math.max(0, state.overriddenFor - seconds)
  return state.overriddenFor === 0
}

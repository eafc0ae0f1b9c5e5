/** What the controller goes by at a moment: settings, and what vacation, window, demand response and a hot cycle make of them. */
import { type AntiLegionella, cycleTemperature } from './anti-legionella.ts'
import { advancedLoadUp, type DemandResponse, eventHeeded } from './demand-response.ts'
import { firmwareTraits } from './firmware.ts'
import { type HeatingMode, heatingMode, type Settings } from './settings.ts'

/** Changed in place. */
export interface Aim {
  mode: HeatingMode | 'none'
  /** °C. */
  setpoint: number
  /** For whose sake it waits: a tariff's window or a shed, or a grid in need. */
  saving: 'nothing' | 'window' | 'critical'
  /** A cycle is under way that ends only when all of the water is hot. */
  finishing: boolean
}

interface Circumstances {
  readonly settings: Settings
  readonly modeAge: number
  readonly antiLegionella: AntiLegionella
  readonly demandResponse: DemandResponse
  readonly aim: Aim
}

/** In a time-of-use window a recovery ends so far below the setpoint, K. [P] 59 of 333 runs */
const savingCap = 2

export const noAim: Aim = { mode: 'none', setpoint: 0, saving: 'nothing', finishing: false }

/** Brings the aim up to date. */
export function takeAim({ settings, modeAge, antiLegionella, demandResponse, aim }: Circumstances): void {
  const event = eventHeeded(settings, demandResponse)
  aim.mode = event === 'grid-emergency' ? 'none' : heatingMode(settings, modeAge)
  aim.setpoint = settings.setpoint
  if (event === 'advanced-load-up') aim.setpoint = Math.max(aim.setpoint, advancedLoadUp)
  if (antiLegionella.busy) aim.setpoint = Math.max(aim.setpoint, cycleTemperature)
  // A vacation goes before all that.
  aim.saving = settings.mode === 'vacation' ? 'nothing' : savingIn(settings, demandResponse)
  aim.finishing = antiLegionella.busy && aim.saving === 'nothing'
}

/** How it saves, vacation or not: a shed is treated as a window (a guess). */
export function savingIn(settings: Settings, demandResponse: DemandResponse): Aim['saving'] {
  const event = eventHeeded(settings, demandResponse)
  if (event === 'critical-peak') return 'critical'
  if (event === 'shed') return 'window'
  return settings.peak && firmwareTraits[settings.firmware].heedsWindows ? 'window' : 'nothing'
}

/** Where the heat pump stops, °C of the lower reading. Beyond the setpoint only where it ends the job, which in energy saver it doesn't. */
export function heatPumpTarget({ mode, setpoint, saving }: Readonly<Aim>, { firmware }: Settings): number {
  if (saving !== 'nothing') return setpoint - savingCap
  return mode === 'energy-saver' ? setpoint : setpoint + firmwareTraits[firmware].overshoot
}

/** How far below the setpoint an element stops at the latest, K: the heat pump's cap (a guess that it holds for elements). */
export const elementCap = ({ saving }: Readonly<Aim>): number => (saving === 'nothing' ? 0 : savingCap)

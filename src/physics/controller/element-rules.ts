/** When an element is called for, mode by mode. Evidence in brackets: [P] one home, [C] the recording, [?] a guess. */
import { type Aim, elementCap } from './aim.ts'
import type { Element, Write } from './calls.ts'
import { firmwareTraits } from './firmware.ts'
import { lukewarm, rounding, windowStart } from './heat-pump-rules.ts'
import type { HeatingMode, Settings } from './settings.ts'

/** How short the upper half must be, K [P]: on when the mode is entered, on later, off again. */
const bands = {
  // Later it waits for lukewarm water, whatever the setpoint [P, 16 of 21].
  'energy-saver': { entered: 1, later: Number.POSITIVE_INFINITY, off: 0.9 },
  'high-demand': { entered: 0.4, later: 2.3, off: 0 },
  // When electric starts again later nobody has told; it must never stay off. [?]
  electric: { entered: 0.3, later: 2.3, off: 0 },
} as const satisfies Partial<Record<HeatingMode, unknown>>

/**
 * By which rule a mode heats whose heat pump can't run, in air beyond its limits or out of order. Nobody knows, for heat pump
 * mode least of all: no write ever started an element in it. Water that stays cold would be worse than a dear kWh, but where
 * somebody saves the lower half is only kept from being cold until warmer air comes: `spareBand`. [?]
 */
const withoutHeatPump = {
  'heat-pump': 'high-demand',
  'energy-saver': 'high-demand',
  'high-demand': 'electric',
  electric: 'electric',
} as const satisfies Record<HeatingMode, HeatingMode>

/** There the lower element heats up to lukewarm, from so many K below it. [?] */
const spareBand = 10
/** With lukewarm water it must be so short, K, of where it would stop. [?] */
const lukewarmBand = 1.4
/** The upper element in energy saver, °C: it was seen at 39.8–40.4 on a unit whose minimum operation temperature is 40.5. */
const saverStart = (settings: Settings) => Math.max(lukewarm, settings.minimumOperation)

/** What may not be used. */
interface Forbidden {
  readonly upper: boolean
  readonly lower: boolean
}

/** @param called which one should run until now. */
export function elementCall(
  called: Element,
  aim: Readonly<Aim>,
  settings: Settings,
  upper: number,
  lower: number,
  write: Write,
  heatPumpCanRun: boolean,
  forbidden: Forbidden,
): Element {
  if (aim.mode === 'none') return 'none'
  const mode = heatPumpCanRun ? aim.mode : aim.finishing ? 'electric' : withoutHeatPump[aim.mode]
  if (mode === 'heat-pump') return 'none'
  const short = aim.setpoint - upper
  const start = startBand(mode, aim, settings, write)
  const off = Math.max(bands[mode].off, elementCap(aim))
  const wantsUpper = called === 'upper' ? short > off : short > start || startsLukewarm(mode, aim, settings, upper)
  if (wantsUpper && !forbidden.upper) return 'upper'
  if (forbidden.lower) return 'none'
  if (mode !== 'electric') {
    if (heatPumpCanRun) return 'none'
    const wantsSpare = aim.saving === 'nothing' && lower < (called === 'lower' ? lukewarm : lukewarm - spareBand)
    return wantsUpper || (wantsSpare && lower < aim.setpoint) ? 'lower' : 'none'
  }
  // Electric goes on with the lower half as soon as the upper is done, whatever it is short by.
  // In a window it doesn't begin with that.
  const lowerStart = aim.saving === 'nothing' ? start : Number.POSITIVE_INFINITY
  return wantsUpper || aim.setpoint - lower > (called === 'none' ? lowerStart : off) ? 'lower' : 'none'
}

/** How short the water must be for an element to start, K. */
function startBand(mode: keyof typeof bands, aim: Readonly<Aim>, settings: Settings, write: Write): number {
  const { entered } = bands[mode]
  const later = (mode !== 'electric' && firmwareTraits[settings.firmware].elementBand) || bands[mode].later
  const waits = write === 'none' || write === 'setpoint-lowered'
  if (aim.saving === 'nothing') return (waits && !(aim.finishing && mode === 'electric') ? later : entered) - rounding
  // That elements wait in a window as the heat pump does is a guess; those that ran are off by its opening.
  if (!waits) return Math.max(entered, windowStart.written)
  return aim.saving === 'critical' ? Number.POSITIVE_INFINITY : Math.max(later, windowStart.alone)
}

/** Energy saver's own start, and at a critical peak every mode's. */
function startsLukewarm(mode: keyof typeof bands, aim: Readonly<Aim>, settings: Settings, upper: number): boolean {
  if (mode !== 'energy-saver' && aim.saving !== 'critical') return false
  return (
    upper <= saverStart(settings) && aim.setpoint - upper > Math.max(bands[mode].off, elementCap(aim)) + lukewarmBand
  )
}

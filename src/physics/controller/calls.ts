/** What should run, as the controller's rules have it; relays follow after their delays. */

export type Element = 'none' | 'upper' | 'lower'

/** One element at most: a second relay doesn't exist in this state. */
export interface Calls {
  readonly heatPump: boolean
  readonly element: Element
}

const call = (heatPump: boolean, element: Element): Calls => Object.freeze({ heatPump, element })
const alone = { none: call(false, 'none'), upper: call(false, 'upper'), lower: call(false, 'lower') } as const
const together = { none: call(true, 'none'), upper: call(true, 'upper'), lower: call(true, 'lower') } as const

export const noCalls: Calls = alone.none

/** The six there are; none is ever made anew. */
export const callsFor = (heatPump: boolean, element: Element): Calls => (heatPump ? together : alone)[element]

/** What makes the rules look anew; without a write they wait for their thresholds. */
export type Write =
  | 'none'
  | 'setpoint-raised'
  | 'setpoint-lowered'
  | 'mode'
  /** Another mode after one that may use elements. */
  | 'mode-after-elements'
  /** Out of off, vacation, an emergency or a power cut. */
  | 'afresh'

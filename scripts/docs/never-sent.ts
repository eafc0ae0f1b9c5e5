/** Codes that the command table leaves out on purpose, and why. */

export interface LeftOut {
  readonly code: number
  /** The text that goes with it, where it is known or guessed. */
  readonly mode?: string
  readonly what: string
}

export const neverSent: readonly LeftOut[] = [
  { code: 0x2000006, what: 'Weekly reservation: reservations do that.' },
  { code: 0x200000b, mode: 'ota-check', what: 'Looks for a new firmware. Text and parameters are a guess.' },
  { code: 0x200000e, mode: 'wifi-reconnect', what: 'Joins the Wi-Fi anew. A guess.' },
  {
    code: 0x200000f,
    mode: 'wifi-reset',
    what: 'Forgets the Wi-Fi, so that somebody has to walk to the heater. A guess.',
  },
  {
    code: 0x2000013,
    mode: 'frez-temp',
    what: 'The temperature of the freeze protection. It had no effect when it was tried.',
  },
  { code: 0x2000017, mode: 'smart-diagnostic', what: 'Self-diagnosis. A guess.' },
]

export const otherProducts: readonly LeftOut[] = [
  { code: 0x200001c, mode: 'cooling-mode', what: 'Chooses a cooling mode; `param` is `[mode]`.' },
  { code: 0x200001d, mode: 'water-filter-reset', what: 'Begins the hours of a water filter anew.' },
  { code: 0x200001e, mode: 'pre-filter-reset', what: 'Begins the hours of a pre-filter anew.' },
]

/** A stretch without samples in which some should have come. It is a fact of its own, and nothing is drawn through it. */

/** Why nothing came. */
export const gapCauses = {
  'station-stopped': 'the station was not running',
  'link-down': 'there was no way to the cloud',
  'heater-offline': 'the cloud could not reach the heater',
  'heater-silent': 'it was asked and did not answer',
  'not-asked': 'the station’s own link was too busy to ask it',
  'not-watched': 'the config left it out, or it was not in its account',
  clock: 'the clock was set forward',
  'not-stored': 'samples came and could not be kept',
  unknown: 'in an imported record',
}

export type GapCause = keyof typeof gapCauses

export interface Gap {
  readonly heater: string
  /** The last sample before it, ms since 1970. With the heater it is the gap's name. */
  readonly from: number
  /** The first sample after it; undefined while it lasts. */
  readonly until?: number | undefined
  readonly cause: GapCause
}

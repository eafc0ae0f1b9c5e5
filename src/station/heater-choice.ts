/** Which heaters of an account the config means, and how they are to be watched. */
import type { NaviLinkDevice } from '#heater/device'
import type { Duration } from '#time/duration'
import { heaterId } from './heater-id.ts'

export interface HeaterChoice {
  /** Its id, its name in the account, or its MAC address. */
  readonly match: string
  readonly name?: string | undefined
  readonly interval?: Duration | undefined
}

type Named = Pick<NaviLinkDevice, 'macAddress' | 'name'>

/** How a heater is to be watched; undefined where it isn't. Without choices all are. */
export function choiceOf(
  choices: readonly HeaterChoice[] | undefined,
  heater: Named,
): Pick<HeaterChoice, 'name' | 'interval'> | undefined {
  return choices === undefined ? {} : choices.find(choice => isMeant(choice, heater))
}

/** Those that mean no heater that is there. */
export const unmatched = (choices: readonly HeaterChoice[] = [], heaters: readonly Named[]): readonly HeaterChoice[] =>
  choices.filter(choice => !heaters.some(heater => isMeant(choice, heater)))

const isMeant = ({ match }: HeaterChoice, { macAddress, name }: Named) =>
  [heaterId(macAddress), name].includes(match.trim()) ||
  match.replaceAll(/[^0-9a-z]/gi, '').toLowerCase() === macAddress

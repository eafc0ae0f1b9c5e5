/** Which heater of the account is meant. */
import { macAddress } from '#wire/mac-address'
import { UsageError } from '../usage-error.ts'

export interface Choosable {
  readonly name: string
  readonly macAddress: string
  readonly modelName: string
  readonly supported: boolean
}

/** What was asked for, and where. */
export interface Wanted {
  /** Name, MAC, or place in the list, from 1. */
  readonly text: string
  /** Begins the sentence when nothing fits: `In the environment, NAVILINK_DEVICE_MAC`. */
  readonly place: string
}

/**
 * @throws UsageError with the list, when nothing or more than one fits.
 */
export function chooseHeater<Heater extends Choosable>(heaters: readonly Heater[], wanted: Wanted | undefined): Heater {
  if (heaters.length === 0)
    throw new UsageError('There is no heater in this account; add yours in the NaviLink app first.')
  const fitting = wanted === undefined ? likely(heaters) : matching(heaters, wanted.text)
  const [only, another] = fitting
  if (only !== undefined && another === undefined) return only
  const list = heaters.map(({ name, modelName }, i) => `${i + 1} ${name} (${modelName})`).join(', ')
  if (wanted === undefined)
    throw new UsageError(`There are ${heaters.length} heaters in this account, and --device says which: ${list}.`)
  const count = another === undefined ? 'no heater' : `${fitting.length} heaters`
  throw new UsageError(
    `${wanted.place} is ${JSON.stringify(wanted.text)}, which ${count} of this account ${fitting.length > 1 ? 'fit' : 'fits'}: ${list}. --device takes a name, a MAC or a number of this list.`,
  )
}

/** The only one, or the only one that this program can talk to. */
function likely<Heater extends Choosable>(heaters: readonly Heater[]): readonly Heater[] {
  const supported = heaters.filter(heater => heater.supported)
  return supported.length === 1 ? supported : heaters
}

function matching<Heater extends Choosable>(heaters: readonly Heater[], wanted: string): readonly Heater[] {
  const byMac = heaters.filter(({ macAddress: mac }) => mac === macAddress(wanted))
  if (byMac.length > 0) return byMac
  const byName = heaters.filter(({ name }) => name === wanted)
  if (byName.length > 0) return byName
  const byLooseName = heaters.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  if (byLooseName.length > 0) return byLooseName
  const byIndex = /^\d{1,3}$/.test(wanted) ? heaters[Number(wanted) - 1] : undefined
  return byIndex === undefined ? [] : [byIndex]
}

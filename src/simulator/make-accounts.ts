/** Sets up the accounts of a simulation with their heaters, each with an address, a household and a machine of its own. */
import type { Clock } from '#time/clock'
import { type Duration, millis, seconds } from '#time/duration'
import type { Account } from './account.ts'
import type { Broker } from './broker.ts'
import type { Faults } from './faults.ts'
import { SimulatedHeater } from './heater.ts'
import { heaterSetup } from './make-heater.ts'
import { type AccountOptions, defaultLogin, type SimulatorOptions } from './options.ts'
import { pulse } from './pulse.ts'

export interface Surroundings {
  readonly options: SimulatorOptions
  readonly broker: Broker
  readonly faults: Faults
  /** What clients count by. */
  readonly clock: Clock
  readonly heaterClock: Clock
}

/** Of the heaters' own time, which is as short as the physics wants it. */
const shortestTick = millis(50)
const physicsStep = seconds(10)

/** @throws RangeError for what can't be: a speed, an address, two accounts of one name. */
export function wantedAccounts(options: SimulatorOptions): readonly Required<AccountOptions>[] {
  const { speed = 1, account, heaters, accounts, heaterTick } = options
  if (!(speed > 0 && Number.isFinite(speed))) throw new RangeError(`The speed is ${speed}; it must be above zero.`)
  if (heaterTick !== undefined && !(heaterTick > 0))
    throw new RangeError(`The heater tick is ${heaterTick} ms; it must be above zero.`)
  if (accounts !== undefined && (account !== undefined || heaters !== undefined))
    throw new RangeError('Give either accounts, or account and heaters for one of them.')
  const wanted = (accounts ?? [{ ...account, ...(heaters && { heaters }) }]).map((one, i) => ({
    email: one.email ?? nameOf(i),
    password: one.password ?? defaultLogin.password,
    heaters: one.heaters ?? [{}],
  }))
  const names = new Set(wanted.map(({ email }) => email.toLowerCase()))
  if (names.size < wanted.length) throw new RangeError('Two accounts have the same e-mail address.')
  const all = wanted.flatMap(one => one.heaters)
  for (const { macAddress = macOf(0) } of all)
    if (!/^[0-9a-f]{12}$/.test(macAddress))
      throw new RangeError(`The MAC address is ${macAddress}; it must be twelve lower-case hex digits.`)
  if (new Set(all.map(({ macAddress }, i) => macAddress ?? macOf(i))).size < all.length)
    throw new RangeError('Two heaters have the same MAC address.')
  return wanted
}

/** `owner@example.com`, `owner2@example.com` … */
const nameOf = (index: number) => (index === 0 ? defaultLogin.email : defaultLogin.email.replace('@', `${index + 1}@`))

/** Locally administered addresses, one after the other. */
const macOf = (index: number) => (0x02_4e_57_50_05_00 + index).toString(16).padStart(12, '0')

/** The heaters have timers: stop each of them in the end. */
export function makeAccounts(
  wanted: readonly Required<AccountOptions>[],
  surroundings: Surroundings,
): readonly Account[] {
  const { options, clock } = surroundings
  const { speed = 1, seed = 1 } = options
  const tick = Math.min(seconds(1), Math.max(shortestTick, physicsStep / speed)) as Duration
  const wall = pulse(clock, options.heaterTick ?? tick)
  let count = 0
  const setups = wanted.map(({ email, password, heaters }, i) => ({
    email,
    password,
    userSeq: 10_001 + i,
    homeSeq: 20_001 + i,
    heaters: heaters.map((heater, nth) => {
      const index = count++
      const { name = nth === 0 ? 'Water Heater' : `Water Heater ${nth + 1}`, macAddress = macOf(index) } = heater
      const named = { ...heater, name, macAddress }
      return heaterSetup(named, { ...surroundings, wall, seed: seed + index })
    }),
  }))
  // None lives before all can: who is refused leaves nothing behind.
  return setups.map(account => ({
    ...account,
    heaters: account.heaters.map(setup => new SimulatedHeater(setup)),
  }))
}

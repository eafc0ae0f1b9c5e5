/** The accounts of a simulated cloud: who signs in, and which heaters are theirs. */
import type { SimulatedHeater } from './heater.ts'

export interface Login {
  readonly email: string
  readonly password: string
}

export interface Account extends Login {
  readonly userSeq: number
  readonly homeSeq: number
  readonly heaters: readonly SimulatedHeater[]
}

/** Finds an account by what a person types; case doesn't matter. */
export type FindAccount = (email: unknown) => Account | undefined

export function accountFinder(accounts: readonly Account[]): FindAccount {
  const byEmail = new Map(accounts.map(account => [account.email.toLowerCase(), account]))
  return email => (typeof email === 'string' ? byEmail.get(email.toLowerCase()) : undefined)
}

/** `userInfo` of a sign-in. */
export const userInfo = ({ userSeq }: Account) => ({
  userType: 'O',
  userFirstName: 'Pat',
  userLastName: 'Example',
  userStatus: 'NORMAL',
  userSeq,
})

export const legal = [
  {
    legalType: 'tc',
    userVersion: '01.00',
    userAgree: 1,
    version: '01.00',
    agreement: 1,
    mandatory: 1,
    reagree: 2,
    url: 'https://example.com/terms',
    description: 'Simulated terms.',
    language: 'US',
    revisionAt: 1_682_640_000_000,
  },
]

export const location = { state: 'California', city: 'Exampleville', address: '1 Example Street' }

/** `deviceInfo` as list and info have it. */
export const deviceInfoOf = (account: Account, heater: SimulatedHeater) => {
  const { macAddress, additionalValue, deviceType, name } = heater.identity
  return {
    homeSeq: account.homeSeq,
    macAddress,
    additionalValue,
    deviceType,
    deviceName: name,
    connected: connectivity(heater),
    installType: 'R',
    modelTypeCode: null,
    installerId: null,
  }
}

/** 2 online, 1 offline. */
export const connectivity = (heater: SimulatedHeater) => (heater.connected ? 2 : 1)

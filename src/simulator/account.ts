/** The accounts of a simulated cloud: who signs in, and which heaters are theirs. */
import type { SimulatedHeater } from './heater.ts'
import type { Registration } from './registration.ts'

export interface Login {
  readonly email: string
  readonly password: string
}

export interface Account extends Login {
  readonly userSeq: number
  readonly homeSeq: number
  readonly heaters: readonly SimulatedHeater[]
}

/** Whether a text that somebody sent names the account; case doesn't matter. */
export const isUser = ({ email }: Account, userId: unknown): boolean =>
  typeof userId === 'string' && userId.toLowerCase() === email.toLowerCase()

/** The account's heater that the fields of a call name by its address. */
export const heaterOf = (
  { heaters }: Account,
  fields: Readonly<Record<string, unknown>> | undefined,
): SimulatedHeater | undefined => heaters.find(({ identity }) => identity.macAddress === fields?.macAddress)

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

/** What `/user/info` tells. */
export const userProfile = (account: Account) => ({
  ...userInfo(account),
  userPhoneNumber: '555-0100',
  userEmail: account.email,
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
export const deviceInfoOf = (account: Account, heater: SimulatedHeater, { deviceName, installType }: Registration) => {
  const { macAddress, additionalValue, deviceType } = heater.identity
  return {
    homeSeq: account.homeSeq,
    macAddress,
    additionalValue,
    deviceType,
    deviceName,
    connected: connectivity(heater),
    installType,
    modelTypeCode: null,
    installerId: null,
  }
}

/** 2 online, 1 offline. */
export const connectivity = (heater: SimulatedHeater) => (heater.connected ? 2 : 1)

/** Who calls the cloud, and which heater the call is about. */
import type { Call } from './http.ts'

/** What authorised calls need: the access token, and the account's e-mail, which the cloud calls `userId`. */
export interface Caller {
  readonly token: string
  readonly email: string
  /** As the sign-in gave it, for the calls that want it; `O`, an owner, when it isn't known. */
  readonly userType?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** How the cloud tells one heater from another. */
export interface DeviceAddress {
  /** 12 hex digits, lower case. */
  readonly macAddress: string
  readonly additionalValue: string
}

/** A heater's whole record may be passed in; only this much is sent. */
export const addressOf = ({ macAddress, additionalValue }: DeviceAddress) => ({ macAddress, additionalValue })

/** Asks something, by POST as most calls do. */
export const asking = ({ token, email, signal }: Caller, path: string, fields: object = {}): Call => ({
  method: 'POST',
  path,
  body: { userId: email, ...fields },
  token,
  repeatable: true,
  signal,
})

/** Changes something, and so is sent once. */
export const telling = (caller: Caller, path: string, fields: object = {}): Call => ({
  ...asking(caller, path, fields),
  repeatable: false,
})

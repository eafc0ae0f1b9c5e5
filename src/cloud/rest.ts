/** The calls of NaviLink's REST side, one method each. What they need to know goes in, records come out; nothing is remembered. */
import { redact } from '#wire/redact'
import {
  appVersionSchema,
  type SignIn,
  signInSchema,
  type Token,
  tokenSchema,
  type UserProfile,
  userProfileSchema,
} from './account-records.ts'
import { read, readList } from './answers.ts'
import { asking, type Caller, telling } from './caller.ts'
import { DeviceCalls } from './device-calls.ts'
import { type DeviceRecord, deviceRecordSchema, type SimpleDevice, simpleDeviceSchema } from './device-records.ts'
import type { Http } from './http.ts'
import { MaintenanceError } from './reply.ts'
import { TouCalls } from './tou-calls.ts'
import { UpkeepCalls } from './upkeep-calls.ts'

export type { Caller, DeviceAddress } from './caller.ts'

/** What the cloud wants to know about a phone that it shall notify. */
export interface PushTarget {
  readonly pushToken: string
  readonly modelName: string
  readonly appVersion: string
  readonly os: string
  readonly osVersion: string
}

/** Whether the cloud is open, and for which versions of the vendor’s app. */
export interface AppVersion {
  readonly appVersion?: string | undefined
  /** Older apps are locked out. */
  readonly appForceVersion?: string | undefined
  /** The vendor's notice, while the cloud is closed for maintenance; may have several lines. */
  readonly maintenance?: string | undefined
}

/** The account's own calls, and those about a heater by what they are about. Every method throws what {@link Http.send} throws. */
export class Rest {
  readonly device: DeviceCalls
  readonly touPlans: TouCalls
  readonly upkeep: UpkeepCalls
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
    this.device = new DeviceCalls(http)
    this.touPlans = new TouCalls(http)
    this.upkeep = new UpkeepCalls(http)
  }

  /** Never sent twice: refusals can lock the account. @throws AuthenticationError */
  async signIn(email: string, password: string, signal?: AbortSignal): Promise<SignIn> {
    const body = { userId: email, password }
    return read(this.#http, signInSchema, { method: 'POST', path: '/user/sign-in', body, signsIn: true, signal })
  }

  /** A new access token for a refresh token, which may be used up by this. Brings no AWS credentials. */
  async refresh(refreshToken: string, signal?: AbortSignal): Promise<Token> {
    return read(this.#http, tokenSchema, { method: 'POST', path: '/auth/refresh', body: { refreshToken }, signal })
  }

  /** New AWS credentials, and nothing else, for a live access token. */
  async refreshSession(caller: Caller): Promise<Token> {
    return read(this.#http, tokenSchema, telling(caller, '/auth/session/refresh'))
  }

  /** A sign-in by a live access token instead of the password. Its `token` may hold no more than AWS credentials. */
  async securedSignIn(caller: Caller): Promise<SignIn> {
    return read(this.#http, signInSchema, telling(caller, '/user/secured-sign-in'))
  }

  async user(caller: Caller): Promise<UserProfile> {
    return read(this.#http, userProfileSchema, asking(caller, '/user/info'))
  }

  /** Every heater of the account, told apart by MAC address as on MQTT. Entries without a readable MAC address are left out: nothing can be asked of them. */
  async devices(caller: Caller): Promise<readonly DeviceRecord[]> {
    const found = new Map<string, DeviceRecord>()
    for (const entry of await readList(this.#http, caller, '/device/list')) {
      const { data } = deviceRecordSchema.safeParse(entry)
      if (data) found.set(data.deviceInfo.macAddress, data)
      else this.#http.logger.warn({ entry: redact(entry) }, 'The list of heaters has an entry without a MAC address')
    }
    return [...found.values()]
  }

  /** The same list in short. @param owner whose heaters: an installer may ask for another's. */
  async simpleDevices(caller: Caller, owner = caller.email): Promise<readonly SimpleDevice[]> {
    const entries = await readList(this.#http, caller, '/device/simple-list', { targetUserId: owner })
    return entries.flatMap(entry => simpleDeviceSchema.safeParse(entry).data ?? [])
  }

  async updatePushToken(caller: Caller, target: PushTarget): Promise<void> {
    await this.#http.send(telling(caller, '/app/update-push-token', target))
  }

  /** Whether the service is open, and for which apps. Needs no sign-in. */
  async appVersion(signal?: AbortSignal): Promise<AppVersion> {
    const call = { method: 'POST', path: '/app/version', body: { os: 'A' }, repeatable: true, signal } as const
    try {
      return await read(this.#http, appVersionSchema, call)
    } catch (error) {
      if (error instanceof MaintenanceError) return { maintenance: error.notice }
      throw error
    }
  }
}

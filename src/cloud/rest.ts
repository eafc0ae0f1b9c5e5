/** The calls of NaviLink's REST side, one method each. What they need to know goes in, records come out; nothing is remembered. */
import type { z } from 'zod'
import { ProtocolError, RefusedError } from '#schema/errors'
import { redact } from '#wire/redact'
import type { Call, Http } from './http.ts'
import {
  appVersionSchema,
  type DeviceDetail,
  type DeviceRecord,
  deviceDetailSchema,
  deviceRecordSchema,
  type Firmware,
  firmwareListSchema,
  isOnline,
  type SignIn,
  signInSchema,
  type Token,
  type TouPlan,
  tokenSchema,
  touPlanSchema,
} from './records.ts'
import { frameOf, MaintenanceError, unauthorised } from './reply.ts'

/** What authorised calls need: the access token, and the account's e-mail, which the cloud calls `userId`. */
export interface Caller {
  readonly token: string
  readonly email: string
  readonly signal?: AbortSignal | undefined
}

/** How the cloud tells one heater from another. */
export interface DeviceAddress {
  /** 12 hex digits, lower case. */
  readonly macAddress: string
  readonly additionalValue: string
}

/** What the cloud wants to know about a phone that it shall notify. */
export interface PushTarget {
  readonly pushToken: string
  readonly modelName: string
  readonly appVersion: string
  readonly os: string
  readonly osVersion: string
}

export interface AppVersion {
  readonly appVersion?: string | undefined
  /** Older apps are locked out. */
  readonly appForceVersion?: string | undefined
  /** The vendor's notice, while the cloud is closed for maintenance; may have several lines. */
  readonly maintenance?: string | undefined
}

/** The most that the cloud gives at once. */
const pageSize = 20
/** More pages than any account has; ends a cloud that repeats itself for ever. */
const mostPages = 100
const forbidden = 403

/** Every method throws what {@link Http.send} throws. */
export class Rest {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /** Never sent twice: refusals can lock the account. @throws AuthenticationError */
  async signIn(email: string, password: string, signal?: AbortSignal): Promise<SignIn> {
    const body = { userId: email, password }
    return this.#read(signInSchema, { method: 'POST', path: '/user/sign-in', body, signsIn: true, signal })
  }

  /** A new access token for a refresh token, which may be used up by this. Brings no AWS credentials. */
  async refresh(refreshToken: string, signal?: AbortSignal): Promise<Token> {
    return this.#read(tokenSchema, { method: 'POST', path: '/auth/refresh', body: { refreshToken }, signal })
  }

  /** New AWS credentials, and nothing else, for a live access token. */
  async refreshSession({ token, email, signal }: Caller): Promise<Token> {
    const body = { userId: email }
    return this.#read(tokenSchema, { method: 'POST', path: '/auth/session/refresh', body, token, signal })
  }

  /** A sign-in by a live access token instead of the password. Its `token` may hold no more than AWS credentials. */
  async securedSignIn({ token, email, signal }: Caller): Promise<SignIn> {
    const body = { userId: email }
    return this.#read(signInSchema, { method: 'POST', path: '/user/secured-sign-in', body, token, signal })
  }

  /** Every heater of the account, told apart by MAC address as on MQTT. Entries without a readable MAC address are left out: nothing can be asked of them. */
  async devices(caller: Caller): Promise<readonly DeviceRecord[]> {
    const found = new Map<string, DeviceRecord>()
    for (let offset = 0; offset < pageSize * mostPages; offset += pageSize) {
      const entries = await this.#page(offset, caller)
      const before = found.size
      for (const entry of entries) {
        const { data } = deviceRecordSchema.safeParse(entry)
        if (data) found.set(data.deviceInfo.macAddress, data)
        else this.#http.logger.warn({ entry: redact(entry) }, 'The list of heaters has an entry without a MAC address')
      }
      // A cloud that takes no notice of `offset` sends the first page again and again.
      if (entries.length < pageSize || found.size === before) break
    }
    return [...found.values()]
  }

  async deviceInfo(caller: Caller, device: DeviceAddress): Promise<DeviceDetail> {
    return this.#read(deviceDetailSchema, aboutDevice('/device/info', caller, device))
  }

  /** The firmware of a heater's parts; undefined where the account may not see it. */
  async firmware(caller: Caller, device: DeviceAddress): Promise<readonly Firmware[] | undefined> {
    try {
      return await this.#read(firmwareListSchema, aboutDevice('/device/firmware/info', caller, device))
    } catch (error) {
      if (error instanceof RefusedError && error.failCode === forbidden) return undefined
      throw error
    }
  }

  /** Whether the cloud can reach the heater; undefined when it doesn't say. */
  async connectivity(caller: Caller, device: DeviceAddress): Promise<boolean | undefined> {
    const { deviceInfo } = await this.deviceInfo(caller, device)
    const connected = deviceInfo.connected ?? (await this.#connectivityStatus(caller, device))
    return isOnline({ connected })
  }

  /**
   * The time-of-use plan; undefined when none is registered.
   * @param controllerId the controller's serial number, from the heater's device info. Any other gives a fault of the cloud.
   * @param userType as the sign-in gave it.
   */
  async tou(
    { token, email, signal }: Caller,
    device: DeviceAddress,
    controllerId: string,
    userType = 'O',
  ): Promise<TouPlan | undefined> {
    const query = { ...addressOf(device), controllerId, userId: email, userType }
    const data = await this.#http.send({ method: 'GET', path: '/device/tou', query, token, repeatable: true, signal })
    return data === null || data === undefined ? undefined : checked(touPlanSchema, data, 'GET /device/tou')
  }

  async updatePushToken({ token, email, signal }: Caller, target: PushTarget): Promise<void> {
    const body = { userId: email, ...target }
    await this.#http.send({ method: 'POST', path: '/app/update-push-token', body, token, signal })
  }

  /** Whether the service is open, and for which apps. Needs no sign-in. */
  async appVersion(signal?: AbortSignal): Promise<AppVersion> {
    const body = { os: 'A' }
    try {
      return await this.#read(appVersionSchema, {
        method: 'POST',
        path: '/app/version',
        body,
        repeatable: true,
        signal,
      })
    } catch (error) {
      if (error instanceof MaintenanceError) return { maintenance: error.notice }
      throw error
    }
  }

  async #page(offset: number, { token, email, signal }: Caller): Promise<readonly unknown[]> {
    const body = { userId: email, offset, count: pageSize }
    const call = { method: 'POST', path: '/device/list', body, token, repeatable: true, signal } as const
    // An account without heaters may get nothing instead of an empty list.
    const page = (await this.#http.send(call)) ?? []
    if (Array.isArray(page)) return page
    throw new ProtocolError('The cloud answered POST /device/list without a list.', { frame: frameOf(page) })
  }

  /** Known from early notes only, so a refusal means no more than "doesn't say". */
  async #connectivityStatus({ token, email, signal }: Caller, device: DeviceAddress): Promise<number | undefined> {
    const query = { ...addressOf(device), userId: email }
    try {
      const data = await this.#http.send({ method: 'GET', path: '/device/connectivity-status', query, token, signal })
      return deviceDetailSchema.shape.deviceInfo.parse(data).connected
    } catch (error) {
      if (error instanceof RefusedError && error.failCode !== unauthorised) return undefined
      if (error instanceof ProtocolError) return undefined
      throw error
    }
  }

  async #read<T extends z.ZodType>(schema: T, call: Call): Promise<z.output<T>> {
    return checked(schema, await this.#http.send(call), `${call.method} ${call.path}`)
  }
}

function checked<T extends z.ZodType>(schema: T, data: unknown, call: string): z.output<T> {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  throw new ProtocolError(`The cloud answered ${call} with another kind of record than expected.`, {
    frame: frameOf(data),
  })
}

const aboutDevice = (path: string, { token, email, signal }: Caller, device: DeviceAddress): Call => ({
  method: 'POST',
  path,
  body: { userId: email, ...addressOf(device) },
  token,
  repeatable: true,
  signal,
})

/** A heater's whole record may be passed in; only this much is sent. */
const addressOf = ({ macAddress, additionalValue }: DeviceAddress) => ({ macAddress, additionalValue })

/** The calls about one heater: what the cloud knows of it, its name, its notifications. */
import { ProtocolError, RefusedError } from '#schema/errors'
import { forbidden, ifAllowed, notAuthorized, read } from './answers.ts'
import { addressOf, asking, type Caller, type DeviceAddress, telling } from './caller.ts'
import { type DeviceDetail, deviceDetailSchema, isOnline } from './device-records.ts'
import { type FaultHistory, faultHistorySchema } from './fault-history.ts'
import { type Firmware, type FirmwareDetail, firmwareDetailSchema, firmwareListSchema } from './firmware-records.ts'
import type { Http } from './http.ts'
import { type PushSettings, pushFlags, pushSettingsSchema } from './push-settings.ts'
import { unauthorised } from './reply.ts'

/** A heater to be renamed: the cloud wants more of it than its address. */
export interface NamedDevice extends DeviceAddress {
  readonly deviceType: number
  readonly installType?: string | undefined
}

/** Every method throws what {@link Http.send} throws. */
export class DeviceCalls {
  readonly #http: Http

  constructor(http: Http) {
    this.#http = http
  }

  /** Undefined where the account may not see it. */
  async info(caller: Caller, device: DeviceAddress): Promise<DeviceDetail | undefined> {
    return ifAllowed(read(this.#http, deviceDetailSchema, asking(caller, '/device/info', addressOf(device))))
  }

  /** Whether the cloud can reach the heater; undefined when it doesn't say. */
  async connectivity(caller: Caller, device: DeviceAddress): Promise<boolean | undefined> {
    const detail = await this.info(caller, device)
    const connected = detail?.deviceInfo.connected ?? (await this.#connectivityStatus(caller, device))
    return isOnline({ connected })
  }

  /** The firmware of a heater's parts; undefined where the account may not see it. */
  async firmware(caller: Caller, device: DeviceAddress): Promise<readonly Firmware[] | undefined> {
    return ifAllowed(read(this.#http, firmwareListSchema, asking(caller, '/device/firmware/info', addressOf(device))))
  }

  /** What one version of one part is about, by the numbers that {@link firmware} tells; undefined where the account may not see it. */
  async firmwareDetail(
    { token, signal }: Caller,
    { swCode, swVersion }: { readonly swCode: number; readonly swVersion: number },
  ): Promise<FirmwareDetail | undefined> {
    const call = { method: 'POST', path: '/firmware/info', body: { swCode, swVersion } } as const
    return ifAllowed(read(this.#http, firmwareDetailSchema, { ...call, token, repeatable: true, signal }))
  }

  /**
   * The faults that the cloud remembers; undefined where the account may not see them: the cloud tells them to installers only.
   * @param continuousKey where to go on; a guess: `errorOccuredTime` of the last one of the page before.
   */
  async faults(
    { token, email, signal }: Caller,
    device: DeviceAddress,
    { count = 20, continuousKey }: { readonly count?: number; readonly continuousKey?: number | undefined } = {},
  ): Promise<FaultHistory | undefined> {
    const body = { installerId: email, ...addressOf(device), continuousKey, count }
    const call = { method: 'POST', path: '/device/error/list', body, token, repeatable: true, signal } as const
    return ifAllowed(read(this.#http, faultHistorySchema, call), [forbidden, notAuthorized])
  }

  /** @throws RangeError for a name without a letter. */
  async rename(caller: Caller, device: NamedDevice, deviceName: string): Promise<void> {
    const name = deviceName.trim()
    if (name === '') throw new RangeError('The name is empty; a heater needs one.')
    const { deviceType, installType } = device
    // Without `location`: an empty one would take the place of what is known.
    const deviceInfo = { ...addressOf(device), deviceType, deviceName: name, installType }
    await this.#http.send(telling(caller, '/device/change-info', { deviceInfo }))
  }

  async pushSettings(caller: Caller, device: DeviceAddress): Promise<PushSettings> {
    return read(this.#http, pushSettingsSchema, asking(caller, '/user/get-push-settings', addressOf(device)))
  }

  /** The cloud wants every flag that it told: read, change, write. */
  async setPushSettings(caller: Caller, device: DeviceAddress, settings: PushSettings): Promise<void> {
    const fields = { ...addressOf(device), ...pushFlags(settings) }
    await this.#http.send(telling(caller, '/user/set-push-settings', fields))
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
}

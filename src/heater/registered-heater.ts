/** A heater in the cloud's books: who it is, and what the cloud keeps of it. Nothing here is asked of the heater itself. */
import { Events } from '#cloud/events'
import type {
  DeviceDetail,
  DeviceRecord,
  FaultHistory,
  Firmware,
  FirmwareDetail,
  PushSettings,
  Upkeep,
  UpkeepEntry,
} from '#cloud/records'
import { nwp500DeviceType } from '#schema/commands'
import { UnsupportedError } from '#schema/errors'
import type { Addressed } from '#wire/envelope'
import type { CallOptions, HeaterEvents } from './heater-events.ts'
import type { HeaterHost } from './heater-host.ts'

export abstract class RegisteredHeater extends Events<HeaterEvents> implements Addressed {
  readonly #host: HeaterHost
  #record: DeviceRecord

  constructor(record: DeviceRecord, host: HeaterHost) {
    super(host.logger)
    this.#host = host
    this.#record = record
  }

  /** What the cloud's list said of it last: name, place, and the last fault that the cloud knows. */
  get record(): DeviceRecord {
    return this.#record
  }

  /** As the account calls it. */
  get name(): string {
    return this.#record.deviceInfo.deviceName ?? 'unnamed'
  }
  /** Twelve hex digits, lower case. */
  get macAddress(): string {
    return this.#record.deviceInfo.macAddress
  }
  get additionalValue(): string {
    return this.#record.deviceInfo.additionalValue
  }
  /** 52 is the Wi-Fi module of an NWP500. */
  get deviceType(): number {
    return this.#record.deviceInfo.deviceType
  }
  /** Whether this library knows how to talk to it. */
  get supported(): boolean {
    return this.deviceType === nwp500DeviceType
  }
  /** `NWP500`, or the number of another product. */
  get modelName(): string {
    return this.supported ? 'NWP500' : `device type ${this.deviceType}`
  }

  /** What the cloud keeps beyond its list: place, installer, alarm settings; undefined where the account may not see it. */
  async details({ signal }: CallOptions = {}): Promise<DeviceDetail | undefined> {
    this.mustBeSupported()
    return this.#host.cloud((rest, caller) => rest.device.info(caller, this), signal)
  }

  /** The firmware of its parts; undefined where the account may not see it. */
  async firmware({ signal }: CallOptions = {}): Promise<readonly Firmware[] | undefined> {
    this.mustBeSupported()
    return this.#host.cloud((rest, caller) => rest.device.firmware(caller, this), signal)
  }

  /** What the vendor says of one version of one part, by the numbers of `firmware`; undefined where it says nothing. */
  async firmwareDetail(
    { curSwCode: swCode, curVersion: swVersion }: Pick<Firmware, 'curSwCode' | 'curVersion'>,
    { signal }: CallOptions = {},
  ): Promise<FirmwareDetail | undefined> {
    if (swCode === undefined || swVersion === undefined) return undefined
    return this.#host.cloud((rest, caller) => rest.device.firmwareDetail(caller, { swCode, swVersion }), signal)
  }

  /** The faults that the cloud remembers; undefined for owners: it tells them to installers only. */
  async faultHistory({ signal }: CallOptions = {}): Promise<FaultHistory | undefined> {
    this.mustBeSupported()
    return this.#host.cloud((rest, caller) => rest.device.faults(caller, this), signal)
  }

  /** Gives it another name in the account, in the vendor's app too. */
  async rename(name: string, { signal }: CallOptions = {}): Promise<void> {
    this.mayWrite()
    const { deviceInfo } = this.#record
    await this.#host.cloud((rest, caller) => rest.device.rename(caller, deviceInfo, name), signal)
    this.#record = { ...this.#record, deviceInfo: { ...deviceInfo, deviceName: name.trim() } }
  }

  /** The log book of filter changes or descaling that the cloud keeps, newest first. */
  async upkeepLog(upkeep: Upkeep, { signal }: CallOptions = {}): Promise<readonly UpkeepEntry[]> {
    this.mustBeSupported()
    return this.#host.cloud((rest, caller) => rest.upkeep.history(caller, this, upkeep), signal)
  }

  /**
   * Writes into that log book. The heater's own hours go on: `resetAirFilter` is for them.
   * @param date the day of it, as `2026-03-07`.
   */
  async logUpkeep(upkeep: Upkeep, date: string, { signal }: CallOptions = {}): Promise<void> {
    this.mayWrite()
    await this.#host.cloud((rest, caller) => rest.upkeep.record(caller, this, upkeep, date), signal)
  }

  /** Of what the vendor's app notifies. */
  async pushSettings({ signal }: CallOptions = {}): Promise<PushSettings> {
    this.mustBeSupported()
    return this.#host.cloud((rest, caller) => rest.device.pushSettings(caller, this), signal)
  }

  /** Changes some of them; the others stay. */
  async setPushSettings(changes: Partial<PushSettings>, { signal }: CallOptions = {}): Promise<void> {
    this.mayWrite()
    const settings = { ...(await this.pushSettings({ signal })), ...changes }
    await this.#host.cloud((rest, caller) => rest.device.setPushSettings(caller, this, settings), signal)
  }

  /** Takes in what a newer list says. @internal */
  update(record: DeviceRecord): void {
    this.#record = record
  }

  /** @throws UnsupportedError before a byte is sent to another product, or by a client that only reads. */
  protected mayWrite(): void {
    this.mustBeSupported()
    if (this.#host.readOnly) throw new UnsupportedError(`This client only reads: nothing was sent to ${this.name}.`)
  }

  /** @throws UnsupportedError before a byte is sent to another product. */
  protected mustBeSupported(): void {
    if (!this.supported)
      throw new UnsupportedError(`${this.name} is ${this.modelName}, not an NWP500: this library can only list it.`)
  }
}

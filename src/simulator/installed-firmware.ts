/** Which firmware a simulated heater has, and what waits to be installed. */
import type { DownloadedFirmware } from '#schema/downloaded-firmware'
import { type Identity, updated, withController } from './identity.ts'
import type { FirmwareSet } from './report.ts'

export class InstalledFirmware {
  waiting: readonly DownloadedFirmware[]
  readonly #reportsAsOld: () => boolean
  #identity: Identity

  constructor(identity: Identity, waiting: readonly DownloadedFirmware[], reportsAsOld: () => boolean) {
    this.#identity = identity
    this.waiting = waiting
    this.#reportsAsOld = reportsAsOld
  }

  /** The heater with the versions of this moment. */
  get identity(): Identity {
    return this.#reportsAsOld() ? withController(this.#identity, 'old') : this.#identity
  }

  changeController(firmware: FirmwareSet): void {
    this.#identity = withController(this.#identity, firmware)
  }

  install(firmware: DownloadedFirmware): void {
    this.waiting = this.waiting.filter(one => one !== firmware)
    this.#identity = updated(this.#identity, firmware)
  }
}

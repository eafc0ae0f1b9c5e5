/** The firmware of a heater part by part: what runs, what waits, and what the vendor says of it. */
import type { NaviLinkDevice } from '#heater/device'
import { firmwareVersion } from '#schema/device-info'
import type { DownloadedFirmware } from '#schema/downloaded-firmware'

export interface FirmwarePartRecord {
  readonly part: string
  readonly version: string
  /** The firmware line, where the heater tells it. */
  readonly code: number | undefined
  /** What waits to be installed. */
  readonly waiting: string | undefined
  readonly install_minutes: number | undefined
  readonly description: string | undefined
}

/** The heater's names, by those of the parts that can be installed. */
const told = {
  controller: { version: 'controllerSwVersion', code: 'controllerSwCode' },
  panel: { version: 'panelSwVersion', code: 'panelSwCode' },
  'wifi-module': { version: 'wifiSwVersion', code: 'wifiSwCode' },
  recirculation: { version: 'recircSwVersion', code: undefined },
} as const

export interface FirmwareRecords {
  readonly parts: readonly FirmwarePartRecord[]
  /** The account may not see what the cloud knows. */
  readonly hidden: boolean
}

export async function firmwareRecords(heater: NaviLinkDevice, signal: AbortSignal): Promise<FirmwareRecords> {
  const info = await heater.info({ signal })
  const waiting = await heater.downloadedFirmware({ signal })
  const listed = await heater.firmware({ signal })
  const parts: FirmwarePartRecord[] = []
  for (const [part, keys] of Object.entries(told)) {
    const version = info[keys.version]
    // No such module.
    if (version === undefined || (version === 0 && part === 'recirculation')) continue
    const code = keys.code && info[keys.code]
    const known = listed?.find(({ curSwCode }) => curSwCode !== undefined && curSwCode === code)
    const detail = known && (await heater.firmwareDetail(known, { signal }))
    const waits = waiting.find(({ swCode }) => swCode === part)?.swVersion ?? (known?.downloadedVersion || undefined)
    parts.push({
      part,
      version: firmwareVersion(version),
      code,
      waiting: waits === undefined ? undefined : firmwareVersion(waits),
      install_minutes: detail?.runTime,
      description: detail?.description,
    })
  }
  return { parts, hidden: listed === undefined }
}

export const downloadedText = ({ swCode, swVersion }: DownloadedFirmware): string =>
  `${swCode} ${swVersion === undefined ? 'of an unknown version' : firmwareVersion(swVersion)}`

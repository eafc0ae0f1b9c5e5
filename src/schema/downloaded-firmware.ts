/** Firmware that the heater has downloaded and that waits to be installed. */
import { encode } from './codec.ts'
import { FirmwarePart } from './enums.ts'
import { ProtocolError } from './errors.ts'
import { code, oneOf, table, type Values } from './field.ts'
import { type BodyOddity, isRecord, readFields } from './reply-body.ts'

/** The fields of a firmware that waits. */
export const downloadedFirmwareFields = table({
  swCode: oneOf(FirmwarePart, 'vendor', 'Which part it is for.'),
  otaMode: code('vendor', 'How it is brought over; what the numbers mean is not known.'),
  swVersion: code('vendor', 'Its version, in the form that device info has for that part.'),
  status: code('vendor', 'How far it has come; what the numbers mean is not known.'),
})

/** One that waits. */
export type DownloadedFirmware = Values<typeof downloadedFirmwareFields>

/**
 * The answer to the question for downloaded firmware. One entry of zeros is how the heater says that nothing waits.
 * @throws ProtocolError when it has no list.
 */
export function readDownloadedFirmware(body: unknown): {
  readonly waiting: readonly DownloadedFirmware[]
  readonly oddities: readonly BodyOddity[]
} {
  if (!isRecord(body) || !Array.isArray(body.downloadSwInfo))
    throw new ProtocolError('The heater answered with something that is no list of downloaded firmware.')
  const oddities: BodyOddity[] = []
  const waiting = body.downloadSwInfo.flatMap((raw, i) => {
    if (isRecord(raw) && Object.values(raw).every(value => !value)) return []
    const entry = readFields(downloadedFirmwareFields, raw, `downloadSwInfo[${i}]`, oddities)
    return entry && Object.keys(entry).length > 0 ? [entry] : []
  })
  return { waiting, oddities }
}

const nothingWaits = { swCode: 0, otaMode: 0, swVersion: 0, status: 0 }

/** The answer on the wire's terms. */
export const downloadedFirmwareBody = (waiting: readonly DownloadedFirmware[]): Record<string, unknown> => ({
  downloadSwInfo:
    waiting.length === 0
      ? [nothingWaits]
      : waiting.map(entry => ({ ...nothingWaits, ...encode(downloadedFirmwareFields, { values: entry }) })),
})

/** What the cloud tells of firmware: what a heater's parts run, and what one version is about. */
import { z } from 'zod'
import { absent, filledText, listOf, number, text } from './lenient.ts'

/** The firmware of one part of a heater: controller, panel or Wi-Fi. */
const firmware = z.object({
  macAddress: text,
  additionalValue: text,
  deviceType: number,
  deviceGroup: z.object({ groupSeq: number, unitNum: number }).optional().catch(absent),
  curSwCode: number,
  curVersion: number,
  /** 0 or missing = nothing waits to be installed. */
  downloadedVersion: number,
})
/** The firmware of one part of a heater, by its numbers. */
export type Firmware = z.output<typeof firmware>
export const firmwareListSchema = z.object({ firmwares: listOf(firmware) }).transform(({ firmwares }) => firmwares)

/** What is known of one version of one part. */
export const firmwareDetailSchema = z.object({
  description: filledText,
  /** How long its installation takes, minutes. */
  runTime: number,
  modelNumber: number,
  modelType: number,
  productFamily: number,
  /** ms since 1970. */
  registerAt: number,
  swCode: number,
  swVersion: number,
})
/** What the vendor says of one version of one part. */
export type FirmwareDetail = z.output<typeof firmwareDetailSchema>

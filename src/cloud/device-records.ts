/** What the cloud tells of heaters: as they stand in the account's list, and one of them in full. */
import { z } from 'zod'
import { DeviceConnection } from '#schema/enums'
import { isMacAddress, macAddress } from '#wire/mac-address'
import { absent, filledText, lenient, number, text } from './lenient.ts'

/** 12 hex digits, lower case. Without it a heater can't be spoken to, so it is the one thing a record needs. */
const mac = z.string().transform(macAddress).refine(isMacAddress)
/** Opaque; goes with every request to the heater. */
const additionalValue = text.transform(value => value ?? '')
/** 52 = the Wi-Fi module of an NWP500, 0 = the cloud doesn't say. */
const deviceType = number.transform(value => value ?? 0)

const location = z.object({
  state: text,
  city: text,
  address: text,
  /** Degrees; only in {@link DeviceDetail}. */
  latitude: number,
  longitude: number,
  altitude: number,
})

/** ms since 1970. */
const descaling = z.object({ descalingStartTime: number, descalingEndTime: number })

const deviceInfo = z.object({
  homeSeq: number,
  additionalValue,
  deviceType,
  deviceName: filledText,
  /** 1 offline, 2 online. */
  connected: number,
  /** `R` residential, `C` commercial. */
  installType: text,
  modelTypeCode: number,
  installerId: text,
})

/** One heater of the account's list. */
export const deviceRecordSchema = z.object({
  deviceInfo: deviceInfo.extend({ macAddress: mac }),
  location: lenient(location),
  /** The last fault that the cloud knows of, readable while the heater is offline. */
  error: lenient(
    z.object({
      /** 0 = none; missing = not told. */
      errorCode: number,
      /** So spelt on the wire; ms since 1970, or text. */
      errorOccuredTime: z.union([z.number(), z.string()]).optional().catch(absent),
    }),
  ),
  descaling: lenient(descaling),
})
/** A heater as the cloud lists it. */
export type DeviceRecord = z.output<typeof deviceRecordSchema>

/** One heater of the short list. */
export const simpleDeviceSchema = z.object({
  macAddress: mac,
  additionalValue,
  deviceType,
  modelTypeCode: number,
  deviceName: filledText,
})
/** A heater in the short list. */
export type SimpleDevice = z.output<typeof simpleDeviceSchema>

/** What the cloud tells of one heater. */
export const deviceDetailSchema = z.object({
  /** The cloud leaves the address out here. */
  deviceInfo: lenient(deviceInfo),
  location: lenient(location),
  installer: lenient(
    z.object({
      installerId: text,
      installerFirstName: text,
      installerLastName: text,
      installerPhoneNumber: text,
    }),
  ),
  /** 1 on, 2 off: the reverse of everything else. */
  alarmInfo: lenient(z.object({ isErrorAlarm: number, isDescalingAlarm: number, isEtcAlarm: number })),
  descaling: lenient(descaling),
})
/** What the cloud keeps of one heater beyond its list. */
export type DeviceDetail = z.output<typeof deviceDetailSchema>

/** Whether the cloud can reach a device; undefined when it doesn't say. */
export const isOnline = ({ connected }: { readonly connected?: number | undefined }): boolean | undefined =>
  connected === undefined ? undefined : DeviceConnection[connected as keyof typeof DeviceConnection] === 'online'

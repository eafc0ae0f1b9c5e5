/** What the cloud's REST side answers, read leniently: one odd value never costs the rest of a record, nor one odd heater the others. */
import { z } from 'zod'
import { DeviceConnection } from '#schema/enums'
import { isMacAddress, macAddress } from '#wire/mac-address'

const absent = () => undefined

/** Text, or a number where text was expected; anything else counts as not told. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(absent)
/** Text that means nothing when it is empty. */
const filledText = text.transform(value => (value?.trim() ? value : undefined))
/** A number, or one written as text; anything else counts as not told. */
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .optional()
  .catch(absent)

/** The record, or one in which nothing is told. */
const lenient = <T extends z.ZodType>(record: T) => record.catch(() => record.parse({}))

/** Each member that reads as `item`; what doesn't is left out. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .catch(() => [])
    .transform(members => members.flatMap(member => item.safeParse(member).data ?? []) as z.output<T>[])

export const userInfoSchema = z.object({
  /** `O` owner, `M` member, others are installers. */
  userType: filledText,
  userFirstName: text,
  userLastName: text,
  userStatus: text,
  /** Comes with a sign-in only. */
  userSeq: number,
})
export type UserInfo = z.output<typeof userInfoSchema>

/** Tokens and AWS credentials. Every reply brings some of it, none is sure to bring all. */
export const tokenSchema = z.object({
  idToken: filledText,
  accessToken: filledText,
  refreshToken: filledText,
  /** Life of the access token, s. */
  authenticationExpiresIn: number,
  accessKeyId: filledText,
  secretKey: filledText,
  sessionToken: filledText,
  /** Life of the AWS credentials, s. */
  authorizationExpiresIn: number,
})
export type Token = z.output<typeof tokenSchema>

export const signInSchema = z.object({
  userInfo: lenient(userInfoSchema),
  token: lenient(tokenSchema),
})
export type SignIn = z.output<typeof signInSchema>

const mac = z.string().transform(macAddress).refine(isMacAddress)

const location = z.object({
  state: text,
  city: text,
  address: text,
  /** Degrees; only in {@link DeviceDetail}. */
  latitude: number,
  longitude: number,
  altitude: number,
})

const descaling = z.object({ descalingStartTime: number, descalingEndTime: number })

const deviceInfo = z.object({
  homeSeq: number,
  /** Opaque; goes with every request to the heater. */
  additionalValue: text.transform(value => value ?? ''),
  /** 52 = the Wi-Fi module of an NWP500, 0 = the cloud doesn't say. */
  deviceType: number.transform(value => value ?? 0),
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
  /** 12 hex digits, lower case. Without it a heater can't be spoken to, so it is the one thing a record needs. */
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
  /** ms since 1970. */
  descaling: lenient(descaling),
})
export type DeviceRecord = z.output<typeof deviceRecordSchema>

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
export type DeviceDetail = z.output<typeof deviceDetailSchema>

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
export type Firmware = z.output<typeof firmware>
export const firmwareListSchema = z.object({ firmwares: listOf(firmware) }).transform(({ firmwares }) => firmwares)

/** A stretch of the day at one price. It ends with its last minute, and doesn't cross midnight. */
const touInterval = z
  .object({
    season: number,
    /** Sunday 128, Monday 64 … Saturday 2. */
    week: number,
    startHour: number,
    startMinute: number,
    startMin: number,
    endHour: number,
    endMinute: number,
    endMin: number,
    /** Currency a kWh × 10^decimalPoint. */
    priceMin: number,
    priceMax: number,
    decimalPoint: number,
  })
  // Some firmware notes spell the minutes short.
  .transform(({ startMin, endMin, startMinute = startMin, endMinute = endMin, ...rest }) => ({
    ...rest,
    startMinute,
    endMinute,
  }))
export type TouInterval = z.output<typeof touInterval>

const touSeason = z.object({
  /** A month mask: January bit 0 … December bit 11. */
  season: number,
  interval: listOf(touInterval),
})

/** The time-of-use plan that is registered for a heater. */
export const touPlanSchema = z.object({
  /** `wifi`, or `bt` when it was set over Bluetooth. */
  registerPath: text,
  sourceType: text,
  touInfo: z
    .object({
      controllerId: text,
      manufactureId: text,
      name: text,
      utility: text,
      /** Sent as a number, which loses New England's leading zero. */
      zipCode: text.transform(value => value?.padStart(5, '0')),
      schedule: listOf(touSeason),
    })
    .optional()
    .catch(absent),
})
export type TouPlan = z.output<typeof touPlanSchema>

export const appVersionSchema = z.object({ appVersion: text, appForceVersion: text })

/** Whether the cloud can reach a device; undefined when it doesn't say. */
export const isOnline = ({ connected }: { readonly connected?: number | undefined }): boolean | undefined =>
  connected === undefined ? undefined : DeviceConnection[connected as keyof typeof DeviceConnection] === 'online'

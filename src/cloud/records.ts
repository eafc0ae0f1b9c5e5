/** The records of the cloud's REST side that other layers may know, by name. */
export {
  appVersionSchema,
  type SignIn,
  type Token,
  type UserInfo,
  type UserProfile,
} from './account-records.ts'
export {
  type DeviceDetail,
  type DeviceRecord,
  deviceRecordSchema,
  isOnline,
  type SimpleDevice,
} from './device-records.ts'
export type { FaultHistory } from './fault-history.ts'
export type { Firmware, FirmwareDetail } from './firmware-records.ts'
export type { PushSettings } from './push-settings.ts'
export type { ConvertedTou, TouInterval, TouPlan, TouSeason } from './tou-records.ts'
export type { Upkeep, UpkeepEntry } from './upkeep-records.ts'

/** `navilink`: watch Navien NWP500 heat-pump water heaters on the NaviLink cloud. */
export { type CloudAddress, cloudAddress, naviLinkCloud } from '#cloud/address'
export type { ReconnectConfig } from '#cloud/backoff'
export type { MqttVersion } from '#cloud/gateway-errors'
export type { LinkHealth, LinkState, Traffic } from '#cloud/link-health'
export type { LinkOptions } from '#cloud/link-options'
export type { SubscribeOptions } from '#cloud/links'
export type { PublishOptions } from '#cloud/mqtt-connection'
export { OpenEi, type OpenEiOptions, type PlanSearch } from '#cloud/open-ei'
export type { OpenEiPlan } from '#cloud/open-ei-records'
export { fileProtocolMemory } from '#cloud/protocol-file'
export type { LearnedProtocol, ProtocolChoice, ProtocolMemory } from '#cloud/protocol-version'
export type {
  ConvertedTou,
  DeviceDetail,
  DeviceRecord,
  FaultHistory,
  Firmware,
  FirmwareDetail,
  PushSettings,
  SimpleDevice,
  TouPlan,
  Upkeep,
  UpkeepEntry,
  UserProfile,
} from '#cloud/records'
export type { AppVersion, PushTarget } from '#cloud/rest'
export type { SavedSession } from '#cloud/saved-session'
export type { User } from '#cloud/session'
export type { SessionFileOptions } from '#cloud/session-file'
export { fileSessionStore } from '#cloud/session-file'
export { memorySessionStore, type SessionStore } from '#cloud/session-store'
export { type HeaterBackup, type HeaterSettings, notInBackups, takeBackup } from '#heater/backup'
export { backupText, parseBackup } from '#heater/backup-file'
export type { Capabilities } from '#heater/capabilities'
export { NaviLinkClient, type NaviLinkClientOptions } from '#heater/client'
export type { ClientLink } from '#heater/client-link'
export type { CommandQueue } from '#heater/command-queue'
export { NaviLinkConfig } from '#heater/config'
export { type Connectivity, type InfoOptions, NaviLinkDevice } from '#heater/device'
export type { EditableSchedule, GivenSchedule, WhichEntry } from '#heater/editable-schedule'
export type { EnergyRecords } from '#heater/energy-records'
export type { CallOptions, HeaterEvents } from '#heater/heater-events'
export type { Dangerous, DrawnUp, RawRequest } from '#heater/line'
export type { FileProblem } from '#heater/marked-text'
export type { GivenValue } from '#heater/order'
export type { CommandOptions, CommandOutcome, CommandResult } from '#heater/outcome'
export type { PeriodicKind } from '#heater/periodic-requests'
export type { PresenceState } from '#heater/presence'
export type { InfoReading, Reading, ReadingCause, ReadingDetails } from '#heater/reading'
export type { Recirculation } from '#heater/recirculation'
export type { GivenTou, RegisteredTou } from '#heater/registered-tou'
export type { Reservations } from '#heater/reservations'
export { type RestoreOptions, type RestoreReport, type RestoreStep, restoreBackup } from '#heater/restore'
export type { TouNames } from '#heater/schedule-document'
export type { ScheduleChange } from '#heater/schedule-editor'
export {
  type FileText,
  fileDifference,
  type ParsedFile,
  parseScheduleFile,
  type ScheduleFile,
  type ScheduleKind,
  scheduleText,
} from '#heater/schedule-file'
export type { EditOptions, ScheduleOutcome, ScheduleResult } from '#heater/schedule-outcome'
export { ConfigurationError, type LogThreshold } from '#heater/settings'
export type { TimeOfUse, TouNow, TouOptions, TouOutcome } from '#heater/tou'
export type { WatchOptions } from '#heater/watch'
export type { CapabilityName } from '#schema/capabilities'
export type { Oddity } from '#schema/codec'
export type { ControlValue } from '#schema/command'
export type { CommandName, ControlName, DhwMode, RecirculationChoice, WriteName } from '#schema/commands'
export type { Counters } from '#schema/counters'
export { energyToSetpoint, filterHoursLeft, type Heating, heating, usableEnergy } from '#schema/derived'
export type { DeviceInfo } from '#schema/device-info'
export type { DownloadedFirmware } from '#schema/downloaded-firmware'
export { type EnergyRow, type EnergyUsage, type EnergyUse, sumOf } from '#schema/energy'
export {
  AuthenticationError,
  ConnectionError,
  type Help,
  NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
  TimeoutError,
  UnsupportedError,
} from '#schema/errors'
export { explainFault } from '#schema/faults'
export type { RecirculationEvent, RecirculationSchedule } from '#schema/recirculation'
export type { Reservation, ReservationSchedule } from '#schema/reservation'
export { scheduleHash } from '#schema/schedule'
export type { ScheduleDifference } from '#schema/schedule-difference'
export type { Status } from '#schema/status'
export type { Temperature } from '#schema/temperature'
export type { TouPeriod, TouPeriods, TouSchedule } from '#schema/tou'
export type { UnitSystem } from '#schema/units'
export type { WeekSchedule } from '#schema/week-entry'
export type { Weekday, Weekdays } from '#schema/weekdays'
export type { Master, Unreadable } from '#schema/wire-entry'
export type { ConversionLoss } from '#tariff/convert'
export { type Conversion, convertPlan, planProblem } from '#tariff/convert'
export type { PriceChange, PriceNow, WallDate, WallTime } from '#tariff/price-now'
export { dearestPeriods, nextChange, priceAt } from '#tariff/price-now'
export type { RatePlan, Tier } from '#tariff/rate-plan'
export type { Clock } from '#time/clock'
export { type Duration, days, hours, millis, minutes, seconds } from '#time/duration'
export { type BinaryFrame, decodeBinaryFrame, encodeBinaryFrame } from '#wire/binary-frame'
export type { Logger, LogLevel } from '#wire/logger'

/** `navilink`: watch Navien NWP500 heat-pump water heaters on the NaviLink cloud. */
export { type CloudAddress, cloudAddress, naviLinkCloud } from '#cloud/address'
export type { ReconnectConfig } from '#cloud/backoff'
export type { MqttVersion } from '#cloud/gateway-errors'
export type { LinkHealth, LinkState } from '#cloud/link-health'
export type { LinkOptions } from '#cloud/link-options'
export { fileProtocolMemory } from '#cloud/protocol-file'
export type { ProtocolChoice, ProtocolMemory } from '#cloud/protocol-version'
export type { DeviceDetail, DeviceRecord, Firmware, TouPlan } from '#cloud/records'
export type { AppVersion, PushTarget } from '#cloud/rest'
export type { SavedSession } from '#cloud/saved-session'
export type { User } from '#cloud/session'
export { fileSessionStore } from '#cloud/session-file'
export { memorySessionStore, type SessionStore } from '#cloud/session-store'
export { NaviLinkClient, type NaviLinkClientOptions } from '#heater/client'
export type { ClientLink } from '#heater/client-link'
export type { CommandQueue } from '#heater/command-queue'
export { NaviLinkConfig } from '#heater/config'
export { type CallOptions, type Connectivity, type HeaterEvents, NaviLinkDevice } from '#heater/device'
export type { CommandOptions, CommandOutcome, CommandResult } from '#heater/outcome'
export type { PeriodicKind } from '#heater/periodic-requests'
export type { PresenceState } from '#heater/presence'
export type { InfoReading, Reading, ReadingCause, ReadingDetails } from '#heater/reading'
export { ConfigurationError, type LogThreshold } from '#heater/settings'
export type { WatchOptions } from '#heater/watch'
export type { Oddity } from '#schema/codec'
export type { ControlName, ControlValue, DhwMode } from '#schema/commands'
export { energyToSetpoint, type Heating, heating, usableEnergy } from '#schema/derived'
export type { DeviceInfo } from '#schema/device-info'
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
export type { Status } from '#schema/status'
export type { UnitSystem } from '#schema/units'
export type { Clock } from '#time/clock'
export { type Duration, days, hours, millis, minutes, seconds } from '#time/duration'
export { type BinaryFrame, decodeBinaryFrame, encodeBinaryFrame } from '#wire/binary-frame'
export type { Logger, LogLevel } from '#wire/logger'

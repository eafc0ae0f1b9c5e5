/** `navilink/schema`: what the wire's fields, codes and errors mean, without any connection. */

export { abilities, type CapabilityName, capabilities, capabilityNames, hasCapability } from './capabilities.ts'
export { type ClockTime, clockTime, clockTimeAt, hourAndMinute, minutesOf, parseClockTime } from './clock-time.ts'
export { type Decoded, decode, encode, encodeValue, type Oddity } from './codec.ts'
export type { ChoiceParameter, Command, Control, ControlValue, Expectation, NumberParameter, Write } from './command.ts'
export {
  type CommandName,
  type ControlName,
  commands,
  controlNames,
  nwp500DeviceType,
  pushCodes,
  type QueryName,
  queryNames,
  type ValueOf,
  type WriteName,
  writeNames,
} from './commands.ts'
export { type Counters, counterFields, readCounters } from './counters.ts'
export {
  type Collision,
  collisions,
  coverage,
  coverageText,
  type EntryCoverage,
  type Segment,
  type Span,
  type Week,
  weekOf,
} from './coverage.ts'
export {
  elementPower,
  elementRuns,
  energyToSetpoint,
  filterHoursLeft,
  type Heating,
  heating,
  heatPumpRuns,
  usableEnergy,
} from './derived.ts'
export { type DeviceInfo, deviceInfoFields, firmwareVersion } from './device-info.ts'
export {
  type DownloadedFirmware,
  downloadedFirmwareFields,
  readDownloadedFirmware,
} from './downloaded-firmware.ts'
export { type EnergyRow, type EnergyUsage, type EnergyUse, energyFields, readEnergy, sumOf } from './energy.ts'
export {
  Capability,
  CurrentOperationMode,
  DeviceConnection,
  DhwOperationSetting,
  DREvent,
  FirmwarePart,
  HeatSource,
  OnOff,
  RecirculationMode,
  ReservationMode,
  SetpointStep,
  TemperatureType,
  TempFormulaType,
  TouOverride,
  TouRate,
  VolumeCode,
} from './enums.ts'
export {
  AuthenticationError,
  ConnectionError,
  NaviLinkError,
  ProtocolError,
  RefusedError,
  ThrottledError,
  TimeoutError,
  UnsupportedError,
} from './errors.ts'
export { explainAlarm, explainFault, type Fault, faults } from './faults.ts'
export {
  csvColumn,
  type Field,
  type Fields,
  type Labels,
  type Quantity,
  type Seen,
  type UnknownCode,
  type Values,
} from './field.ts'
export type { Checked, Finding, Path } from './findings.ts'
export { allMonths, type Months, monthMask, monthsOf, monthsText, parseMonths } from './months.ts'
export { decimalsOf, mostDecimals, type Price, parsePrice, plainPrice, priceCount, priceOf } from './price.ts'
export { type PumpRun, type PumpWeek, pumpRuns } from './pump-runs.ts'
export {
  mostRecirculationEvents,
  type RecirculationEvent,
  RecirculationPump,
  type RecirculationSchedule,
  readRecirculation,
  readRecirculationEvent,
  recirculationEntry,
  recirculationFields,
  recirculationHex,
} from './recirculation.ts'
export { checkRecirculation, checkRecirculationEvent, type RecirculationLimits } from './recirculation-check.ts'
export type { BodyOddity } from './reply-body.ts'
export {
  mostReservations,
  type Reservation,
  type ReservationSchedule,
  type ReservedMode,
  readReservation,
  readReservations,
  reservationEntry,
  reservationFields,
  reservationHex,
  reservationModes,
} from './reservation.ts'
export { checkReservation, checkReservations, type ReservationLimits } from './reservation-check.ts'
export {
  canonicalOrder,
  type EntryOf,
  entriesOf,
  entryKey,
  type Schedule,
  type ScheduleEntry,
  sameSchedule,
  scheduleHash,
  withEntries,
} from './schedule.ts'
export {
  applyDifference,
  type Change,
  difference,
  differenceLines,
  isEmptyDifference,
  type ScheduleDifference,
} from './schedule-difference.ts'
export { entryText, temperatureText } from './schedule-text.ts'
export { type Status, type StatusKey, statusFields } from './status.ts'
export { celsiusOf, fahrenheitOf, type Temperature } from './temperature.ts'
export {
  highestPriceCount,
  mostTouPeriods,
  readTou,
  readTouIntervals,
  readTouPeriod,
  readTouSeasons,
  type TouPeriod,
  type TouPeriods,
  type TouSchedule,
  type TouSeason,
  touFields,
  touInterval,
  touIntervals,
  touSeasons,
} from './tou.ts'
export { checkTou, checkTouPeriod, type TouLimits } from './tou-check.ts'
export { stretchText, type TouStretch, touDay, touGaps, touOverlaps, touWeek } from './tou-coverage.ts'
export type { Unit } from './units.ts'
export { panelFahrenheit, type UnitSystem, unitOf } from './units.ts'
export type { WeekSchedule } from './week-entry.ts'
export { parseWeekdays, type Weekday, type Weekdays, weekByte, weekdays, weekdaysOf, weekdaysText } from './weekdays.ts'
export type { Master, Unreadable, WireSchedule } from './wire-entry.ts'

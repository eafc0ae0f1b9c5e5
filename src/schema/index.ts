/** `navilink/schema`: what the wire's fields, codes and errors mean, without any connection. */
export { type Decoded, decode, encode, encodeValue, type Oddity } from './codec.ts'
export { type Command, commands, nwp500DeviceType, pushCodes } from './commands.ts'
export {
  elementPower,
  elementRuns,
  energyToSetpoint,
  type Heating,
  heating,
  heatPumpRuns,
  usableEnergy,
} from './derived.ts'
export { type DeviceInfo, deviceInfoFields, firmwareVersion } from './device-info.ts'
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
export { type Status, type StatusKey, statusFields } from './status.ts'
export { panelFahrenheit, type UnitSystem, unitOf } from './units.ts'

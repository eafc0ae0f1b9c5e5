/** `navilink/physics`: the heater as equations. Pure: no network, no clock, no chance but seeds. */
export type { Build } from './build.ts'
export { usualBuild } from './build.ts'
export type { Circuit } from './circuit.ts'
export type { Conditions } from './conditions.ts'
export type { Aim } from './controller/aim.ts'
export type { AntiLegionella } from './controller/anti-legionella.ts'
export type { Calls, Element } from './controller/calls.ts'
export type { Activity, Control } from './controller/control.ts'
export type { Controller } from './controller/controller.ts'
export type { DemandResponse } from './controller/demand-response.ts'
export type { Fault, RaisedFault } from './controller/faults.ts'
export type { ControllerFirmware } from './controller/firmware.ts'
export type { Readings } from './controller/readings.ts'
export type { ChosenMode, DemandResponseEvent, HeatingMode, HybridMode, Mode, Settings } from './controller/settings.ts'
export {
  chooseMode,
  chooseSetpoint,
  clear,
  endOverride,
  overrideEvent,
  powerOff,
  powerOn,
  raise,
  setDemandResponse,
  setEvent,
  setPeak,
  withAntiLegionella,
  withoutAntiLegionella,
  writeMode,
} from './controller/writes.ts'
export type { BrokenSensor, Defect } from './defects.ts'
export { defects } from './defects.ts'
export { type Fit, type FitFacts, type FitRequest, type FittedNumber, fitHeater } from './fit/fit.ts'
export { type History, HistoryBuilder, type HistoryRow } from './fit/history.ts'
export { HistoryProblem } from './fit/history-problem.ts'
export type { LearnableGroup, LearnableName } from './fit/learnable.ts'
export type { Score } from './fit/score.ts'
export {
  coldAt,
  type ForecastMoment,
  type ForecastQuestion,
  type HotWaterLeft,
  hotWaterLeft,
  type LeftQuestion,
  type ReadyQuestion,
  readyAt,
} from './forecast.ts'
export type { OutdoorsOptions } from './house/climate.ts'
export { type Place, places } from './house/climates.ts'
export type { FileProblem, ReadFile } from './house/csv-table.ts'
export { type DayPattern, patternDraws } from './house/day-patterns.ts'
export { type Draw, type Drawn, type Draws, drawList, drawOf, noDraws } from './house/draw.ts'
export { type DrawsFile, drawsOutside, type FileDraw, fileDraws, parseDrawsFile } from './house/draws-file.ts'
export type { TimeSpan } from './house/file-time.ts'
export { type House, surroundings, type Weather, weatherOf } from './house/house.ts'
export { type HouseholdOptions, type HouseholdProfile, household, type People } from './house/household.ts'
export { type Room, rooms } from './house/room.ts'
export { constant, linear, type Series } from './house/series.ts'
export type { UtcOffset } from './house/wall-time.ts'
export { parseWeatherFile, type WeatherFile, weatherMissing } from './house/weather-file.ts'
export { asked, type Beginning, broken, initialMachine, type Machine, type Moment, step } from './machine.ts'
export type { Flows, Meters, Work } from './meters.ts'
export type { ParameterSet, Parameters, TankSize } from './parameters.ts'
export { parametersOf, tankLitres } from './parameters.ts'
export { type RunResult, type RunRow, type RunSpan, run, runRows } from './run.ts'
export { followPlans, type Plans } from './schedule/follow.ts'
export { type LocalMoment, LocalTime, type TimeZone } from './schedule/local-time.ts'
export type { Surroundings } from './surroundings.ts'
export { meanTemperature, storedHeat, type Tank, temperatureAt } from './tank.ts'
export { type Probes, reading } from './thermistor.ts'

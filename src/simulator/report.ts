/** What a simulated heater says about itself in a status: the state of the machine in the words of the wire. */

import { compressorRest, fanRunOn, fanRuns, inDemand } from '#physics/control'
import type { Machine } from '#physics/machine'
import { heatPumpTarget, type Mode, vacationDaysElapsed } from '#physics/settings'
import { heatCapacity } from '#physics/tank'
import { encode } from '#schema/codec'
import type { TemperatureType } from '#schema/enums'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type AirFilter, type Appliance, asDelivered } from './appliance.ts'
import { pumpStatus } from './recirculation.ts'

/** `old` is controller 10.1 as captured, 87 fields; `new` is 11.5 with all 103. */
export type FirmwareSet = 'old' | 'new'

export type TemperatureUnit = (typeof TemperatureType)[keyof typeof TemperatureType]

export interface Fault {
  readonly code: number
  readonly part: number
}

export interface Report {
  readonly machine: Machine
  readonly firmware: FirmwareSet
  /** Why this status is sent. */
  readonly command: number
  readonly fault: Fault | undefined
  /** What was set beside the water; as delivered when left out. */
  readonly beside?: Omit<Appliance, 'machine'>
  readonly unit?: TemperatureUnit
  /** The second alarm. */
  readonly alarm?: number
}

/** The vendor's charge counts from here whatever the minimum operation temperature, °C. */
const chargeReference = 35
const statusKeys = Object.keys(statusFields) as StatusKey[]

/** The table's order is the order of the captured frames, with the newer fields at the end. */
const fieldsOf: Readonly<Record<FirmwareSet, readonly StatusKey[]>> = {
  new: statusKeys,
  old: statusKeys.filter(key => !statusFields[key].newer),
}

/** `response.status` as it goes over the wire. */
export function statusFrame(report: Report): Record<string, unknown> {
  const status = statusOf(report)
  const values = Object.fromEntries(fieldsOf[report.firmware].map(key => [key, status[key]]))
  return encode(statusFields, { values: values as Status })
}

/** All 103 fields in typed values. */
function statusOf(report: Report): Required<Status> {
  const { machine, firmware, command, fault, beside = asDelivered, unit = 'fahrenheit', alarm = 0 } = report
  const { settings, tank, control, circuit, antiLegionella } = machine
  const { airFilter, tou, reservations, recirculation } = beside
  const { setpoint, minimumOperation } = settings
  const onOff = (on: boolean) => (on ? 'on' : 'off')
  const fan = fanRuns(control)
  return {
    ...constants,
    ...energyCounts(machine),
    ...thresholds(machine, firmware),
    // It is the window that raises this one; outside it stays where it is whatever the setpoint.
    hpUpperOnTempSetting: tou.rate === 'on-peak' ? setpoint : minimumOperation,
    touStatus: tou.rate,
    command,
    errorCode: fault?.code ?? 0,
    subErrorCode: fault?.part ?? 0,
    minorCode: alarm,
    temperatureType: unit,
    programReservationUse: onOff(reservations.enabled),
    operationMode: control.activity,
    operationBusy: onOff(inDemand(control)),
    dhwUse: onOff(machine.flow > 0),
    dhwTemperature: tank.upper,
    dhwTemperatureSetting: setpoint,
    dhwTargetTemperatureSetting: setpoint,
    tankUpperTemperature: tank.upper,
    tankLowerTemperature: tank.lower,
    dischargeTemperature: circuit.discharge,
    suctionTemperature: circuit.suction,
    evaporatorTemperature: circuit.evaporator,
    ambientTemperature: circuit.intake,
    compUse: onOff(control.compressor),
    evaFanUse: onOff(fan),
    currentInstPower: machine.power,
    dhwChargePer: charge(machine),
    vacationDaySetting: settings.vacationDays,
    vacationDayElapsed: vacationDaysElapsed(settings),
    dhwOperationSetting: settings.mode,
    currentHeatUse: mayUse[settings.mode],
    currentStatenum: stateNumber(machine),
    targetFanRpm: fan ? 550 : 0,
    currentFanRpm: fan ? 543 : 0,
    fanPwm: fan ? 1462 : 0,
    eevStep: control.compressor ? 140 : 480,
    // Fits all captured frames within ±0.8 K.
    currentSuperHeat: circuit.suction - circuit.evaporator + 2.2,
    heatUpperUse: onOff(control.element === 'upper'),
    heatLowerUse: onOff(control.element === 'lower'),
    cumulatedOpTimeEvaFan: fanHoursOf(machine, airFilter),
    airFilterAlarmUse: onOff(airFilter.period > 0),
    airFilterAlarmPeriod: airFilter.period,
    antiLegionellaUse: onOff(antiLegionella.on),
    antiLegionellaPeriod: antiLegionella.days,
    antiLegionellaOperationBusy: onOff(antiLegionella.busy),
    dhwOperationBusy: onOff(inDemand(control)),
    heatMinOpTemperature: minimumOperation,
    ...(recirculation && pumpStatus(recirculation, { upper: tank.upper, air: machine.air })),
  }
}

/** Since the filter was cleaned. */
const fanHoursOf = ({ meters }: Machine, { cleanedAt }: AirFilter) => Math.floor(meters.fanHours - cleanedAt)

const mayUse = {
  'heat-pump': 'heat-pump',
  electric: 'element',
  'energy-saver': 'heat-pump-and-element',
  'high-demand': 'heat-pump-and-element',
  vacation: 'none',
  off: 'none',
} as const satisfies Record<Mode, Status['currentHeatUse']>

/** Fits all twenty captured frames. */
function charge({ tank, settings }: Machine): number {
  const span = settings.setpoint - chargeReference
  // From the reading, so that the two fit together to the last digit.
  const upper = Math.round(tank.upper * 10) / 10
  const part = span > 0 ? (upper - chargeReference) / span : upper >= settings.setpoint ? 1 : 0
  return Math.min(100, Math.max(0, Math.floor(100 * part)))
}

/** Wh, over the whole tank: from the reference to the target, and what is missing to it. */
function energyCounts({ settings, tank }: Machine) {
  const target = heatPumpTarget(settings)
  const whole = heatCapacity(tank.size)
  return {
    totalEnergyCapacity: wholeCounts(whole * (target - settings.minimumOperation)),
    availableEnergyCapacity: wholeCounts(whole * (target - (tank.upper + tank.lower) / 2)),
  }
}

/** The captured counters are cut off, not rounded; 4 Wh a count. */
const wholeCounts = (energy: number) => Math.max(0, Math.floor(energy / 4)) * 4

function thresholds({ settings }: Machine, firmware: FirmwareSet) {
  const { mode, setpoint, minimumOperation } = settings
  const saver = mode === 'energy-saver'
  // Controller 10.1 published its differences; on 11.x all of them read 0.
  const shown = (kelvin: number) => (firmware === 'old' ? kelvin : 0)
  return {
    hpUpperOffTempSetting: setpoint,
    hpLowerOnTempSetting: minimumOperation,
    hpLowerOffTempSetting: setpoint,
    heUpperOnTempSetting: mode === 'electric' || mode === 'high-demand' ? setpoint : minimumOperation,
    heUpperOffTempSetting: setpoint,
    heLowerOnTempSetting: minimumOperation,
    heLowerOffTempSetting: setpoint,
    hpUpperOnDiffTempSetting: shown(saver ? 2 : 0),
    hpUpperOffDiffTempSetting: 0,
    hpLowerOnDiffTempSetting: shown(2),
    hpLowerOffDiffTempSetting: shown(saver ? 0 : 1),
    heUpperOnDiffTempSetting: shown(saver || mode === 'high-demand' ? 2 : 0),
    heUpperOffDiffTempSetting: 0,
    heLowerOnTDiffempSetting: 0,
    heLowerOffDiffTempSetting: 0,
  }
}

function stateNumber({ control }: Machine): number {
  const { compressor, compressorAge, calls } = control
  if (compressor) return compressorAge < 300 ? 40 : 50
  if (compressorAge < fanRunOn) return 60
  if (calls.heatPump) return compressorAge < compressorRest ? 70 : 30
  return 20
}

/** What every captured frame says alike, and what a unit without recirculation says about it. */
const constants = {
  outsideTemperature: 0,
  specialFunctionStatus: 1,
  didReload: 'off',
  freezeProtectionUse: 'on',
  dhwUseSustained: 'unknown',
  smartDiagnostic: 0,
  faultStatus1: 0,
  faultStatus2: 0,
  wifiRssi: 60,
  ecoUse: 'on',
  targetSuperHeat: 5,
  eevUse: 'on',
  shutOffValveUse: 'off',
  conOvrSensorUse: 'off',
  wtrOvrSensorUse: 'off',
  drEventStatus: 'none',
  freezeProtectionTemperature: 6,
  programReservationType: 0,
  tempFormulaType: 'nearest',
  errorBuzzerUse: 'on',
  currentInletTemperature: 0,
  dhwTemperature2: 0,
  currentDhwFlowRate: 0,
  mixingRate: 0,
  scaldUse: 'on',
  airFilterAlarmElapsed: 0,
  cumulatedDhwFlowRate: 0,
  drOverrideStatus: 'unknown',
  touOverrideStatus: 'followed',
  freezeProtectionTempMin: 6,
  freezeProtectionTempMax: 10,
  recircOperationMode: 'unknown',
  recircPumpOperationStatus: 0,
  recircHotBtnReady: 0,
  recircOperationReason: 0,
  recircErrorStatus: 0,
  recircOperationBusy: 'off',
  recircReservationUse: 'off',
  recircDhwFlowRate: 0,
  recircTempSetting: 0,
  recircTemperature: 0,
  recircFaucetTemperature: 0,
} as const satisfies Status

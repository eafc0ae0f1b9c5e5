/** What a simulated heater says about itself in a status: the state of the machine in the words of the wire. */

import { fanTarget, superheatOf, superheatTarget } from '#physics/circuit'
import { fanRuns, inDemand, stateNumber } from '#physics/controller/control'
import { shownFault, signsOf } from '#physics/controller/faults'
import { lowerStart } from '#physics/controller/heat-pump-rules'
import { type Mode, type Settings, vacationDaysElapsed } from '#physics/controller/settings'
import type { Machine } from '#physics/machine'
import { reading } from '#physics/thermistor'
import { encodeValue } from '#schema/codec'
import type { TemperatureType } from '#schema/enums'
import { type Status, type StatusKey, statusFields } from '#schema/status'
import { type AirFilter, type Appliance, asDelivered } from './appliance.ts'
import { type Gauged, gaugesOf } from './gauges.ts'
import { pumpStatus } from './recirculation.ts'

/** `old` is controller 10.1 as captured, 87 fields; `new` is 11.5 with all 103. */
export type FirmwareSet = 'old' | 'new'

export type TemperatureUnit = (typeof TemperatureType)[keyof typeof TemperatureType]

export interface Report {
  readonly machine: Machine
  readonly firmware: FirmwareSet
  /** Why this status is sent. */
  readonly command: number
  /** What was set beside the water; as delivered when left out. */
  readonly beside?: Omit<Appliance, 'machine'>
  readonly unit?: TemperatureUnit
  /** What lags behind the machine; nothing when left out. */
  readonly gauged?: Gauged
  /** Of the sensors' jitter, numbers from 0 up to 1; sensors without any when left out. */
  readonly chance?: () => number
}

/** The vendor's charge counts from here whatever the minimum operation temperature, °C. */
const chargeReference = 35
const statusKeys = Object.keys(statusFields) as StatusKey[]

interface ReportedField {
  readonly key: StatusKey
  /** Of its names, because a past is told in a million statuses and `encodeValue` goes through all of a field. */
  readonly codes: ReadonlyMap<unknown, number>
}

const reported = statusKeys.map((key): ReportedField => {
  const labels = Object.entries(statusFields[key].labels ?? {})
  return { key, codes: new Map(labels.map(([code, label]) => [label, Number(code)])) }
})

/** The table's order is the order of the captured frames, with the newer fields at the end. */
const fieldsOf: Readonly<Record<FirmwareSet, readonly ReportedField[]>> = {
  new: reported,
  old: reported.filter(({ key }) => !statusFields[key].newer),
}

/** `response.status` as it goes over the wire. */
export function statusFrame(report: Report): Record<string, unknown> {
  const status = statusOf(report)
  const frame: Record<string, unknown> = {}
  for (const { key, codes } of fieldsOf[report.firmware]) {
    const value = status[key]
    frame[key] =
      typeof value === 'string'
        ? (codes.get(value) ?? encodeValue(statusFields[key], value))
        : encodeValue(statusFields[key], value)
  }
  return frame
}

/** All 103 fields in typed values. */
function statusOf(report: Report): Required<Status> {
  const { machine, firmware, command, beside = asDelivered, unit = 'fahrenheit', chance } = report
  const gauged = report.gauged ?? gaugesOf(machine)
  const { circuit, power } = gauged
  const { controller, moment, probes } = machine
  const { settings, control, antiLegionella, demandResponse, faults } = controller
  const { airFilter, tou, reservations, recirculation, alarm } = beside
  const [upper, lower] = [reading(probes.upper, chance?.()), reading(probes.lower, chance?.())]
  const fault = shownFault(faults)
  const signs = signsOf(faults)
  const { setpoint, minimumOperation } = settings
  const onOff = (on: boolean) => (on ? 'on' : 'off')
  const fan = fanRuns(control)
  return {
    ...constants,
    ...energyCounts(machine, gauged.target),
    ...thresholds(settings, firmware),
    touStatus: tou.rate,
    command,
    errorCode: fault?.code ?? 0,
    subErrorCode: fault?.part ?? 0,
    minorCode: alarm,
    temperatureType: unit,
    programReservationUse: onOff(reservations.enabled),
    operationMode: control.activity,
    operationBusy: onOff(inDemand(control)),
    dhwUse: onOff(moment.flow > 0),
    dhwTemperature: upper,
    dhwTemperatureSetting: setpoint,
    dhwTargetTemperatureSetting: setpoint,
    tankUpperTemperature: upper,
    tankLowerTemperature: lower,
    dischargeTemperature: circuit.discharge,
    suctionTemperature: circuit.suction,
    evaporatorTemperature: circuit.evaporator,
    ambientTemperature: circuit.intake,
    compUse: onOff(control.compressor),
    evaFanUse: onOff(fan),
    currentInstPower: power,
    dhwChargePer: charge(gauged.setpoint, upper),
    vacationDaySetting: settings.vacationDays,
    vacationDayElapsed: vacationDaysElapsed(controller),
    dhwOperationSetting: settings.mode,
    currentHeatUse: mayUse[settings.mode],
    currentStatenum: stateNumber(control),
    targetFanRpm: fan ? fanTarget : 0,
    currentFanRpm: circuit.fanRpm,
    fanPwm: circuit.fanPwm,
    eevStep: circuit.eev,
    targetSuperHeat: superheatTarget,
    currentSuperHeat: superheatOf(circuit),
    heatUpperUse: onOff(control.element === 'upper'),
    heatLowerUse: onOff(control.element === 'lower'),
    cumulatedOpTimeEvaFan: fanHoursOf(machine, airFilter),
    airFilterAlarmUse: onOff(airFilter.period > 0),
    airFilterAlarmPeriod: airFilter.period,
    shutOffValveUse: onOff(signs.shutOff),
    conOvrSensorUse: onOff(signs.condensate),
    wtrOvrSensorUse: onOff(signs.leak),
    drEventStatus: settings.event,
    drOverrideStatus: demandResponse.overriddenFor > 0 ? 'on' : 'unknown',
    freezeProtectionTemperature: settings.freezeProtection,
    antiLegionellaUse: onOff(antiLegionella.on),
    antiLegionellaPeriod: antiLegionella.days,
    antiLegionellaOperationBusy: onOff(antiLegionella.busy),
    dhwOperationBusy: onOff(inDemand(control)),
    heatMinOpTemperature: minimumOperation,
    ...(recirculation && pumpStatus(recirculation, { upper, air: moment.air })),
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

/** Fits all twenty captured frames. From the reading, so that the two fit together to the last digit. */
function charge(setpoint: number, upper: number): number {
  const span = setpoint - chargeReference
  const part = span > 0 ? (upper - chargeReference) / span : upper >= setpoint ? 1 : 0
  return Math.min(100, Math.max(0, Math.floor(100 * part)))
}

/** Of the whole tank by the heater's own reckoning, Wh/(K·L): 281 Wh/K were counted on a 65. */
const reckonedHeat = 281 / 239.2

/** By which it counts, K: all twenty captured frames have a mean in such steps, cut off. */
const meanStep = 0.1

/** Wh, over the whole tank: from the reference to the target, and what is missing to it. The sensors' jitter isn't in it. */
function energyCounts({ controller, parameters, probes }: Machine, target: number) {
  const whole = parameters.litres * reckonedHeat
  const mean = Math.floor((probes.upper + probes.lower) / 2 / meanStep + 1e-6) * meanStep
  return {
    totalEnergyCapacity: wholeCounts(whole * (target - controller.settings.minimumOperation)),
    availableEnergyCapacity: wholeCounts(whole * (target - mean)),
  }
}

/** The captured counters are cut off, not rounded; 4 Wh a count. */
const wholeCounts = (energy: number) => Math.max(0, Math.floor(energy / 4)) * 4

function thresholds(settings: Settings, firmware: FirmwareSet) {
  const { mode, setpoint, minimumOperation, peak } = settings
  const saver = mode === 'energy-saver'
  // Controller 10.1 published its differences; on 11.x all of them read 0.
  const shown = (kelvin: number) => (firmware === 'old' ? kelvin : 0)
  return {
    // It is the window that raises this one; outside it stays where it is whatever the setpoint.
    hpUpperOnTempSetting: peak ? setpoint : minimumOperation,
    hpUpperOffTempSetting: setpoint,
    hpLowerOnTempSetting: lowerStart(settings).temperature,
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
  eevUse: 'on',
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

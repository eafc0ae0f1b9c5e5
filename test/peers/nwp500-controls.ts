/** What nwp500-python tells a heater: its controls, and what becomes of them on one that lacks what they are about. */
import { expect } from 'vitest'
import type { ControlName } from '#schema/commands'
import type { SimulatedHeater } from '#simulator/index'
import type { Row } from './nwp500-rows.ts'
import { pumpSchedule } from './nwp500-schedules.ts'

/** What of a heater a row is about. */
export type Look = (heater: SimulatedHeater) => unknown
type Fields = Readonly<Record<string, unknown>>

/** A control: its status as the library decodes it, and what the heater then is. */
const control = (
  command: ControlName,
  call: string,
  args: readonly unknown[],
  hears: Fields,
  look: Look,
  held: unknown,
  heater = 0,
): Row => ({
  of: 'mqtt',
  call,
  args,
  command,
  hears,
  heater,
  after: (heater: SimulatedHeater) => expect({ held: look(heater) }).toMatchObject({ held }),
})
const settings: Look = ({ machine }) => machine.controller.settings
const antiLegionella: Look = ({ machine }) => machine.controller.antiLegionella
const airFilter: Look = ({ appliance }) => appliance.airFilter
const pump: Look = ({ appliance }) => appliance.recirculation
const appliance: Look = heater => heater.appliance

export const controls: readonly Row[] = [
  control('powerOff', 'set_power', [false], { dhw_operation_setting: 'POWER_OFF' }, settings, { mode: 'off' }),
  control('powerOn', 'set_power', [true], { dhw_operation_setting: 'HEAT_PUMP' }, settings, { mode: 'heat-pump' }),
  control('dhwMode', 'set_dhw_mode', [2], { dhw_operation_setting: 'ELECTRIC' }, settings, { mode: 'electric' }),
  control('dhwMode', 'set_dhw_mode', [3], { dhw_operation_setting: 'ENERGY_SAVER' }, settings, {
    mode: 'energy-saver',
  }),
  control('dhwMode', 'set_dhw_mode', [4], { dhw_operation_setting: 'HIGH_DEMAND' }, settings, { mode: 'high-demand' }),
  control('dhwMode', 'set_dhw_mode', [5, 9], { dhw_operation_setting: 'VACATION', vacation_day_setting: 9 }, settings, {
    mode: 'vacation',
    vacationDays: 9,
  }),
  control('vacationDays', 'set_vacation_duration', [12], { vacation_day_setting: 12 }, settings, {
    mode: 'vacation',
    vacationDays: 12,
  }),
  control('dhwMode', 'set_dhw_mode', [1], { dhw_operation_setting: 'HEAT_PUMP' }, settings, { mode: 'heat-pump' }),
  control(
    'vacation',
    'set_vacation_days',
    [99],
    { dhw_operation_setting: 'VACATION', vacation_day_setting: 99 },
    settings,
    { vacationDays: 99 },
  ),
  control('dhwMode', 'set_dhw_mode', [1], { vacation_day_setting: 0 }, settings, {
    mode: 'heat-pump',
    vacationDays: 0,
  }),
  control('dhwTemperature', 'set_dhw_temperature', [131], { dhw_temperature_setting: 131 }, settings, { setpoint: 55 }),
  control('dhwTemperature', 'set_dhw_temperature', [95], { dhw_temperature_setting: 95 }, settings, { setpoint: 35 }),
  control('dhwTemperature', 'set_dhw_temperature', [149.9], { dhw_temperature_setting: 149.9 }, settings, {
    setpoint: 65.5,
  }),
  control(
    'antiLegionellaOn',
    'enable_anti_legionella',
    [14],
    { anti_legionella_use: true, anti_legionella_period: 14 },
    antiLegionella,
    { on: true, days: 14 },
  ),
  control(
    'antiLegionellaOff',
    'disable_anti_legionella',
    [],
    { anti_legionella_use: false, anti_legionella_period: 14 },
    antiLegionella,
    { on: false },
  ),
  control('demandResponseOn', 'enable_demand_response', [], {}, settings, { demandResponse: true }),
  control('demandResponseOff', 'disable_demand_response', [], {}, settings, { demandResponse: false }),
  control('touOn', 'set_tou_enabled', [true], { tou_status: true }, heater => heater.touPlan, { enabled: true }),
  control('touOff', 'set_tou_enabled', [false], { tou_status: false }, heater => heater.touPlan, { enabled: false }),
  control('airFilterLife', 'set_air_filter_life', [3000], { air_filter_alarm_period: 3000 }, airFilter, {
    period: 3000,
  }),
  control(
    'airFilterReset',
    'reset_air_filter',
    [],
    { cumulated_op_time_eva_fan: 0, air_filter_remaining_hours: 3000 },
    ({ machine, appliance }) => machine.meters.fanHours - appliance.airFilter.cleanedAt,
    expect.closeTo(0),
  ),
  control('airFilterLife', 'set_air_filter_life', [0], { air_filter_alarm_period: 0 }, airFilter, { period: 0 }),
  control('intelligentOn', 'enable_intelligent_scheduling', [], {}, appliance, { intelligent: true }),
  control('intelligentOff', 'disable_intelligent_scheduling', [], {}, appliance, { intelligent: false }),
  control('waterProgram', 'configure_reservation_water_program', [], { dhw_operation_setting: 'HEAT_PUMP' }, settings, {
    mode: 'heat-pump',
  }),
  {
    ...control(
      'condenserFaultReset',
      'reset_condenser_fault',
      [],
      { error_code: 'NO_ERROR' },
      ({ machine }) => machine.controller,
      { faults: [] },
    ),
    given: heater => heater.fail(907),
  },
  control(
    'recirculationMode',
    'set_recirculation_mode',
    [1],
    { recirc_operation_mode: 'ALWAYS_ON' },
    pump,
    { mode: 'always' },
    1,
  ),
  control(
    'recirculationMode',
    'set_recirculation_mode',
    [2],
    { recirc_operation_mode: 'WEEKLY' },
    pump,
    { mode: 'schedule' },
    1,
  ),
  control(
    'recirculationMode',
    'set_recirculation_mode',
    [4],
    { recirc_operation_mode: 'OFF' },
    pump,
    { mode: 'none' },
    1,
  ),
  control(
    'recirculationMode',
    'set_recirculation_mode',
    [3],
    { recirc_operation_mode: 'HOT_BUTTON_ONLY' },
    pump,
    { mode: 'hot-button' },
    1,
  ),
  control(
    'hotButton',
    'trigger_recirculation_hot_button',
    [],
    { recirc_hot_btn_ready: 0 },
    pump,
    { button: expect.toSatisfy((left: number) => left > 0) },
    1,
  ),
  {
    of: 'mqtt',
    call: 'set_power',
    args: [true],
    listen: 'control_fail_response',
    given: (_, { cloud }) => cloud.faults.on('heater-refuses', { count: 1 }),
    hears: (_, { cloud }) => ({
      client_id: cloud.connections[0]?.clientId,
      response: { fail_code: 'DHW_CONTROL_INTERVAL_EXCEEDED' },
    }),
    complains: [/rejected .* from this client/],
  },
]

/** On a heater that hasn't got what they are about: its device info says so, and nothing is sent. */
export const refusals: readonly Row[] = [
  ['set_power', false],
  ['set_vacation_days', 3],
  ['set_vacation_duration', 3],
  ['enable_anti_legionella', 3],
  ['disable_anti_legionella'],
  ['enable_demand_response'],
  ['disable_demand_response'],
  ['set_tou_enabled', true],
  ['configure_reservation_water_program'],
  ['set_recirculation_mode', 1],
  ['trigger_recirculation_hot_button'],
  ['configure_recirculation_schedule', pumpSchedule],
].map(([call, ...args]) => ({
  of: 'mqtt',
  call: String(call),
  args,
  heater: 2,
  refused: 'DeviceCapabilityError',
  after: (heater: SimulatedHeater) => expect(heater.machine.controller.settings.mode).toBe('heat-pump'),
}))

const update = { swCode: 1, swVersion: 0x0b_06_00_00 }

/** The heater is gone for a minute afterwards. */
export const firmwareWrites: readonly Row[] = [
  {
    of: 'mqtt',
    call: 'commit_firmware_update',
    args: [{ $OtaCommitPayload: update }],
    heater: 2,
    command: 'commitFirmware',
    listen: 'firmware_commit_response',
    hears: { commitOta: update },
    after: heater => expect(heater.connected).toBe(false),
  },
]

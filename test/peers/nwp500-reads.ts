/** What nwp500-python asks of a heater, and what it says of itself unasked. */
import { expect } from 'vitest'
import type { SimulatedHeater } from '#simulator/index'
import type { Row } from './nwp500-rows.ts'
import type { Nwp500Scene } from './nwp500-scene.ts'

/** How it says what a heater used, of its life or in a day. */
const used = (total: { heatPumpEnergy: number; elementEnergy: number; heatPumpTime: number; elementTime: number }) => ({
  heat_pump_usage: total.heatPumpEnergy,
  heat_element_usage: total.elementEnergy,
  heat_pump_time: total.heatPumpTime,
  heat_element_time: total.elementTime,
})
const days = (length: number) => expect.toSatisfy((data: unknown[]) => data.length === length)
const clientId = ({ cloud }: Nwp500Scene) => cloud.connections[0]?.clientId
const isHere = (heater: SimulatedHeater, scene: Nwp500Scene) =>
  expect.poll(() => heater.apps).toEqual([clientId(scene)])
const isGone = (heater: SimulatedHeater) => expect.poll(() => heater.apps).toEqual([])

const status = { of: 'mqtt', call: 'request_device_status', command: 'status' } as const
const info = { of: 'mqtt', call: 'request_device_info', command: 'deviceInfo', listen: 'device_feature' } as const
const limits = { dhw_temperature_min: 95, dhw_temperature_max: 149.9 }
/** It wants the newer fields of a status, and drops whole messages over them: the answer, and the push that follows it. */
const refusesOld: Partial<Row> = {
  after: (_, { session }) => expect.poll(() => session.complaints.length).toBe(2),
  complains: Array.from({ length: 2 }, () => /^Error parsing DeviceStatus .*recirc/),
}
const poll = { of: 'mqtt', call: 'start_periodic_requests', more: { period_seconds: 60 } } as const

export const reads: readonly Row[] = [
  {
    ...status,
    listen: 'device_status',
    hears: { dhw_operation_setting: 'HEAT_PUMP', recirc_operation_mode: 'UNKNOWN' },
  },
  { ...status, heater: 1, hears: { recirc_operation_mode: 'HOT_BUTTON_ONLY', recirc_hot_btn_ready: 1 } },
  {
    ...info,
    hears: ({ identity }) => ({
      controller_serial_number: identity.controllerSerialNumber,
      recirculation_use: false,
      ...limits,
    }),
  },
  { ...info, heater: 1, hears: { recirculation_use: true, recirc_reservation_use: true } },
  { of: 'mqtt', call: 'ensure_device_info_cached', heater: 1, gives: true },
  { ...status, heater: 3, ...refusesOld },
  { ...info, heater: 3, hears: limits },
  {
    of: 'mqtt',
    call: 'request_energy_usage',
    args: [2026, [2, 3]],
    command: 'dailyEnergy',
    listen: 'energy_usage',
    hears: ({ energy }) => ({
      type_of_usage: 1,
      total: used(energy.total),
      usage: [
        { year: 2026, month: 2, data: days(28) },
        { year: 2026, month: 3, data: days(31) },
      ],
    }),
  },
  {
    of: 'mqtt',
    call: 'request_energy_usage_monthly',
    args: [[2025, 2026]],
    command: 'monthlyEnergy',
    listen: 'energy_usage_monthly',
    hears: ({ energy }) => ({
      total: used(energy.total),
      usage: [
        { year: 2025, month: null, data: days(12) },
        { year: 2026, month: null, data: days(12) },
      ],
    }),
  },
  {
    of: 'mqtt',
    call: 'request_energy_usage_hourly',
    args: [2026, 3, [1]],
    listen: 'energy_usage_hourly',
    silent: true,
  },
  {
    of: 'mqtt',
    call: 'request_diagnostics',
    command: 'counters',
    listen: 'diagnostics',
    hears: heater => {
      const { tsData, taData } = heater.counters()
      return {
        type_of_td: 2,
        ts_data: { cumulated_pwr_hp: tsData.cumulatedPwrHp, days_since_installation: tsData.daysSinceInstallation },
        td_data: { average_recovery_time: 0 },
        ta_data: {
          cumulated_op_time_comp: taData.cumulatedOpTimeComp,
          cumulated_op_num_comp: taData.cumulatedOpNumComp,
        },
      }
    },
  },
  {
    of: 'mqtt',
    call: 'request_firmware_download_info',
    command: 'downloadedFirmware',
    listen: 'firmware_download_info',
    hears: { download_sw_info: [{ sw_code: 0, ota_mode: 0, sw_version: 0, status: 0 }] },
  },
  {
    of: 'mqtt',
    call: 'request_firmware_download_info',
    heater: 2,
    listen: 'firmware_download_info',
    hears: { download_sw_info: [{ sw_code: 1, sw_version: 0x0b_06_00_00 }] },
  },
  {
    of: 'mqtt',
    call: 'request_reservations',
    command: 'reservations',
    listen: 'reservation_response',
    hears: { enabled: false, reservation: [] },
  },
  { of: 'nwp500', call: 'fetch_reservations', heater: 1, gives: { enabled: false, reservation: [] } },
  {
    of: 'mqtt',
    call: 'request_recirculation_schedule',
    heater: 1,
    command: 'recirculationSchedule',
    listen: 'recirculation_schedule_response',
    hears: { enabled: false, reservation: [] },
  },
  { of: 'mqtt', call: 'request_recirculation_schedule', refused: 'DeviceCapabilityError' },
  {
    of: 'mqtt',
    call: 'signal_app_connection',
    listen: 'app_connection',
    hears: (_, scene) => ({ client_id: clientId(scene), event: { connection: { status: 1 } } }),
    after: isHere,
  },
  { of: 'mqtt', call: 'end_session', command: 'end', after: isGone },
  { ...poll, hears: { dhw_operation_setting: 'HEAT_PUMP' } },
  { of: 'mqtt', call: 'stop_periodic_requests' },
  {
    ...poll,
    more: { request_type: { $PeriodicRequestType: 'device_info' }, period_seconds: 60 },
    listen: 'device_feature',
    hears: limits,
  },
  { of: 'mqtt', call: 'stop_all_periodic_tasks' },
  { of: 'mqtt', call: 'recover_connection', gives: true },
]

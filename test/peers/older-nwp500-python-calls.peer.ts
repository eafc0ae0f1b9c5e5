/** Everything that the newest nwp500-python for Python 3.11 can ask; see `nwp500-python-calls.peer.ts`. */
import { expect } from 'vitest'
import type { SimulatedHeater } from '#simulator/index'
import { controls, type Look } from './nwp500-controls.ts'
import { eventCalls, type Row, tryAll, tryRows, type Uncalled } from './nwp500-rows.ts'
import { type Nwp500Scene, nwp500Scene } from './nwp500-scene.ts'
import { evening, eveningHeld, morning, morningHeld } from './nwp500-schedules.ts'

const scene = nwp500Scene('6.1.1', {
  each: 'file',
  simulator: { heaterStart: Date.UTC(2026, 2, 10, 12), heaters: [{ household: 'nobody' }] },
})

const named = ({ identity: { macAddress, additionalValue } }: SimulatedHeater) => ({
  device_info: { mac_address: macAddress, additional_value: additionalValue },
})
const byController = ({ identity }: SimulatedHeater) => ({ controller_id: identity.controllerSerialNumber })
const bySerial = ({ identity }: SimulatedHeater) => ({ controller_serial_number: identity.controllerSerialNumber })
const lasts = { authentication_expires_in: 3600 }
const signedIn = { user_info: { user_type: 'O' } }
const login = (_: SimulatedHeater, { cloud }: Nwp500Scene) => [cloud.account.email, cloud.account.password]

const rest: readonly Row[] = [
  { of: 'auth', call: 'sign_in', args: login, gives: signedIn },
  { of: 'auth', call: 'refresh_token', gives: lasts },
  { of: 'auth', call: 're_authenticate', gives: signedIn },
  { of: 'auth', call: 'ensure_valid_token', gives: lasts },
  { of: 'nwp500', call: 'authenticate', args: login, gives: signedIn },
  { of: 'nwp500', call: 'refresh_access_token', gives: lasts },
  { of: 'api', call: 'list_devices', gives: heater => [named(heater)] },
  { of: 'api', call: 'get_first_device', gives: named },
  { of: 'api', call: 'get_device_info', gives: named },
  { of: 'api', call: 'get_firmware_info', gives: [{ cur_version: 0x0b_05_00_00 }, {}, { cur_version: 60_454 }] },
  { of: 'api', call: 'get_tou_info', more: byController, gives: { name: 'Evening Peak', zip_code: 99_999 } },
  { of: 'api', call: 'update_push_token', args: ['a-token'], gives: true },
]

/** It has no subscription of its own for the answer of a schedule; and it sends its master switches the wrong way round, 1 for on. */
const answersOf = (suffix: string): Row => ({
  of: 'mqtt',
  call: 'subscribe',
  args: (_, { cloud }) => [`cmd/52/${cloud.connections[0]?.clientId}/res/${suffix}`],
})
const by = 'subscribe'
const plan: Look = ({ touPlan }) => touPlan
const holds = (look: Look, held: object) => (heater: SimulatedHeater) =>
  expect.poll(() => look(heater)).toMatchObject(held)

const mqtt: readonly Row[] = [
  { of: 'mqtt', call: 'request_device_status', command: 'status', hears: { dhw_operation_setting: 'HEAT_PUMP' } },
  { of: 'mqtt', call: 'request_device_info', by: 'device_feature', hears: { dhw_temperature_min: 95 } },
  { of: 'mqtt', call: 'subscribe_energy_usage' },
  {
    of: 'mqtt',
    call: 'request_energy_usage',
    args: [2026, [2]],
    by: 'energy_usage',
    hears: { usage: [{ year: 2026, month: 2, data: expect.toSatisfy((days: unknown[]) => days.length === 28) }] },
  },
  answersOf('rsv/rd'),
  {
    of: 'mqtt',
    call: 'update_reservations',
    args: [[morning]],
    by,
    hears: { response: { reservationUse: 1, reservation: [morning] } },
    after: holds(({ reservations }) => reservations, { enabled: false, entries: [morningHeld] }),
  },
  { of: 'mqtt', call: 'request_reservations', by, hears: { response: { reservationUse: 1, reservation: [morning] } } },
  answersOf('tou/rd'),
  {
    of: 'mqtt',
    call: 'configure_tou_schedule',
    more: heater => ({ ...bySerial(heater), periods: [evening] }),
    by,
    hears: { response: { reservationUse: 1, reservation: [evening] } },
    after: holds(plan, { enabled: false, periods: [eveningHeld] }),
  },
  // It takes a write without a list for a read. Nothing comes of it.
  {
    of: 'mqtt',
    call: 'request_tou_settings',
    more: bySerial,
    by,
    silent: true,
    after: holds(plan, { enabled: false, periods: [eveningHeld] }),
  },
  { of: 'mqtt', call: 'signal_app_connection' },
  { of: 'mqtt', call: 'start_periodic_requests', hears: { dhw_operation_setting: 'HEAT_PUMP' } },
  { of: 'mqtt', call: 'stop_periodic_requests' },
  { of: 'mqtt', call: 'start_periodic_device_status_requests', hears: { dhw_operation_setting: 'HEAT_PUMP' } },
  { of: 'mqtt', call: 'stop_periodic_device_status_requests' },
  { of: 'mqtt', call: 'start_periodic_device_info_requests', by: 'device_feature', hears: { dhw_temperature_min: 95 } },
  { of: 'mqtt', call: 'stop_periodic_device_info_requests' },
  { of: 'mqtt', call: 'stop_all_periodic_tasks' },
]

/** Those of the newest that it has too, in its own words. */
const own = new Set([
  'set_power',
  'set_dhw_mode',
  'set_dhw_temperature',
  'enable_anti_legionella',
  'disable_anti_legionella',
  'set_tou_enabled',
])
const itsControls = controls
  .filter(({ call, listen }) => own.has(call) && listen === undefined)
  // It shows the rate itself.
  .map(row =>
    row.call === 'set_tou_enabled' ? { ...row, hears: { tou_status: row.command === 'touOn' ? 1 : 0 } } : row,
  )

tryRows(scene, 'REST', rest)
tryRows(scene, 'heater', mqtt)
tryRows(scene, 'controls', itsControls)

const uncalled: Uncalled = {
  'nothing is sent': [
    ...eventCalls,
    'auth.get_auth_headers',
    'mqtt.clear_command_queue',
    ...['fahrenheit_to_half_celsius', 'log_performance', 'build_reservation_entry', 'build_tou_period'],
    ...['decode_price', 'decode_season_bitfield', 'decode_week_bitfield'],
    ...['encode_price', 'encode_season_bitfield', 'encode_week_bitfield'],
  ].map(name => (name.includes('.') ? name : `nwp500.${name}`)),
  'every other one of its calls goes through it': ['mqtt.publish', 'mqtt.subscribe_device', 'mqtt.unsubscribe'],
  'every session begins with it': ['mqtt.connect', 'mqtt.subscribe_device_feature', 'mqtt.subscribe_device_status'],
  'older-nwp500-python.peer.ts is about connections': ['auth.close', 'mqtt.disconnect', 'mqtt.reset_reconnect'],
}
tryAll(scene, [...rest, ...mqtt, ...itsControls], uncalled)

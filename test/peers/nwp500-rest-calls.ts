/** What nwp500-python asks of the REST service: of the session, of a heater, of its time-of-use plan, of the owner. */
import { expect } from 'vitest'
import type { SimulatedHeater } from '#simulator/index'
import type { Row } from './nwp500-rows.ts'
import type { Nwp500Scene } from './nwp500-scene.ts'

const identified = ({ identity: { macAddress, additionalValue } }: SimulatedHeater) => ({
  mac_address: macAddress,
  additional_value: additionalValue,
})
const byController = ({ identity }: SimulatedHeater) => ({ controller_id: identity.controllerSerialNumber })
const lasts = { authentication_expires_in: 3600, authorization_expires_in: 3600 }
const signedIn = { user_info: { user_type: 'O' }, tokens: lasts }
const login = (_: SimulatedHeater, { cloud }: Nwp500Scene) => [cloud.account.email, cloud.account.password]
const lastCall =
  (call: string) =>
  (_: SimulatedHeater, { cloud }: Nwp500Scene) =>
    expect(cloud.requests.at(-1)).toBe(call)

export const sessionCalls: readonly Row[] = [
  { of: 'auth', call: 'sign_in', args: login, gives: signedIn },
  {
    of: 'auth',
    call: 'sign_in',
    args: ['owner@example.com', 'wrong'],
    refused: 'InvalidCredentialsError',
    complains: [/1001/],
  },
  { of: 'auth', call: 'refresh_token', gives: lasts, after: lastCall('POST /auth/refresh') },
  { of: 'auth', call: 'refresh_session', gives: lasts, after: lastCall('POST /auth/session/refresh') },
  { of: 'auth', call: 'secured_sign_in', gives: signedIn, after: lastCall('POST /user/secured-sign-in') },
  { of: 'auth', call: 're_authenticate', gives: signedIn, after: lastCall('POST /user/secured-sign-in') },
  {
    of: 'nwp500',
    call: 'refresh_access_token',
    gives: { authentication_expires_in: 3600 },
    after: lastCall('POST /auth/refresh'),
  },
  { of: 'auth', call: 'ensure_valid_token', gives: lasts },
  { of: 'nwp500', call: 'authenticate', args: login, gives: signedIn },
  { of: 'nwp500', call: 'create_navien_clients', args: login, gives: [{}, {}, {}] },
  {
    of: 'api',
    call: 'get_user_profile',
    given: (_, { cloud }) => cloud.revokeTokens(),
    gives: { user_type: 'O' },
    after: (_, { cloud }) =>
      expect(cloud.requests.slice(-3)).toEqual(['POST /user/info', 'POST /auth/refresh', 'POST /user/info']),
  },
  { of: 'nwp500', call: 'get_app_version', gives: { app_version: '2.04.00', server_check_text: null } },
  { of: 'api', call: 'get_app_version', gives: { app_version: '2.04.00', server_check_text: null } },
]

const listed = ({ identity }: SimulatedHeater) => ({
  device_info: { mac_address: identity.macAddress, device_type: 52, connected: 'CONNECTED' },
  error: { error_code: 'NO_ERROR' },
})
/** The cloud says 404 with a text, which the library logs once more. */
const notForOwners = { refused: /APIError.*COMMON_NOT_AUTHORIZED/, complains: [/COMMON_NOT_AUTHORIZED/] }
const notForThis = { refused: /APIError.*COMMON_BAD_REQUEST/, complains: [/COMMON_BAD_REQUEST/] }

export const deviceCalls: readonly Row[] = [
  { of: 'api', call: 'list_devices', gives: (_, { cloud }) => cloud.heaters.map(listed) },
  {
    of: 'api',
    call: 'list_devices',
    more: { offset: 1, count: 1 },
    gives: (_, { cloud }) => [listed(cloud.heaters[1] ?? _)],
  },
  { of: 'api', call: 'get_first_device', gives: listed },
  {
    of: 'api',
    call: 'list_simple_devices',
    gives: (_, { cloud }) => cloud.heaters.map(({ identity }) => ({ device_name: identity.name })),
  },
  {
    of: 'api',
    call: 'get_device_info',
    heater: 1,
    gives: heater => ({
      device_info: identified(heater),
      location: { latitude: 38 },
      alarm_info: { is_error_alarm: true },
    }),
  },
  {
    of: 'api',
    call: 'get_firmware_info',
    gives: heater => [
      { ...identified(heater), cur_sw_code: 33_556_241, cur_version: 0x0b_05_00_00 },
      {},
      { cur_version: 60_454 },
    ],
  },
  {
    of: 'api',
    call: 'get_firmware_detail',
    args: [33_556_241, 0x0b_05_00_00],
    gives: { sw_version: 0x0b_05_00_00, run_time: 10 },
  },
  { of: 'api', call: 'get_firmware_detail', args: [33_556_241, 1], ...notForThis },
  { of: 'api', call: 'update_device_info', args: ['Boiler Room'], more: { install_type: 'C' }, gives: true },
  { of: 'api', call: 'get_device_info', gives: { device_info: { device_name: 'Boiler Room', install_type: 'C' } } },
  { of: 'api', call: 'record_filter_change', args: [{ $date: '2026-03-07' }], gives: true },
  { of: 'api', call: 'record_filter_change', args: [{ $date: '2026-11-30' }], gives: true },
  {
    of: 'api',
    call: 'get_filter_history',
    gives: [{ maintenance_date: '2026-11-30' }, { maintenance_date: '2026-3-7' }],
  },
  { of: 'api', call: 'record_cip_change', args: [{ $date: '2026-01-02' }], gives: true },
  { of: 'api', call: 'get_cip_history', gives: [{ maintenance_date: '2026-1-2' }] },
  { of: 'api', call: 'get_cip_history', heater: 1, gives: [] },
  { of: 'api', call: 'get_error_history', ...notForOwners },
  { of: 'api', call: 'get_display_preferences', ...notForThis },
  { of: 'api', call: 'set_display_preferences', args: ['P', 'F'], ...notForThis },
]

export const ownerCalls: readonly Row[] = [
  {
    of: 'api',
    call: 'get_user_profile',
    gives: (_, { cloud }) => ({ user_type: 'O', user_email: cloud.account.email }),
  },
  {
    of: 'api',
    call: 'get_push_settings',
    gives: { is_error_alarm: true, is_descaling_alarm: true, is_etc_alarm: true },
  },
  { of: 'api', call: 'set_push_settings', more: { error_alarm: false }, gives: true },
  {
    of: 'api',
    call: 'get_push_settings',
    gives: { is_error_alarm: false, is_descaling_alarm: true, is_etc_alarm: true },
  },
  { of: 'api', call: 'get_push_settings', heater: 1, gives: { is_error_alarm: true } },
  { of: 'api', call: 'update_push_token', args: ['a-token'], gives: true },
]

/** An evening peak on weekdays in summer, in the form of OpenEI. */
const summer = (month: number) => month >= 5 && month <= 8
const matrix = (dear: boolean) =>
  Array.from({ length: 12 }, (_, month) =>
    Array.from({ length: 24 }, (_, hour) => (dear && summer(month) && hour >= 16 && hour <= 20 ? 1 : 0)),
  )
const openEiPlan = {
  name: 'Summer Evenings',
  utility: 'Example Power',
  energyratestructure: [[{ rate: 0.1 }], [{ rate: 0.3 }]],
  energyweekdayschedule: matrix(true),
  energyweekendschedule: matrix(false),
}
const plan = {
  name: 'Summer Evenings',
  utility: 'Example Power',
  zipCode: '94000',
  schedule: [
    {
      season: 480,
      interval: [
        {
          week: 124,
          startHour: 16,
          startMinute: 0,
          endHour: 20,
          endMinute: 59,
          priceMin: 30_000,
          priceMax: 30_000,
          decimalPoint: 5,
        },
      ],
    },
  ],
}
const applied = {
  name: 'Summer Evenings',
  utility: 'Example Power',
  zip_code: 94_000,
  register_path: 'wifi',
  schedule: [{ season: 480 }],
}
const unknownController = {
  more: { controller_id: 'ZZ' },
  refused: /APIError.*INTERNAL_SERVER_ERROR/,
  complains: [/INTERNAL_SERVER_ERROR/],
}

export const touCalls: readonly Row[] = [
  {
    of: 'api',
    call: 'get_tou_info',
    more: byController,
    gives: (heater: SimulatedHeater) => ({
      ...byController(heater),
      name: 'Evening Peak',
      zip_code: 99_999,
      schedule: [{ season: 480 }, { season: 3615 }],
    }),
  },
  { of: 'api', call: 'get_tou_info', ...unknownController },
  { of: 'api', call: 'get_manufacture_id', more: byController, gives: '000000000000000' },
  { of: 'api', call: 'get_manufacture_id', ...unknownController },
  {
    of: 'api',
    call: 'convert_tou',
    args: [[openEiPlan]],
    gives: [{ name: 'Summer Evenings', utility: 'Example Power', schedule: [{}, { season: 480 }] }],
  },
  {
    of: 'api',
    call: 'update_tou',
    args: [plan, openEiPlan, '94000'],
    gives: heater => ({ ...byController(heater), ...applied }),
  },
  { of: 'api', call: 'get_tou_info', more: byController, gives: applied },
  { of: 'api', call: 'delete_tou', gives: true },
  { of: 'api', call: 'get_tou_info', more: byController, gives: { name: '', schedule: [] } },
]

/** Its key is in the environment. */
export const openEiCalls: readonly Row[] = [
  {
    of: 'openei',
    call: 'list_utilities',
    args: ['94903'],
    gives: ['Example Light & Power', 'Example Valley Electric Coop'],
  },
  {
    of: 'openei',
    call: 'list_rate_plans',
    args: ['02134'],
    gives: [{ name: 'Evening Peak with Demand', has_tou_schedule: true }],
  },
  { of: 'openei', call: 'fetch_rates', args: ['30301'], gives: [] },
  {
    of: 'openei',
    call: 'get_rate_plan',
    args: ['94903', 'three'],
    gives: { name: 'Three Periods', sector: 'Residential' },
  },
]

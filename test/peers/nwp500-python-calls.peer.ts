/** Everything that an unmodified nwp500-python can ask of a cloud and its heaters, each served as its authors found it on real ones. */
import { expect, it } from 'vitest'
import { type CommandName, commands } from '#schema/commands'
import { controls, firmwareWrites, refusals } from './nwp500-controls.ts'
import { reads } from './nwp500-reads.ts'
import { deviceCalls, openEiCalls, ownerCalls, sessionCalls, touCalls } from './nwp500-rest-calls.ts'
import { eventCalls, type Row, tryAll, tryRows, type Uncalled } from './nwp500-rows.ts'
import { nwp500Scene } from './nwp500-scene.ts'
import { recirculationWrites, reservationWrites, touWrites } from './nwp500-schedules.ts'
import { openEiHost } from './open-ei-host.ts'

const bare = { power: false, vacation: false, reservations: false, 'anti-legionella': false, 'demand-response': false }

const scene = nwp500Scene('9.12.2', {
  each: 'file',
  simulator: {
    heaterStart: Date.UTC(2026, 2, 10, 12),
    heaters: [
      { name: 'Cellar', household: 'nobody' },
      { name: 'Garage', household: 'nobody', recirculation: true },
      {
        name: 'Attic',
        household: 'nobody',
        capabilities: bare,
        downloadedFirmware: [{ swCode: 'controller', otaMode: 1, swVersion: 0x0b_06_00_00, status: 1 }],
      },
      { name: 'Old', household: 'nobody', firmware: 'old' },
    ],
  },
})
openEiHost(scene)

const tables: Readonly<Record<string, readonly Row[]>> = {
  session: sessionCalls,
  'asks of a heater': reads,
  device: deviceCalls,
  owner: ownerCalls,
  'time-of-use plan': touCalls,
  'rate plans': openEiCalls,
  controls,
  reservations: reservationWrites,
  'time of use': touWrites,
  recirculation: recirculationWrites,
  'what it lacks': refusals,
  firmware: firmwareWrites,
}
for (const [title, rows] of Object.entries(tables)) tryRows(scene, title, rows)
const rows = Object.values(tables).flat()

const uncalled: Uncalled = {
  'nothing is sent': [
    ...eventCalls,
    'auth.default_headers',
    'auth.get_auth_headers',
    'mqtt.clear_command_queue',
    'nwp500.fahrenheit_to_half_celsius',
    'nwp500.preferred_to_half_celsius',
    'nwp500.reservation_param_to_preferred',
    'nwp500.set_unit_system',
    'nwp500.get_unit_system',
    'nwp500.reset_unit_system',
  ],
  'every other one of its calls goes through it': [
    'mqtt.publish',
    'mqtt.subscribe',
    'mqtt.subscribe_device',
    'mqtt.unsubscribe',
  ],
  'nwp500-python.peer.ts is about connections': [
    'auth.close',
    'mqtt.connect',
    'mqtt.disconnect',
    'mqtt.reset_reconnect',
  ],
}
tryAll(scene, rows, uncalled)

it('sends every command that our own table has', () => {
  const sent = new Set(rows.map(({ command }) => command))
  expect((Object.keys(commands) as CommandName[]).filter(name => !sent.has(name))).toEqual([])
})

/** The command line of an unmodified nwp500-python, `nwp-cli`, a process for each command. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { Look } from './nwp500-controls.ts'
import { nwp500Scene } from './nwp500-scene.ts'
import { openEiHost } from './open-ei-host.ts'

const scene = nwp500Scene('9.12.2', {
  each: 'file',
  simulator: {
    heaterStart: Date.UTC(2026, 2, 10, 12),
    heaters: [{ household: 'nobody', recirculation: true, setpoint: 55 }],
  },
})
openEiHost(scene)

/** It keeps its tokens in there. */
const home = mkdtempSync(join(tmpdir(), 'navilink-nwp-cli-'))
afterAll(() => rmSync(home, { recursive: true }))

/** What its executable does. */
const command = 'from nwp500.cli.__main__ import run; run()'

async function nwpCli(args: readonly string[]) {
  const { nwp500, cloud, authority } = scene
  const { email, password } = cloud.account
  const child = spawn(nwp500.python, ['-c', command, ...args], {
    env: {
      ...process.env,
      ...nwp500.env,
      HOME: home,
      NAVIEN_EMAIL: email,
      NAVIEN_PASSWORD: password,
      OPENEI_API_KEY: 'simulated-openei-key',
      SSL_CERT_FILE: authority.caFile,
      COLUMNS: '160',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, errors]: [string[], string[]] = [[], []]
  child.stdout.on('data', bytes => out.push(String(bytes)))
  child.stderr.on('data', bytes => errors.push(String(bytes)))
  const [code] = await once(child, 'close')
  return { code, out: out.join(''), errors: errors.join('') }
}

interface Line {
  readonly says: string | RegExp
  /** What the heater then is, and holds. */
  readonly of?: Look
  readonly held?: object
}

const settings: Look = ({ machine }) => machine.controller.settings
const antiLegionella: Look = ({ machine }) => machine.controller.antiLegionella
const reservations: Look = heater => heater.reservations
const entry = '[{"enable":2,"week":124,"hour":6,"min":30,"mode":3,"param":120}]'
const run = '[{"enable":2,"week":2,"hour":6,"min":0,"mode":2,"param":-1}]'
const add = 'reservations add --days Saturday --hour 9 --minute 5 --mode 1 --temp 122'

/**
 * Some of its commands: a process takes its time, and what all of them send is tried without it. It ends well after most
 * failures too, so what it says matters more. Not `recirc`: it may take the push after an earlier question for the answer.
 */
const lines: Readonly<Record<string, Line>> = {
  status: { says: /DHW Target +│ 131.0 °F/ },
  info: { says: /Serial Number +│ 000000004E57500500/ },
  serial: { says: /^000000004E57500500$/m },
  'diagnostics --json': { says: /"days_since_installation": 400,/ },
  'firmware info --json': { says: /"download_sw_info": \[/ },
  'energy --years 2025,2026': { says: /MONTHLY ENERGY USAGE - 2026/ },
  'reservations get': { says: 'No reservations configured' },
  'power off': { says: 'Device turned off', of: settings, held: { mode: 'off' } },
  'mode energy-saver': { says: 'Mode changed', of: settings, held: { mode: 'energy-saver' } },
  'temp 140': { says: 'Temperature set to 140.0°F', of: settings, held: { setpoint: 60 } },
  'vacation 5': { says: 'Vacation days set to 5', of: settings, held: { mode: 'vacation', vacationDays: 5 } },
  'anti-legionella enable --period 14': { says: 'enabled', of: antiLegionella, held: { on: true, days: 14 } },
  'tou set on': { says: 'TOU enabled', of: ({ touPlan }) => touPlan, held: { enabled: true } },
  [`recirc-schedule set ${run}`]: {
    says: 'Recirculation schedule updated',
    of: heater => heater.recirculationSchedule,
    held: { enabled: true, entries: [{ days: ['sat'], time: '06:00', pump: 'on' }] },
  },
  [`reservations set ${entry}`]: {
    says: '"reservationUse": 2',
    of: reservations,
    held: { entries: [{ time: '06:30' }] },
  },
  [add]: { says: 'added', of: reservations, held: { entries: [{ time: '06:30' }, { time: '09:05' }] } },
  'reservations update 1 --hour 7': { says: 'updated', of: reservations, held: { entries: [{ time: '07:30' }, {}] } },
  'tou get': { says: /Example Light & Power +• +ZIP 99999/ },
  'tou plan 94903 Three': { says: /Mon–Fri +│ +07:00–20:59 │ +0.14900/ },
  'tou apply 94903 Three': { says: 'Applied rate plan: Three Periods' },
  'tou get --json': { says: /"name": "Three Periods"/ },
}

for (const [line, { says, of, held }] of Object.entries(lines))
  it(`nwp-cli ${line}`, async () => {
    const { code, out, errors } = await nwpCli(line.split(' '))
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(out).toMatch(says)
    const [heater] = scene.cloud.heaters
    if (heater && of) await expect.poll(() => of(heater)).toMatchObject(held ?? {})
  })

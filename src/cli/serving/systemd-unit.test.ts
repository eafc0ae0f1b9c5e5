import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemdUnit } from './systemd-unit.ts'

const command = [process.execPath, '/usr/lib/node_modules/navilink/dist/cli/main.js', 'serve']
const hasSystemd = spawnSync('systemd-analyze', ['--version']).error === undefined

// Where systemd isn't installed nobody can say whether it would take the unit.
test.skipIf(!hasSystemd).each([
  { user: false, manager: '--system' },
  { user: true, manager: '--user' },
])('systemd takes it, %o', ({ user, manager }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'navilink-unit-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'navilink.service')
  writeFileSync(file, systemdUnit({ command, user }))
  const env = { PATH: process.env.PATH, XDG_RUNTIME_DIR: folder }
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', manager, file], { encoding: 'utf8', env })
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' })
})

test('what systemd would read as its own is quoted', () => {
  const unit = systemdUnit({ command: ['/opt/my node/node', 'a"b', '50%', '$HOME'], user: true })
  expect(unit).toContain('ExecStart="/opt/my node/node" "a\\"b" 50%% $$HOME\n')
})

test('a service of the machine is shut in, and keeps its record in a folder of its own', () => {
  const lines = systemdUnit({ command, user: false }).split('\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'Type=notify',
      'NotifyAccess=all',
      'WatchdogSec=120',
      'DynamicUser=yes',
      'ProtectSystem=strict',
      'StateDirectory=navilink',
    ]),
  )
})

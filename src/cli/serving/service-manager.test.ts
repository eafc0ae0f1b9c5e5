import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { millis, seconds } from '#time/duration'
import { silentLogger } from '#wire/logger'
import { manualClock } from '../../../test/fixtures/manual-clock.ts'
import { ServiceManager } from './service-manager.ts'

/** A `systemd-notify` that writes down what it is told. */
function notifying(more: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'navilink-notify-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = path.join(folder, 'systemd-notify')
  const file = path.join(folder, 'told')
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$*" >> "$TOLD"\n`)
  chmodSync(program, 0o755)
  const told = () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').sort() : [])
  const env = { PATH: `${folder}:${process.env.PATH}`, NOTIFY_SOCKET: '/run/none', TOLD: file, ...more }
  const errors: string[] = []
  const logger = { ...silentLogger, error: (_: object, message: string) => void errors.push(message) }
  return { told, env, errors, logger }
}

test('it says ready, lives while the feed does, and stops', async () => {
  const { told, env, errors, logger } = notifying({ WATCHDOG_USEC: '120000000' })
  const clock = manualClock()
  let hanging: string | undefined
  const manager = new ServiceManager({ env, clock, logger, hangs: () => hanging })
  manager.ready('Two heaters')
  await clock.advance(seconds(81))
  hanging = 'Heater 0a1b2c3d was neither heard nor missed for 9 min'
  await clock.advance(seconds(400))
  await manager.stopping()
  await manager.stopping()
  expect(clock.pending).toBe(0)
  expect(told()).toEqual(['--ready --status=Two heaters', 'STOPPING=1', 'STOPPING=1', 'WATCHDOG=1', 'WATCHDOG=1'])
  expect(errors).toEqual([`${hanging}; the watchdog is not fed, so systemd will start the station anew`])
})

test('where systemd did not start us, nobody is told anything', async () => {
  const { told, env, logger } = notifying()
  const clock = manualClock()
  const manager = new ServiceManager({ env: { ...env, NOTIFY_SOCKET: '' }, clock, logger, hangs: () => undefined })
  manager.ready('Two heaters')
  await clock.advance(millis(1e6))
  await manager.stopping()
  expect(told()).toEqual([])
})

test('without systemd-notify it says so once', async () => {
  const { env, errors, logger } = notifying({ WATCHDOG_USEC: '3000000', PATH: '/nowhere' })
  const clock = manualClock()
  const manager = new ServiceManager({ env, clock, logger, hangs: () => undefined })
  manager.ready('Two heaters')
  await manager.stopping()
  manager.ready('Still here')
  await manager.stopping()
  expect(errors).toEqual(['systemd-notify can not be called, so systemd will take this station for dead'])
})

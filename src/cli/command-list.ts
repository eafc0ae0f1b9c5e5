/** The commands: what `--help` says of each, and where its file is. A file is loaded when its command is called. */
import type { Command } from 'commander'
import type { Run } from './run-command.ts'

export interface CommandFile {
  /** Gives the command its arguments, options and examples, and what it does. */
  define(command: Command, run: Run): void
}

export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** The heading that it stands under. */
  readonly group: string
  load(): Promise<CommandFile>
}

type Entry = readonly [name: string, summary: string, load: () => Promise<CommandFile>]

// biome-ignore format: a command is a line
const groups: Readonly<Record<string, readonly Entry[]>> = {
  'Account:': [
    ['login', 'sign in and keep the session', () => import('./commands/login.ts')],
    ['logout', 'forget the session', () => import('./commands/logout.ts')],
    ['devices', 'list the heaters of the account', () => import('./commands/devices.ts')],
    ['rename', 'give a heater another name', () => import('./commands/rename.ts')],
    ['notifications', 'choose what the app notifies of', () => import('./commands/notifications.ts')],
  ],
  'Look:': [
    ['status', 'show what a heater does now', () => import('./commands/status.ts')],
    ['monitor', 'watch a heater and write a CSV file', () => import('./commands/monitor.ts')],
    ['info', 'show what a heater is and can do', () => import('./commands/info.ts')],
    ['capabilities', 'list what can be set, and in which range', () => import('./commands/capabilities.ts')],
    ['energy', 'show what it used, by day or month', () => import('./commands/energy.ts')],
    ['counters', 'show what it counted in its life', () => import('./commands/counters.ts')],
    ['check', 'find out where it fails, step by step', () => import('./commands/check.ts')],
  ],
  'Change:': [
    ['set', 'change temperature, mode, power, vacation and more', () => import('./commands/set.ts')],
    ['hot-button', 'let the recirculation pump run once', () => import('./commands/hot-button.ts')],
    ['schedule', 'change what it does by itself each week', () => import('./commands/schedule.ts')],
    ['tou', 'let it wait while power is dear', () => import('./commands/tou.ts')],
    ['recirculation', 'change when the pump runs by itself', () => import('./commands/recirculation.ts')],
  ],
  'Upkeep:': [
    ['filter', 'look after the air filter', () => import('./commands/filter.ts')],
    ['maintenance', 'read and write the log book of the cloud', () => import('./commands/maintenance.ts')],
    ['firmware', 'show the firmware, and what waits', () => import('./commands/firmware.ts')],
    ['backup', 'keep settings and schedules in a file', () => import('./commands/backup.ts')],
    ['restore', 'bring them back from it', () => import('./commands/restore.ts')],
  ],
  'Station:': [
    ['serve', 'keep everything, warn, and answer others', () => import('./commands/serve.ts')],
    ['history', 'read, export, import and back up the record', () => import('./commands/history.ts')],
    ['alerts', 'list what it warned of, and answer it', () => import('./commands/alerts.ts')],
    ['config', 'check and print the config of a station', () => import('./commands/config.ts')],
    ['token', 'let a program or a browser in', () => import('./commands/token.ts')],
    ['service', 'let systemd run a station', () => import('./commands/service.ts')],
  ],
  'Try and record:': [
    ['demo', 'run a station on a simulated heater, no account needed', () => import('./commands/demo.ts')],
    ['simulate', 'run a simulated cloud with a heater', () => import('./commands/simulate.ts')],
    ['model', 'work out what a heater would do in a year', () => import('./commands/model.ts')],
    ['chaos', 'make a simulated cloud misbehave', () => import('./commands/chaos.ts')],
    ['record', 'keep the messages of a heater, made anonymous', () => import('./commands/record.ts')],
    ['decode', 'read recorded messages, without any account', () => import('./commands/decode.ts')],
    ['raw', 'ask what no other command asks', () => import('./commands/raw.ts')],
    ['completion', 'let the shell complete commands and flags', () => import('./commands/completion.ts')],
  ],
}

export const commandList: readonly CommandEntry[] = Object.entries(groups).flatMap(([group, entries]) =>
  entries.map(([name, summary, load]) => ({ name, summary, group, load })),
)

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
  load(): Promise<CommandFile>
}

export const commandList: readonly CommandEntry[] = [
  { name: 'login', summary: 'sign in and keep the session', load: () => import('./commands/login.ts') },
  { name: 'logout', summary: 'forget the session', load: () => import('./commands/logout.ts') },
  { name: 'devices', summary: 'list the heaters of the account', load: () => import('./commands/devices.ts') },
  { name: 'status', summary: 'show what a heater does now', load: () => import('./commands/status.ts') },
  { name: 'info', summary: 'show what a heater is and can do', load: () => import('./commands/info.ts') },
  { name: 'check', summary: 'find out where it fails, step by step', load: () => import('./commands/check.ts') },
  { name: 'monitor', summary: 'watch a heater and write a CSV file', load: () => import('./commands/monitor.ts') },
  {
    name: 'decode',
    summary: 'read recorded messages, without any account',
    load: () => import('./commands/decode.ts'),
  },
  {
    name: 'record',
    summary: 'keep the messages of a heater, made anonymous',
    load: () => import('./commands/record.ts'),
  },
  { name: 'simulate', summary: 'run a simulated cloud with a heater', load: () => import('./commands/simulate.ts') },
  { name: 'chaos', summary: 'make a simulated cloud misbehave', load: () => import('./commands/chaos.ts') },
  {
    name: 'demo',
    summary: 'watch a simulated heater live fast, no account needed',
    load: () => import('./commands/demo.ts'),
  },
]

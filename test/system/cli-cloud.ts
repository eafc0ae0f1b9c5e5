/**
 * The command against a virtual cloud, as an owner who has everything in the environment. The clock stands still: a command
 * loads its modules as it goes, and time that is driven doesn't wait for that. Where silence is waited for, a test moves it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { SimulatedHeater, SimulatorOptions } from '#simulator/index'
import type { Duration } from '#time/duration'
import { type VirtualCloud, virtualCloud } from '../fixtures/virtual-cloud.ts'
import { type Ended, navilink, type TerminalOptions } from './cli-terminal.ts'

export interface CliCloud extends VirtualCloud {
  readonly tank: SimulatedHeater
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  /** Runs a command to its end, which needs no time. */
  run(args: readonly string[], more?: TerminalOptions): Promise<Ended>
  /** Runs one that waits in vain: so long, once that has come true. */
  runThrough(args: readonly string[], comesTrue: () => boolean, span: Duration): Promise<Ended>
  /** The same, of what prints JSON. */
  json(args: readonly string[]): Promise<unknown>
  /** The mode of every control that is sent to a heater from now on, as another program of the account hears it. */
  controls(): Promise<readonly string[]>
}

export async function cliCloud(options: SimulatorOptions = {}): Promise<CliCloud> {
  const directory = mkdtempSync(path.join(tmpdir(), 'navilink-cli-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const virtual = await virtualCloud(options)
  const { clock, cloud, tank } = virtual
  if (tank === undefined) throw new Error('A cloud without a heater.')
  const { email, password } = cloud.account
  const env = { HOME: directory, NAVILINK_CLOUD: cloud.url, NAVILINK_EMAIL: email, NAVILINK_PASSWORD: password }
  const run: CliCloud['run'] = (args, more = {}) =>
    navilink(args, { directory, clock, ...more, env: { ...env, ...more.env } })
  return {
    ...virtual,
    tank,
    directory,
    env,
    run,
    async runThrough(args, comesTrue, span) {
      const running = run(args)
      await met(comesTrue, running)
      await clock.advance(span)
      return running
    },
    async controls() {
      const heard: string[] = []
      const note = (_: string, payload: Uint8Array) =>
        void heard.push(JSON.parse(Buffer.from(payload).toString()).request.mode)
      await virtual.wait(virtual.client().link.subscribe('cmd/52/+/ctrl', note))
      return heard
    },
    json: async args => JSON.parse((await run([...args, '--json'])).out),
  }
}

/** Turns the event loop until it has come true, or the command is at its end. */
export async function met(comesTrue: () => boolean, running: Promise<unknown>): Promise<void> {
  let over = false
  const end = () => {
    over = true
  }
  running.then(end, end)
  while (!over && !comesTrue()) await turn()
}

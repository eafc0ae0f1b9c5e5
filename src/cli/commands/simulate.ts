/** `navilink simulate`: a cloud with one heater on this machine, for any client. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import type { Run } from '../run-command.ts'
import { type HeaterFlags, heaterFlags, heaterOptions } from '../simulated-heater.ts'
import { speedArgument } from '../speed-argument.ts'
import { UsageError } from '../usage-error.ts'

interface SimulateOptions extends HeaterFlags {
  readonly port: number
  readonly host: string
  readonly speed: number
  readonly seed?: number
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly email?: string
  readonly password?: string
  readonly controlGap?: string
  readonly control?: ControlAddress
}

interface ControlAddress {
  readonly host?: string
  readonly port: number
}

const examples = `
It speaks the vendor's REST calls and MQTT over WebSocket on one port, verifies signatures as AWS does, and prints
"ready" when it can be used. --email and --password change its account, owner@example.com with warm-enough. Only the
heater's time runs faster with --speed: tokens, signatures and keep-alive stay on the wall clock. Any other command
goes to it with --cloud, or with NAVILINK_CLOUD, and asks for its password.

Examples:
  $ navilink simulate
  $ navilink check --cloud http://127.0.0.1:8484 --email owner@example.com
  $ navilink status --cloud http://127.0.0.1:8484 --email owner@example.com
  $ navilink simulate --speed 600 --seed 7        ten minutes a second, the same household every time
  $ navilink simulate --control 8485              and navilink chaos makes it misbehave
  $ navilink simulate --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
  $ navilink simulate --size 80 --recirculation --time-zone America/Los_Angeles
  $ navilink simulate --firmware old --without electric,reservations`

export function define(command: Command, run: Run): void {
  heaterFlags(command)
    .option('--port <n>', 'port to listen on; 0 takes any that is free', wholeNumber(65_535), 8484)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--speed <factor>', "how many times faster the heater's time runs", speedArgument, 1)
    .option('--seed <n>', 'of the chance by which the household draws water', wholeNumber(Number.MAX_SAFE_INTEGER))
    .option('--tls-cert <file>', 'speak HTTPS and secure WebSocket with this PEM certificate')
    .option('--tls-key <file>', 'and this PEM key')
    .option('--password <password>', 'password of the simulated account')
    .option('--control-gap <span>', 'refuse controls that follow each other faster than this')
    .option('--control <address>', 'open a control port too: a port of 127.0.0.1, or host:port', controlAddress)
    .addHelpText('after', examples)
    .action((_, self: Command) => {
      const options = self.optsWithGlobals<SimulateOptions>()
      return run('long', context => simulate(context, options))
    })
}

async function simulate(context: CommandContext, options: SimulateOptions): Promise<undefined> {
  const { terminal, signal, print, flags } = context
  refuseFlags(flags, 'simulate is a cloud itself', ['device', 'cloud', 'ca', 'passwordStdin'])
  const { port, host, speed, seed, email, password, controlGap, control } = options
  const tls = tlsFiles(options, terminal.directory)
  const heater = await heaterOptions(options)
  const { startSimulator } = await import('#simulator/simulator')
  const simulator = await startSimulator({
    port,
    host,
    speed,
    clock: context.clock,
    heaters: [heater],
    account: { ...(email && { email }), ...(password && { password }) },
    ...(seed !== undefined && { seed }),
    ...(tls && { tls }),
    ...(controlGap !== undefined && { controlGap: durationFlag('--control-gap', controlGap) }),
    ...(control && { control }),
  }).catch(error => {
    throw control === undefined ? error : namingControl(error, control.port)
  })
  const { account, heaters, url, controlUrl } = simulator
  try {
    const many = heaters.length === 1 ? 'one heater' : `${heaters.length} heaters`
    const lines = [
      `Simulated NaviLink cloud with ${many}${speed === 1 ? '' : `, ${speed} times as fast`}`,
      `  address   ${url}`,
      `  email     ${account.email}`,
      `  password  ${account.password}`,
      `  try       navilink check --cloud ${url} --email ${account.email}`,
      '  or set    NAVILINK_CLOUD, NAVILINK_EMAIL and NAVILINK_PASSWORD to these',
      ...(controlUrl === undefined ? [] : [`  control   ${controlUrl}`]),
      'ready',
    ]
    await print(`${lines.join('\n')}\n`)
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  } finally {
    await simulator.close()
  }
  return undefined
}

const wholeNumber = (highest: number) => (text: string) => {
  if (!/^\d{1,16}$/.test(text) || Number(text) > highest)
    throw new InvalidArgumentError(`It takes a whole number from 0 to ${highest}.`)
  return Number(text)
}

/** Says by which flag another port is chosen, when it is the control port that can't be had. */
function namingControl(error: NodeJS.ErrnoException & { address?: string; port?: number }, port: number): Error {
  const { code, address } = error
  if (code !== 'EADDRINUSE' || error.port !== port) return error
  return new Error(`Port ${port} of ${address} is taken by another program; choose another with --control.`)
}

function controlAddress(text: string): ControlAddress {
  const [, host, port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text.trim()) ?? []
  if (port === '' || Number(port) > 65_535)
    throw new InvalidArgumentError('It takes a port, such as 8485, or an address and a port, such as 127.0.0.1:8485.')
  return { port: Number(port), ...(host !== undefined && { host: host.replace(/^\[|\]$/g, '') }) }
}

function tlsFiles({ tlsCert, tlsKey }: SimulateOptions, directory: string): { cert: Buffer; key: Buffer } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key belong together: give both, or neither.')
  const read = (file: string) => readFileSync(path.resolve(directory, file))
  return { cert: read(tlsCert), key: read(tlsKey) }
}

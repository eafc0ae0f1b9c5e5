/** What `simulate` does: reads what was chosen, opens the cloud, says where it is, and keeps it open. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { AccountOptions, SimulatorOptions } from '#simulator/options'
import { type Simulator, startSimulator } from '#simulator/simulator'
import { refuseFlags } from '../account/account-flags.ts'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import { jsonText } from '../print/printable.ts'
import { readText } from '../scheduling/text-file.ts'
import { UsageError } from '../usage-error.ts'
import { givenHeater } from './given-heater.ts'
import { givenWords } from './heater-flags.ts'
import { heaterOptions } from './heater-options.ts'
import { beginningForms, momentIn, zoneOf } from './heater-zone.ts'
import { parseWorld } from './world-file.ts'
import { worldJsonSchema } from './world-schema.ts'

export interface SimulateOptions {
  readonly world?: string
  readonly printSchema?: true
  readonly from?: string
  readonly port: number
  readonly host: string
  readonly speed?: number
  readonly seed?: number
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly email?: string
  readonly password?: string
  readonly controlGap?: string
  readonly control?: ControlAddress
}

export interface ControlAddress {
  readonly host?: string
  readonly port: number
}

/** What both ways of choosing come to. */
type Chosen = Pick<SimulatorOptions, 'speed' | 'seed' | 'controlGap' | 'heaterStart'> & {
  readonly accounts: readonly AccountOptions[]
}

export async function runSimulation(context: CommandContext, options: SimulateOptions, self: Command): Promise<void> {
  const { terminal, signal, print, flags } = context
  refuseFlags(flags, 'simulate is a cloud itself', ['device', 'cloud', 'ca', 'passwordStdin'])
  if (options.printSchema) return print(`${jsonText(worldJsonSchema(), 2)}\n`)
  const { port, host, control, world } = options
  const tls = tlsFiles(options, terminal.directory)
  const chosen =
    world === undefined ? await oneHeater(context, options, self) : await wholeWorld(context, options, world, self)
  const simulator = await startSimulator({
    ...chosen,
    port,
    host,
    clock: context.clock,
    ...(tls && { tls }),
    ...(control && { control }),
  }).catch(error => {
    if (error instanceof RangeError) throw new UsageError(error.message)
    throw control === undefined ? error : namingControl(error, control.port)
  })
  try {
    await print(`${openingLines(simulator, chosen.speed ?? 1).join('\n')}\n`)
    if (!signal.aborted) await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }))
  } finally {
    await simulator.close()
  }
}

async function oneHeater(context: CommandContext, options: SimulateOptions, self: Command): Promise<Chosen> {
  const { from, email, password } = options
  const { words, teller } = givenHeater(
    self,
    () => context.settings.units,
    file => readText(context, file),
  )
  const start = from === undefined ? undefined : momentIn(from.trim(), zoneOf(words, teller))
  if (from !== undefined && start === undefined)
    throw new UsageError(`--from is ${from}; it must be ${beginningForms}.`)
  const heater = await heaterOptions({ words, teller, begins: start ?? context.clock.now() / 1000 })
  return {
    accounts: [{ ...(email && { email }), ...(password && { password }), heaters: [heater] }],
    ...(start !== undefined && { heaterStart: start * 1000 }),
    ...cloudFlags(options),
  }
}

const cloudFlags = ({ speed, seed, controlGap }: SimulateOptions) => ({
  ...(speed !== undefined && { speed }),
  ...(seed !== undefined && { seed }),
  ...(controlGap !== undefined && { controlGap: durationFlag('--control-gap', controlGap) }),
})

async function wholeWorld(
  context: CommandContext,
  options: SimulateOptions,
  file: string,
  self: Command,
): Promise<Chosen> {
  // Units of a number without one are no matter where it is refused anyway.
  const [given] = givenWords(self, () => 'metric').map(({ flag }) => flag)
  const own = (['from', 'email', 'password'] as const).find(name => options[name] !== undefined)
  const refused = given ?? (own && `--${own}`)
  if (refused !== undefined)
    throw new UsageError(`${refused} and --world exclude each other: the file tells of its heaters and accounts.`)
  const name = file === '-' ? 'standard input' : file
  // Files that it names lie where it lies.
  const beside = (named: string) =>
    file === '-' ? named : path.resolve(context.terminal.directory, path.dirname(file), named)
  const world = await parseWorld(await readText(context, file), {
    name,
    read: named => readText(context, beside(named)),
    now: context.clock.now(),
  })
  for (const [key, flag] of cloudWords)
    if (options[key] !== undefined && world[key] !== undefined)
      throw new UsageError(`--${flag} and ${name} both tell the ${flag.replace('-', ' ')}; leave one of them out.`)
  return { ...world, ...cloudFlags(options) }
}

const cloudWords = [
  ['speed', 'speed'],
  ['seed', 'seed'],
  ['controlGap', 'control-gap'],
] as const

/** More accounts than a screen has lines nobody reads. */
const mostShown = 20

function openingLines({ accounts, heaters, url, controlUrl }: Simulator, speed: number): readonly string[] {
  const [first] = accounts
  const several = accounts.length > 1
  const shown = accounts.slice(0, several ? mostShown : 0)
  const more = accounts.length - shown.length
  return [
    `Simulated NaviLink cloud with ${many(heaters.length, 'heater')}${several ? ` in ${accounts.length} accounts` : ''}${speed === 1 ? '' : `, ${speed} times as fast`}`,
    `  address   ${url}`,
    ...(several ? [] : [`  email     ${first?.email}`, `  password  ${first?.password}`]),
    ...shown.map(one => `  account   ${one.email} with ${one.password}: ${many(one.heaters.length, 'heater')}`),
    ...(several && more > 0 ? [`            and ${more} more`] : []),
    `  try       navilink check --cloud ${url} --email ${first?.email}`,
    '  or set    NAVILINK_CLOUD, NAVILINK_EMAIL and NAVILINK_PASSWORD to these',
    ...(controlUrl === undefined ? [] : [`  control   ${controlUrl}`]),
    'ready',
  ]
}

const many = (count: number, what: string) => (count === 1 ? `one ${what}` : `${count} ${what}s`)

/** Says by which flag another port is chosen, when it is the control port that can't be had. */
function namingControl(error: NodeJS.ErrnoException & { address?: string; port?: number }, port: number): Error {
  const { code, address } = error
  if (code !== 'EADDRINUSE' || error.port !== port) return error
  return new Error(`Port ${port} of ${address} is taken by another program; choose another with --control.`)
}

function tlsFiles({ tlsCert, tlsKey }: SimulateOptions, directory: string): { cert: Buffer; key: Buffer } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('--tls-cert and --tls-key belong together: give both, or neither.')
  const read = (file: string) => readFileSync(path.resolve(directory, file))
  return { cert: read(tlsCert), key: read(tlsKey) }
}

/** `navilink chaos`: makes a running simulation misbehave. */
import { Argument, type Command, InvalidArgumentError } from 'commander'
import type { activeRecord, kindRecords } from '#simulator/fault-json'
import { faultNamed, kindOf } from '#simulator/fault-kinds'
import { refuseFlags } from '../account/account-flags.ts'
import { chooseHeater } from '../account/choose-heater.ts'
import type { CommandContext } from '../command-context.ts'
import { type ControlPort, controlPort } from '../control-client.ts'
import { durationFlag } from '../duration-flag.ts'
import { jsonText } from '../print/printable.ts'
import { type TableColumn, table } from '../print/table.ts'
import type { Run } from '../run-command.ts'
import { UsageError } from '../usage-error.ts'

interface ChaosOptions {
  readonly control: string
  readonly json?: true
  readonly count?: number
  readonly for?: string
  readonly probability?: number
  readonly client?: string
  readonly call?: string
  readonly filter?: string
  readonly code?: number
  readonly part?: number
  readonly defect?: string
  readonly delay?: string
  readonly lifetime?: string
  readonly skew?: string
}

interface Answer {
  readonly faults: readonly ReturnType<typeof activeRecord>[]
  readonly kinds?: ReturnType<typeof kindRecords>
}

const examples = `
It speaks to the port that navilink simulate --control opens. A fault stays on until its count or its time is up, or
until it is switched off. list shows all that there are, and with --json the settings that each takes; others it
refuses. --device names the heater that is struck.

Examples:
  $ navilink simulate --control 8485              in another window
  $ navilink chaos list
  $ navilink chaos on half-open --for 2m
  $ navilink chaos on rest-5xx --count 3 --call 'POST /device/list'
  $ navilink chaos on heater-refuses --device 1 --code 2
  $ navilink chaos on heater-broken --defect blocked-condensate
  $ navilink chaos on skewed-clock --skew -10m
  $ navilink chaos off half-open
  $ navilink chaos off                            everything`

export function define(command: Command, run: Run): void {
  command
    .addArgument(new Argument('<action>', 'list, on or off').choices(['list', 'on', 'off']))
    .argument('[name]', 'of the fault')
    .option('--control <url>', 'control port of the simulation', 'http://127.0.0.1:8485')
    .option('--count <n>', 'strike this often, then end', count)
    .option('--for <span>', 'stay on this long')
    .option('--probability <p>', 'strike with this chance: above 0, 1 for always', probability)
    .option('--client <id>', 'strike only this MQTT client')
    .option('--call <call>', "strike only this REST call, such as 'POST /device/list'")
    .option('--filter <filter>', 'strike only topics that this MQTT filter matches')
    .option('--code <n>', 'the number to answer with, or of the error', count)
    .option('--part <n>', 'of the error, its part', count)
    .option('--defect <name>', 'what is broken, such as leak or dead-compressor')
    .option('--delay <span>', 'how much later')
    .option('--lifetime <span>', 'how long tokens and keys live')
    .option('--skew <span>', 'how far off the clock is; -5m is behind')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action((action: string, name: string | undefined, _, self: Command) =>
      run('one-shot', context => chaos(context, action, name, self.opts<ChaosOptions>())),
    )
}

async function chaos(context: CommandContext, action: string, name: string | undefined, options: ChaosOptions) {
  const { flags, print, note, signal } = context
  refuseFlags(flags, 'chaos speaks to a simulation', ['email', 'passwordStdin', 'cloud', 'ca'])
  const port = controlPort(options.control, signal)
  const answer = (await asked(context, port, action, name, options)) as Answer
  const acted = action === 'on' && name !== undefined && kindOf(faultNamed(name)).acts === 'once'
  if (options.json) await print(`${jsonText(answer, 2)}\n`)
  else if (acted) note(`${name}: done, at once.`)
  else await printFaults(context, answer)
  return undefined
}

async function printFaults({ print, paint, note }: CommandContext, { faults, kinds }: Answer): Promise<void> {
  const tables = []
  if (faults.length === 0) note('No fault is on.')
  else tables.push(table(activeColumns, faults.map(row), paint))
  if (kinds) {
    const rows = kinds.map(({ name, says }) => [name, says])
    tables.push(table([{ title: 'fault' }, { title: 'what happens' }], rows, paint))
  }
  if (tables.length > 0) await print(tables.join('\n'))
}

const activeColumns: readonly TableColumn[] = [
  { title: 'on' },
  { title: 'struck', align: 'right' },
  { title: 'left' },
  { title: 'set' },
]

/** What the port answers to what was asked for. @throws UsageError for what makes no sense. */
async function asked(
  { flags }: CommandContext,
  port: ControlPort,
  action: string,
  name: string | undefined,
  options: ChaosOptions,
) {
  if (action === 'on') {
    if (name === undefined) throw new UsageError('chaos on takes the name of a fault; navilink chaos list shows them.')
    const macAddress = flags.device === undefined ? {} : { macAddress: await macOf(port, flags.device) }
    return port.post('/faults', { name, ...settingsOf(options), ...macAddress })
  }
  const [unused] = Object.keys(settingsOf(options)).concat(flags.device === undefined ? [] : ['device'])
  if (unused !== undefined) throw new UsageError(`chaos ${action} takes no settings of a fault; they are for chaos on.`)
  if (action === 'off') return port.delete(name === undefined ? '/faults' : `/faults/${encodeURIComponent(name)}`)
  if (name !== undefined) throw new UsageError('chaos list takes no name; it shows them all.')
  return port.get('/faults')
}

async function macOf(port: ControlPort, device: string): Promise<string> {
  const { heaters } = (await port.get('/heaters')) as { heaters: readonly { name: string; macAddress: string }[] }
  const choosable = heaters.map(heater => ({ ...heater, modelName: 'NWP500', supported: true }))
  return chooseHeater(choosable, { text: device, place: '--device' }).macAddress
}

/** As the port names them; spans stay texts. */
function settingsOf(options: ChaosOptions) {
  const { count, probability, client, call, filter, code, part, defect, delay, lifetime, skew } = options
  const span = (flag: string, text: string | undefined) => {
    if (text !== undefined) durationFlag(flag, text.replace(/^-/, flag === '--skew' ? '' : '-'))
    return text
  }
  const settings = {
    ...{ count, probability, clientId: client, call, filter, code, part, defect },
    duration: span('--for', options.for),
    delay: span('--delay', delay),
    lifetime: span('--lifetime', lifetime),
    skew: span('--skew', skew),
  }
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}

function row({ name, struck, countLeft, timeLeft, settings }: Answer['faults'][number]): readonly string[] {
  const left = [...(countLeft === null ? [] : [`${countLeft} ×`]), ...(timeLeft === null ? [] : [timeLeft])]
  const set = Object.entries(settings).filter(([key]) => key !== 'count' && key !== 'duration')
  return [name, String(struck), left.join(', '), set.map(([key, value]) => `${key} ${String(value)}`).join(', ')]
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number, such as 3.')
  return Number(text)
}

function probability(text: string): number {
  const number = Number(text)
  if (!(text.trim() !== '' && number > 0 && number <= 1))
    throw new InvalidArgumentError('It takes a number above 0, 1 at most, such as 0.2.')
  return number
}

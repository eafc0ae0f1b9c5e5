/** `navilink simulate`: a cloud with one heater on this machine, or with as many as a world file tells of, for any client. */
import { type Command, InvalidArgumentError } from 'commander'
import type { Run } from '../run-command.ts'
import { heaterFlagOptions } from '../simulating/heater-flags.ts'
import type { ControlAddress, SimulateOptions } from '../simulating/run-simulation.ts'
import { speedArgument } from '../speed-argument.ts'

const examples = `
It speaks the vendor's REST calls and MQTT over WebSocket on one port, verifies signatures as AWS does, and prints
"ready" when it can be used. --email and --password change its account, owner@example.com with warm-enough. Only the
heater's time runs faster with --speed: tokens, signatures and keep-alive stay on the wall clock. Any other command
goes to it with --cloud, or with NAVILINK_CLOUD, and asks for its password. The heater stands in a garage in Sacramento
where nothing else is said. The same seed gives the same household and the same weather.

A world file tells of several heaters and accounts, in YAML or JSON and in the names of --print-schema; docs/simulator.md
has one.

Examples:
  $ navilink simulate
  $ navilink check --cloud http://127.0.0.1:8484 --email owner@example.com
  $ navilink status --cloud http://127.0.0.1:8484 --email owner@example.com
  $ navilink simulate --speed 600 --seed 7        ten minutes a second, the same household every time
  $ navilink simulate --tank 80 --profile 5 --climate chicago --room basement --from 2026-01-15
  $ navilink simulate --draws mine.csv --air 19C --inlet 12C --parameters fitted.json
  $ navilink simulate --world examples/world.yaml
  $ navilink simulate --control 8485              and navilink chaos makes it misbehave
  $ navilink simulate --host 0.0.0.0 --tls-cert cert.pem --tls-key key.pem
  $ navilink simulate --recirculation --time-zone America/Los_Angeles --without electric,reservations`

export function define(command: Command, run: Run): void {
  heaterFlagOptions(command)
    .option('--world <file>', 'heaters and accounts from a YAML or JSON file; - is standard input')
    .option('--print-schema', 'print the JSON schema of such a file, and nothing else')
    .option('--from <time>', "where the heater's time begins, such as 2026-01-15T06:00 (default: now)")
    .option('--port <n>', 'port to listen on; 0 takes any that is free', wholeNumber(65_535), 8484)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--speed <factor>', "how many times faster the heater's time runs (default: 1)", speedArgument)
    .option(
      '--seed <n>',
      'of the chance by which household and weather are made up (default: 1)',
      wholeNumber(Number.MAX_SAFE_INTEGER),
    )
    .option('--tls-cert <file>', 'speak HTTPS and secure WebSocket with this PEM certificate')
    .option('--tls-key <file>', 'and this PEM key')
    .option('--password <password>', 'password of the simulated account')
    .option('--control-gap <span>', 'refuse controls that follow each other faster than this')
    .option('--control <address>', 'open a control port too: a port of 127.0.0.1, or host:port', controlAddress)
    .addHelpText('after', examples)
    .action((_, self: Command) => {
      const options = self.optsWithGlobals<SimulateOptions>()
      return run('long', async context => {
        await (await import('../simulating/run-simulation.ts')).runSimulation(context, options, self)
        return undefined
      })
    })
}

const wholeNumber = (highest: number) => (text: string) => {
  if (!/^\d{1,16}$/.test(text) || Number(text) > highest)
    throw new InvalidArgumentError(`It takes a whole number from 0 to ${highest}.`)
  return Number(text)
}

function controlAddress(text: string): ControlAddress {
  const [, host, port = ''] = /^(?:(.+):)?(\d{1,5})$/.exec(text.trim()) ?? []
  if (port === '' || Number(port) > 65_535)
    throw new InvalidArgumentError('It takes a port, such as 8485, or an address and a port, such as 127.0.0.1:8485.')
  return { port: Number(port), ...(host !== undefined && { host: host.replace(/^\[|\]$/g, '') }) }
}

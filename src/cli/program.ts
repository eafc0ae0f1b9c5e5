/** Reads the command line and calls the command that it names. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError, Help, InvalidArgumentError } from 'commander'
import type { Clock } from '#time/clock'
import { commandList } from './command-list.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { GlobalFlags } from './global-flags.ts'
import type { Run } from './run-command.ts'
import type { Screen, Terminal } from './terminal.ts'

const examples = `
Examples:
  $ navilink demo                            a simulated heater, no account
  $ navilink login --email you@example.com   once; the session is kept
  $ navilink check                           what fails, and what to do
  $ navilink status                          what the heater does now
  $ navilink set temperature 125F            and whether it took it
  $ navilink energy --last 12m               what it used
  $ navilink monitor --interval 5m --csv tank.csv

Settings come from flags, then the environment (NAVILINK_EMAIL, …), then
.env here, then the config file.

Exit codes: 0 done, and for what changes something: confirmed. 1 failed,
2 wrong usage, or nothing that this heater can do, 3 sign-in refused,
4 heater offline, 5 unconfirmed, 6 refused by the heater, 7 held back by a
time-of-use window, 8 expired, 130 interrupted.`

/** @param clock the machine's own when not given. @returns the exit code; nothing is thrown. */
export async function run(args: readonly string[], terminal: Terminal, clock?: Clock): Promise<ExitCode> {
  let code: ExitCode = exitCode.done
  const program = direct(withGlobalFlags(new Command('navilink')), terminal)
    .description('Watch and set Navien NWP500 heat-pump water heaters on the NaviLink cloud.')
    .option('--version', 'print the version')
    .on('option:version', () => {
      terminal.stdout.write(`${packageVersion()}\n`)
      throw new CommanderError(0, 'commander.version', 'The version was printed.')
    })
    .helpOption('-h, --help', 'show this help')
    .addHelpCommand(helpCommand())
    .addHelpText('after', examples)
  for (const { name, summary, group } of commandList)
    program.command(name).helpGroup(group).summary(summary).description(sentence(summary))
  const runCommand: Run = async (kind, body) => {
    const running = await import('./run-command.ts')
    code = await running.runCommand({ terminal, flags: program.opts<GlobalFlags>(), clock }, kind, body)
  }
  program.hook('preSubcommand', async (_, command) => {
    const entry = commandList.find(({ name }) => name === command.name())
    if (entry) (await entry.load()).define(command, runCommand)
  })
  try {
    await program.parseAsync(asked(args), { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCode.done
      const { foreignFlagHint } = await import('./foreign-flags.ts')
      terminal.stderr.write(foreignFlagHint(error.message))
      return exitCode.usage
    }
    const { reportFailure } = await import('./failure.ts')
    return reportFailure(terminal.stderr, error, { stack: args.includes('--debug') })
  }
}

/**
 * `help status` is `status --help`: commander would show the first before the command's own file is loaded.
 * A name that is no command is left alone, to be refused as one.
 */
const asked = ([first, ...rest]: readonly string[]): string[] => {
  if (first === undefined) return []
  if (first !== 'help' || rest.length === 0) return [first, ...rest]
  return commandList.some(({ name }) => name === rest[0]) ? [...rest, '--help'] : rest
}

const withGlobalFlags = (command: Command): Command =>
  command
    .option('--email <email>', 'e-mail address of the NaviLink account')
    .option('--password-stdin', 'read the password from the first line of standard input')
    .option('--device <name|mac|index>', 'which heater, when the account has several')
    .option('--units <units>', 'units of tables and CSV: us or metric (default: us)')
    .option('--cloud <url>', "another cloud than Navien's, such as a simulated one")
    .option('--ca <file>', 'trust the certificates in this PEM file as well')
    .option('--read-only', 'refuse whatever would change something')
    .option('--timeout <span>', 'how long a command that ends by itself may take (default: 30s)')
    .option('-v, --verbose', 'tell more on standard error; -vv and -vvv for still more', counted, 0)
    .option('--debug', 'tell everything needed for a bug report, stack traces too')
    .option('--log-file <file>', 'write the log to a file as well, as JSON lines')
    .option('--log-size <size>', 'begin a new log file at this size (default: 5MB)')
    .option('--log-count <n>', 'keep this many old log files (default: 5)', wholeNumber)
    .option('--no-color', 'no colours')

const helpCommand = () =>
  new Command('help')
    .argument('[command]')
    .helpOption(false)
    .helpGroup('Try and record:')
    .summary('show the help of a command')

/** What can be done comes before how. */
function optionsLast(help: string): string {
  const sections = help.trimEnd().split('\n\n')
  const isOptions = (section: string) => /^(Global )?Options:/.test(section)
  return `${[...sections.filter(one => !isOptions(one)), ...sections.filter(isOptions)].join('\n\n')}\n`
}

const counted = (_: string, before: number) => before + 1

function wholeNumber(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It takes a whole number, such as 5.')
  return Number(text)
}

/** Makes commander speak through the terminal, and throw where it would end the process. */
function direct(command: Command, terminal: Terminal): Command {
  const colours = (stream: Screen) => stream.isTTY === true && !terminal.env.NO_COLOR
  return command
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureHelp({
      showGlobalOptions: true,
      sortSubcommands: false,
      formatHelp: (one, help) => optionsLast(Help.prototype.formatHelp.call(help, one, help)),
    })
    .configureOutput({
      writeOut: text => terminal.stdout.write(text),
      writeErr: text => terminal.stderr.write(text),
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getErrHelpWidth: () => terminal.stderr.columns ?? 100,
      getOutHasColors: () => colours(terminal.stdout),
      getErrHasColors: () => colours(terminal.stderr),
      outputError: (text, write) => write(text.replace(/^error: /, 'navilink: ')),
    })
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

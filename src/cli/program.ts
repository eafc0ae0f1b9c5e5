/** Reads the command line and calls the command that it names. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import type { Clock } from '#time/clock'
import { commandList } from './command-list.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import { type GlobalFlags, globalFlags } from './global-flags.ts'
import type { Run } from './run-command.ts'
import type { Screen, Terminal } from './terminal.ts'

const examples = `
Examples:
  $ navilink demo                                 a simulated heater, no account needed
  $ navilink login --email you@example.com        once; the session is kept
  $ navilink status                               what the heater does now
  $ navilink monitor --interval 5m --csv tank.csv
  $ navilink decode messages.jsonl                recorded messages, no account needed

Settings come from flags, then the environment (NAVILINK_EMAIL, NAVILINK_PASSWORD, …), then .env here, then
the config file. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 sign-in refused, 4 heater offline, 130 interrupted.`

/** @param clock the machine's own when not given. @returns the exit code; nothing is thrown. */
export async function run(args: readonly string[], terminal: Terminal, clock?: Clock): Promise<ExitCode> {
  let code: ExitCode = exitCode.done
  const program = direct(globalFlags(new Command('navilink')), terminal)
    .description('Watch Navien NWP500 heat-pump water heaters on the NaviLink cloud.')
    .option('--version', 'print the version')
    .on('option:version', () => {
      terminal.stdout.write(`${packageVersion()}\n`)
      throw new CommanderError(0, 'commander.version', 'The version was printed.')
    })
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', examples)
  for (const { name, summary } of commandList) program.command(name).summary(summary).description(sentence(summary))
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

/** Makes commander speak through the terminal, and throw where it would end the process. */
function direct(command: Command, terminal: Terminal): Command {
  const colours = (stream: Screen) => stream.isTTY === true && !terminal.env.NO_COLOR
  return command
    .exitOverride()
    .showHelpAfterError('Add --help to see how it is used.')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
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

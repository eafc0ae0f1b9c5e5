/** The flags that every command takes. */
import { type Command, InvalidArgumentError } from 'commander'

export interface GlobalFlags {
  readonly email?: string
  readonly passwordStdin?: true
  /** A name, a MAC or an index. */
  readonly device?: string
  readonly units?: string
  readonly cloud?: string
  readonly ca?: string
  readonly timeout?: string
  /** How many `-v`. */
  readonly verbose: number
  readonly debug?: true
  readonly logFile?: string
  readonly logSize?: string
  readonly logCount?: number
  readonly color: boolean
}

export const globalFlags = (command: Command): Command =>
  command
    .option('--email <email>', 'e-mail address of the NaviLink account')
    .option('--password-stdin', 'read the password from the first line of standard input')
    .option('--device <name|mac|index>', 'which heater, when the account has several')
    .option('--units <units>', 'units of tables and CSV: us or metric (default: us)')
    .option('--cloud <url>', "another cloud than Navien's, such as a simulated one")
    .option('--ca <file>', 'trust the certificates in this PEM file as well')
    .option('--timeout <span>', 'how long a command that ends by itself may take (default: 30s)')
    .option('-v, --verbose', 'tell more on standard error; -vv and -vvv for still more', counted, 0)
    .option('--debug', 'tell everything needed for a bug report, stack traces too')
    .option('--log-file <file>', 'write the log to a file as well, as JSON lines')
    .option('--log-size <size>', 'begin a new log file at this size (default: 5MB)')
    .option('--log-count <n>', 'keep this many old log files (default: 5)', wholeNumber)
    .option('--no-color', 'no colours')

const counted = (_: string, before: number) => before + 1

function wholeNumber(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('It takes a whole number, such as 5.')
  return Number(text)
}

/** `navilink demo`: a station on a simulated cloud in one process, with a past to look at and the heater's time running fast. */
import { type Command, InvalidArgumentError } from 'commander'
import { accountFlags, refuseFlags } from '../account/account-flags.ts'
import type { DemoOptions } from '../demonstrating/run-demo.ts'
import type { Run } from '../run-command.ts'
import { homeOptions } from '../simulating/heater-flags.ts'
import { speedArgument } from '../speed-argument.ts'

const examples = `
No account and no network are needed: a station watches a simulated heater over loopback, exactly as navilink serve
watches a real one, and says where its page and its API are. Its record begins with the last thirty days of that heater,
and is gone in the end unless --store names a file. On a terminal the tank of the first heater is drawn and redrawn;
elsewhere each of its samples is a line. --interval and --duration count the heater's time, which begins at six in the
morning, so that there are showers to see. With many heaters it runs slower, for their link carries no more.

Examples:
  $ navilink demo
  $ navilink demo --units metric --speed 60
  $ navilink demo --tank 50 --profile 5 --climate minneapolis
  $ navilink demo --heaters 5 --port 9000 --store landlord.db
  $ navilink demo --days 0 --speed 3600 --duration 24h --csv day.csv     a day in 24 seconds`

const mostHeaters = 20
const mostDays = 366
const highestPort = 65_535

export function define(command: Command, run: Run): void {
  homeOptions(command)
    .option('--interval <span>', 'from one question to the next (default: 1m)')
    .option('--duration <span>', 'how long to go on (default: until Ctrl-C)')
    .option('--csv <file>', 'append a row a sample to this file')
    .option('--columns <names>', 'columns of a new file: all, or names with commas between them')
    .option('--speed <factor>', "how many times faster the heater's time runs", speedArgument, 600)
    .option(
      '--days <n>',
      'of the past that is lived through first; 0 for none (default: 30, fewer with many heaters)',
      wholeNumber(0, mostDays),
    )
    .option('--heaters <n>', 'how many heaters there are', wholeNumber(1, mostHeaters), 1)
    .option(
      '--port <n>',
      'port of page and API, or the next that is free; 0 takes any',
      wholeNumber(0, highestPort),
      8480,
    )
    .option('--store <file>', 'keep the record in this new file (default: a temporary one)')
    .addHelpText('after', examples)
    .action((options: DemoOptions, self: Command) =>
      run('long', async context => {
        refuseFlags(context.flags, 'demo brings its own account and heater', accountFlags)
        return (await import('../demonstrating/run-demo.ts')).runDemo(context, options, self)
      }),
    )
}

const wholeNumber = (lowest: number, highest: number) => (text: string) => {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= lowest && number <= highest))
    throw new InvalidArgumentError(`It takes a whole number from ${lowest} to ${highest}.`)
  return number
}

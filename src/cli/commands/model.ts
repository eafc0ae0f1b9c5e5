/** `navilink model`: a heater as equations, on this machine alone. */
import { type Command, Option } from 'commander'
import { defineFit } from '../modelling/fit-command.ts'
import type { ModelRunFlags } from '../modelling/run-model.ts'
import { scenarioOptions } from '../modelling/scenario-flags.ts'
import { formatOptions } from '../output-format.ts'
import type { Run } from '../run-command.ts'

const examples = `
No account and no network are needed: a year takes about a second.

Examples:
  $ navilink model run                            a year of a family, in the US test's air
  $ navilink model run --tank 80 --climate chicago --room basement
  $ navilink model run --help                     all that can be given`

const runExamples = `
What isn't given is as in the US test: 125 °F, air of 67.5 °F and 50 %, water of 58 °F. A temperature without C or F
is in --units. The mode counts as chosen at the beginning, so a tank that is short of its setpoint is heated at once.
The same seed gives the same year.
--schedule and --tariff compare two runs side by side: without, and with. They take what navilink schedule export, tou
export and tou plan --json write, and a schedule counts as switched on; a plan of OpenEI as JSON will do too.
A scenario file says the same as the flags in YAML or JSON, in the names of --print-schema; a flag beats it. CSV and
JSON are in °C, Wh and L whatever --units says; heat in the tank counts from 0 °C.

Examples:
  $ navilink model run --days 30 --profile couple --climate sacramento
  $ navilink model run --days 1 --profile nobody --mode off --upper 60C --lower 60C
  $ navilink model run --csv --every hour > year.csv
  $ navilink model run --draws showers.csv --days 7 --json
  $ navilink model run --scenario winter.yaml --setpoint 130F
  $ navilink model run --climate phoenix --tariff tou.yaml --time-zone America/Phoenix`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  const running = command
    .command('run')
    .description('Run a heater through days or years, and tell what it used and gave.')
  formatOptions(scenarioOptions(running))
    .addOption(
      new Option('--every <span>', 'what a row of CSV or JSON stands for, or of the table').choices([
        'minute',
        'hour',
        'day',
        'month',
      ]),
    )
    .option('--scenario <file>', 'a scenario in YAML or JSON; - is standard input')
    .option('--print-schema', 'print the JSON schema of such a file, and nothing else')
    .addHelpText('after', runExamples)
    .action((flags: ModelRunFlags, self: Command) =>
      run('one-shot', async context => {
        await (await import('../modelling/run-model.ts')).runModel(context, flags, self)
        return undefined
      }),
    )
  defineFit(command.command('fit'), run)
}

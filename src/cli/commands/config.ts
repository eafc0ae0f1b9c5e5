/** `navilink config`: whether the config of a station is sound, and what it comes to. */
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { jsonText } from '../print/printable.ts'
import type { Run } from '../run-command.ts'
import type { ServeFlags } from '../serving/station-plan.ts'
import { UsageError } from '../usage-error.ts'
import { serveOptions } from './serve.ts'

interface ConfigFlags extends ServeFlags {
  readonly json?: true
}

const examples = `
check names every mistake with its line; its exit code is 2 when there is one. print shows what would hold if the
station started here with these flags, and where each value was said; secrets are left out. schema is for editors.

Examples:
  $ navilink config check
  $ navilink config check --config /etc/navilink/navilink.yaml
  $ navilink config print
  $ navilink config print --interval 5m --json
  $ navilink config schema > navilink.schema.json`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  serveOptions(command.command('check'))
    .description('Name every mistake of the config, with its line.')
    .option('--json', 'print the mistakes as JSON')
    .action((flags: ConfigFlags) => run('one-shot', context => check(context, flags)))
  serveOptions(command.command('print'))
    .description('Print what holds, and where each value was said.')
    .option('--json', 'print JSON')
    .action((flags: ConfigFlags) => run('one-shot', context => print(context, flags)))
  command
    .command('schema')
    .description('Print the JSON schema of the config.')
    .action(() =>
      run('one-shot', async context => {
        const { configJsonSchema } = await import('#station/config/config-schema')
        await context.print(`${jsonText(configJsonSchema(), 2)}\n`)
        return undefined
      }),
    )
}

async function check(context: CommandContext, flags: ConfigFlags): Promise<ExitCode | undefined> {
  const { configFile, configName } = await import('../serving/config-file.ts')
  const { stationPlan } = await import('../serving/station-plan.ts')
  const file = await configFile(context.terminal, flags.config)
  if (file === undefined)
    throw new UsageError(`There is no ${configName} here or in the config folder; --config FILE says where it is.`)
  const { name, problems } = file
  if (problems.length === 0) {
    // What can be told only together with flags, environment and files.
    await stationPlan(context, flags)
    if (flags.json) await context.print('[]\n')
    else context.note(`${name} is sound.`)
    return undefined
  }
  if (flags.json) await context.print(`${jsonText(problems, 2)}\n`)
  else for (const { text } of problems) context.note(`${name}, ${text}`)
  return exitCode.usage
}

async function print(context: CommandContext, flags: ConfigFlags): Promise<undefined> {
  const { configFile } = await import('../serving/config-file.ts')
  const { planConfig, planText } = await import('../serving/plan-text.ts')
  const { stationPlan } = await import('../serving/station-plan.ts')
  const file = await configFile(context.terminal, flags.config)
  const plan = await stationPlan(context, flags)
  if (flags.json)
    await context.print(`${jsonText({ config: planConfig(plan, file), from: Object.fromEntries(plan.origins) }, 2)}\n`)
  else await context.print(await planText(plan, file))
  return undefined
}

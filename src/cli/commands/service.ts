/** `navilink service`: lets systemd run a station, from the start of the machine on. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import type { ServiceFlags } from '../serving/service.ts'

const examples = `
install writes a unit that starts navilink serve with the machine, shut in as far as Node allows, and starts it anew
when it hangs; --user does so for you alone, without root. systemctl reload navilink reads its config anew.

Examples:
  $ sudo navilink service install
  $ navilink service install --user --config ~/navilink.yaml
  $ navilink service install --print
  $ navilink service status --user
  $ sudo navilink service uninstall`

export function define(command: Command, run: Run): void {
  command.helpCommand(false).addHelpText('after', examples)
  userOption(command.command('install'))
    .description('Write the unit, and start it.')
    .option('--config <file>', 'the config that it goes by')
    .option('--print', 'print the unit, and do nothing')
    .action((flags: ServiceFlags) =>
      run('one-shot', async context => (await import('../serving/service.ts')).installService(context, flags)),
    )
  userOption(command.command('uninstall'))
    .description('Stop it, and take the unit away; record and config stay.')
    .action((flags: ServiceFlags) =>
      run('one-shot', async context => (await import('../serving/service.ts')).uninstallService(context, flags)),
    )
  userOption(command.command('status'))
    .description('Print how it is; the exit code is 0 when it runs.')
    .action((flags: ServiceFlags) =>
      run('one-shot', async context => (await import('../serving/service.ts')).serviceStatus(context, flags)),
    )
}

const userOption = (command: Command): Command => command.option('--user', 'for you alone, and not the whole machine')

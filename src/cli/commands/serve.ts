/** `navilink serve`: one process that holds the links, keeps everything, warns, and can be asked. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'
import type { ServeFlags } from '../serving/station-plan.ts'

const examples = `
Asks every heater of the accounts once a minute, keeps all that they say in one file, raises alerts, and answers on
http://127.0.0.1:8480 until Ctrl-C or SIGTERM. One account needs no config: it is that of NAVILINK_EMAIL, or of
navilink login. For more of them navilink.yaml is read, from this folder, from ~/.config/navilink, or by --config; the
package has an example and a JSON schema for editors. Flags and environment win over it. SIGHUP reads it anew, and the
links of accounts that stay the same stay open.

This machine alone can reach it, and needs no token until there is one. Any other address demands a token, which
navilink token add makes. The log goes to standard error, as JSON where that is no terminal.

Examples:
  $ navilink serve
  $ navilink serve --config /etc/navilink/navilink.yaml
  $ navilink serve --store tank.db --interval 30s --log-file station.log -v
  $ navilink serve --listen 0.0.0.0:8480 --tls-cert cert.pem --tls-key key.pem --allowed-host boiler.lan`

export const configOption = (command: Command): Command =>
  command.option('--config <file>', 'the config (default: navilink.yaml here or in the config folder)')

export const storeOption = (command: Command): Command =>
  command.option('--store <file>', 'where everything is kept (default: history.db in the state folder)')

export function define(command: Command, run: Run): void {
  serveOptions(command)
    .addHelpText('after', examples)
    .action((options: ServeFlags) =>
      run('long', async context => {
        const { serve } = await import('../serving/serve.ts')
        await serve(context, options)
        return undefined
      }),
    )
}

/** Those of `serve`; `config print` takes them too, to show what they would do. */
export const serveOptions = (command: Command): Command =>
  storeOption(configOption(command))
    .option('--interval <span>', 'how often each heater is asked (default: 1m)')
    .option('--listen <address>', 'address and port of the API (default: 127.0.0.1:8480)')
    .option('--tls-cert <file>', 'speak HTTPS with this PEM certificate')
    .option('--tls-key <file>', 'and this PEM key')
    .option('--allowed-host <name>', 'a name by which browsers may reach it; may be repeated', several)
    .option('--no-api', 'listen nowhere')

const several = (name: string, before: readonly string[] = []) => [...before, name]

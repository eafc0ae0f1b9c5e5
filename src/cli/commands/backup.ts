/** `navilink backup`: all settings and schedules of a heater as one file. */
import type { Command } from 'commander'
import type { Run } from '../run-command.ts'

interface BackupFlags {
  readonly json?: true
  readonly force?: true
}

const examples = `
It has power, mode, temperature, anti-legionella, the life of the air filter,
recirculation, whether the heater heeds its time-of-use plan, and its schedules.
What no status tells isn't in it, and the file says what that is.

Examples:
  $ navilink backup heater.yaml
  $ navilink backup > heater.yaml
  $ navilink backup heater.json                   as JSON
  $ navilink restore heater.yaml --dry-run        what is another by now`

export function define(command: Command, run: Run): void {
  command
    .argument('[file]', 'standard output when left out')
    .option('--json', 'as JSON, whatever the file is called')
    .option('--force', 'write over a file that is there')
    .addHelpText('after', examples)
    .action((file: string | undefined, { json, force }: BackupFlags) =>
      run('one-shot', async context => {
        const { takeBackup } = await import('#heater/backup')
        const { backupText } = await import('#heater/backup-file')
        const { askHeater } = await import('../asking/ask-heater.ts')
        const { textFormat, writeText } = await import('../scheduling/text-file.ts')
        const { signal, note, settings } = context
        return askHeater(
          context,
          'table',
          heater => takeBackup(heater, { signal }),
          async (backup, { name }) => {
            const text = await backupText(backup, { format: textFormat(file, json), units: settings.units })
            await writeText(context, file, text, { over: force === true })
            for (const sentence of backup.missing) note(`! ${sentence}`)
            if (file !== undefined && file !== '-') note(`The settings and schedules of ${name} are in ${file}.`)
          },
        )
      }),
    )
}

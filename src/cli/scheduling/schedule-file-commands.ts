/** The subcommands by which a schedule is a file: export, diff, apply. */
import type { Command } from 'commander'
import type { NaviLinkDevice } from '#heater/device'
import type { DrawnUp } from '#heater/line'
import type { ScheduleFile } from '#heater/schedule-file'
import type { EditOptions, ScheduleOutcome } from '#heater/schedule-outcome'
import type { Schedule } from '#schema/schedule'
import type { ScheduleWords } from '../print/schedule-outcome-text.ts'
import type { Run } from '../run-command.ts'
import { type WriteFlags, writeOptions, yesOption } from '../writing/write-flags.ts'

/** A schedule that can be a file. */
export interface FiledSchedule<Of extends Schedule> {
  readonly command: ScheduleOutcome['command']
  readonly words: ScheduleWords
  readonly kind: ScheduleFile['kind']
  /** What the heater holds, as a file says it; undefined when there is nothing. */
  read(heater: NaviLinkDevice, signal: AbortSignal): Promise<{ file: ScheduleFile; held: Of } | undefined>
  apply(heater: NaviLinkDevice, file: ScheduleFile, options: EditOptions<Of>): Promise<ScheduleOutcome<Of>>
  /** What is sent after it. */
  also?(heater: NaviLinkDevice, file: ScheduleFile, signal: AbortSignal): Promise<readonly DrawnUp[]>
  /** Sentences about what would change. */
  remarks?(planned: ScheduleOutcome<Of>): readonly string[]
}

export interface FileSetup<Of extends Schedule> {
  readonly run: Run
  filed(): Promise<FiledSchedule<Of>>
  /** What writes a file to the heater is called. */
  readonly applying: 'apply' | 'set'
}

interface ExportFlags {
  readonly json?: true
  readonly force?: true
}

export function fileCommands<Of extends Schedule>(command: Command, { run, filed, applying }: FileSetup<Of>): void {
  command
    .command('export [file]')
    .description('Write it as a file, YAML or (.json) JSON, that can be edited and applied.')
    .option('--json', 'as JSON, whatever the file is called')
    .option('--force', 'write over a file that is there')
    .action((file: string | undefined, flags: ExportFlags) =>
      run('one-shot', async context => {
        const { exportSchedule } = await import('./schedule-files.ts')
        return exportSchedule(context, await filed(), file, flags)
      }),
    )
  command
    .command('diff <file>')
    .description('Print what applying a file would change: + added, - removed, ~ changed. - is standard input.')
    .option('--json', 'print it as JSON')
    .action((file: string, flags: { readonly json?: true }) =>
      run('one-shot', async context => {
        const { compareFile } = await import('./schedule-files.ts')
        return compareFile(context, await filed(), file, flags)
      }),
    )
  yesOption(writeOptions(command.command(`${applying} <file>`)))
    .description('Make the heater hold what a file says, and nothing else. - is standard input.')
    .action((file: string, flags: WriteFlags) =>
      run('one-shot', async context => {
        const { applyFile } = await import('./schedule-files.ts')
        return applyFile(context, await filed(), file, flags)
      }),
    )
}

/** `navilink record`: keeps every message of a heater as JSON lines, with identities replaced. */
import path from 'node:path'
import type { Command } from 'commander'
import type { CommandContext } from '../command-context.ts'
import { durationFlag } from '../duration-flag.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Run } from '../run-command.ts'

interface RecordOptions {
  readonly interval?: string
  readonly duration?: string
}

const examples = `
Every message on the heater's topics is kept, those that it sends unasked and those of the phone app too. E-mail,
MAC, serial number, account numbers, tokens and places are replaced, equal ones by equal ones within a run; a later run
on the same file takes new numbers, also for what an earlier one has seen. The file is appended to, and navilink decode
reads it. It ends at Ctrl-C or after --duration.

Examples:
  $ navilink record tank.jsonl
  $ navilink record tank.jsonl --interval 1m --duration 2h
  $ navilink decode tank.jsonl`

export function define(command: Command, run: Run): void {
  command
    .argument('<file>', 'where to append the messages')
    .option('--interval <span>', 'from one question to the next (default: 5m)')
    .option('--duration <span>', 'how long to go on (default: until Ctrl-C)')
    .addHelpText('after', examples)
    .action((file: string, options: RecordOptions) => run('long', context => record(context, file, options)))
}

async function record(context: CommandContext, name: string, options: RecordOptions): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { pollingInterval } = await import('../watching/polling-interval.ts')
  const { lastKnown } = await import('../print/device-record.ts')
  const { reachable } = await import('../asking/reachable.ts')
  const { keepMessages } = await import('../recording/recording.ts')
  const { RecordingFile } = await import('../recording/recording-file.ts')
  const { standIns } = await import('../recording/stand-ins.ts')
  const { tellLink } = await import('../watching/tell-link.ts')
  const { terminal, note, signal } = context
  const interval = pollingInterval(options.interval, context)
  const duration = options.duration === undefined ? undefined : durationFlag('--duration', options.duration)
  // Before anything is asked: a file that can't be written should cost nobody an hour.
  const file = new RecordingFile(path.resolve(terminal.directory, name), name)
  try {
    const standIn = standIns(await file.counts())
    return await withHeater(context, async (heater, client): Promise<ExitCode> => {
      if (!(await reachable(heater, await context.log(), signal))) {
        lastKnown(heater).forEach(note)
        return exitCode.heaterOffline
      }
      note(`Recording ${heater.name} to ${name}; Ctrl-C ends it.`)
      const stopTelling = tellLink(client.link, context.clock, sentence => note(`! ${sentence}`))
      const recording = { heater, file, standIn, interval, duration }
      const count = await keepMessages(context, recording).finally(stopTelling)
      note(`${count} ${count === 1 ? 'message' : 'messages'} in ${name}.`)
      return exitCode.done
    })
  } finally {
    file.close()
  }
}

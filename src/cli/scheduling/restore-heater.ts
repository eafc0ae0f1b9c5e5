/** The course of `navilink restore`: read the backup, show what differs, ask whether it is meant, and bring it back step by step. */
import { parseBackup } from '#heater/backup-file'
import type { NaviLinkDevice } from '#heater/device'
import { type RestoreOptions, type RestoreReport, restoreBackup } from '#heater/restore'
import { withHeater } from '../account/account.ts'
import { reachable } from '../asking/reachable.ts'
import type { CommandContext } from '../command-context.ts'
import type { RestoreFlags } from '../commands/restore.ts'
import { codeOfResult, type ExitCode, exitCode } from '../exit-code.ts'
import { jsonText } from '../print/printable.ts'
import { reportJson, stepLines, stepResultLine } from '../print/restore-output.ts'
import { whileWaiting } from '../progress.ts'
import { asUsage } from '../usage-error.ts'
import { mustBeMeant } from '../writing/confirmation.ts'
import { mustBeAllowedToChange } from '../writing/may-change.ts'
import { valueOfFile } from './given-file.ts'
import { readText } from './text-file.ts'

export async function restore(context: CommandContext, file: string, flags: RestoreFlags): Promise<ExitCode> {
  if (!flags.dryRun) mustBeAllowedToChange(context)
  const backup = valueOfFile(context, file, await parseBackup(await readText(context, file)))
  const { signal, note, print, settings, untimed } = context
  const { units } = settings
  return withHeater(context, async (heater): Promise<ExitCode> => {
    const { name } = heater
    const restoring = (options: RestoreOptions) =>
      inUsage(() => restoreBackup(heater, backup, { ...options, otherHeater: flags.otherHeater, signal }))
    const planned = await whileWaiting(context, `Comparing ${name}`, async () =>
      (await reachable(heater, await context.log(), signal)) ? restoring({ dryRun: true }) : undefined,
    )
    if (planned === undefined) return gone(context, flags, heater)
    const tell = async (report: RestoreReport) => {
      if (flags.json) await print(`${jsonText(reportJson(name, report), 2)}\n`)
    }
    const asks = flags.yes !== true && flags.dryRun !== true && planned.steps.length > 0
    if (!flags.json || asks) for (const line of planned.steps.flatMap(step => stepLines(step, units))) note(line)
    if (!flags.json) for (const sentence of planned.notes) note(`! ${sentence}`)
    if (planned.steps.length === 0) {
      if (!flags.json) note(`${name} is as the backup says; nothing was sent.`)
      await tell(planned)
      return exitCode.done
    }
    if (flags.dryRun) {
      if (flags.json) await tell(planned)
      else
        await print(
          `${jsonText(
            planned.steps.flatMap(({ drawnUp }) => drawnUp ?? []),
            2,
          )}\n`,
        )
      return exitCode.done
    }
    const count = planned.steps.length
    const danger = `${count === 1 ? 'One thing' : `${count} things`} of ${name} would be changed.`
    if (asks) await mustBeMeant(context, { danger, doing: 'Restore?' })
    // Each step has a time of its own.
    const report = await untimed(() => whileWaiting(context, `Restoring ${name}`, () => restoring({})))
    await tell(report)
    if (!flags.json) for (const line of report.steps.map(stepResultLine)) await print(`${line}\n`)
    signal.throwIfAborted()
    return codeOf(report)
  })
}

async function gone({ print, note }: CommandContext, { json }: RestoreFlags, { name }: NaviLinkDevice) {
  const reason = 'The cloud says that the heater is offline.'
  if (json) await print(`${jsonText({ name, complete: false, steps: [], notes: [reason] }, 2)}\n`)
  else note(`${name}: ${reason} Look at its power and its Wi-Fi; navilink check finds out more.`)
  return exitCode.heaterOffline
}

/** That of the first step which isn't as the backup says. */
function codeOf({ steps }: RestoreReport): ExitCode {
  for (const { outcome } of steps) {
    if (outcome === undefined) return exitCode.failed
    if (outcome.result !== 'confirmed' && outcome.result !== 'dry-run') return codeOfResult[outcome.result]
  }
  return exitCode.done
}

async function inUsage<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw asUsage(error, '--other-heater takes it all the same.')
  }
}

/** The course of every command that asks one heater something: find it, see whether it is there, ask, show. */
import type { NaviLinkDevice } from '#heater/device'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { OutputFormat } from '../output-format.ts'

export async function askHeater<Told>(
  context: CommandContext,
  format: OutputFormat,
  question: (heater: NaviLinkDevice) => Promise<Told>,
  show: (told: Told, heater: NaviLinkDevice) => Promise<void>,
): Promise<ExitCode> {
  const { withHeater } = await import('../account/account.ts')
  const { whileWaiting } = await import('../progress.ts')
  const { reachable } = await import('./reachable.ts')
  return withHeater(context, async (heater): Promise<ExitCode> => {
    const answer = await whileWaiting(context, `Asking ${heater.name}`, async () =>
      (await reachable(heater, await context.log(), context.signal)) ? { told: await question(heater) } : undefined,
    )
    if (answer === undefined) {
      const { printOffline } = await import('../print/status-output.ts')
      await printOffline(context, format, heater)
      return exitCode.heaterOffline
    }
    await show(answer.told, heater)
    return exitCode.done
  })
}

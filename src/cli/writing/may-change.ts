/** Whether a command may change anything at all. */
import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../usage-error.ts'

/** Before anybody is asked for anything. @throws UsageError */
export function mustBeAllowedToChange({ settings }: Pick<CommandContext, 'settings'>): void {
  if (settings.readOnly)
    throw new UsageError(`${settings.place('readOnly')} says that nothing may be changed, so nothing was sent.`)
}

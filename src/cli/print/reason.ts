/** Why a status was sent, in words, by the code that it carries. */
import { commands, pushCodes } from '#schema/commands'

const reasons = new Map<number, string>([
  [commands.status.code, 'answer'],
  [pushCodes.afterRequest, 'copy of an answer'],
  [pushCodes.activityChanged, 'activity changed'],
  [pushCodes.heatSourceSwitched, 'heat source switched'],
  [pushCodes.demandChanged, 'demand changed'],
  ...Object.values(commands).flatMap(command =>
    'mode' in command ? [[command.code, `after ${command.mode}`] as const] : [],
  ),
])

/** `answer`, `after dhw-mode`, `demand changed`; a code without a name stays a number. */
export const reasonOf = (command: number): string => reasons.get(command) ?? `code ${command}`

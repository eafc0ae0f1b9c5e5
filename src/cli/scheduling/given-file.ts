/** A schedule or a backup from a file that a person wrote: what is wrong in it is told with line and field. */
import type { ParsedFile } from '#heater/schedule-file'
import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../usage-error.ts'

/** @param file as it was named; `-` is standard input. @throws UsageError */
export function valueOfFile<Value>(
  { note }: Pick<CommandContext, 'note'>,
  file: string,
  { value, problems }: ParsedFile<Value>,
): Value {
  if (value !== undefined) return value
  const name = file === '-' ? 'standard input' : file
  const [only, another] = problems
  if (another === undefined) throw new UsageError(`${name}, ${only?.text ?? 'it is empty'}. Nothing was sent.`)
  for (const { text } of problems) note(`${name}, ${text}`)
  throw new UsageError(`${name} has ${problems.length} mistakes. Nothing was sent.`)
}

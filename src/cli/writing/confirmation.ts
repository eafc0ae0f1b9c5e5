/** Asks before something that a person should think about twice. */
import { printable } from '../print/printable.ts'
import { type Asking, ask, canAsk } from '../question.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Goes on when it is meant: by `--yes`, or by the answer of a person.
 * @param danger what they should know before: a sentence.
 * @param doing the question itself: `Switch it off?`
 * @throws UsageError where nobody can be asked.
 */
export async function mustBeMeant(
  context: Asking,
  {
    danger,
    doing,
    yes = false,
  }: { readonly danger: string; readonly doing: string; readonly yes?: boolean | undefined },
): Promise<void> {
  if (yes) return
  if (!canAsk(context.terminal))
    throw new UsageError(`${danger} There is no terminal to ask on, so nothing was sent; --yes says that it is meant.`)
  const meant = await ask(context, ({ confirm }, streams) =>
    confirm({ ...streams, message: printable(`${danger} ${doing}`), initialValue: false }),
  )
  if (!meant) throw new Error('Nothing was sent.')
}

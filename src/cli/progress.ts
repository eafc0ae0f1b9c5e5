/** One line on a terminal while something is waited for: what it is, and for how long by now. */
import { formatDuration, millis, seconds } from '#time/duration'
import type { CommandContext } from './command-context.ts'
import { LiveScreen } from './print/live-screen.ts'
import { printable } from './print/printable.ts'

/** Who gets an answer sooner has no use for it. */
const beat = seconds(1)

type Waiting = Pick<CommandContext, 'terminal' | 'aside' | 'clock'>

/** @param what without a point: `Asking Garage`. */
export async function whileWaiting<Result>(
  { terminal: { stderr, env }, aside, clock }: Waiting,
  what: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!stderr.isTTY || env.TERM === 'dumb') return work()
  const since = clock.now()
  const screen = new LiveScreen(stderr)
  const stopBeat = clock.every(beat, () => {
    screen.draw([printable(`${what}, for ${formatDuration(millis(clock.now() - since))} now …`)])
  })
  const forget = aside.drawn(screen)
  try {
    return await work()
  } finally {
    stopBeat()
    forget()
    // Away with it: what is printed next takes its place.
    screen.draw([])
    screen.close()
  }
}

/** How far a run has come, in one line of a terminal that is drawn again in its place. */
import type { CommandContext } from '../command-context.ts'
import { LiveScreen } from '../print/live-screen.ts'

/** Drawn no more often, ms. */
const beat = 200

export interface DayProgress {
  /** @param done of `all` days, parts of days too. */
  show(done: number, all: number): void
  /** Takes the line away. Safe twice. */
  close(): void
}

const silent: DayProgress = { show() {}, close() {} }

type Surface = Pick<CommandContext, 'terminal' | 'aside' | 'clock'>

/** @param printing rows go to standard output meanwhile, where a line drawn on the same terminal would be in the way. */
export function dayProgress(
  { terminal: { stdout, stderr, env }, aside, clock }: Surface,
  printing: boolean,
): DayProgress {
  if (!stderr.isTTY || env.TERM === 'dumb' || (printing && stdout.isTTY)) return silent
  const screen = new LiveScreen(stderr)
  const forget = aside.drawn(screen)
  let shown = clock.now()
  return {
    show(done, all) {
      const now = clock.now()
      if (now - shown < beat) return
      shown = now
      const width = 30
      const filled = Math.round((done / all) * width)
      screen.draw([`${'█'.repeat(filled)}${'░'.repeat(width - filled)} day ${Math.ceil(done)} of ${Math.ceil(all)}`])
    },
    close() {
      forget()
      screen.draw([])
      screen.close()
    },
  }
}

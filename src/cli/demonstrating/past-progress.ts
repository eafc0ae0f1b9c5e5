/** How far the heaters of a demo have come in their past: a line that is drawn anew on a terminal, one now and then elsewhere. */
import { seconds } from '#time/duration'
import type { CommandContext } from '../command-context.ts'
import { dayProgress } from '../modelling/day-progress.ts'

/** Of lines that stay. */
const beat = seconds(10)

export interface PastProgress {
  /** @param done of its days, parts of days too. */
  show(done: number): void
  /** Safe twice. */
  close(): void
}

type Surface = Pick<CommandContext, 'terminal' | 'aside' | 'clock' | 'note'>

export function pastProgress(surface: Surface, all: number): PastProgress {
  const { terminal, clock, note } = surface
  if (terminal.stderr.isTTY && terminal.env.TERM !== 'dumb') {
    const line = dayProgress(surface, false)
    return { show: done => line.show(done, all), close: () => line.close() }
  }
  let told = clock.now()
  return {
    show(done) {
      if (clock.now() - told < beat) return
      told = clock.now()
      note(`  day ${Math.ceil(done)} of ${all}`)
    },
    close() {},
  }
}

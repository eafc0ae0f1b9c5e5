/** Shows samples of a tank: drawn in place on a terminal that is large enough, a line each anywhere else. */
import type { Sample } from '#station/sample'
import type { CommandContext } from '../command-context.ts'
import { LiveScreen } from './live-screen.ts'
import { printable } from './printable.ts'
import { sampleLine } from './sample-line.ts'
import { tankView } from './tank-view.ts'

export interface TankDisplay {
  show(sample: Sample): void | Promise<void>
  warn(sentence: string): void
  /** Gives the terminal back. Safe twice. */
  close(): void
}

/** Warnings that stay in sight under the drawing. */
const inSight = 3

type Context = Pick<CommandContext, 'terminal' | 'settings' | 'paint' | 'print' | 'note' | 'aside'>

export function tankDisplay(context: Context, name: string, speed: number): TankDisplay {
  const { stdout } = context.terminal
  const lines = {
    show: ({ at, status }: Sample) =>
      context.print(`${sampleLine(at, status, context.settings.units, stdout.columns)}\n`),
    warn: (sentence: string) => context.note(`! ${sentence}`),
    close: () => {},
  }
  return stdout.isTTY ? drawn(context, name, speed, lines) : lines
}

/** @param lines what to do where no drawing fits. */
function drawn(
  { terminal: { stdout }, settings: { units }, paint, aside }: Context,
  name: string,
  speed: number,
  lines: TankDisplay,
): TankDisplay {
  const screen = new LiveScreen(stdout)
  const notDrawn = aside.drawn(screen)
  const warnings: string[] = []
  let samples = 0
  let last: Sample | undefined
  /** @returns whether there was room. */
  const draw = (): boolean => {
    if (last === undefined) return false
    const { columns = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY } = stdout
    const state = { name, at: last.at, status: last.status, units, samples, speed, warnings }
    // The cursor stands on a line of its own below.
    const view = tankView(state, paint, { columns, rows: rows - 1 })
    if (view === undefined) screen.close()
    else screen.draw(view)
    return view !== undefined
  }
  stdout.on('resize', draw)
  return {
    show(sample) {
      samples++
      last = sample
      if (!draw()) return lines.show(sample)
    },
    warn(sentence) {
      warnings.push(printable(sentence))
      if (warnings.length > inSight) warnings.shift()
      if (!draw()) lines.warn(sentence)
    },
    close() {
      stdout.off('resize', draw)
      notDrawn()
      screen.close()
    },
  }
}

/** Shows samples of a tank: drawn in place on a terminal, a line each anywhere else. */
import type { Sample } from '#station/sample'
import type { CommandContext } from '../command-context.ts'
import { LiveScreen } from './live-screen.ts'
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

export function tankDisplay(
  { terminal: { stdout }, settings: { units }, paint, print, note }: CommandContext,
  name: string,
  speed: number,
): TankDisplay {
  if (!stdout.isTTY)
    return {
      show: ({ at, status }) => print(`${sampleLine(at, status, units)}\n`),
      warn: sentence => note(`! ${sentence}`),
      close: () => {},
    }
  const screen = new LiveScreen(stdout)
  const warnings: string[] = []
  let samples = 0
  return {
    show: ({ at, status }) => {
      samples++
      screen.draw(tankView({ name, at, status, units, samples, speed, warnings }, paint))
    },
    warn: sentence => {
      warnings.push(sentence)
      if (warnings.length > inSight) warnings.shift()
    },
    close: () => screen.close(),
  }
}

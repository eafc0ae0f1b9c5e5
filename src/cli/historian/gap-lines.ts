/** A table of readings with the gaps between its rows, each as a line of its own at its place in time. */
import type { Gap } from '#station/history/gap'
import { gapText } from './gap-text.ts'

/**
 * @param printed a heading and a line for each row.
 * @param rowsBefore how many rows come before each gap.
 */
export function withGapLines(
  printed: string,
  gaps: readonly { readonly gap: Gap; readonly rowsBefore: number }[],
): string {
  const [heading = '', ...rows] = printed.split(/(?<=\n)/)
  const waiting = [...gaps]
  const lines = [heading]
  for (const [i, row] of [...rows, ''].entries()) {
    while (waiting[0] && waiting[0].rowsBefore <= i) lines.push(`${gapText((waiting.shift() as { gap: Gap }).gap)}\n`)
    lines.push(row)
  }
  return [...lines, ...waiting.map(({ gap }) => `${gapText(gap)}\n`)].join('')
}

/** A table whose last column is broken into lines where the terminal is narrower. */
import type { Paint } from './paint.ts'
import { table } from './table.ts'
import { textWidth } from './text-width.ts'
import { wrapped } from './wrapped.ts'

/** A narrower column is no easier to read. */
const narrowest = 16

/** @param columns of the terminal; undefined for one without an end. */
export function wideTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  paint: Paint,
  columns: number | undefined,
): string {
  const others = titles
    .slice(0, -1)
    .map((title, i) => Math.max(...[title, ...rows.map(row => row[i] ?? '')].map(textWidth)))
  const room = (columns ?? Number.POSITIVE_INFINITY) - others.reduce((sum, width) => sum + width + 2, 0)
  const lines = rows.flatMap(row => {
    const last = row.at(-1) ?? ''
    const [first = '', ...more] = room < narrowest || room === Number.POSITIVE_INFINITY ? [last] : wrapped(last, room)
    return [[...row.slice(0, -1), first], ...more.map(line => [...others.map(() => ''), line])]
  })
  return table(
    titles.map(title => ({ title, align: title === '#' ? 'right' : 'left' })),
    lines,
    paint,
  )
}

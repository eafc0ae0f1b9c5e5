/** Text in aligned columns; what is in the cells may come from anybody. */
import { type Paint, plain } from './paint.ts'
import { printable } from './printable.ts'
import { padEnd, padStart, textWidth } from './text-width.ts'

export interface TableColumn {
  readonly title: string
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right'
}

/** Not spread into Math.max, which takes a hundred thousand arguments at most. */
const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, textWidth(text)), 0)

/** A heading and a line for each row, two blanks between columns. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  paint: Paint = plain,
): string {
  const cells = rows.map(row => row.map(printable))
  const widths = columns.map(({ title }, i) => widest([title, ...cells.map(row => row[i] ?? '')]))
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, i) => (align === 'right' ? padStart : padEnd)(row[i] ?? '', widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const heading = line(columns.map(({ title }) => title))
  return [paint('bold', heading), ...cells.map(line)].map(text => `${text}\n`).join('')
}

export interface Group {
  readonly title: string
  readonly rows: readonly (readonly [name: string, value: string])[]
}

/** Groups of names and values, all values in one column. */
export function groupedTable(given: readonly Group[], paint: Paint = plain): string {
  const groups = given.map(({ title, rows }) => ({
    title,
    rows: rows.map(([name, value]) => [printable(name), printable(value)] as const),
  }))
  const width = widest(groups.flatMap(({ rows }) => rows.map(([name]) => name)))
  const block = ({ title, rows }: Group) =>
    [paint('bold', title), ...rows.map(([name, value]) => `  ${padEnd(name, width)}  ${value}`)].map(
      line => `${line}\n`,
    )
  return groups
    .filter(({ rows }) => rows.length > 0)
    .map(group => block(group).join(''))
    .join('\n')
}

/** Text in aligned columns. */
import { type Paint, plain } from './paint.ts'
import { padEnd, padStart, textWidth } from './text-width.ts'

export interface TableColumn {
  readonly title: string
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right'
}

/** A heading and a line for each row, two blanks between columns. */
export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  paint: Paint = plain,
): string {
  const widths = columns.map(({ title }, i) => Math.max(textWidth(title), ...rows.map(row => textWidth(row[i] ?? ''))))
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => (align === 'right' ? padStart : padEnd)(cells[i] ?? '', widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  const heading = line(columns.map(({ title }) => title))
  return [paint('bold', heading), ...rows.map(line)].map(text => `${text}\n`).join('')
}

export interface Group {
  readonly title: string
  readonly rows: readonly (readonly [name: string, value: string])[]
}

/** Groups of names and values, all values in one column. */
export function groupedTable(groups: readonly Group[], paint: Paint = plain): string {
  const width = Math.max(0, ...groups.flatMap(({ rows }) => rows.map(([name]) => textWidth(name))))
  const block = ({ title, rows }: Group) =>
    [paint('bold', title), ...rows.map(([name, value]) => `  ${padEnd(name, width)}  ${value}`)].map(
      line => `${line}\n`,
    )
  return groups
    .filter(({ rows }) => rows.length > 0)
    .map(group => block(group).join(''))
    .join('\n')
}

/** A small CSV text as a table with known columns: cells by name, each row with its line, mistakes in sentences. */

/** What is wrong in a file, and where. */
export interface FileProblem {
  /** From 1. */
  readonly line: number
  /** One sentence, with the line: `line 9: litres is 4000 L; it must be 0.01 to 1900 L`. */
  readonly text: string
}

/** What a file says, or why it can't be used. */
export interface ReadFile<Value> {
  /** Undefined when there are problems. */
  readonly value: Value | undefined
  readonly problems: readonly FileProblem[]
}

export interface CsvRow {
  readonly line: number
  /** Without spaces around; empty where nothing stands. */
  cell(column: string): string
}

export interface CsvTable {
  readonly headerLine: number
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
  readonly problems: readonly FileProblem[]
}

export const problemAt = (line: number, words: string): FileProblem => ({ line, text: `line ${line}: ${words}` })

/** Of a file that is wrong in every line nobody reads more. */
const mostProblems = 20

export function fewProblems(problems: readonly FileProblem[]): readonly FileProblem[] {
  const next = problems[mostProblems]
  if (next === undefined) return problems
  const more = problems.length - mostProblems
  return [...problems.slice(0, mostProblems), problemAt(next.line, `${more} more problems from here on`)]
}

/** Empty lines and those that begin with # are passed over; the first other one names the columns. */
export function csvTable(text: string, known: readonly string[]): CsvTable {
  const problems: FileProblem[] = []
  const rows: CsvRow[] = []
  let columns: readonly string[] | undefined
  let headerLine = 1
  for (const [i, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    const line = i + 1
    if (/^\s*(#|$)/.test(content)) continue
    const cells = cellsOf(content)
    if (columns === undefined) {
      columns = cells.map(name => name.toLowerCase())
      headerLine = line
      const wrong = headerProblem(columns, known)
      if (wrong !== undefined) {
        problems.push(problemAt(line, wrong))
        break
      }
    } else if (cells.length > columns.length) {
      problems.push(problemAt(line, `it has ${cells.length} cells; the header names ${columns.length} columns`))
    } else {
      const names = columns
      rows.push({ line, cell: column => cells[names.indexOf(column)] ?? '' })
    }
  }
  if (columns === undefined) problems.push(problemAt(1, `the file is empty; its first line names ${known.join(', ')}`))
  else if (rows.length === 0 && problems.length === 0)
    problems.push(problemAt(headerLine, 'no row follows the names of the columns'))
  return { headerLine, columns: columns ?? [], rows, problems }
}

/** A number as people write it; NaN for anything else. */
export const numberOf = (cell: string): number =>
  /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(cell) ? Number(cell) : Number.NaN

/** A cell as a sentence quotes it. */
export const quoted = (cell: string): string =>
  cell === '' ? 'empty' : cell.length > 40 ? `${cell.slice(0, 37)}…` : cell

/** Quotes are for programs that write them everywhere; none of our values has a comma. */
const cellsOf = (content: string) => content.split(',').map(cell => cell.trim().replace(/^"(.*)"$/, '$1'))

function headerProblem(columns: readonly string[], known: readonly string[]): string | undefined {
  const strange = columns.find(name => !known.includes(name))
  if (strange !== undefined)
    return `there is no column ${quoted(strange)}; columns are separated by commas, and known are ${known.join(', ')}`
  const twice = columns.find((name, i) => columns.indexOf(name) !== i)
  return twice === undefined ? undefined : `the column ${twice} is there twice`
}

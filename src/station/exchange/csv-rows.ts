/** The rows of a CSV file with their lines, from its text as it comes. Cells may be quoted as RFC 4180 has it. */

export interface CsvRow {
  /** In which its row begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** A row that is longer has an open quotation mark somewhere before it. */
const longestRow = 100_000
const byteOrderMark = /^\uFEFF/

/** Empty lines are left out. A quotation mark that is never closed ends its row with its line. */
export async function* csvRows(text: AsyncIterable<string>): AsyncGenerator<CsvRow> {
  let line = 0
  let begun: { readonly line: number; text: string } | undefined
  for await (const one of linesOf(text)) {
    line++
    if (begun !== undefined) {
      begun.text += `\n${one}`
      const { line: first, text: whole } = begun
      if (isOpen(whole) && whole.length < longestRow) continue
      begun = undefined
      yield { line: first, cells: cellsOf(whole) }
    } else if (isOpen(one)) begun = { line, text: one }
    else if (one !== '') yield { line, cells: cellsOf(line === 1 ? one.replace(byteOrderMark, '') : one) }
  }
  if (begun !== undefined) yield { line: begun.line, cells: cellsOf(begun.text) }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of text) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  if (rest !== '') yield rest
}

const isOpen = (text: string) => text.includes('"') && (text.split('"').length - 1) % 2 === 1

function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.split(',')
  const cells: string[] = []
  for (const [, quoted, plain] of `${row},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g))
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
  return cells
}

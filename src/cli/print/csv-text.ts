/** Lines of comma-separated values, as RFC 4180 quotes them. */

export type CsvCell = string | number | boolean | undefined

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\n`

function csvCell(cell: CsvCell): string {
  const text = typeof cell === 'string' ? noFormula(cell) : cell === undefined ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A spreadsheet runs a cell that begins so, and the text may be anybody's: an apostrophe keeps it a text. */
const noFormula = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** Lines of comma-separated values, as RFC 4180 quotes them. */

export type CsvCell = string | number | boolean | undefined

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\n`

function csvCell(cell: CsvCell): string {
  const text = cell === undefined ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Breaks text into lines that fit a terminal. */
import { textWidth } from './text-width.ts'

/** Pieces side by side, `between` them what is given, as many a line as fit. A piece is never broken. */
export function packed(pieces: readonly string[], width: number, between = '  '): string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last + between + piece) <= width)
      lines[lines.length - 1] = last + between + piece
    else lines.push(piece)
  }
  return lines
}

/** Words, and the lines after the first behind `indent`. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const [first = '', ...rest] = packed(text.split(' '), width - indent.length, ' ')
  return [first, ...rest.map(line => indent + line)]
}

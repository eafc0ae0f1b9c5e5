/** A block of lines on a terminal that is drawn again in its place. */
import type { Screen } from '../terminal.ts'
import { textWidth } from './text-width.ts'

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const clearLine = '\x1b[2K'

export class LiveScreen {
  readonly #screen: Screen
  #height = 0

  constructor(screen: Screen) {
    this.#screen = screen
  }

  draw(lines: readonly string[]): void {
    const back = this.#height > 0 ? `\x1b[${this.#height}A\r` : hideCursor
    // Lines that were there before and are no longer needed are left empty.
    const empty = Array.from({ length: Math.max(0, this.#height - lines.length) }, () => '')
    const all = [...lines, ...empty]
    this.#height = all.length
    this.#screen.write(back + all.map(line => `${clearLine}${this.#fitting(line)}\n`).join(''))
  }

  /** Gives the cursor back, below the block. */
  close(): void {
    if (this.#height > 0) this.#screen.write(showCursor)
    this.#height = 0
  }

  /** A line that wraps would spoil the count; one that is too long for a small window is cut. */
  #fitting(line: string): string {
    const { columns } = this.#screen
    if (columns === undefined || textWidth(line) <= columns) return line
    let width = 0
    let cut = ''
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
    for (const [piece] of line.matchAll(/\x1b\[[\d;]*m|./gsu)) {
      width += textWidth(piece)
      if (width < columns || piece.startsWith('\x1b')) cut += piece
    }
    return cut
  }
}

/** A block of lines on a terminal that is drawn again in its place. */
import type { Drawing } from '../aside.ts'
import type { Screen } from '../terminal.ts'
import { textWidth } from './text-width.ts'

const hideCursor = '\x1b[?25l'
const showCursor = '\x1b[?25h'
const clearBelow = '\x1b[J'

export class LiveScreen implements Drawing {
  readonly #screen: Screen
  #lines: readonly string[] = []
  #hidden = false

  constructor(screen: Screen) {
    this.#screen = screen
  }

  /** @param lines fitting the terminal; what doesn't is cut, and ends in `…`. */
  draw(lines: readonly string[]): void {
    this.#replace('', lines)
  }

  above(text: string): void {
    this.#replace(text, this.#lines)
  }

  /** Gives the cursor back, below the block, which stays. Safe twice. */
  close(): void {
    if (this.#hidden) this.#screen.write(showCursor)
    this.#hidden = false
    this.#lines = []
  }

  /** In one write, so that nothing comes between. */
  #replace(above: string, lines: readonly string[]): void {
    const height = this.#height()
    const back = height > 0 ? `\x1b[${height}A\r${clearBelow}` : ''
    const hide = this.#hidden || lines.length === 0 ? '' : hideCursor
    this.#hidden ||= lines.length > 0
    this.#lines = lines.map(line => this.#fitting(line))
    this.#screen.write(hide + back + above + this.#lines.map(line => `${line}\n`).join(''))
  }

  /** In lines of the terminal: it wraps what was drawn when it was made narrower. */
  #height(): number {
    const { columns = Number.POSITIVE_INFINITY } = this.#screen
    return this.#lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0)
  }

  #fitting(line: string): string {
    const { columns } = this.#screen
    if (columns === undefined || textWidth(line) <= columns) return line
    let width = 1
    let cut = ''
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
    for (const [piece] of line.matchAll(/\x1b\[[\d;]*m|./gsu)) {
      width += textWidth(piece)
      if (width <= columns || piece.startsWith('\x1b')) cut += piece
    }
    return `${cut}…`
  }
}
